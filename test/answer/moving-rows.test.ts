import { describe, expect, test } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import { openTestClient } from '../tools/test-client.ts';
import { onReplies } from './given-replies.ts';

const none = (name: string) => [{ name, value: 'any' }];
const id = ['id'];

/** How rows are read over several pages while others change them. */
const paths = [
  ['a range of deals', 'search_opportunities', { offset: 10, limit: 25, fields: id }],
  ['a range of people', 'search_people', { offset: 10, limit: 25, fields: id }],
  ['a range of activities', 'search_activities', { offset: 150, limit: 200, fields: id }],
  [
    'deals that are filtered here',
    'search_opportunities',
    { filters: none('created'), limit: 25, fields: id },
  ],
  ['people that are filtered here', 'search_people', { filters: none('created'), limit: 25, fields: id }],
  [
    'companies that are filtered here',
    'search_companies',
    { filters: none('created'), limit: 25, fields: id },
  ],
  ['activities that are filtered here', 'search_activities', { on: '!company 1', fields: id }],
  [
    'people that are sorted here',
    'search_people',
    { filters: none('created'), owner: ['me'], sort: 'created', fields: id },
  ],
  ['a summary of deals', 'summarize', { what: 'opportunities', by: 'status', measure: 'sum value' }],
  ['a summary of people', 'summarize', { what: 'people', by: 'owner', filters: none('created') }],
  ['a summary of tasks', 'summarize', { what: 'tasks', by: 'status', filters: none('created') }],
  ['deals that need attention', 'deals_needing_attention', { limit: 50 }],
  ['changes', 'pipeline_changes', { during: '-30d..' }],
  ['a funnel', 'funnel', { during: '-30d..' }],
  ['a brief', 'brief', { about: 'Dunder Mifflin' }],
] as const;

const list = (value: JsonValue | undefined) => (Array.isArray(value) ? value : []);

describe.each([
  ['move', 3],
  ['add', 2],
  ['remove', 3],
  ['move', 20],
] as const)('rows that others change while they are read: %s %i', async (kind, rows) => {
  const client = await openTestClient({
    env: { COPPER_FORMAT: 'json' },
    sandbox: { churn: { kind, rows } },
  });

  test.each(paths)('%s: none twice, and nothing is complete that is not', async (_, tool, input) => {
    const { text, isError } = await client.call(tool, { ...input });
    const answer: JsonValue = JSON.parse(isError ? '{}' : text);
    if (isError || !isObject(answer)) throw new Error(text);
    const at = list(answer.columns).indexOf('id');
    const ids = at === -1 ? [] : list(answer.rows).map((row) => list(row)[at]);
    expect(new Set(ids).size).toBe(ids.length);
    const coverage = isObject(answer.coverage) ? answer.coverage : {};
    const read = list(coverage.read).filter(isObject);
    const isShort = read.some(({ read, total }) => Number(total ?? read) > Number(read));
    if (coverage.complete !== undefined) expect(coverage.complete).toBe(!isShort);
    // Whatever was removed from pages that were read, as many others moved there.
    if (kind === 'remove' && !('limit' in input && 'offset' in input) && tool !== 'brief')
      expect(coverage.complete ?? answer.total !== undefined).toBe(false);
    const shown = list(answer.rows).length;
    const isCut = typeof answer.next === 'number' || Number(answer.total) <= Number(answer.offset) + shown;
    const notes = JSON.stringify(answer.notes);
    if (kind === 'remove' && 'limit' in input && 'offset' in input)
      expect(notes).toContain('rows may be missing between its pages');
    if (kind === 'move' && 'limit' in input && 'offset' in input && input.limit === 25)
      expect(notes).toContain('Rows moved meanwhile: rows may be missing between its pages');
    expect([
      isCut || /upper bound|hidden|moved|only \d+ of/.test(notes) || answer.total === undefined,
      notes,
    ]).toEqual([true, notes]);
  });
});

/** Sixty people on three pages, of which others change those that were not read yet, while their number stays the same. */
describe('rows that come and go between pages that are walked', () => {
  const person = (id: number): JsonObject => ({ id, name: `Person ${String(id).padStart(3, '0')}` });
  const people = Array.from({ length: 60 }, (_, at) => person(at + 10));
  const added = [person(1), ...people];
  const walk = async (after: readonly JsonObject[]) => {
    const { call } = await onReplies({
      '/people/search': {
        rows: people,
        holds: 25,
        before: (requests) => (requests > 1 ? { rows: after, holds: 25 } : undefined),
      },
    });
    return (await call('search_people', { limit: 60, fields: ['id'] })).text;
  };
  const moved = 'note: Rows moved meanwhile: rows may be missing between its pages. Ask again.';

  test.each([
    ['one before those that were read, and the last one goes', added.slice(0, -1)],
    ['one before, and one of those not read goes', added.filter(({ id }) => id !== 50)],
    ['two before, and two go', [person(2), ...added].slice(0, -2)],
  ])('%s: a row that comes twice tells it', async (_, after) => {
    expect(await walk(after)).toContain(moved);
  });

  test('nothing is said where nothing moved', async () => {
    expect(await walk(people)).not.toContain(moved);
  });
});

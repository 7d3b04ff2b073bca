import { describe, expect, test } from 'vitest';
import { isObject, type JsonValue } from '../../../../src/tool/json.ts';
import { openTestClient } from '../../test-client.ts';

const client = await openTestClient({ sandbox: { limit: 0 } });
const data = await openTestClient({ sandbox: { limit: 0 }, env: { COPPER_FORMAT: 'json' } });

const list = (value: unknown): JsonValue[] => (Array.isArray(value) ? value : []);

/** The same answer as data: one row for each pair of groups. */
async function groupsOf(input: Record<string, unknown>) {
  const given: unknown = JSON.parse((await data.call('summarize', input)).text);
  const { kind, columns, rows, totals } = isObject(given) ? given : {};
  return { kind, columns: list(columns), rows: list(rows).map(list), totals: list(totals).map(list) };
}

const crossed: Record<string, unknown>[] = [
  { what: 'activities', by: ['owner', 'type'], type: ['Phone Call', 'Meeting'], date: 'last-week' },
  { what: 'activities', by: ['type', 'date month'], date: '-120d..' },
  { what: 'deals', by: ['owner', 'status'] },
  { what: 'deals', by: ['source', 'status'], pipeline: 'Sales' },
  { what: 'deals', by: ['owner', 'pipeline'], status: 'Open' },
  { what: 'deals', by: ['status', 'priority'] },
  { what: 'deals', by: ['owner', 'created quarter'], created: '-270d..' },
  { what: 'deals', by: ['Region', 'status'] },
  { what: 'leads', by: ['owner', 'status'] },
  { what: 'leads', by: ['source', 'status'], created: 'this-year' },
  { what: 'tasks', by: ['owner', 'priority'], status: 'Open' },
  { what: 'people', by: ['owner', 'type'] },
  { what: 'companies', by: ['city', 'type'] },
];

describe('counts by two things', () => {
  test.each(crossed)('stand in a cross table whose sums are right: %j', async (input) => {
    const { text } = await client.call('summarize', input);
    const [head = '', names = '', ...lines] = text.split('\n');
    const long = await groupsOf(input);
    const [first, second] = long.columns.map(String);
    expect(head).toMatch(new RegExp(`^\\w+ by ${first}, ${second} across: counts 1-\\d+ of \\d+; `));
    const [own, ...across] = names.split('\t');
    expect([own, across.at(-1)]).toEqual([first, '(total)']);
    expect(across.length).toBeLessThanOrEqual(9);
    const rows = lines.filter((line) => line.includes('\t')).map((line) => line.split('\t'));
    const told = rows
      .slice(0, -1)
      .flatMap(([key, ...cells]) => cells.slice(0, -1).map((cell, at) => [key, across[at], Number(cell)]));
    const byText = (some: readonly unknown[][]) => some.map((row) => row.join(' | ')).sort();
    expect(byText(told.filter(([, , count]) => count !== 0))).toEqual(byText(long.rows));
    const sum = (some: readonly unknown[][]) => some.reduce((all, row) => all + Number(row[2]), 0);
    for (const [key, ...cells] of rows.slice(0, -1))
      expect(Number(cells.at(-1)), key).toBe(sum(long.rows.filter(([other]) => String(other) === key)));
    const [label, ...sums] = rows.at(-1) ?? [];
    const whole = across.map((name, at) =>
      at === across.length - 1 ? sum(long.totals) : sum(long.rows.filter(([, other]) => other === name)),
    );
    expect([label, ...sums.map(Number)]).toEqual(['(total)', ...whole]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a record may be in several groups', { what: 'people', by: ['owner', 'tag'], top: 300 }],
    ['groups are cut, and the others said', { what: 'deals', by: ['owner', 'status'], top: 5 }],
    ['there is a measure beside the count', { what: 'deals', by: ['owner', 'status'], measure: 'sum value' }],
    ['there are many values', { what: 'deals', by: ['status', 'owner'] }],
    ['most pairs do not occur', { what: 'companies', by: ['city', 'country'] }],
    ['only one value occurs', { what: 'deals', by: ['owner', 'status'], status: 'Open' }],
    ['there is one thing', { what: 'deals', by: 'status' }],
  ])('stay in rows where %s', async (_, input) => {
    const { text } = await client.call('summarize', input);
    expect(text.split('\n')[0]).not.toContain('across');
    expect(text.split('\n')[1]).toMatch(/\tcount/);
  });

  test('data have a row for each pair, as before', async () => {
    const { kind, columns } = await groupsOf({ what: 'deals', by: ['owner', 'status'] });
    expect([kind, columns]).toEqual(['opportunities by owner and status', ['owner', 'status', 'count']]);
  });

  test('an offset counts the rows that are shown', async () => {
    const input = { what: 'deals', by: ['owner', 'status'] };
    const first = (await client.call('summarize', input)).text.replace(/\nas of \S+$/, '');
    const [, names, ...all] = first.split('\n');
    const [head, again, ...rest] = (await client.call('summarize', { ...input, offset: 3 })).text.split('\n');
    expect(head).toMatch(/ 4-13 of 13;/);
    expect([again, ...rest]).toEqual([names, ...all.slice(3)]);
  });
});

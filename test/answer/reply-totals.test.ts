import { describe, expect, test } from 'vitest';
import { deal, deals, type GivenReply, onReplies } from './given-replies.ts';

const path = '/opportunities/search';
const upTo = (count: number) => deals(count).map(({ id }) => String(id));

/** The first column of all pages, as an agent reads them by following `next`. */
async function walk(
  given: GivenReply,
  limit: number,
): Promise<{ ids: string[]; heads: string[]; notes: string[] }> {
  const { lines } = await onReplies({ [path]: given });
  const [ids, heads, notes]: [string[], string[], string[]] = [[], [], []];
  for (let offset: number | undefined = 0; offset !== undefined && heads.length < 60; ) {
    const [head = '', ...rest] = await lines('search_opportunities', { fields: ['id'], limit, offset });
    heads.push(head);
    ids.push(...rest.filter((line) => /^\d+$/.test(line)));
    notes.push(...rest.filter((line) => line.startsWith('note:')));
    const next = /next: offset=(\d+)/.exec(head)?.[1];
    offset = next === undefined ? undefined : Number(next);
  }
  return { ids, heads, notes };
}

test.each<[string, GivenReply, number]>([
  ['a total of 0', { total: 0 }, 60],
  ['a total of 0, and one page', { total: 0 }, 3],
  ['a total of 1', { total: 1 }, 60],
  ['a total below a full page', { total: 24 }, 60],
  ['the total of a page', { total: 20 }, 20],
  ['no total', { total: null }, 60],
  ['ten rows a page', { holds: 10 }, 100],
  ['seven rows a page', { holds: 7 }, 45],
  ['one row a page', { holds: 1 }, 12],
  ['thirteen rows a page', { holds: 13 }, 100],
  ['fifty rows a page', { holds: 50 }, 330],
  ['every page is the same', { unpaged: true }, 60],
  ['every page is the same, and no total', { unpaged: true, total: null }, 60],
  ['a total that is right', {}, 137],
])('%s: every row is read, and counted once', async (_, given, count) => {
  const reply = { rows: deals(count), ...given };
  const { lines } = await onReplies({ [path]: reply });
  const summed = await lines('summarize', { what: 'opportunities', by: 'status' });
  expect(summed[0]).toContain(`; read all ${count} opportunities`);
  expect(summed).toContain(`(total)\t${count}`);
  const filtered = await lines('search_opportunities', {
    filters: [{ name: 'details', value: 'none' }],
    limit: 1,
  });
  expect(filtered[0]).toMatch(new RegExp(`^opportunities 1-1 of ${count}\\b`));
  if (given.unpaged === true || given.total === 20) return;
  const { ids } = await walk(reply, 20);
  expect(ids).toEqual(upTo(count));
});

test.each([
  [2, 5, 3],
  [1, 20, 19],
  [19, 20, 1],
  [3, 1_000, 17],
])('%i rows where Copper counts %i: the %i that did not come are told', async (count, total, missing) => {
  const { heads, notes, ids } = await walk({ rows: deals(count), total }, 20);
  expect(ids).toEqual(upTo(count));
  expect(heads[0]).toContain(`opportunities 1-${count} of ${total}`);
  expect(notes[0]).toBe(
    `note: Copper counts ${total} but did not return ${missing === 1 ? '1 row' : `${missing} rows`} of this range: the total is an upper bound, or they are hidden from the key's owner.`,
  );
});

test.each([
  [60, 100, true],
  [500, 600, true],
  [89, 100, true],
  [1, 3, true],
  [97, 100, false],
  [590, 600, false],
])('%i rows where Copper counts %i are never complete', async (count, total, isLarge) => {
  const { lines } = await onReplies({ [path]: { rows: deals(count), total } });
  const [head = ''] = await lines('summarize', { what: 'opportunities', by: 'status', measure: 'sum value' });
  expect(head).toContain(`read ${count} of ${total} opportunities`);
  expect(head.includes('INCOMPLETE')).toBe(isLarge);
  expect(head).toContain('upper bound');
  const json = await onReplies({ [path]: { rows: deals(count), total } }, { COPPER_FORMAT: 'json' });
  const input = { what: 'opportunities', by: 'status', measure: 'sum value' };
  expect(await json.data('summarize', input)).toMatchObject({ coverage: { complete: false } });
  const filtered = await lines('search_opportunities', {
    filters: [{ name: 'details', value: 'none' }],
    limit: 1,
  });
  expect(filtered[0]).toContain(`of at least ${count}`);
  expect(filtered.join('\n')).toContain(
    `only ${count} of ${total} rows ${count === 1 ? 'was' : 'were'} read`,
  );
});

test('rows that move while they are read are missed, and JSON does not call that complete', async () => {
  const rows = deals(600);
  const moving: GivenReply = {
    rows,
    // Before each page, the rows it would begin with go to the front, where they were read.
    before: (requests) => {
      if (requests > 1) rows.unshift(...rows.splice(25 * requests, 5));
    },
  };
  const { data } = await onReplies({ [path]: moving }, { COPPER_FORMAT: 'json', COPPER_DIALECT: 'contract' });
  const { coverage } = await data('summarize', { what: 'opportunities', by: 'status', measure: 'sum value' });
  expect(coverage).toMatchObject({ complete: false });
});

test('a search without an end is cut off, and no number of requests is promised', async () => {
  const endless: GivenReply = { rows: [], total: null };
  const { lines } = await onReplies(
    { [path]: { ...endless, rows: deals(3_000) } },
    { COPPER_DIALECT: 'contract' },
  );
  const [head = ''] = await lines('summarize', { what: 'opportunities', by: 'name', max_requests: 4 });
  expect(head).toContain('INCOMPLETE: read 100 opportunities of an unknown number');
  expect(head).toMatch(/or raise max_requests$/);
});

const ceiling =
  'note: Copper returns only the first 100,000 rows of a search. Narrow it, e.g. by owner or dates, for the others.';

test.each([
  [99_980, 20],
  [99_990, 25],
  [99_999, 5],
  [100_000, 20],
  [123_456, 1],
])('from offset %i on, %i rows: what no search reaches is told, and not offered', async (offset, limit) => {
  const { lines } = await onReplies({ [path]: { json: [deal(1)], total: null } });
  const beyond = await lines('search_opportunities', { offset, limit });
  expect(beyond.join('\n')).not.toContain('next:');
  expect(beyond).toContain(ceiling);
});

test('before the ceiling nothing is told', async () => {
  const { lines } = await onReplies({ [path]: { rows: deals(20), total: 150_000 } });
  expect(await lines('search_opportunities', { limit: 20 })).not.toContain(ceiling);
});

test.each([
  ['search_opportunities', { filters: [{ name: 'details', value: 'none' }] }],
  ['search_opportunities', { filters: [{ name: 'interactions', value: 'none' }] }],
  ['search_opportunities', { filters: [{ name: 'last_contact', value: 'none' }] }],
  ['search_opportunities', { filters: [{ name: 'source', value: 'any' }] }],
  ['search_opportunities', { filters: [{ name: 'name', value: 'any' }] }],
  ['search_opportunities', { sort: 'name' }],
  ['search_opportunities', { sort: '-details' }],
  ['search_opportunities', { offset: 20 }],
  ['search_opportunities', {}],
  ['list_users', {}],
])('counting with %s %j gives no next page in JSON', async (tool, input) => {
  const { data } = await onReplies({ [path]: { rows: deals(30) } }, { COPPER_FORMAT: 'json' });
  const counted = await data(tool, { ...input, limit: 0 });
  expect(counted).toMatchObject({ rows: [] });
  expect(counted).not.toHaveProperty('next');
});

describe('without totals, pages that hold fewer rows than anybody says are not the end', () => {
  test.each([
    [1, 6],
    [2, 9],
    [3, 3],
    [3, 4],
    [5, 24],
    [7, 60],
    [10, 30],
    [12, 40],
    [20, 20],
    [20, 61],
    [24, 90],
  ])('pages of %i rows, of %i in all', async (holds, count) => {
    const rows = deals(count, { tags: ['vip'], close_date: '12/31/2026' });
    const routes = { [path]: { rows, total: null, holds } };
    const { call } = await onReplies(routes);
    const counted = await call('search_opportunities', { tags: '!none', limit: 0 });
    expect(counted.text).toContain(`opportunities: ${count} match`);
    const summary = await call('summarize', { what: 'opportunities', by: 'owner', measure: 'sum value' });
    expect(summary.text).toContain(`\nAnn Bell\t${count}\t${count * 100}`);
    const attention = await call('deals_needing_attention', { reasons: 'no_primary_contact' });
    expect(attention.text).toContain(`\nno_primary_contact\t${count}\t`);
    const { ids } = await walk(routes[path], 8);
    expect(ids).toEqual(rows.map(({ id }) => String(id)));
  });
});

import { describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { get, idsOf, post, sandboxAt, walk } from './ask.ts';

const lists = ['people', 'companies', 'opportunities', 'tasks', 'activities'] as const;

/** A walk while others change a few rows of each page: what was seen, and what was there before and after. */
async function walked(list: (typeof lists)[number], churn: SandboxOptions['churn'], body: object = {}) {
  const sandbox = sandboxAt(churn && { churn });
  const before = idsOf(sandbox.world[list]);
  const rows = await walk(sandbox, `/${list}/search`, body, 50);
  const seen = rows.map((row) => row.id);
  return { sandbox, rows, seen, distinct: new Set(seen), before, after: idsOf(sandbox.world[list]) };
}

describe.each(lists)('%s', (list) => {
  test('that move appear twice and make others be missed; none is lost', async () => {
    const { seen, distinct, before, after } = await walked(list, { kind: 'move', rows: 2 });
    expect(after).toEqual(before);
    expect(seen.length).toBe(before.length);
    const again = seen.length - distinct.size;
    expect(again).toBeGreaterThan(0);
    expect(before.filter((id) => !distinct.has(id)).length).toBe(again);
  });

  test('that are added push others to the next page', async () => {
    const order = list === 'activities' ? {} : { sort_by: 'name' };
    const { seen, distinct, before, after } = await walked(list, { kind: 'add', rows: 2 }, order);
    expect(after.length).toBeGreaterThan(before.length);
    const left = new Set(after);
    expect(before.filter((id) => !left.has(id))).toEqual([]);
    expect(seen.length).toBeGreaterThan(distinct.size);
    expect(before.filter((id) => !distinct.has(id))).toEqual([]);
  });

  test('that are removed make others be missed', async () => {
    const { seen, distinct, before, after } = await walked(list, { kind: 'remove', rows: 2 });
    expect(seen.length).toBe(distinct.size);
    const gone = before.filter((id) => !after.includes(id));
    const missed = after.filter((id) => !distinct.has(id));
    expect(gone.length).toBeGreaterThan(0);
    expect(missed.length).toBe(gone.length);
  });
});

test('a moved record changes its position and modification date, nothing else', async () => {
  const { sandbox, seen } = await walked('opportunities', { kind: 'move', rows: 1 });
  const still = sandboxAt().world.opportunities;
  const [first] = seen;
  const then = still.find(({ id }) => id === first);
  const now = sandbox.world.opportunities.find(({ id }) => id === first);
  expect(now).toEqual({ ...then, date_modified: now?.date_modified });
  expect(now?.date_modified).toBeGreaterThan(then?.date_modified ?? 0);
  const changed = sandbox.world.opportunities.filter(
    (deal, at) => deal.date_modified !== still[at]?.date_modified,
  );
  expect(changed.length).toBeGreaterThan(1);
});

test('sorted by modification date, edited records are where they belong', async () => {
  const newest = { sort_by: 'date_modified', sort_direction: 'desc' };
  const { rows } = await walked('companies', { kind: 'move', rows: 1 }, newest);
  const dates = rows.map((row) => Number(row.date_modified));
  const falls = dates.filter((date, at) => at % 50 > 0 && date > (dates[at - 1] ?? 0));
  expect(falls).toEqual([]);
});

test('what was removed is gone everywhere, what was added is found everywhere', async () => {
  const removing = sandboxAt({ churn: { kind: 'remove', rows: 1 } });
  const [gone] = (await post(removing, '/opportunities/search', { page_size: 10 })).body;
  expect((await get(removing, `/opportunities/${gone?.id}`)).status).toBe(404);
  const adding = sandboxAt({ churn: { kind: 'add', rows: 1 } });
  const [original] = (await post(adding, '/opportunities/search', { page_size: 10 })).body;
  const copy = adding.world.opportunities.find(({ id }) => id > 2_827_698 + 599 * 13);
  expect((await get(adding, `/opportunities/${copy?.id}`)).body).toMatchObject({ name: original?.name });
});

test('a search of one page, or of a list without churn, changes nothing', async () => {
  const sandbox = sandboxAt({ churn: { kind: 'remove', rows: 5 } });
  await post(sandbox, '/people/search', { ids: [8_900_001], page_size: 1 });
  await walk(sandbox, '/users/search', {}, 5);
  expect(sandbox.world).toEqual(sandboxAt().world);
});

test('without the switch two walks are the same', async () => {
  const { sandbox, seen, distinct, before } = await walked('people', undefined);
  expect(distinct.size).toBe(before.length);
  expect((await walk(sandbox, '/people/search', {}, 50)).map(({ id }) => id)).toEqual(seen);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Opportunity } from '../../src/sandbox/world/deal-record.ts';
import { judgeRequest } from '../contract/judge.ts';
import { column } from '../tools/shown.ts';
import { dayOf, openTestClient } from '../tools/test-client.ts';

const deals = 'search_opportunities';
const doors = {
  usual: await openTestClient(),
  untold: await openTestClient({ sandbox: { totals: false } }),
  documented: await openTestClient({ sandbox: { names: 'documented' } }),
  small: await openTestClient({ sandbox: { pageSize: 20 } }),
  tight: await openTestClient({ env: { COPPER_MAX_RESULT_CHARS: '1000' } }),
};
const client = doors.usual;
const slow = await openTestClient({ sandbox: { latency: 3_000 }, env: { COPPER_TIMEOUT_MS: '10000' } });
const { world } = client;
const me = 137_658;
const open = world.opportunities.filter(({ status }) => status === 'Open');
const mine = world.opportunities.filter(({ assignee_id: owner }) => owner === me);

type Value<Row> = (row: Row) => number | string | null | undefined;

/** Ids in the order that is meant: empty last, equal by id. Told with other means than ours, so that no mistake proves itself. */
function inOrder<Row extends { id: number }>(
  rows: readonly Row[],
  value: Value<Row>,
  down = false,
): number[] {
  const filled = rows.filter((row) => value(row) !== null && value(row) !== undefined);
  const empty = rows.filter((row) => !filled.includes(row)).map(({ id }) => id);
  const order = (one: Row, other: Row) => {
    const [a, b] = [value(one), value(other)];
    const byValue =
      typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
    return (down ? -byValue : byValue) || one.id - other.id;
  };
  return [...filled.sort(order).map(({ id }) => id), ...empty.sort((a, b) => a - b)];
}

const custom = (name: string) => {
  const field = world.customFields.find((one) => one.name === name);
  if (field === undefined) throw new Error(`no field ${name}`);
  const optionName = (value: unknown) => field.options?.find(({ id }) => id === value)?.name;
  return (row: { custom_fields: { custom_field_definition_id: number; value: unknown }[] }) => {
    const value = row.custom_fields.find((one) => one.custom_field_definition_id === field.id)?.value;
    if (typeof value === 'boolean') return Number(value);
    if (typeof value === 'number') return optionName(value) ?? value;
    return typeof value === 'string' ? value : null;
  };
};

const userName = (id: number | null) => world.users.find((user) => user.id === id)?.name;

/** All ids, page after page as the head lines say. */
async function walk(from: typeof client, tool: string, input: Record<string, unknown>): Promise<number[]> {
  const ids: number[] = [];
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const page = await from.table(tool, { fields: ['id'], ...input, offset });
    expect(page.head).toContain(` ${offset + 1}-${offset + page.rows.length} of `);
    ids.push(...page.rows.map(([id]) => Number(id)));
    offset = page.next;
  }
  return ids;
}

const closes: Value<Opportunity> = ({ close_date: seconds }) => (seconds === null ? null : dayOf(seconds));
const orders: [sort: string, value: Value<Opportunity>][] = [
  ['closes', closes],
  ['probability', ({ win_probability: chance }) => chance],
  ['stage_since', ({ date_stage_changed: moment }) => moment],
  ['loss_reason', ({ loss_reason_id: id }) => world.lossReasons.find((one) => one.id === id)?.name],
  ['ARR', custom('ARR')],
  ['Renewal date', custom('Renewal date')],
  ['Region', custom('Region')],
  ['Legal approved', custom('Legal approved')],
];

describe.each(orders)('by %s', (sort, value) => {
  test.each([false, true])('descending: %s', async (down) => {
    const input = { owner: 'me', sort: down ? `-${sort}` : sort, limit: 25 };
    expect(await walk(client, deals, input)).toEqual(inOrder(mine, value, down));
  });
});

test('most of these have rows without a value, which come last both ways', async () => {
  const partly = orders.filter(([, value]) => {
    const empty = mine.filter((row) => (value(row) ?? null) === null).length;
    return empty > 0 && empty < mine.length;
  });
  expect(partly.length).toBeGreaterThanOrEqual(5);
  const none = new Set(mine.filter(({ win_probability: chance }) => chance === null).map(({ id }) => id));
  for (const sort of ['probability', '-probability']) {
    const ids = await walk(client, deals, { owner: 'me', sort, limit: 25 });
    expect(ids.slice(-none.size).every((id) => none.has(id))).toBe(true);
  }
});

describe.each(Object.entries(doors))('%s', (name, from) => {
  test('walking yields every row once, in one order', async () => {
    const sizes = fc.record({
      order: fc.constantFrom(...orders),
      down: fc.boolean(),
      limit: fc.integer({ min: 9, max: 25 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ order: [sort, value], down, limit }) => {
        const input = { status: 'Open', owner: 'me', sort: down ? `-${sort}` : sort, limit };
        const rows = open.filter(({ assignee_id: owner }) => owner === me);
        expect(await walk(from, deals, input)).toEqual(inOrder(rows, value, down));
      }),
      { numRuns: name === 'usual' ? 12 : 6 },
    );
  });
});

describe('other records', () => {
  test.each<[tool: string, input: Record<string, unknown>, expected: number[]]>([
    [
      'search_people',
      { tags: 'vip', sort: 'owner' },
      inOrder(
        world.people.filter(({ tags }) => tags.includes('vip')),
        ({ assignee_id: owner }) => userName(owner),
      ),
    ],
    [
      'search_people',
      { tags: 'vip', sort: '-last_contact' },
      inOrder(
        world.people.filter(({ tags }) => tags.includes('vip')),
        ({ date_last_contacted: moment }) => moment,
        true,
      ),
    ],
    [
      'search_companies',
      { owner: 'me', sort: '-Employees' },
      inOrder(
        world.companies.filter(({ assignee_id: owner }) => owner === me),
        custom('Employees'),
        true,
      ),
    ],
    [
      'search_leads',
      { owner: 'me', sort: 'status' },
      inOrder(
        world.leads.filter(({ assignee_id: owner, converted_at: at }) => owner === me && at === null),
        ({ status_id: id }) => world.leadStatuses.find((status) => status.id === id)?.name,
      ),
    ],
    [
      'search_tasks',
      { owner: 'me', status: 'Open', sort: 'Effort' },
      inOrder(
        world.tasks.filter(({ assignee_id: owner, status }) => owner === me && status === 'Open'),
        custom('Effort'),
      ),
    ],
  ])('%s %j', async (tool, input, expected) => {
    expect(expected.length).toBeGreaterThan(10);
    expect(await walk(client, tool, { ...input, limit: 25 })).toEqual(expected);
  });
});

describe('what it costs and says', () => {
  const input = { owner: 'me', status: 'Open', sort: '-closes', fields: ['name'], limit: 3 };
  const count = open.filter(({ assignee_id: owner }) => owner === me).length;

  test('all matching rows are read, with no more fields than are shown and sorted by, and that is told', async () => {
    const { requests, text } = await client.call(deals, input);
    const pages = requests.filter((request) => request.includes('/opportunities/search'));
    expect(pages).toHaveLength(Math.ceil(count / 25));
    for (const [at, page] of pages.entries()) {
      expect(page).toContain('"sort_by":"name","sort_direction":"asc","fields":["id","name","close_date"]');
      expect(page).toContain(`"page_number":${at + 1},"page_size":25`);
    }
    expect(text.split('\n')[0]).toBe(`opportunities 1-3 of ${count}, next: offset=3`);
    expect(text).toContain(
      `\nnote: Copper cannot sort by closes; sorted here: ${count} matching rows were read.`,
    );
  });

  test('what Copper sorts by is left to Copper', async () => {
    const { requests, text } = await client.call(deals, { ...input, sort: '-modified' });
    expect(requests.filter((request) => request.includes('/opportunities/search'))).toHaveLength(1);
    expect(text).not.toContain('sorted here');
  });

  test('a count reads no row', async () => {
    const { requests, text } = await client.call(deals, { ...input, limit: 0 });
    expect(text).toBe(`opportunities: ${count} match (owner Dana Li) (limit=0: counted only)`);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toContain('"page_number":1,"page_size":1');
  });

  test('nothing that matches is no sorting', async () => {
    expect((await client.call(deals, { ...input, name: 'no such deal' })).text).toBe(
      'opportunities: none match (owner Dana Li)\nnote: find also finds similar names.',
    );
  });

  test('past the end says so', async () => {
    const { head } = await client.table(deals, { ...input, offset: 400 });
    expect(head).toBe(`opportunities: none from offset=400 on, ${count} match (owner Dana Li)`);
  });

  test.each(['-close_date', ' - Closes', '-closes'])('"%s" is the same', async (sort) => {
    const ids = await walk(client, deals, { owner: 'me', status: 'Open', sort, limit: 25 });
    const rows = open.filter(({ assignee_id: owner }) => owner === me);
    expect(ids).toEqual(inOrder(rows, closes, true));
  });

  test('conditions that Copper does not know are kept here before', async () => {
    const filters = [{ name: 'Next step', value: 'call' }];
    const { rows, notes, total } = await client.table(deals, { ...input, filters, fields: ['id'] });
    const wanted = open.filter(
      (deal) => deal.assignee_id === me && /call/i.test(String(custom('Next step')(deal) ?? '')),
    );
    expect(total).toBe(wanted.length);
    expect(rows.map(([id]) => Number(id))).toEqual(inOrder(wanted, closes, true).slice(0, 3));
    expect(notes).toEqual([
      `Copper cannot search by Next step: all ${count} rows were read and filtered here.`,
      `Copper cannot sort by closes; sorted here: ${wanted.length} matching rows were read.`,
    ]);
  });

  test('the order is that of what is shown', async () => {
    const days = column(await client.table(deals, { ...input, fields: ['closes'], limit: 25 }), 'closes');
    expect(days).toEqual(days.toSorted().reverse());
    expect(new Set(days).size).toBeGreaterThan(5);
  });
});

test('all that was asked for it stands in the contract', () => {
  const asked = client.log.filter(({ path }) => path.endsWith('/search'));
  expect(asked.length).toBeGreaterThan(100);
  const problems = asked.flatMap(({ method, path, query, body }) => {
    return judgeRequest({ method, url: `${path}?${new URLSearchParams(query)}`, body }).problems;
  });
  expect(problems).toEqual([]);
});

describe('too many rows', () => {
  const narrower =
    'Narrow by name, company, owner, pipeline, stage, status, value, closes, created, tags, filters; or sort by value, name, company, contact';

  test('are an error after one request, which says how many and how to narrow', async () => {
    const { text, isError, requests } = await client.call(deals, { sort: '-closes' });
    expect(isError).toBe(true);
    expect(text).toContain(
      `invalid_input: 600 opportunities match: Copper cannot sort by closes, and at most 500 are read and sorted here. ${narrower}`,
    );
    expect(requests).toHaveLength(1);
  });

  test('what narrows already is not proposed again, but for more filters', async () => {
    const filters = [{ name: 'modified_date', value: '2000..' }];
    const text = await client.error(deals, { sort: 'closes', created: '2000-01-01..', filters });
    expect(text).toContain(
      'Narrow by name, company, owner, pipeline, stage, status, value, closes, tags, filters; or',
    );
  });

  test('without a total, they are known by reading one more than are sorted', async () => {
    const { text, requests } = await doors.untold.call(deals, { sort: '-closes' });
    expect(text).toContain('invalid_input: more than 500 opportunities match: Copper cannot sort by closes');
    expect(requests).toHaveLength(21);
  });

  test('also where only reading tells which rows match', async () => {
    const filters = [{ name: 'Background', value: 'no such text' }];
    expect(await client.error('search_people', { sort: 'owner', filters })).toContain(
      'Copper can neither sort by owner nor search by Background, and only 1,000 of 1,200 people could be read here. Narrow by',
    );
  });
});

test.each([
  [deals, { owner: 'me', sort: 'closes' }],
  [deals, { owner: 'me', sort: '-closes' }],
  [deals, { owner: 'me', sort: '-id' }],
  [deals, { owner: 'me', sort: 'id' }],
  [deals, { owner: 'me', sort: 'pipeline', limit: 3 }],
  ['search_leads', { sort: 'Campaign' }],
  ['search_leads', { sort: '-Interests', offset: 23 }],
  ['search_leads', { sort: 'source' }],
  ['search_leads', { sort: 'owner', fields: ['id'] }],
  ['search_leads', { sort: 'Campaign', limit: 200 }],
])('too little time is told as such, not as too many rows: %s %o', async (tool, input) => {
  // Names are looked up with the first call, which takes of its time.
  await slow.call(tool, input);
  expect(await slow.error(tool, input)).toMatch(
    /^timeout: Copper cannot sort by [\w-]+, and only \d+ of (?:\d+|many) \w+ could be read before the time limit\. Narrow by .*; or sort by /,
  );
});

describe('what cannot be sorted by', () => {
  test.each([
    [
      'valeu',
      'opportunities cannot be sorted by "valeu". Nearest: value, name. Copper sorts by value, name,',
    ],
    ['Regoin', 'opportunities cannot be sorted by "Regoin". Nearest: Region.'],
    ['-', 'opportunities cannot be sorted by "". Copper sorts by value,'],
    ['__proto__', 'opportunities cannot be sorted by "__proto__".'],
  ])('%s', async (sort, text) => {
    const said = await client.error(deals, { sort, limit: 0 });
    expect(said).toContain(`invalid_input: ${text}`);
    expect(said).toContain('few enough rows are sorted here by id, company_id, pipeline, closes,');
  });

  test('one order at a time', async () => {
    const filters = [{ name: 'sort', value: 'closes' }];
    expect(await client.error(deals, { sort: '-value', filters })).toContain('sort is given twice');
    expect(await client.error(deals, { sort: '-probability', filters })).toContain('sort is given twice');
    const { notes } = await client.table(deals, { owner: 'me', filters });
    expect(notes.join()).toContain('Copper cannot sort by closes');
  });
});

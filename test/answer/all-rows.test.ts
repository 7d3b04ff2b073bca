import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { createCancellation } from '../../src/tool/clock.ts';
import type { FetchCopper } from '../../src/tool/fetch-copper.ts';
import type { RowsPage, RowValue } from '../../src/tool/rows.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { testNow } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';
import { turning } from '../turning.ts';
import { sharedWorld } from '../worlds.ts';

interface Switches {
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: Partial<SandboxOptions>;
  readonly wrap?: (fetch: FetchCopper) => FetchCopper;
}

const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** The product on a sandbox, and what its data are. */
function open({ env = {}, sandbox: switches = {}, wrap = (fetch) => fetch }: Switches = {}) {
  const clock = manualClock(testNow);
  const sandbox = createSandbox({
    now: clock.now,
    sleep: clock.sleep,
    generate: sharedWorld,
    limit: 0,
    ...switches,
  });
  const settings = {
    COPPER_API_KEY: 'test-key',
    COPPER_USER_EMAIL: 'dana.li@example.com',
    COPPER_TIMEZONE: 'America/Los_Angeles',
    COPPER_RATE_LIMIT: '100000',
    ...env,
  };
  const app = createApp({
    config: readConfig(settings, () => '', 'UTC'),
    fetch: wrap((request) => sandbox.send(request)),
    clock,
    log,
    random: () => 0.5,
    version: '0.0.0-test',
  });
  const { signal } = createCancellation();

  async function readAll(tool: string, input: object = {}) {
    const { columns, what, pages } = await app.rows(tool, input, { signal });
    const read: RowsPage[] = [];
    for (const each = pages(); ; ) {
      const { done, value } = await each.next();
      const rows = read.flatMap((page) => page.rows);
      const column = (name: string) => rows.map((row) => row[columns.indexOf(name)] ?? null);
      if (done) return { columns, what, rows, notes: value, column, pages: read.length };
      read.push(value);
    }
  }
  return {
    app,
    clock,
    sandbox,
    signal,
    all: (tool: string, input?: object) => turning(readAll(tool, input), clock, 1_000),
  };
}

const sorted = (ids: readonly RowValue[]) => ids.map(Number).toSorted((one, other) => one - other);
const idsOf = (rows: readonly { readonly id: number }[]) => sorted(rows.map(({ id }) => id));

/** True for a deal of Dana Li. */
const isDanas = (deal: { readonly assignee_id: number | null }) => deal.assignee_id === 137_658;

/** What a promise was rejected with. */
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing',
    (error: unknown) => error,
  );

const dialects: readonly (readonly [string, Partial<SandboxOptions>])[] = [
  ['as documented', { names: 'documented', closeDate: 'seconds' }],
  [
    'as the contract has it',
    { names: 'contract', shape: 'envelope', fields: 'contract', closeDate: 'd/m/y' },
  ],
  ['without totals', { totals: false }],
  ['with short pages', { pageSize: 40 }],
];

describe.each(dialects)('an account %s', (_, sandbox) => {
  const { all, sandbox: copper } = open({ sandbox });

  test.each([
    ['search_opportunities', {}, () => idsOf(copper.world.opportunities)],
    ['search_people', { fields: 'id' }, () => idsOf(copper.world.people)],
    ['search_companies', { fields: 'id' }, () => idsOf(copper.world.companies)],
    ['search_tasks', { fields: 'id' }, () => idsOf(copper.world.tasks)],
    ['search_opportunities', { owner: 'Dana Li' }, () => idsOf(copper.world.opportunities.filter(isDanas))],
    ['list_users', {}, () => idsOf(copper.world.users)],
    ['list_pipelines', {}, () => idsOf(copper.world.pipelines)],
  ])('all rows of %s %j come once', async (tool, input, expected) => {
    const { column } = await all(tool, input);
    expect(column('id').length).toBeGreaterThan(2);
    expect(sorted(column('id'))).toEqual(expected());
  });
});

test('the rows say what the records have', async () => {
  const { all, sandbox } = open({ env: { COPPER_ACCOUNT_ID: '77' } });
  const { rows, columns, column } = await all('search_opportunities');
  const { opportunities, users, people, customFields } = sandbox.world;
  const nameIn = (list: readonly { readonly id: number; readonly name: string }[], id: number | null) =>
    list.find((one) => one.id === id)?.name ?? null;
  const arr = customFields.find(({ name }) => name === 'ARR')?.id;
  const expected = opportunities.map((deal) => [
    deal.id,
    deal.monetary_value,
    deal.monetary_unit,
    deal.status,
    nameIn(users, deal.assignee_id),
    nameIn(people, deal.primary_contact_id),
    deal.tags.length === 0 ? null : deal.tags.join('; '),
    deal.custom_fields.find((field) => field.custom_field_definition_id === arr)?.value ?? null,
    `https://app.copper.com/companies/77/app#/deal/${deal.id}`,
  ]);
  const names = ['id', 'value', 'currency', 'status', 'owner', 'contact', 'tags', 'ARR', 'link'];
  const places = names.map((name) => columns.indexOf(name));
  const found = rows.map((row) => places.map((at) => row[at] ?? null));
  const byId = (all: readonly (readonly unknown[])[]) =>
    all.toSorted(([one], [other]) => Number(one) - Number(other));
  expect(byId(found)).toEqual(byId(expected));
  expect(column('created')).toEqual(column('created').toSorted());
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
});

test('a name that comes up four hundred times is there each time', async () => {
  const { all, sandbox } = open();
  const { column } = await all('search_opportunities', { fields: ['id', 'contact'] });
  const withContact = sandbox.world.opportunities.filter((deal) => deal.primary_contact_id !== null);
  expect(column('contact').filter((name) => typeof name === 'string' && !/^\d+$/.test(name))).toHaveLength(
    withContact.length,
  );
});

test('columns are named apart, and stand alone', async () => {
  const { all } = open();
  const fields = ['name', 'stage', 'value', 'tags'];
  expect((await all('search_opportunities', { fields })).columns).toEqual([
    ...['name', 'stage', 'pipeline', 'value', 'value_currency', 'tags'],
  ]);
  const { columns } = await all('search_people', { fields: ['email', 'phone'] });
  expect(columns).toEqual(['email', 'email_all', 'phone', 'phone_all']);
});

test.each<[string, Partial<SandboxOptions>]>([
  ['remove', { churn: { kind: 'remove', rows: 3 }, pageSize: 50 }],
  ['add', { churn: { kind: 'add', rows: 3 }, pageSize: 50 }],
])('rows that stay are all there while others %s rows', async (kind, switches) => {
  const { all, sandbox } = open({ sandbox: switches });
  const before = sandbox.world.opportunities;
  const { column, notes } = await all('search_opportunities', { fields: 'id' });
  const after = new Set(sandbox.world.opportunities.map(({ id }) => id));
  const stayed = before.filter(({ id }) => after.has(id));
  expect(stayed.length === before.length).toBe(kind === 'add');
  const ids = sorted(column('id'));
  expect(new Set(ids).size).toBe(ids.length);
  expect(idsOf(stayed).filter((id) => !ids.includes(id))).toEqual([]);
  expect(notes.some((note) => /removed in Copper meanwhile/.test(note))).toBe(kind === 'remove');
});

test('rows that move are said to be missing', async () => {
  const { all, sandbox } = open({ sandbox: { churn: { kind: 'move', rows: 3 }, pageSize: 50 } });
  const { column, notes } = await all('search_opportunities', { fields: 'id' });
  const { length } = sandbox.world.opportunities;
  const read = new Set(column('id')).size;
  expect(read).toBeLessThan(length);
  expect(notes.join(' ')).toContain(`Copper counts ${length} but returned ${read}`);
});

test.each<[string, SandboxOptions['fault']]>([
  ['503', { kind: '503', every: 10 }],
  ['429', { kind: '429', every: 10 }],
  ['cut', { kind: 'cut', every: 10 }],
])('one request in ten that fails with %s changes nothing', async (_, fault) => {
  const input = { owner: 'Dana Li', fields: ['id', 'contact', 'value'] };
  const quiet = await open({ sandbox: { pageSize: 25 } }).all('search_opportunities', input);
  const noisy = await open({ sandbox: { pageSize: 25, ...(fault && { fault }) } }).all(
    'search_opportunities',
    input,
  );
  expect(noisy.rows).toEqual(quiet.rows);
});

test('the rate limit is waited for, as long as it takes', async () => {
  const input = { owner: 'Dana Li', fields: ['id', 'contact'] };
  const switches = { sandbox: { pageSize: 25, limit: 4 } };
  const fast = await open({ sandbox: { pageSize: 25 } }).all('search_opportunities', input);
  const { all, clock } = open({ ...switches, env: { COPPER_RATE_LIMIT: '4', COPPER_MAX_WAIT_MS: '1000' } });
  const slow = await all('search_opportunities', input);
  expect(slow.rows).toEqual(fast.rows);
  expect(clock.now() - testNow).toBeGreaterThan(60_000);
});

test('a name that cannot be read now is an error, not an id', async () => {
  const wrap =
    (fetch: FetchCopper): FetchCopper =>
    async (request) =>
      request.url.includes('/people/') ? new Response('', { status: 503 }) : fetch(request);
  const { all } = open({ wrap });
  expect(await failure(all('search_opportunities', { fields: ['id', 'contact'] }))).toMatchObject({
    kind: 'unavailable',
  });
});

test('more rows than Copper returns are refused at once', async () => {
  const wrap =
    (fetch: FetchCopper): FetchCopper =>
    async (request) => {
      const reply = await fetch(request);
      const headers = new Headers(reply.headers);
      if (headers.has('x-pw-total')) headers.set('x-pw-total', '130000');
      return new Response(await reply.text(), { status: reply.status, headers });
    };
  const { all, sandbox } = open({ wrap });
  const error = await failure(all('search_people', { fields: 'id' }));
  expect(error).toMatchObject({ kind: 'invalid_input' });
  expect(String(error)).toMatch(/130,000 people match, .* only the first 100,000 .* created=/);
  expect(sandbox.log.filter(({ path }) => path.endsWith('/people/search'))).toHaveLength(1);
});

test.each<[string, object, string]>([
  ['search_people', { limit: 5 }, 'leave out limit'],
  ['search_people', { offset: 5 }, 'leave out offset'],
  ['deals_needing_attention', { limit: 5 }, 'leave out limit'],
  ['search_opportunities', { sort: 'closes' }, 'Copper cannot sort by closes'],
  ['search_people', { ownr: 'me' }, 'no argument "ownr"'],
  ['search_people', { fields: ['nmae'] }, 'no field "nmae"'],
  ['brief', { about: 'Globex' }, 'one record, with people'],
  ['search', { query: 'Globex' }, 'has no rows'],
])('%s %j is refused', async (tool, input, sentence) => {
  const { all } = open();
  const error = await failure(all(tool, input));
  expect(error).toBeInstanceOf(ToolError);
  expect(String(error)).toContain(sentence);
});

test.each(['deals_needing_attention', 'pipeline_changes'])(
  'the list of %s is read to its end, and what stands beside it is named',
  async (tool) => {
    const { all, app, signal } = open();
    const { column, columns, notes } = await all(tool, {});
    const answer = await app.call(tool, { limit: 1 }, { signal, data: true });
    expect(answer.structured?.total).toBe(column('id').length);
    expect(column('id').length).toBeGreaterThan(100);
    expect(new Set(columns).size).toBe(columns.length);
    expect(notes.join(' ')).toMatch(/left out: /);
  },
);

test('a field that Copper does not return is said to be unknown', async () => {
  const { all } = open({ sandbox: { fields: 'contract' } });
  const { notes, column } = await all('search_opportunities', { fields: ['id', 'stage_since'] });
  expect(column('stage_since').every((value) => value === null)).toBe(true);
  expect(notes.join(' ')).toContain('not returned by Copper: stage_since');
});

test('whoever leaves early asks for nothing more', async () => {
  const { app, sandbox, signal, clock } = open({ sandbox: { pageSize: 25 } });
  const reading = await turning(app.rows('search_opportunities', { fields: 'id' }, { signal }), clock);
  const pages = reading.pages();
  await turning(pages.next(), clock);
  const { length } = sandbox.log;
  expect(await pages.return([])).toMatchObject({ done: true });
  expect(await pages.next()).toMatchObject({ done: true });
  expect([sandbox.log.length, clock.sleepers()]).toEqual([length, 0]);
});

test('whoever takes long over the rows loses nothing', async () => {
  const { app, signal, clock } = open({ sandbox: { pageSize: 25 } });
  const reading = await turning(app.rows('search_opportunities', { fields: 'id' }, { signal }), clock);
  const pages = reading.pages();
  for (let page = 1; page <= 3; page++) {
    await clock.advance(600_000);
    expect(await turning(pages.next(), clock)).toMatchObject({ done: false, value: { position: { page } } });
  }
});

test('a Copper that does not answer ends a reading', async () => {
  let isSilent = false;
  const wrap =
    (fetch: FetchCopper): FetchCopper =>
    (request) =>
      isSilent
        ? new Promise((_, reject) =>
            request.signal.addEventListener('abort', () => reject(request.signal.reason)),
          )
        : fetch(request);
  const { app, signal, clock } = open({ sandbox: { pageSize: 25 }, wrap });
  const reading = await turning(app.rows('search_opportunities', { fields: 'id' }, { signal }), clock);
  const pages = reading.pages();
  await turning(pages.next(), clock);
  isSilent = true;
  expect(await failure(turning(pages.next(), clock))).toMatchObject({ kind: 'timeout' });
  expect(clock.sleepers()).toBe(0);
});

test.each([1, 60, 120])('%d rows that are put in front meanwhile do not end a reading', async (count) => {
  const { app, sandbox, signal, clock } = open({ sandbox: { pageSize: 50 } });
  const before = sandbox.world.opportunities;
  const input = { fields: 'id', sort: '-created' };
  const reading = await turning(app.rows('search_opportunities', input, { signal }), clock);
  const ids: RowValue[] = [];
  for await (const { rows, position } of reading.pages()) {
    ids.push(...rows.map(([id]) => id ?? null));
    const added = before.slice(0, count).map((deal) => ({ ...deal, id: deal.id + 1e9, date_created: 2e9 }));
    if (position?.page === 2)
      sandbox.change((world) => ({ ...world, opportunities: [...world.opportunities, ...added] }));
  }
  expect(sorted(ids).filter((id) => id < 1e9)).toEqual(idsOf(before));
});

test('names of columns are clean and distinct, whatever custom fields are called', async () => {
  const { all, sandbox } = open();
  const called = new Map([
    ['Region', 'email_all'],
    ['Products', 'a\tb\u001b[31m'],
    ['ARR', '__proto__'],
  ]);
  sandbox.change((world) => ({
    ...world,
    customFields: world.customFields.map((field) => ({
      ...field,
      name: called.get(field.name) ?? field.name,
    })),
  }));
  const { columns } = await all('search_opportunities', {});
  expect(columns).toEqual(expect.arrayContaining(['email_all', 'a b', '__proto__']));
  expect(new Set(columns).size).toBe(columns.length);
});

test('an account without records has columns and no rows', async () => {
  const { all, sandbox } = open();
  sandbox.change((world) => ({ ...world, opportunities: [] }));
  const { columns, rows, notes } = await all('search_opportunities', {});
  expect([columns.length > 20, rows, notes]).toEqual([true, [], []]);
});

test('closing the app ends a reading', async () => {
  const { app, signal, clock } = open({ sandbox: { pageSize: 25 } });
  const reading = await turning(app.rows('search_opportunities', { fields: 'id' }, { signal }), clock);
  const pages = reading.pages();
  await turning(pages.next(), clock);
  await app.close();
  expect(await failure(turning(pages.next(), clock))).toMatchObject({ kind: 'unavailable' });
});

test('a reading goes on from a position with the very rows that follow', async () => {
  const { app, signal, clock } = open({ sandbox: { pageSize: 50 } });
  const input = { fields: ['id', 'name'] };
  const whole: RowsPage[] = [];
  const reading = await turning(app.rows('search_opportunities', input, { signal }), clock);
  for await (const page of reading.pages()) whole.push(page);
  const again = await turning(app.rows('search_opportunities', input, { signal }), clock);
  const at = whole[4]?.position;
  if (at === undefined) throw new Error('there is no fifth page');
  expect(again.question).toBe(reading.question);
  expect(await again.changeSince(at)).toBeUndefined();
  const known = whole.slice(0, 5).flatMap(({ position }) => position?.ids ?? []);
  const rest: RowsPage[] = [];
  for await (const page of again.pages(at, known)) rest.push(page);
  expect(rest).toEqual(whole.slice(5));
});

test('rows that were read before the position do not come again, even where they have moved', async () => {
  const { app, signal, clock, sandbox } = open({ sandbox: { pageSize: 50 } });
  const input = { fields: 'id', sort: '-created' };
  const read = async () => turning(app.rows('search_opportunities', input, { signal }), clock);
  const before = sandbox.world.opportunities;
  const first: RowsPage[] = [];
  for await (const page of (await read()).pages()) {
    first.push(page);
    if (first.length === 5) break;
  }
  const at = first[4]?.position;
  if (at === undefined) throw new Error('there is no fifth page');
  const known = first.flatMap(({ position }) => position?.ids ?? []);
  const ids = [...known];
  const added = before.slice(0, 60).map((deal) => ({ ...deal, id: deal.id + 1e9, date_created: 2e9 }));
  for await (const { rows, position } of (await read()).pages(at, known)) {
    ids.push(...rows.map(([id]) => id ?? null));
    if (position?.page === 6) sandbox.change((world) => ({ ...world, opportunities: [...before, ...added] }));
  }
  expect(sorted(ids)).toEqual(idsOf(before));
});

test('a position that is no longer right is told', async () => {
  const { app, signal, clock, sandbox } = open({ sandbox: { pageSize: 50 } });
  const read = async () => turning(app.rows('search_opportunities', { fields: 'id' }, { signal }), clock);
  const { value } = await (await read()).pages().next();
  if (value === undefined || !('position' in value) || value.position === undefined)
    throw new Error('no page');
  const [first, ...others] = sandbox.world.opportunities.toSorted(
    (one, other) => one.date_created - other.date_created,
  );
  if (first === undefined) throw new Error('no deals');
  sandbox.change((world) => ({
    ...world,
    opportunities: [{ ...first, date_created: 2_000_000_000 }, ...others],
  }));
  expect(await (await read()).changeSince(value.position)).toBe('the opportunities have moved meanwhile');
  sandbox.change((world) => ({ ...world, opportunities: others }));
  expect(await (await read()).changeSince(value.position)).toBe(
    'Copper had 600 opportunities and has 599 now',
  );
});

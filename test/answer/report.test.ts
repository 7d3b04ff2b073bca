import { expect, test } from 'vitest';
import { z } from 'zod/v3';
import { createCalendar } from '../../src/answer/calendar.ts';
import { runReport } from '../../src/answer/report.ts';
import { fitToLength, writeText } from '../../src/answer/write-answer.ts';
import { writeJson } from '../../src/answer/write-json.ts';
import { createCopperClient } from '../../src/copper/copper.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { CallProgress } from '../../src/tool/app.ts';
import { column, nameField, numberField, textField } from '../../src/tool/record.ts';
import { defineReport, maxRequests } from '../../src/tool/report.ts';
import { listUsers } from '../../tools/list-users.ts';
import { opportunityRecord } from '../../tools/records/opportunity.ts';
import { searchOpportunities } from '../../tools/search-opportunities.ts';
import { testNow } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';
import { turning } from '../turning.ts';
import { sharedWorld } from '../worlds.ts';

/** Deals of each owner: a report as its author writes one. */
const dealsOfOwners = defineReport({
  name: 'deals_of_owners',
  title: 'Deals of owners',
  description: '',
  input: { status: z.array(z.string()).optional(), ...maxRequests },
  async run({ status }, { scan, columns }) {
    const wanted = await columns(opportunityRecord, ['owner']);
    const counts = new Map<number | null, number>();
    const where = { sort: 'created', ...(status === undefined ? {} : { status }) };
    for await (const { assignee_id: owner } of await scan(searchOpportunities, where, wanted)) {
      const key = typeof owner === 'number' ? owner : null;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const rows = [...counts].map(([owner, deals]) => ({ owner, deals }));
    rows.sort((a, b) => b.deals - a.deals);
    const shown = [column('owner', nameField('owner', 'user')), column('deals', numberField('deals'))];
    return { tables: [{ what: 'owners', form: 'page', columns: shown, rows }] };
  },
});

/** Several tables and a count. */
const stages = defineReport({
  name: 'stages',
  title: 'Stages',
  description: '',
  input: {},
  async run(_, { rows, count }) {
    const users = await rows(listUsers, {}, [], 200);
    const open = await count(searchOpportunities, { status: 'Open' });
    const one = { what: 'account', form: 'one', columns: [column('open', numberField('open'))] } as const;
    const name = column('name', textField('name'));
    return {
      tables: [
        { ...one, rows: [{ open: open ?? null }] },
        { what: 'users', form: 'page', columns: [name], rows: users.rows, nextHint: 'list_users' },
        { what: 'empty', form: 'page', columns: [name], rows: [] },
      ],
    };
  },
});

/** Two readings of one kind of record, the second by ids. */
const twice = defineReport({
  name: 'twice',
  title: 'Twice',
  description: '',
  input: { ...maxRequests },
  async run(_, { scan, columns }) {
    const wanted = await columns(opportunityRecord, ['id']);
    const ids: number[] = [];
    for await (const { id } of await scan(searchOpportunities, { status: 'Won' }, wanted))
      ids.push(Number(id));
    const lost = await scan(searchOpportunities, { status: 'Lost' }, wanted, [...ids, 1]);
    for await (const { id } of lost) ids.push(Number(id));
    return { tables: [{ what: 'ids', form: 'page', columns: wanted, rows: [], total: ids.length }] };
  },
});

/** Pages hold 25 deals. */
function start(switches: Partial<Parameters<typeof createSandbox>[0]> = {}, timeMs = 45_000) {
  const clock = manualClock(testNow);
  const sandbox = createSandbox({ now: clock.now, sleep: clock.sleep, generate: sharedWorld, ...switches });
  const copper = createCopperClient({
    fetch: (request) => sandbox.send(request),
    baseUrl: 'https://api.copper.com/developer_api/v1',
    credentials: { kind: 'key', key: 'k', email: 'dana.li@example.com' },
    version: '0.0.0',
    dialect: 'contract',
    rateLimit: 180,
    maxWaitMs: 20_000,
    clock,
    random: () => 0.5,
  });
  const answerContext = {
    copper,
    calendar: createCalendar('America/Los_Angeles', clock.now),
    dayOrder: { dayFirst: undefined, sampled: false },
    write: writeText,
    maxChars: 12_000,
    scanCache: () => undefined,
    accountId: undefined,
    clock,
    data: false,
    timeoutMs: timeMs,
    reportTimeoutMs: timeMs,
    withToolNames: (text: string) => text,
  };
  const seen: CallProgress[] = [];
  const context = {
    signal: new AbortController().signal,
    onProgress: (step: CallProgress) => void seen.push(step),
  };
  const written = async (one: typeof stages, input: object, within: typeof answerContext) =>
    fitToLength(await runReport(one, input, within, context), within.maxChars, within.write);
  const call = (one: typeof stages, input: object, more: Partial<typeof answerContext> = {}) =>
    turning(written(one, input, { ...answerContext, ...more }), clock);
  const searches = () => sandbox.log.filter(({ path }) => path.endsWith('/opportunities/search')).length;
  return { call, sandbox, seen, searches };
}

/** An answer without the line that says up to when it knows. */
const withoutStamp = (text: string) => text.replace(/\nas of \d{4}-\d\d-\d\dT[\d:]+$/, '');

test('rows of all pages, owners by name, the coverage in the head line, progress by pages', async () => {
  const { call, sandbox, seen, searches } = start();
  const { text: answer } = await call(dealsOfOwners, {});
  const all = sandbox.world.opportunities;
  const pages = Math.ceil(all.length / 25);
  const [head, names, first] = answer.split('\n');
  expect(head).toMatch(
    new RegExp(`^owners 1-\\d+ of \\d+; read all ${all.length} opportunities in ${pages + 1} requests$`),
  );
  expect(searches()).toBe(pages);
  expect(names).toBe('owner\tdeals');
  const dana = all.filter(({ assignee_id: id }) => id === 137658).length;
  expect(answer).toContain(`Dana Li\t${dana}`);
  expect(first).not.toMatch(/^\d/);
  expect(seen.at(-1)).toMatchObject({ done: pages, total: pages });
  expect(seen.at(-1)?.message).toBe(`read ${all.length} of ${all.length} opportunities`);
  expect(seen.map(({ done }) => done)).toEqual([...seen.map(({ done }) => done)].sort((a, b) => a - b));
});

test('a max_requests that is too small is refused before it is spent', async () => {
  const { call, sandbox, searches } = start();
  const pages = Math.ceil(sandbox.world.opportunities.length / 25);
  await expect(call(dealsOfOwners, { max_requests: 3 })).rejects.toThrow(
    `takes ${pages} requests, max_requests allows 3. Narrow the question, e.g. by owner or dates, or give max_requests=${pages}.`,
  );
  expect(searches()).toBe(1);
  await expect(call(dealsOfOwners, { max_requests: pages })).resolves.toBeDefined();
});

test('when the time is nearly over the report answers with what it has', async () => {
  const { call, sandbox } = start({ latency: 1_000 }, 5_000);
  const { text: answer } = await call(dealsOfOwners, {});
  const [head = ''] = answer.split('\n');
  expect(head).toMatch(
    /INCOMPLETE: read \d+ of \d+ opportunities in \d+ requests; the time ran out: narrow the question/,
  );
  const read = Number(/read (\d+)/.exec(head)?.[1]);
  expect(read).toBeGreaterThan(100);
  expect(read).toBeLessThan(sandbox.world.opportunities.length);
});

test('several tables stand one below the other; one that was cut says how to go on', async () => {
  const { call, sandbox } = start();
  const open = sandbox.world.opportunities.filter(({ status }) => status === 'Open').length;
  const names = sandbox.world.users.map(({ name }) => name);
  const head = `account; counted in 2 requests\nopen: ${open}\n\nusers 1`;
  const whole = await call(stages, {});
  expect(withoutStamp(whole.text)).toBe(
    `${head}-${names.length} of ${names.length}\nname\n${names.join('\n')}\n\nempty: none match`,
  );
  const cut = await call(stages, {}, { maxChars: 150 });
  expect(cut.text.length).toBeLessThanOrEqual(150);
  expect(cut.text).toMatch(/\n\nusers 1-[2-9] of 12, next: list_users\nname\n.*\n.*\n/);
  expect(cut.text).toContain('\n\nempty: none match');
  const { structured } = await call(stages, {}, { write: writeJson });
  expect(structured).toMatchObject({
    kind: 'account',
    rows: [[open]],
    coverage: { complete: true, read: [] },
    parts: [
      { kind: 'users', rows: names.map((name) => [name]) },
      { kind: 'empty', rows: [] },
    ],
  });
});

test('readings of one kind of record are told as one', async () => {
  const { call, sandbox } = start();
  // Copper counts what a pipeline without revenue calls done as won.
  const won = sandbox.world.opportunities.filter(({ status }) => ['Won', 'Done'].includes(status)).length;
  const pages = Math.ceil(won / 25) + Math.ceil((won + 1) / 25);
  const { text: answer } = await call(twice, {});
  // Those that are won are not lost: the ids find none. One more request reads the pipelines, some of which call it done.
  expect(answer).toContain(`; read all ${won} opportunities in ${pages + 1} requests`);
  await expect(call(twice, { max_requests: pages - 1 })).rejects.toThrow(
    `opportunities takes ${pages} requests, max_requests allows ${pages - 1}.`,
  );
});

test('an unknown input is refused with the inputs there are', async () => {
  const { call } = start();
  await expect(call(dealsOfOwners, { state: 'x' })).rejects.toThrow(
    'There is no argument "state". Arguments of deals_of_owners: status, max_requests.',
  );
});

test('totals have labels and columns of their table, and stand apart in JSON', async () => {
  const summed = defineReport({
    name: 'summed',
    title: 'Summed',
    description: '',
    input: {},
    run: async () => {
      const columns = [
        column('owner', nameField('owner', 'user')),
        column('empty', textField('empty')),
        column('deals', numberField('deals')),
      ];
      const totals = [{ owner: '(total)', deals: 3 }];
      return {
        tables: [{ what: 'a\nb', form: 'page', columns, rows: [{ owner: 137658, deals: 3 }], totals }],
      };
    },
  });
  const { call } = start();
  expect(withoutStamp((await call(summed, {})).text)).toBe(
    'a b 1-1 of 1\nowner\tdeals\nDana Li\t3\n(total)\t3',
  );
  expect((await call(summed, {}, { write: writeJson })).structured).toMatchObject({
    rows: [['Dana Li', 3]],
    totals: [['(total)', 3]],
    total: 1,
  });
});

test('a scan whose rows nobody takes was a count, also for the budget', async () => {
  const counting = defineReport({
    name: 'counting',
    title: 'Counting',
    description: '',
    input: { counts: z.number(), ...maxRequests },
    async run({ counts }, { scan, count }) {
      const all = await scan(searchOpportunities, { sort: 'created' }, []);
      const rows = [{ all: all.total ?? null, pages: all.pages ?? null }];
      for (let done = 0; done < counts; done++) await count(searchOpportunities, { owner: 'none' });
      const columns = [column('all', numberField('all')), column('pages', numberField('pages'))];
      return { tables: [{ what: 'deals', form: 'one', columns, rows }] };
    },
  });
  const { call, sandbox, searches, seen } = start();
  const { length } = sandbox.world.opportunities;
  const pages = Math.ceil(length / 25);
  const { text: answer } = await call(counting, { counts: 0, max_requests: 2 });
  expect(withoutStamp(answer)).toBe(`deals; counted in 1 request\nall: ${length}\npages: ${pages}`);
  const begun = seen.length;
  const { text: more } = await call(counting, { counts: 7 });
  expect(more).toContain('counted in 9 requests');
  expect(searches()).toBe(9);
  expect(seen.slice(begun).map(({ message }) => message)).toContain('counted opportunities (7)');
});

import { describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { type HarnessOptions, startHarness } from '../../harness.ts';
import { turning } from '../../turning.ts';
import { openTestClient } from '../test-client.ts';

type Question = readonly [tool: string, input: Readonly<Record<string, unknown>>];

const accounts: Readonly<Record<string, Partial<SandboxOptions>>> = {
  'an account as recorded': {},
  'the documented names': { names: 'documented' },
  'the contract to the letter': {
    names: 'contract',
    fields: 'contract',
    shape: 'envelope',
    closeDate: 'seconds',
  },
};

const deals = (input: Readonly<Record<string, unknown>>): Question => [
  'summarize',
  { what: 'opportunities', measure: ['value'], ...input },
];
const attention = (input: Readonly<Record<string, unknown>>): Question => ['deals_needing_attention', input];
const open = { status: ['Open'] };
const byStage = deals({ ...open, by: ['stage'] });

/** What a report says of how it read is all that may differ. */
const withoutReading = (text: string) =>
  text
    .replaceAll(/ as of \d\d:\d\d:\d\d/g, '')
    .replace(/\nas of \S+$/, '')
    .replace(/ in \d+ requests?/, '')
    .replace(/ \(read again after \d\d:\d\d:\d\d\)/, '');

/** Requests for rows, without those for lists of names. */
const searches = (requests: readonly string[]) =>
  requests.filter((line) => /^POST \/(?!users)\w+\/search/.test(line));

/** A second question that the rows of a first one answer. */
const covered: Readonly<Record<string, readonly [first: Question, second: Question]>> = {
  'the same question': [byStage, byStage],
  'another grouping': [byStage, deals({ ...open, by: ['owner'] })],
  'another measure': [byStage, deals({ ...open, by: ['source'], measure: ['weighted value', 'max value'] })],
  'an owner': [byStage, deals({ ...open, owner: ['Dana Li'], by: ['stage'] })],
  'two owners, then one of them': [
    deals({ ...open, owner: ['Dana Li', 'Jane Park'] }),
    deals({ ...open, owner: ['Jane Park'], by: ['stage'] }),
  ],
  'a pipeline': [byStage, deals({ ...open, pipeline: ['Sales'], by: ['owner'] })],
  'a stage': [byStage, deals({ ...open, stage: ['Procurement'], by: ['owner'] })],
  'a pipeline and an owner': [byStage, deals({ ...open, pipeline: ['Sales'], owner: ['me'] })],
  'a status of all': [deals({ by: ['status'] }), deals({ ...open, by: ['owner'] })],
  'deals that are late': [byStage, deals({ ...open, closes: '..yesterday', by: ['owner'] })],
  'deals that close in a quarter': [
    byStage,
    deals({ ...open, closes: 'this-quarter', by: ['closes month'] }),
  ],
  'a month of a quarter': [
    deals({ ...open, closes: '2026-10-01..2026-12-31' }),
    deals({ ...open, closes: '2026-11', by: ['owner'] }),
  ],
  'when they were created': [byStage, deals({ ...open, created: '-90d..', by: ['created month'] })],
  'fewer fields': [
    deals({ ...open, measure: ['sum ARR'], by: ['stage'] }),
    deals({ ...open, by: ['owner'] }),
  ],
  'a condition checked here, then others': [
    deals({ ...open, filters: [{ name: 'details', value: 'any' }] }),
    byStage,
  ],
  'people by another group': [
    ['summarize', { what: 'people', by: ['city'] }],
    ['summarize', { what: 'people', by: ['type'], owner: ['Dana Li'], measure: ['sum interactions'] }],
  ],
  'tasks of one owner': [
    ['summarize', { what: 'tasks', by: ['priority'], ...open }],
    ['summarize', { what: 'tasks', by: ['priority'], ...open, owner: ['Dana Li'] }],
  ],
  'what happened, in another order': [
    ['pipeline_changes', { during: 'this-month' }],
    ['pipeline_changes', { during: 'this-month', by: 'owner' }],
  ],
};

/** A second question that only Copper can answer. */
const uncovered: Readonly<Record<string, readonly [first: Question, second: Question]>> = {
  'all owners after one': [deals({ ...open, owner: ['me'], by: ['stage'] }), byStage],
  'another owner': [deals({ ...open, owner: ['me'] }), deals({ ...open, owner: ['Jane Park'] })],
  'another status': [byStage, deals({ status: ['Won'], by: ['stage'] })],
  'a longer range of days': [
    deals({ ...open, closes: 'this-month' }),
    deals({ ...open, closes: 'this-quarter' }),
  ],
  'other fields': [byStage, deals({ ...open, by: ['stage'], measure: ['sum ARR'] })],
  'no owner': [byStage, deals({ ...open, filters: [{ name: 'assignee_ids', value: 'none' }] })],
  'an amount': [byStage, deals({ ...open, filters: [{ name: 'value', value: '20000..' }] })],
  'a last contact': [byStage, deals({ ...open, filters: [{ name: 'interaction_date', value: '..-14d' }] })],
  'a tag': [byStage, deals({ ...open, filters: [{ name: 'tags', value: 'renewal' }] })],
  'a part of a name': [byStage, deals({ ...open, filters: [{ name: 'name', value: 'pilot' }] })],
  'a custom field': [byStage, deals({ ...open, filters: [{ name: 'Region', value: 'EMEA' }] })],
};

describe.each(Object.entries(accounts))('%s', async (_, sandbox) => {
  const client = await openTestClient({ sandbox });
  const fresh = await openTestClient({ sandbox, env: { COPPER_REUSE_SECONDS: '0' } });

  /** The second answer after the first one, and as a server gives it that has read nothing before. */
  async function answers([first, second]: readonly [Question, Question]) {
    // Nothing is left of the pair before.
    for (const one of [client, fresh]) await one.pass(121_000);
    const before = await client.call(...first);
    // Both know the account's names of parameters, which are learnt anew every ten minutes.
    await fresh.call(...first);
    expect(before.isError).toBe(false);
    return { before, after: await client.call(...second), told: await fresh.call(...second) };
  }

  test.each(Object.entries(covered))(
    '%s is answered from the rows that are there, as by a fresh server',
    async (_, pair) => {
      const { after, told } = await answers(pair);
      expect(withoutReading(after.text)).toBe(withoutReading(told.text));
      expect(searches(after.requests)).toEqual([]);
      expect(after.text.split('\n')[0]).toMatch(/ as of \d\d:\d\d:\d\d/);
    },
  );

  test.each(Object.entries(uncovered))('%s is read anew', async (_, pair) => {
    const { after, told } = await answers(pair);
    expect(withoutReading(after.text)).toBe(withoutReading(told.text));
    expect(after.text).not.toContain(' as of ');
    expect(searches(after.requests)).toEqual(searches(told.requests));
    expect(searches(after.requests).length).toBeGreaterThan(0);
  });

  test('deals needing attention are those of a fresh server', async () => {
    const { after, told } = await answers([byStage, attention({})]);
    expect(withoutReading(after.text)).toBe(withoutReading(told.text));
    expect(searches(after.requests).length).toBeLessThan(searches(told.requests).length);
  });
});

const fivePipelineQuestions: readonly Question[] = [
  deals({ ...open, by: ['owner', 'stage'] }),
  deals({ ...open, by: ['stage'] }),
  deals({ ...open, closes: '..yesterday', by: ['owner'] }),
  attention({ reasons: ['stuck', 'overdue'] }),
  attention({}),
];

test('five pipeline questions in a row take at most 1.3 times the requests of the first', async () => {
  const client = await openTestClient({ env: { COPPER_DIALECT: 'contract' } });
  const made: number[] = [];
  for (const question of fivePipelineQuestions) made.push((await client.call(...question)).requests.length);
  const [first = 0] = made;
  const all = made.reduce((sum, one) => sum + one, 0);
  expect(first).toBeGreaterThan(10);
  expect(all).toBeLessThanOrEqual(first * 1.3);
});

async function startReports(options: HarnessOptions = {}) {
  const harness = await startHarness({ sandbox: { limit: 0, ...options.sandbox }, env: options.env ?? {} });
  const ask = (...[tool, input]: Question) => turning(harness.call(tool, input), harness.clock);
  return { ...harness, ask };
}

test('what changes in Copper shows once the time that the answer names is over; a search shows it at once', async () => {
  const { ask, sandbox, clock, close } = await startReports();
  const count = async (what: Question) => /^\(total\)\t(\d+)$/m.exec((await ask(...what)).text)?.[1];
  const question: Question = ['summarize', { what: 'opportunities', by: ['owner'], ...open }];
  const before = Number(await count(question));
  const [deal] = sandbox.world.opportunities.filter(({ status }) => status === 'Open');
  sandbox.change((world) => ({
    ...world,
    opportunities: world.opportunities.map((one) => (one.id === deal?.id ? { ...one, status: 'Won' } : one)),
  }));
  const again = await ask(...question);
  expect(again.requests).toEqual([]);
  expect(again.text).toMatch(
    /^opportunities by owner .*; read all \d+ opportunities as of 12:00:0\d in 0 requests \(read again after 12:02:0\d\)$/m,
  );
  expect(Number(await count(question))).toBe(before);
  const search = await ask('search_opportunities', { ...open, limit: 0 });
  expect(search.text).toContain(String(before - 1));
  await clock.advance(120_000);
  expect(Number(await count(question))).toBe(before - 1);
  await close();
});

test('rows are not read again for an answer in JSON, which says since when they are known', async () => {
  const { ask, clock, close } = await startReports({ env: { COPPER_FORMAT: 'json' } });
  const started = Math.floor(clock.now() / 1000);
  expect((await ask(...byStage)).structured).not.toHaveProperty('coverage.asOf');
  expect((await ask(...byStage)).structured).toMatchObject({
    coverage: { complete: true, requests: 0, asOf: started },
  });
  await close();
});

test('with COPPER_REUSE_SECONDS=0 each report reads anew; with 300 for five minutes', async () => {
  const never = await startReports({ env: { COPPER_REUSE_SECONDS: '0' } });
  await never.ask(...byStage);
  expect(searches((await never.ask(...byStage)).requests)).toHaveLength(2);
  await never.close();
  const longer = await startReports({ env: { COPPER_REUSE_SECONDS: '300' } });
  await longer.ask(...byStage);
  await longer.clock.advance(290_000);
  expect((await longer.ask(...byStage)).requests).toEqual([]);
  await longer.clock.advance(10_000);
  expect(searches((await longer.ask(...byStage)).requests)).toHaveLength(2);
  await longer.close();
});

test('the clock that people set ends nothing early or late', async () => {
  const { ask, clock, close } = await startReports();
  await ask(...byStage);
  clock.set(3_600_000);
  expect((await ask(...byStage)).requests).toEqual([]);
  clock.set(-7_200_000);
  await clock.advance(121_000);
  expect(searches((await ask(...byStage)).requests)).toHaveLength(2);
  await close();
});

test.each<[string, Partial<SandboxOptions>]>([
  ['what was allowed is used up', { pageSize: 8 }],
  ['rows were removed meanwhile', { pageSize: 25, churn: { kind: 'remove', rows: 1 } }],
  ['rows were added meanwhile', { pageSize: 25, churn: { kind: 'add', rows: 1 } }],
])('after a reading in which %s, the next one reads anew', async (_, sandbox) => {
  const { ask, close } = await startReports({ sandbox });
  const question = deals({ by: ['stage'] });
  const first = await ask(...question);
  expect(searches(first.requests).length).toBeGreaterThan(20);
  const second = await ask(...question);
  expect(searches(second.requests).length).toBeGreaterThan(20);
  expect(second.text).not.toContain(' as of ');
  await close();
});

test('a report that is answered from memory needs none of its requests, and says what it did not make', async () => {
  const { ask, close } = await startReports({ env: { COPPER_DIALECT: 'contract' } });
  await ask(...byStage);
  const { text, isError } = await ask('deals_needing_attention', { reasons: ['overdue'], max_requests: 1 });
  expect(isError).toBe(false);
  expect(text).toContain('read all 280 opportunities as of 12:00:');
  await close();
});

test('a key that Copper refuses drops its rows', async () => {
  const { ask, sandbox, close } = await startReports();
  await ask(...byStage);
  let refused = true;
  const { send } = sandbox;
  Object.assign(sandbox, {
    send: (request: Request) =>
      refused ? Promise.resolve(Response.json({ message: 'no' }, { status: 401 })) : send(request),
  });
  expect((await ask('search_opportunities', { limit: 1 })).isError).toBe(true);
  expect((await ask(...byStage)).isError).toBe(true);
  refused = false;
  expect(searches((await ask(...byStage)).requests)).toHaveLength(2);
  await close();
});

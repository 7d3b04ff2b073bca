import { afterAll, expect, test } from 'vitest';
import type { Activity, World } from '../../src/sandbox/sandbox.ts';
import { type HarnessOptions, startHarness } from '../harness.ts';
import { turning } from '../turning.ts';

/** The product, to whose account something happens between calls. */
async function open(options: HarnessOptions = {}) {
  const harness = await startHarness({
    ...options,
    env: { COPPER_RATE_LIMIT: '100000', ...options.env },
    sandbox: { limit: 0, ...options.sandbox },
  });
  afterAll(() => harness.close());
  const { clock, sandbox } = harness;
  const firstId = 9_000_000_000;
  let id = firstId;

  /** A deal that is lost at this moment. */
  function lose(at: number, world: World): Activity {
    const deal = world.opportunities.find((one) => one.pipeline_is_revenue) ?? fail();
    return {
      id: ++id,
      parent: { id: deal.id, type: 'opportunity' },
      type: { id: 1, category: 'system' },
      user_id: deal.assignee_id ?? fail(),
      details: `change ${id}`,
      activity_date: at,
      old_value: 'Open',
      new_value: 'Lost',
      date_created: at,
      date_modified: at,
    };
  }
  const now = () => Math.floor(clock.now() / 1000);
  /** Something happens in this second. */
  const happen = () =>
    sandbox.change((world) => ({ ...world, activities: [lose(now(), world), ...world.activities] }));

  async function ask(tool: string, input: Record<string, unknown>) {
    const { text, isError } = await turning(harness.call(tool, input), clock);
    if (isError) throw new Error(text);
    const lines = text.split('\n');
    const stamp = /^as of (\S+)$/.exec(lines.at(-1) ?? '')?.[1] ?? '';
    // Nothing else happens after the moment at which the account was made.
    const losses = Number(/^(?:changes|activities) 1-\d+ of (\d+)/.exec(text)?.[1] ?? 0);
    return { text, stamp, losses };
  }
  return { ask, happen, happened: () => id - firstId, clock, harness };
}

function fail(): never {
  throw new Error('the sandbox has no such deal');
}

/** Both dialects of both tools; reports read anew, and from the rows that they keep for two minutes. */
const chains: readonly [tool: string, names: 'contract' | 'documented', kept: string][] = [
  ['pipeline_changes', 'contract', '0'],
  ['pipeline_changes', 'documented', '120'],
  ['search_activities', 'contract', '0'],
  ['search_activities', 'documented', '0'],
];

test.each(chains)('%s, %s: one call after the other has each change once', async (tool, names, kept) => {
  const env = { COPPER_REUSE_SECONDS: kept, COPPER_DIALECT: names };
  const { ask, happen, happened, clock } = await open({ env, sandbox: { names, latency: 300 } });
  let since = '2026-11-23T12:00';
  let told = 0;
  for (let second = 0; second < 400; second++) {
    // Changes in each second: also in that of a call, before it and after it.
    if (second < 150) happen();
    if (second % 7 === 0) {
      const { losses, stamp } = await ask(tool, { since });
      expect(stamp >= since).toBe(true);
      told += losses;
      since = stamp;
      if (second < 150) happen();
    }
    await clock.advance(1_000);
  }
  expect(told).toBe(happened());
  expect(told).toBe(172);
});

test('what shares the request of an earlier call is as of that one', async () => {
  const { harness, clock, happen, ask } = await open({ sandbox: { latency: 5_000 } });
  const input = { limit: 1 };
  const first = harness.call('search_activities', input);
  await clock.advance(2_000);
  happen();
  await clock.advance(1_000);
  const second = turning(harness.call('search_activities', input), clock);
  await first;
  const [, stamp = ''] = /\nas of (\S+)$/.exec((await second).text) ?? [];
  expect(stamp).toBe('2026-11-23T12:00');
  expect((await ask('search_activities', { since: stamp })).losses).toBe(1);
});

test.each([
  ['2026-11-23T11:59', '2026-11-23T11:59'],
  ['as of 2026-11-23T11:59:30', '2026-11-23T11:59:30'],
  ['2026-11-20', '2026-11-20T00:00'],
  ['2026-11-20..', '2026-11-20T00:00'],
  ['last-working-day', '2026-11-20T00:00'],
  ['-3d', '2026-11-20T00:00'],
  ['last-week', '2026-11-16T00:00'],
])('since %s is from %s on', async (since, from) => {
  const { ask, harness } = await open();
  const { text, stamp } = await ask('search_activities', { since, limit: 0 });
  const body = JSON.stringify(harness.sandbox.log.at(-1)?.body);
  const [at, to] = [from, '2026-11-23T11:59:59'].map((time) => Date.parse(`${time}-08:00`) / 1000);
  expect(body).toContain(`"minimum_activity_date":${at},"maximum_activity_date":${to},`);
  expect(stamp).toBe('2026-11-23T12:00');
  expect(text).toContain('one that was logged late, under an earlier date, is not here.');
});

test.each(['..today', '2026-11-01..2026-11-20', '>2026-11-20', '2026-12-01', 'soon', 'any'])(
  'since %j is refused',
  async (since) => {
    const { harness } = await open();
    for (const tool of ['search_activities', 'pipeline_changes']) {
      const { text, isError } = await harness.call(tool, { since });
      expect([isError, text]).toEqual([
        true,
        expect.stringMatching(/^invalid_input: .*(since is one moment|not a date)/),
      ]);
    }
  },
);

test('a stamp of the hour that clocks show twice says which of the two it is', async () => {
  const { ask, clock } = await open({ env: { COPPER_TIMEZONE: 'America/Los_Angeles' } });
  clock.set(Date.parse('2026-11-01T08:30:00Z') - clock.now());
  const summer = await ask('search_activities', { limit: 1 });
  expect(summer.stamp).toBe('2026-11-01T01:30-07:00');
  await clock.advance(3_600_000);
  expect((await ask('search_activities', { since: summer.stamp })).stamp).toBe('2026-11-01T01:30-08:00');
});

test('later pages and lookups have no stamp; all else has it, as text and as data', async () => {
  const { harness, clock, ask } = await open();
  const called = async (tool: string, input: object) =>
    (await turning(harness.call(tool, { ...input }), clock)).text;
  for (const [tool, input] of [
    ['search_activities', { offset: 20 }],
    ['pipeline_changes', { offset: 5 }],
    ['find', { name: 'Acme' }],
    ['search_people', {}],
  ] as const)
    expect(await called(tool, input)).not.toMatch(/^as of/m);
  for (const [tool, input] of [
    ['get_opportunity_activities', { id: 2_827_698 }],
    ['brief', { about: 'opportunity 2827698' }],
    ['summarize', { what: 'deals' }],
    ['deals_needing_attention', {}],
  ] as const)
    expect((await ask(tool, input)).stamp).toMatch(/^2026-11-23T12:0\d(:\d\d)?$/);
  const json = await open({ env: { COPPER_FORMAT: 'json' } });
  expect((await json.harness.call('search_activities', { limit: 1 })).structured).toMatchObject({
    as_of: '2026-11-23T12:00',
  });
});

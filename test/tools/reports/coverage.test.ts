import { expect, test } from 'vitest';
import type { FetchCopper } from '../../../src/tool/fetch-copper.ts';
import { hanging, openReports } from './open-reports.ts';

const plain = await openReports();
const { world } = plain;
const open = world.opportunities.filter(({ status }) => status === 'Open');

const won = world.activities.filter(
  ({ parent, new_value: to, activity_date: at }) =>
    parent.type === 'opportunity' && to === 'Won' && at > Date.parse('2026-01-01') / 1000,
);
const [first = 0, second = 0] = [...new Set(won.map(({ parent }) => parent.id))].filter(
  (id) => world.opportunities.find((deal) => deal.id === id)?.pipeline_is_revenue,
);

test.each<[string, Record<string, unknown>, readonly number[]]>([
  ['one id', { filters: [{ name: 'ids', value: String(first) }] }, [first]],
  ['two ids', { filters: [{ name: 'ids', value: `[${first},${second}]` }] }, [first, second]],
  [
    'an id and its pipeline',
    {
      filters: [
        { name: 'ids', value: String(first) },
        { name: 'pipeline', value: String(world.opportunities.find(({ id }) => id === first)?.pipeline_id) },
      ],
    },
    [first],
  ],
  ['an id that was not won', { filters: [{ name: 'ids', value: String(open[0]?.id) }] }, []],
])('only the deals named by %s', async (_, input, expected) => {
  const rows = await plain.walk('pipeline_changes', { during: 'this-year', changes: 'won', ...input });
  expect([...new Set(rows.map(({ id }) => Number(id)))].sort()).toEqual([...expected].sort());
});

test.each([
  ['deals_needing_attention', { reasons: 'overdue' }],
  ['deals_needing_attention', { reasons: 'no_owner', limit: 0 }],
  ['summarize', { what: 'opportunities', by: 'stage', measure: 'value' }],
  ['summarize', { what: 'tasks', by: 'due month' }],
  ['summarize', { what: 'people', measure: 'interactions' }],
  ['pipeline_changes', { during: 'this-year', changes: 'created' }],
])('%s %j: rows that moved while they were read are missing, and that is said', async (tool, input) => {
  const sandbox = { churn: { kind: 'move', rows: 4 }, pageSize: 20, limit: 0 } as const;
  const [text, json] = [
    await openReports({ sandbox }),
    await openReports({ sandbox, env: { COPPER_FORMAT: 'json' } }),
  ];
  const { head } = await text.ask(tool, input);
  const [, read = '', total = ''] = /INCOMPLETE: read ([\d,]+) of ([\d,]+) /.exec(head) ?? [];
  expect(Number(read.replace(',', ''))).toBeLessThan(Number(total.replace(',', '')));
  expect(head).toContain(
    '; Copper did not return the others: its total is an upper bound, or they moved meanwhile or are hidden',
  );
  const { structured } = await json.call(tool, input);
  expect(structured).toMatchObject({ coverage: { complete: false } });
});

test('the limit of requests is not a Copper that stopped responding', async () => {
  const env = { COPPER_RATE_LIMIT: '20', COPPER_MAX_WAIT_MS: '1000' };
  const { ask } = await openReports({ env, sandbox: { pageSize: 20 } });
  const { head } = await ask('summarize', { what: 'people', measure: 'interactions' });
  expect(head).toMatch(
    /INCOMPLETE: read \d+ of [\d,]+ people in \d+ requests; the rate limit was used up: ask again in \d+ s/,
  );
});

test('a Copper that fails on the way is said to have stopped responding', async () => {
  let pages = 0;
  const failing =
    (send: FetchCopper): FetchCopper =>
    async (request) =>
      request.url.endsWith('/people/search') && ++pages > 5
        ? Response.json({ success: false, status: 503, message: 'no' }, { status: 503 })
        : send(request);
  const { ask } = await openReports({ wrap: failing, sandbox: { pageSize: 20 } });
  const { head } = await ask('summarize', { what: 'people', measure: 'interactions' });
  expect(head).toMatch(/INCOMPLETE: read 60 of [\d,]+ people in \d+ requests; Copper stopped responding: /);
});

test.each([
  ['summarize', { what: 'people', measure: 'interactions' }, '/people/search', 4],
  ['summarize', { what: 'tasks', measure: 'count', by: 'due month' }, '/tasks/search', 3],
  ['deals_needing_attention', { limit: 0 }, '/opportunities/search', 3],
  ['pipeline_changes', { during: 'this-year', changes: 'created', limit: 1 }, '/opportunities/search', 3],
  ['pipeline_changes', { during: 'this-year', changes: 'won', limit: 1 }, '/opportunities/search', 2],
] as const)('%s %j: what was read before the time was up is the answer', async (tool, input, path, from) => {
  const env = { COPPER_REPORT_TIMEOUT_MS: '20000', COPPER_TIMEOUT_MS: '60000' };
  const { ask } = await openReports({ env, wrap: hanging(path, from), sandbox: { pageSize: 50 } });
  const { head } = await ask(tool, input);
  expect(head).toMatch(/INCOMPLETE: read .*\d.*; the time ran out: narrow the question/);
});

import { expect, test } from 'vitest';
import type { SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../../../../src/tool/fetch-copper.ts';
import { openReports } from '../open-reports.ts';
import { asEntered, countedDeals, figuresBy, figuresOf, inDollars, wrongIn } from './truth.ts';

const tool = 'forecast';
const quarter = { from: '2026-10-01', to: '2026-12-31' };

/** A Copper that refuses to answer at this address. */
const refusing =
  (path: RegExp, status = 403) =>
  (send: FetchCopper): FetchCopper =>
  (request) =>
    path.test(request.url) ? Promise.resolve(new Response('{}', { status })) : send(request);

/** Everything about one account: the whole, and each grouping, against what it holds. */
async function wrongAnswers(
  { ask, world }: Awaited<ReturnType<typeof openReports>>,
  worth = inDollars,
  input: Record<string, unknown> = {},
): Promise<string[]> {
  const all = countedDeals(world, quarter);
  expect(all.filter(({ isWon }) => isWon).length).toBeGreaterThan(30);
  const whole = await ask(tool, input);
  const wrong = wrongIn(whole.rows[0], figuresOf(world, all, worth));
  for (const by of ['owner', 'team', 'pipeline', 'month']) {
    const { rows } = await ask(tool, { ...input, by });
    const truth = figuresBy(world, by, all, worth);
    for (const [name, figures] of truth)
      wrong.push(
        ...wrongIn(
          rows.find((row) => row[by] === name),
          figures,
        ).map((text) => `${by} ${name}: ${text}`),
      );
    wrong.push(
      ...wrongIn(rows.at(-1), figuresOf(world, all, worth)).map((text) => `total by ${by}: ${text}`),
    );
    if (rows.length !== truth.size + 1) wrong.push(`${rows.length} rows by ${by}, not ${truth.size + 1}`);
  }
  return wrong;
}

test.each<[string, Partial<SandboxOptions>, Record<string, string>]>([
  ['both dialects', {}, {}],
  ['the documented dialect', { names: 'documented' }, { COPPER_DIALECT: 'documented' }],
  ['a dialect that is found out', { names: 'documented', closeDate: 'd/m/y' }, {}],
  ["the contract's names, in envelopes", { names: 'contract', shape: 'envelope', closeDate: 'seconds' }, {}],
  ['no totals', { totals: false }, {}],
  ['pages of 20, and every tenth request failing', { pageSize: 20, fault: { kind: '503', every: 10 } }, {}],
])('every figure of every group is that of the account, with %s', async (_, sandbox, env) => {
  const limits = { COPPER_MAX_WAIT_MS: '600000', COPPER_REPORT_TIMEOUT_MS: '3600000' };
  expect(await wrongAnswers(await openReports({ sandbox, env: { ...limits, ...env } }))).toEqual([]);
});

test('only what the contract lists: amounts have no currency, and the answer says so', async () => {
  const reports = await openReports({
    sandbox: { names: 'contract', shape: 'envelope', fields: 'contract' },
    env: { COPPER_DIALECT: 'contract' },
  });
  expect(await wrongAnswers(reports, asEntered)).toEqual([]);
  const { notes, columns } = await reports.ask(tool, { target: '5m USD' });
  expect(notes).toContain(
    'This Copper returns no currencies: amounts are compared and added up as if all were in one.',
  );
  expect(columns).not.toContain('currency');
});

test.each(['move', 'remove'] as const)(
  'deals that others %s while they are read: what was not read is said',
  async (kind) => {
    const { ask, world } = await openReports({ sandbox: { pageSize: 25, churn: { kind, rows: 2 } } });
    const right = figuresOf(world, countedDeals(world, quarter));
    const { head, notes, rows } = await ask(tool);
    expect(Number(rows[0]?.won)).toBeLessThan(right.won);
    expect(Number(rows[0]?.open)).toBeLessThan(right.open);
    expect(head).toMatch(
      /read \d+ of 148 opportunities, \d+ of 214 activities .*the others moved meanwhile or are hidden/,
    );
    expect(notes).toContain('won is what was read: there may be more.');
    expect(notes).toContain('commit, best_case, open and weighted are what was read: there may be more.');
  },
);

test('without the right to read changes, won is an estimate by close date, and said to be one', async () => {
  const { ask, world } = await openReports({ wrap: refusing(/activities\/search$/) });
  const { rows, notes } = await ask(tool);
  const won = world.opportunities.filter(
    ({ status, close_date: at, pipeline_is_revenue: earns }) =>
      status === 'Won' && earns && at !== null && at >= 1_790_838_000 && at < 1_798_790_400,
  );
  expect(won.length).toBeGreaterThan(10);
  expect(Number(rows[0]?.won_deals)).toBe(won.length);
  expect(notes.join('\n')).toMatch(
    /^won is an estimate: the changes of status could not be read \(forbidden\)/m,
  );
  expect(notes.join('\n')).not.toContain('won: deals that changed to Won');
  const all = countedDeals(world, quarter).filter(({ isWon }) => !isWon);
  const { open, open_deals, weighted } = figuresOf(world, all);
  expect(wrongIn(rows[0], { ...figuresOf(world, all), open, open_deals, weighted })).toHaveLength(2);
});

test.each([
  [
    'custom fields',
    /custom_field_definitions/,
    /^Custom fields could not be read \(forbidden\), so none of them/m,
  ],
  ['pipelines', /pipelines$/, /^pipelines could not be read \(forbidden\): all are counted/m],
])(
  'without the right to read %s the figures are the same, and the answer says what it did',
  async (_, path, said) => {
    const { ask, world } = await openReports({ wrap: refusing(path) });
    const { rows, notes } = await ask(tool);
    const { won, won_deals, open, open_deals } = figuresOf(world, countedDeals(world, quarter));
    const [row] = rows;
    expect([row?.won, row?.won_deals, row?.open, row?.open_deals].map(Number)).toEqual([
      won,
      won_deals,
      open,
      open_deals,
    ]);
    expect(notes.join('\n')).toMatch(said);
  },
);

test('deals that this key may not see are in no figure, and told where they had changed', async () => {
  const isHidden = (id: number) => id % 7 === 0;
  const hiding =
    (send: FetchCopper): FetchCopper =>
    async (request) => {
      const response = await send(request);
      if (!request.url.endsWith('/opportunities/search') || !response.ok) return response;
      const rows: unknown = await response.json();
      const seen = Array.isArray(rows) ? rows.filter(({ id }) => !isHidden(Number(id))) : rows;
      return new Response(JSON.stringify(seen), { status: 200 });
    };
  const { ask, world } = await openReports({ wrap: hiding });
  const seen = countedDeals(world, quarter).filter(({ deal }) => !isHidden(deal.id));
  const { rows, notes } = await ask(tool);
  expect(wrongIn(rows[0], figuresOf(world, seen))).toEqual([]);
  expect(notes.join('\n')).toMatch(/^\d+ of the deals that changed are deleted or hidden from this key/m);
});

test('requests that run out: what was not read is said', async () => {
  const { ask } = await openReports({ sandbox: { pageSize: 20 } });
  const text = await ask(tool, { max_requests: 60, during: 'this-year' });
  expect(text.head).not.toContain('INCOMPLETE');
  const short = await openReports({ sandbox: { pageSize: 5 } });
  const { head, notes } = await short.ask(tool, { during: 'this-year' });
  expect(head).toContain('INCOMPLETE');
  expect(notes).toContain('won is what was read: there may be more.');
});

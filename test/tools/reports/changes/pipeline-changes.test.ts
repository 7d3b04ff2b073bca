import { expect, test } from 'vitest';
import type { Activity, Opportunity, World } from '../../../../src/sandbox/sandbox.ts';
import { dayOf } from '../../test-client.ts';
import { openReports, sumsIn, sumsOf } from '../open-reports.ts';

const tool = 'pipeline_changes';
// Each question reads anew, so that its requests are its own.
const { ask, walk, error, call, world } = await openReports({ env: { COPPER_REUSE_SECONDS: '0' } });

interface Change {
  readonly kind: string;
  readonly at: number;
  readonly deal: Opportunity;
  readonly from: string;
  readonly to: string;
}

const pipelineOf = ({ pipelines }: World, { pipeline_id: id }: Opportunity) =>
  pipelines.find((pipeline) => pipeline.id === id);

/** What an activity of the system tells, by other means than the report's. */
function changeIn(activity: Activity): Change[] {
  const { parent, type, activity_date: at, old_value: from, new_value: to } = activity;
  const deal = world.opportunities.find(({ id }) => id === parent.id);
  if (type.category !== 'system' || parent.type !== 'opportunity' || deal === undefined) return [];
  const pipeline = pipelineOf(world, deal);
  if (typeof from === 'string' && typeof to === 'string') {
    const revenue = { Open: 'reopened', Won: 'won', Lost: 'lost', Abandoned: 'abandoned' }[to] ?? 'closed';
    return [{ kind: pipeline?.is_revenue || to === 'Open' ? revenue : 'closed', at, deal, from, to }];
  }
  if (from === null || to === null || typeof from === 'string' || typeof to === 'string') return [];
  const place = (id: number) => pipeline?.stages.findIndex((stage) => stage.id === id) ?? -1;
  const kind = place(from.id) < place(to.id) ? 'forward' : 'back';
  return [{ kind, at, deal, from: from.name, to: to.name }];
}

const all: readonly Change[] = [
  ...world.activities.flatMap(changeIn),
  ...world.opportunities.map((deal) => ({ kind: 'created', at: deal.date_created, deal, from: '', to: '' })),
];
const between = (from: string, to: string) => (change: Change) =>
  dayOf(change.at) >= from && dayOf(change.at) <= to;
const lastWeek = all.filter(between('2026-11-16', '2026-11-23'));
const lastQuarter = all.filter(between('2026-07-01', '2026-09-30'));
const thisYear = all.filter(between('2026-01-01', '2026-12-31'));

const counted = (changes: readonly Change[]) => {
  const keys = changes.map(({ kind, deal, from, to, at }) => [kind, deal.id, from, to, dayOf(at)].join('|'));
  return keys.sort();
};
const told = (rows: readonly Readonly<Record<string, string>>[]) =>
  rows
    .map(({ change, id, from = '', to = '', date = '' }) =>
      [change, id, from, to, date.slice(0, 10)].join('|'),
    )
    .sort();

/** Of each deal the last change of status, as a map from deal to change. */
function lastOf(changes: readonly Change[]): Change[] {
  const last = new Map<number, Change>();
  const statuses = changes.filter(({ kind }) => /won|lost|abandoned|reopened|closed/.test(kind));
  for (const change of [...statuses].sort((a, b) => a.at - b.at)) last.set(change.deal.id, change);
  return [...last.values()];
}
const tenth = (value: number) => Math.round(value * 10) / 10;
const middle = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
};

/** A row of outcomes, by other means. */
function outcomeOf(changes: readonly Change[]): Record<string, unknown> {
  const last = lastOf(changes);
  const those = (kind: string) => last.filter((change) => change.kind === kind);
  const [won, lost] = [those('won'), those('lost')];
  const days = won.map(({ at, deal }) => (at - deal.date_created) / 86_400);
  return {
    created: changes.filter(({ kind }) => kind === 'created').length,
    won: won.length,
    value: sumsOf(won.map(({ deal }) => deal)),
    lost: lost.length,
    rate:
      won.length + lost.length === 0 ? '' : String(tenth((100 * won.length) / (won.length + lost.length))),
    abandoned: those('abandoned').length,
    median: days.length === 0 ? '' : String(tenth(middle(days))),
    mean: days.length === 0 ? '' : String(tenth(days.reduce((sum, one) => sum + one, 0) / days.length)),
  };
}
const outcomeTold = (row: Readonly<Record<string, string>> = {}) => ({
  created: Number(row.created),
  won: Number(row.won),
  value: sumsIn(row.won_value),
  lost: Number(row.lost),
  rate: row.win_rate_percent ?? '',
  abandoned: Number(row.abandoned),
  median: row.median_days_to_win ?? '',
  mean: row.average_days_to_win ?? '',
});

test('every change of the last seven days is listed once, the newest first', async () => {
  const rows = await walk(tool);
  expect(told(rows)).toEqual(counted(lastWeek));
  const dates = rows.map(({ date = '' }) => date);
  expect(dates).toEqual([...dates].sort().reverse());
  expect(lastWeek.length).toBeGreaterThan(100);
  for (const { id, deal, owner, value } of rows) {
    const record = world.opportunities.find((each) => each.id === Number(id));
    // One deal's name has characters that no answer carries.
    expect(deal?.slice(0, 20)).toBe(record?.name.slice(0, 20));
    expect(owner).toBe(world.users.find((user) => user.id === record?.assignee_id)?.name ?? '');
    expect(Number.parseFloat(value || '0')).toBe(record?.monetary_value ?? 0);
  }
});

test('the summary counts the deals of each kind of change and what they are worth', async () => {
  const { parts, total } = await ask(tool, { during: 'last-quarter' });
  expect(total).toBe(lastQuarter.length);
  const kinds = [...new Set(lastQuarter.map(({ kind }) => kind))].sort();
  const rows = parts[0]?.rows ?? [];
  expect(rows.map(({ change }) => change).sort()).toEqual(kinds);
  for (const { change, deals, value } of rows) {
    const some = new Map(
      lastQuarter.filter(({ kind }) => kind === change).map(({ deal }) => [deal.id, deal]),
    );
    expect([change, Number(deals), sumsIn(value)]).toEqual([change, some.size, sumsOf(some.values())]);
  }
});

test('win rate and days to win go by the last change of status of each deal', async () => {
  const { parts, notes } = await ask(tool, { during: 'this-year', limit: 1 });
  expect(outcomeTold(parts[1]?.rows[0])).toEqual(outcomeOf(thisYear));
  const outcome = ({ kind }: Change) => /won|lost|abandoned/.test(kind);
  const earlier = thisYear.filter(outcome).length - lastOf(thisYear).filter(outcome).length;
  expect(earlier).toBeGreaterThan(0);
  expect(notes).toContain(
    `Outcomes count each deal by its last change of status (earlier ones left out: ${earlier}).`,
  );
});

test('by owner: one row each and one for all, those that won most first', async () => {
  const answer = await ask(tool, { during: 'last-quarter', by: 'owner' });
  expect(answer.head).toMatch(/^changes by kind /);
  const rows = answer.parts[0]?.rows ?? [];
  const owners = new Set(lastQuarter.map(({ deal }) => deal.assignee_id));
  const counting = lastQuarter.filter(({ kind }) => /created|won|lost|abandoned/.test(kind));
  expect(rows.map(({ owner }) => owner)).toHaveLength(
    new Set(counting.map(({ deal }) => deal.assignee_id)).size + 1,
  );
  for (const row of rows.slice(0, -1)) {
    const id = world.users.find(({ name }) => name === row.owner)?.id ?? null;
    expect(owners.has(id)).toBe(true);
    if (id === null) expect(row.owner).toBe('(none)');
    expect(outcomeTold(row)).toEqual(outcomeOf(lastQuarter.filter(({ deal }) => deal.assignee_id === id)));
  }
  expect(rows.at(-1)?.owner).toBe('all');
  expect(outcomeTold(rows.at(-1))).toEqual(outcomeOf(lastQuarter));
  const dollars = rows.slice(0, -1).map(({ owner }) => {
    const own = lastOf(lastQuarter).filter(
      ({ kind, deal }) =>
        kind === 'won' && (world.users.find(({ id }) => id === deal.assignee_id)?.name ?? '(none)') === owner,
    );
    return own.reduce((sum, { deal }) => sum + (deal.converted_value ?? 0), 0);
  });
  expect(dollars).toEqual([...dollars].sort((a, b) => b - a));
});

test('by pipeline: what pipelines without revenue close is neither won nor lost', async () => {
  const { parts, notes } = await ask(tool, { during: 'this-year', by: 'pipeline' });
  const rows = parts[0]?.rows ?? [];
  expect(rows).toHaveLength(world.pipelines.length + 1);
  for (const { id, name } of world.pipelines) {
    const own = thisYear.filter(({ deal }) => deal.pipeline_id === id);
    expect(outcomeTold(rows.find(({ pipeline }) => pipeline === name))).toEqual(outcomeOf(own));
  }
  const free = world.pipelines.find(({ is_revenue: revenue }) => !revenue);
  expect(rows.find(({ pipeline }) => pipeline === free?.name)).toMatchObject({ won: '0', lost: '0' });
  expect(notes).toContain('Deals closed in pipelines without revenue count as neither won nor lost.');
});

test.each<[string, Record<string, unknown>, (change: Change) => boolean]>([
  [
    'what Dana won this year',
    { during: 'this-year', owner: 'Dana', changes: ['won'] },
    ({ kind, deal }) => kind === 'won' && deal.assignee_id === 137_658,
  ],
  [
    'what closed in Onboarding',
    { during: 'this-year', pipeline: 'Onboarding', changes: 'closed' },
    ({ kind, deal }) => kind === 'closed' && deal.pipeline_id === 213_230,
  ],
  ['what was opened again', { during: 'this-year', changes: 'reopened' }, ({ kind }) => kind === 'reopened'],
  [
    'deals created',
    { during: 'this-year', changes: 'created', owner: 'none' },
    ({ kind, deal }) => kind === 'created' && deal.assignee_id === null,
  ],
  [
    'moves of big deals',
    {
      during: 'this-year',
      changes: ['forward', 'back', 'moved'],
      filters: [{ name: 'value', value: '200000..' }],
    },
    ({ kind, deal }) => /forward|back/.test(kind) && (deal.monetary_value ?? 0) >= 200_000,
  ],
])('%s', async (_, input, holds) => {
  const expected = thisYear.filter(holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(told(await walk(tool, input))).toEqual(counted(expected));
});

test('a period ends with its last second in the zone of the account', async () => {
  for (const day of ['2026-11-19', '2026-11-20']) {
    const rows = await walk(tool, { during: day });
    expect(told(rows)).toEqual(counted(all.filter(between(day, day))));
  }
});

test('where only wins are asked for, nothing is said of losses', async () => {
  const { parts } = await ask(tool, { during: 'this-year', changes: ['won'], by: 'owner' });
  const won = lastOf(thisYear).filter(({ kind }) => kind === 'won');
  expect(Number(parts[0]?.rows.at(-1)?.won)).toBe(won.length);
  expect(parts[0]?.columns).toEqual([
    'owner',
    'won',
    'won_value',
    'median_days_to_win',
    'average_days_to_win',
  ]);
});

test('only what the kinds of change need is read', async () => {
  const created = await call(tool, { changes: 'created' });
  expect(created.requests.some((each) => each.includes('/activities/search'))).toBe(false);
  const moves = await call(tool, { changes: ['forward', 'back'] });
  const [feed = ''] = moves.requests.filter((each) => each.includes('/activities/search'));
  expect(feed).toContain('"activity_types":[{"id":3,"category":"system"}]');
  const named = moves.requests.filter((each) => each.includes('/opportunities/search'));
  expect(named.length).toBeGreaterThan(0);
  expect(named.every((each) => each.includes('"ids":['))).toBe(true);
});

test('moves by owner, where they are asked for', async () => {
  const { parts } = await ask(tool, { changes: ['forward', 'back'], by: 'owner', limit: 1 });
  const rows = parts[1]?.rows ?? [];
  const moved = lastWeek.filter(({ kind }) => kind === 'forward');
  expect(Number(rows.at(-1)?.forward)).toBe(new Set(moved.map(({ deal }) => deal.id)).size);
});

test('a limit that is too large is lowered and told; going on gives the list alone', async () => {
  const { rows, notes, parts } = await ask(tool, { limit: 500 });
  expect(rows).toHaveLength(100);
  expect(notes).toContain('limit 500 was lowered to 100; use offset for more.');
  expect(parts).toHaveLength(2);
  const later = await ask(tool, { offset: 100 });
  expect(later.head).toMatch(/^changes 101-120 of \d+, next: offset=120;/);
  expect(later.parts).toEqual([]);
});

test('a quiet period', async () => {
  const { head, parts } = await ask(tool, { during: '2019' });
  expect(head).toMatch(
    /^changes: none match; read all 0 activities and all 0 opportunities in \d requests?$/,
  );
  expect(parts.map((part) => part.head)).toEqual(['changes by kind: none match']);
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ during: 'lately' }, /^invalid_input: "lately" is not a date or range of dates\./],
  [{ changes: 'win' }, /^invalid_input: changes cannot be "win"; allowed: created, won, .* Nearest: won\./],
  [{ by: 'stage' }, /^invalid_input: by cannot be "stage"; allowed: owner, pipeline, source, loss_reason\./],
  [{ owner: 'Dane Lee' }, /^unknown_name: There is no owner "Dane Lee"\./],
  [
    { during: 'this-year', max_requests: 2 },
    /^invalid_input: Reading .* takes \d+ requests, max_requests allows 2\./,
  ],
])('refused: %j', async (input, sentence) => {
  expect(await error(tool, input)).toMatch(sentence);
});

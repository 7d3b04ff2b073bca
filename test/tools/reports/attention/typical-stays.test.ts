import { expect, test } from 'vitest';
import { changesByDeal, typicalStays } from '../../../../tools/reports/attention/typical-stays.ts';
import type { StageChange, StatusChange } from '../../../../tools/reports/deals/deal-changes.ts';
import { dayOf } from '../../test-client.ts';
import { openReports } from '../open-reports.ts';

const [a, b] = [1, 2];

let activity = 0;
const moves = (deal: number, at: number, from: number, to: number): StageChange => ({
  kind: 'stage',
  id: ++activity,
  deal,
  at,
  from: { id: from, name: '' },
  to: { id: to, name: '' },
});
const turns = (deal: number, at: number, from: string, to: string): StatusChange => ({
  kind: 'status',
  id: ++activity,
  deal,
  at,
  from,
  to,
});

const deals = [10, 11, 12, 13, 14, 15, 16, 17];

/** The same story for eight deals, which is more than enough to be usual. */
const several = (story: (deal: number) => (StageChange | StatusChange)[]) => deals.flatMap(story);
const begun = (created: number, stage = a) => new Map(deals.map((deal) => [deal, { created, stage }]));

test.each<
  [
    string,
    (deal: number) => (StageChange | StatusChange)[],
    Map<number, { created: number; stage: number }>,
    [number, number][],
  ]
>([
  [
    'from one change to the next',
    (deal) => [moves(deal, 100, a, b), moves(deal, 130, b, 3)],
    new Map(),
    [[b, 30]],
  ],
  [
    'in whatever order they come',
    (deal) => [moves(deal, 130, b, 3), moves(deal, 100, a, b)],
    new Map(),
    [[b, 30]],
  ],
  ['from the making of the deal', (deal) => [moves(deal, 100, a, b)], begun(60), [[a, 40]]],
  ['not where older changes may be unknown', (deal) => [moves(deal, 100, a, b)], begun(40), []],
  [
    'not from a stage that it was not in',
    (deal) => [moves(deal, 100, a, b), moves(deal, 130, 7, 3)],
    new Map(),
    [],
  ],
  [
    'until it is won',
    (deal) => [moves(deal, 100, a, b), turns(deal, 190, 'Open', 'Won')],
    new Map(),
    [[b, 90]],
  ],
  [
    'of a deal that never moved, until it is lost',
    (deal) => [turns(deal, 90, 'Open', 'Lost')],
    begun(70, 4),
    [[4, 20]],
  ],
  [
    'not of a deal that was moved while it was lost',
    (deal) => [
      turns(deal, 100, 'Open', 'Lost'),
      moves(deal, 110, a, b),
      turns(deal, 500, 'Lost', 'Open'),
      moves(deal, 520, b, 3),
    ],
    new Map(),
    [[b, 20]],
  ],
  [
    'not while it was lost, and anew from its reopening',
    (deal) => [
      moves(deal, 100, a, b),
      turns(deal, 110, 'Open', 'Lost'),
      turns(deal, 500, 'Lost', 'Open'),
      moves(deal, 520, b, 3),
    ],
    new Map(),
    [[b, 15]],
  ],
])('a stay lasts %s', (_, story, begins, expected) => {
  expect([...typicalStays(several(story), begins, 50, 1_000)]).toEqual(expected);
});

test('the usual time is the median, and four stays make none', () => {
  const stays = [10, 500, 20, 30, 40, 30, 25, 35].flatMap((lasts, at) => [
    moves(at, 100, a, b),
    moves(at, 100 + lasts, b, 3),
  ]);
  expect([...typicalStays(stays, new Map(), 0, 1_000)]).toEqual([[b, 30]]);
  expect([...typicalStays(stays.slice(8), new Map(), 0, 1_000)]).toEqual([]);
});

test('young stays do not count: of those, only the short ones are finished', () => {
  const old = several((deal) => [moves(deal, 100, a, b), moves(deal, 160, b, 3)]);
  const young = several((deal) => [moves(deal + 100, 900, a, b), moves(deal + 100, 902, b, 3)]);
  expect([...typicalStays([...old, ...young], new Map(), 0, 500)]).toEqual([[b, 60]]);
  expect([...typicalStays(young, new Map(), 0, 500)]).toEqual([]);
});

test('changes of a deal, oldest first; of one moment by their ids', () => {
  const [first, second, third] = [moves(1, 10, a, b), moves(1, 10, b, a), moves(1, 5, a, b)];
  expect(changesByDeal([second, first, third])).toEqual([[third, first, second]]);
});

test('deals that are longer in a stage than usual, learnt from the history of the account', async () => {
  const { walk, ask, world } = await openReports();
  const now = Date.parse('2026-11-23T20:00:00Z') / 1000;
  const since = Date.parse('2025-11-23T00:00:00-08:00') / 1000;
  // The stays again, by other means than the report's.
  const histories = world.opportunities.flatMap((deal) => {
    const own = world.activities.filter(
      ({ parent, type, activity_date: at, old_value: old }) =>
        parent.type === 'opportunity' &&
        parent.id === deal.id &&
        type.category === 'system' &&
        old !== null &&
        at >= since,
    );
    const [first] = own.reverse();
    return first === undefined ? [] : [{ deal, own, first: first.activity_date }];
  });
  const lastBegin = (since + now) / 2;
  const newest = histories
    .filter(({ first }) => first <= (lastBegin + now) / 2)
    .sort((x, y) => y.first - x.first)
    .slice(0, 200);
  const stays = histories.flatMap((history) => {
    const { deal, own } = history;
    const known = newest.includes(history) && deal.date_created >= since;
    const turns = own.filter(({ new_value: to }) => typeof to === 'string');
    const move = own.find((one) => !turns.includes(one))?.old_value;
    return own.flatMap(({ activity_date: left, old_value: from }, at) => {
      const past = own.slice(0, at);
      const start = past.at(-1)?.activity_date ?? (known ? deal.date_created : undefined);
      const status = past.findLast((one) => turns.includes(one))?.new_value ?? turns[0]?.old_value ?? 'Open';
      const moved = past.findLast((one) => !turns.includes(one))?.new_value ?? move;
      const stage = typeof moved === 'object' && moved !== null ? moved.id : deal.pipeline_stage_id;
      const leaves = typeof from === 'string' || from?.id === stage;
      return status === 'Open' && leaves && start !== undefined && start <= lastBegin
        ? [{ stage, lasts: left - start }]
        : [];
    });
  });
  const usual = new Map<number, number>();
  for (const { id } of world.pipelines.flatMap(({ stages }) => stages)) {
    const sorted = stays.flatMap(({ stage, lasts }) => (stage === id ? [lasts] : [])).sort((x, y) => x - y);
    const middle = ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
    if (sorted.length >= 5) usual.set(id, middle);
  }
  expect(usual.size).toBeGreaterThan(4);
  const { head } = await ask('deals_needing_attention', { reasons: 'stuck', stuck: 'usual' });
  expect(head).toMatch(
    /read all [\d,]+ activities, all \d+ opportunities with changes and all \d+ opportunities in /,
  );
  const rows = await walk('deals_needing_attention', { reasons: 'stuck', stuck: 'usual' });
  const told = new Map(rows.map(({ id, reasons = '' }) => [Number(id), reasons]));
  const open = world.opportunities.filter(({ status }) => status === 'Open');
  const judged = open.filter(({ pipeline_stage_id: stage }) => usual.has(stage));
  expect(judged.length).toBeGreaterThan(100);
  for (const { id, pipeline_stage_id: stage, date_stage_changed: at } of judged) {
    const lasts = usual.get(stage) ?? 0;
    const days = (Date.parse('2026-11-23') - Date.parse(dayOf(at))) / 86_400_000;
    expect([id, told.get(id)]).toEqual([
      id,
      now - at >= lasts ? `stuck ${days} d (usual ${Math.round(lasts / 86_400)})` : undefined,
    ]);
  }
});

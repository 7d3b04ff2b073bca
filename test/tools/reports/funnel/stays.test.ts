import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/tool/json.ts';
import type { StageChange, StatusChange } from '../../../../tools/reports/deals/deal-changes.ts';
import { createStayReader } from '../../../../tools/reports/funnel/stays.ts';

const sales = { id: 1, key: '1', name: 'Sales' };
const other = { id: 2, key: '2', name: 'Enterprise' };
const stage = (id: number, name: string, pipeline: typeof sales) => ({ id, key: String(id), name, pipeline });
const staysOf = createStayReader([
  stage(30, 'Qualifying', sales),
  stage(20, 'Negotiation', sales),
  stage(10, 'Contract', sales),
  stage(40, 'Discovery', other),
]);

const move = (from: number, to: number, at: number): StageChange => ({
  kind: 'stage',
  id: at,
  deal: 7,
  at,
  from: { id: from, name: '' },
  to: { id: to, name: '' },
});
const became = (to: string, at: number): StatusChange => ({
  kind: 'status',
  id: at,
  deal: 7,
  at,
  from: 'Open',
  to,
});

/** Each stay as `stage from..until end`; a question mark stands for what is not known. */
function read(deal: JsonObject, changes: readonly (StageChange | StatusChange)[], since = 0) {
  const { stays, hasGap } = staysOf(
    {
      deal: { id: 7, date_created: 1_000, status: 'Open', ...deal },
      moves: changes.filter((one) => one.kind === 'stage'),
      statuses: changes.filter((one) => one.kind === 'status'),
    },
    since,
  );
  const told = stays.map(
    ({ stage: { name }, entered = '?', left = '?', end, leftBy }) =>
      `${name} ${entered}..${left} ${end}${leftBy === undefined ? '' : ` (${leftBy})`}`,
  );
  return hasGap ? [...told, 'gap'] : told;
}

const inStage = (id: number, more: JsonObject = {}): JsonObject => ({ pipeline_stage_id: id, ...more });

test.each<[string, JsonObject, readonly (StageChange | StatusChange)[], readonly string[]]>([
  ['created and never moved', inStage(30), [], ['Qualifying 1000..? still_there']],
  [
    'on, and won',
    inStage(20, { status: 'Won' }),
    [move(30, 20, 2_000), became('Won', 3_000)],
    ['Qualifying 1000..2000 advanced', 'Negotiation 2000..3000 won'],
  ],
  [
    'on by two, back, and lost',
    inStage(30, { status: 'Lost' }),
    [move(30, 10, 2_000), move(10, 30, 3_000), became('Lost', 4_000)],
    ['Qualifying 1000..2000 advanced', 'Contract 2000..3000 moved_back', 'Qualifying 3000..4000 lost'],
  ],
  [
    'lost, opened again and won: the last time counts',
    inStage(30, { status: 'Won' }),
    [became('Lost', 2_000), became('Open', 3_000), became('Won', 4_000)],
    ['Qualifying 1000..4000 won'],
  ],
  [
    'to another pipeline',
    inStage(40),
    [move(30, 40, 2_000)],
    ['Qualifying 1000..2000 left_pipeline (moved)', 'Discovery 2000..? still_there'],
  ],
  [
    'abandoned',
    inStage(30, { status: 'Abandoned' }),
    [became('Abandoned', 2_000)],
    ['Qualifying 1000..2000 left_pipeline (abandoned)'],
  ],
  [
    'won where nothing is won',
    inStage(40, { status: 'Won', pipeline_is_revenue: false }),
    [became('Done', 2_000)],
    ['Discovery 1000..2000 left_pipeline (closed)'],
  ],
  ['won, nobody says when', inStage(30, { status: 'Won' }), [], ['Qualifying 1000..? won']],
  [
    'through a stage that is gone',
    inStage(10),
    [move(30, 99, 2_000), move(99, 10, 3_000)],
    ['Qualifying 1000..3000 advanced', 'Contract 3000..? still_there'],
  ],
  [
    'a change is missing in the middle',
    inStage(10),
    [move(30, 20, 2_000), move(30, 10, 4_000)],
    [
      'Qualifying 1000..2000 advanced',
      'Negotiation 2000..? moved_back',
      'Qualifying ?..4000 advanced',
      'Contract 4000..? still_there',
      'gap',
    ],
  ],
  [
    'the last change is missing, its date is on the deal',
    inStage(10, { date_stage_changed: 5_000 }),
    [move(30, 20, 2_000)],
    [
      'Qualifying 1000..2000 advanced',
      'Negotiation 2000..5000 advanced',
      'Contract 5000..? still_there',
      'gap',
    ],
  ],
  [
    'the last change is missing, and so is its date',
    inStage(10, { date_stage_changed: 2_000 }),
    [move(30, 20, 2_000)],
    ['Qualifying 1000..2000 advanced', 'Negotiation 2000..? advanced', 'Contract ?..? still_there', 'gap'],
  ],
  [
    'it moved, and the feed does not say from where',
    inStage(10, { date_stage_changed: 5_000 }),
    [],
    ['Contract 5000..? still_there', 'gap'],
  ],
  [
    'the date of the stage is a moment after its creation',
    inStage(10, { date_stage_changed: 1_030 }),
    [],
    ['Contract 1000..? still_there'],
  ],
  ['in a stage that is gone', inStage(99), [], ['gap']],
])('a deal %s', (_, deal, changes, expected) => {
  expect(read(deal, changes)).toEqual(expected);
});

test('of a deal that was created before changes are known, its first stage has no beginning', () => {
  expect(read(inStage(20), [move(30, 20, 2_000)], 1_500)).toEqual([
    'Qualifying ?..2000 advanced',
    'Negotiation 2000..? still_there',
  ]);
  expect(read(inStage(20, { date_stage_changed: 1_200 }), [], 1_500)).toEqual([
    'Negotiation ?..? still_there',
  ]);
});

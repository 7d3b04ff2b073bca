import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/tool/json.ts';
import { numberField } from '../../../../src/tool/record.ts';
import type { PipelineEvent, PipelineEventKind } from '../../../../tools/reports/changes/events.ts';
import { lastStatusEvents, outcomesTable } from '../../../../tools/reports/changes/outcomes.ts';

const day = 86_400;
const deal = (id: number, owner: number | null, more: JsonObject = {}): JsonObject => ({
  id,
  assignee_id: owner,
  date_created: 0,
  monetary_value: 100,
  monetary_unit: 'USD',
  ...more,
});
const event = (one: JsonObject, kind: PipelineEventKind, days: number): PipelineEvent => ({
  kind,
  at: days * day,
  order: 0,
  deal: one,
});
const newestFirst = (events: readonly PipelineEvent[]) => [...events].sort((a, b) => b.at - a.at);
const byOwner = { name: 'owner', field: numberField('group'), of: (one: JsonObject) => one.assignee_id };

function table(events: readonly PipelineEvent[], asked?: readonly PipelineEventKind[], by?: typeof byOwner) {
  const notes: string[] = [];
  const found = outcomesTable(newestFirst(events), asked, by, (text) => void notes.push(text));
  return {
    rows: [...(found?.rows ?? []), ...(found?.totals ?? [])],
    columns: found?.columns.map(({ name }) => name),
    notes,
  };
}

const [a, b, c, d] = [deal(1, 7), deal(2, 7), deal(3, 8), deal(4, null)];

test('a deal counts by its last change: lost, opened again and won is won; won and lost is lost', () => {
  const events = [
    event(a, 'lost', 10),
    event(a, 'reopened', 20),
    event(a, 'won', 30),
    event(b, 'won', 5),
    event(b, 'lost', 6),
    event(c, 'won', 7),
    event(c, 'reopened', 8),
    event(d, 'abandoned', 9),
  ];
  expect(lastStatusEvents(newestFirst(events)).map(({ deal: { id }, kind }) => [id, kind])).toEqual([
    [1, 'won'],
    [4, 'abandoned'],
    [3, 'reopened'],
    [2, 'lost'],
  ]);
  const { rows } = table(events);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    won: 1,
    lost: 1,
    abandoned: 1,
    win_rate: 50,
    median_days: 30,
    mean_days: 30,
  });
});

test('days to win go from the making of the deal; the median bears one that took for ever', () => {
  const late = { date_created: 4 * day };
  const events = [
    event(deal(1, 7), 'won', 10),
    event(deal(2, 7, late), 'won', 10),
    event(deal(3, 7), 'won', 350),
    event(deal(4, 7, { date_created: null }), 'won', 10),
  ];
  expect(table(events).rows[0]).toMatchObject({ won: 4, median_days: 10, mean_days: 122, win_rate: 100 });
});

test('nothing won and nothing lost: no rate, no days', () => {
  expect(table([event(a, 'created', 1)]).rows[0]).toMatchObject({
    created: 1,
    won: 0,
    win_rate: null,
    median_days: null,
    mean_days: null,
    won_value: [],
  });
});

test('a rate of few deals is no certainty: five of five has an interval, two of two are too few', () => {
  const five = [1, 2, 3, 4, 5].map((id) => event(deal(id, 7), 'won', id));
  const two = [6, 7].map((id) => event(deal(id, 8), 'won', id));
  const { rows } = table([...five, ...two], undefined, byOwner);
  expect(rows.map(({ group, win_rate: rate, win_interval: interval }) => [group, rate, interval])).toEqual([
    [7, 100, '57..100'],
    [8, 100, 'too few to say'],
    ['all', 100, '65..100'],
  ]);
});

test('groups: those that won most first, nobody is (none), all last', () => {
  const big = deal(9, 8, { monetary_value: 150.25 });
  const events = [event(a, 'won', 1), event(big, 'won', 2), event(d, 'lost', 3), event(b, 'created', 4)];
  const { rows, notes } = table(events, undefined, byOwner);
  expect(rows.map(({ group, won, won_value: value, win_rate: rate }) => [group, won, value, rate])).toEqual([
    [8, 1, [{ value: 150.25, unit: 'USD' }], 100],
    [7, 1, [{ value: 100, unit: 'USD' }], 100],
    ['(none)', 0, [], 0],
    ['all', 2, [{ value: 250.25, unit: 'USD' }], 66.7],
  ]);
  expect(notes).toEqual([]);
});

test('groups that won: one that won something of value comes before those that won more deals without', () => {
  const withoutValue = [1, 2, 3].map((id) => event(deal(id, 7, { monetary_value: null }), 'won', id));
  const { rows } = table(
    [...withoutValue, event(deal(4, 8), 'won', 4), event(deal(5, 9), 'lost', 5)],
    undefined,
    byOwner,
  );
  expect(rows.map(({ group, won }) => [group, won])).toEqual([
    [8, 1],
    [7, 3],
    [9, 0],
    ['all', 4],
  ]);
});

test('groups of several currencies: by what Copper converts, else by number', () => {
  const yen = { monetary_value: 9_000, monetary_unit: 'JPY' };
  const [dear, cheap] = [deal(1, 7), deal(2, 8, yen)];
  const more = [deal(3, 8, yen), deal(4, 9)];
  const won = [dear, cheap, ...more].map((one) => event(one, 'won', 1));
  const plain = table(won, undefined, byOwner);
  expect(plain.rows.map(({ group }) => group)).toEqual([8, 7, 9, 'all']);
  expect(plain.notes).toEqual(['Sorted by the number of deals won, since currencies are not compared.']);
  const converted = won.map(({ deal: one, ...rest }) => ({
    ...rest,
    deal: {
      ...one,
      converted_unit: 'USD',
      converted_value: one.monetary_unit === 'JPY' ? 20 : 100 + Number(one.id),
    },
  }));
  const told = table(converted, undefined, byOwner);
  expect(told.rows.map(({ group }) => group)).toEqual([9, 7, 8, 'all']);
  expect(told.notes).toEqual(["Sorted by won value in the account's currency, as Copper converts it."]);
});

test.each<[readonly PipelineEventKind[] | undefined, boolean, string[] | undefined]>([
  [
    undefined,
    false,
    [
      'created',
      'won',
      'won_value',
      'lost',
      'win_rate_percent',
      'win_rate_95_interval',
      'abandoned',
      'median_days_to_win',
      'average_days_to_win',
    ],
  ],
  [['won'], false, ['won', 'won_value', 'median_days_to_win', 'average_days_to_win']],
  [['lost', 'abandoned'], false, ['lost', 'abandoned']],
  [['forward', 'back'], false, undefined],
  [['created'], false, undefined],
  [['created', 'forward', 'closed'], true, ['owner', 'created', 'forward', 'closed']],
])('of %j, by owner %j: %j', (asked, grouped, expected) => {
  expect(table([event(a, 'won', 1)], asked, grouped ? byOwner : undefined).columns).toEqual(expected);
});

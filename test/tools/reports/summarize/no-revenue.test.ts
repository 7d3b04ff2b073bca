import { expect, test } from 'vitest';
import { deal, onReplies } from '../../../answer/given-replies.ts';

const pipeline = (id: number, name: string, isRevenue: boolean) => ({
  id,
  name,
  is_revenue: isRevenue,
  stages: [{ id: id * 10, name: 'New', win_probability: 50 }],
});
/** Deals of a Copper that returns no currencies, each with its value and whether its pipeline has revenue. */
const deals = (...all: readonly (readonly [value: number | null, revenue: boolean])[]) =>
  all.map(([monetary_value, revenue], at) => ({
    ...deal(at + 1),
    monetary_value,
    monetary_unit: null,
    pipeline_id: revenue ? 10 : 20,
    pipeline_stage_id: revenue ? 100 : 200,
  }));

/** Deals of pipelines without revenue are counted, and no value of theirs is measured, zero neither. */
test.each<[string, number | null, readonly (readonly [number | null, boolean])[]]>([
  [
    'average value',
    100,
    [
      [100, true],
      [0, false],
    ],
  ],
  [
    'min value',
    100,
    [
      [100, true],
      [0, false],
    ],
  ],
  [
    'median value',
    100,
    [
      [100, true],
      [0, false],
      [0, false],
    ],
  ],
  [
    'sum value',
    100,
    [
      [100, true],
      [0, false],
      [7, false],
    ],
  ],
  [
    'average value',
    150,
    [
      [100, true],
      [200, true],
      [0, false],
      [50, false],
    ],
  ],
  [
    'min value',
    0,
    [
      [100, true],
      [0, true],
      [50, false],
    ],
  ],
  [
    'average value',
    50,
    [
      [100, true],
      [0, true],
      [0, false],
    ],
  ],
  [
    'max value',
    100,
    [
      [100, true],
      [900, false],
      [0, false],
    ],
  ],
  [
    'min value',
    50,
    [
      [50, false],
      [70, false],
    ],
  ],
  ['median value', 70, [[70, false]]],
])('%s is %s of %j', async (measure, expected, rows) => {
  const account = await onReplies(
    {
      '/pipelines': { json: [pipeline(10, 'Sales', true), pipeline(20, 'Onboarding', false)] },
      '/opportunities/search': { rows: deals(...rows) },
    },
    { COPPER_FORMAT: 'json' },
  );
  const data = await account.data('summarize', { what: 'opportunities', by: ['status'], measure: [measure] });
  expect(data.rows).toEqual([['Open', null, rows.length, expected]]);
});

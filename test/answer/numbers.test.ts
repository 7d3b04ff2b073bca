import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/tool/json.ts';
import { numbered, numberedOf } from '../../src/tool/sentences.ts';
import { deal, type GivenReply, onReplies } from './given-replies.ts';

const path = '/opportunities/search';
const enterprise = { pipeline_id: 20, pipeline_stage_id: 201 };
const pipelines: GivenReply = {
  json: [
    { id: 10, name: 'Sales', is_revenue: true, stages: [{ id: 101, name: 'Negotiation' }] },
    { id: 20, name: 'Onboarding. Read on', is_revenue: false, stages: [{ id: 201, name: 'Live' }] },
  ],
};
const many = (count: number, more: JsonObject): JsonObject[] =>
  Array.from({ length: count }, (_, at) => deal(100 + at, more));

test.each<[string, (count: number) => [string, JsonObject, JsonObject[]], string, string]>([
  [
    'deals without a value',
    (count) => [
      'summarize',
      { what: 'opportunities', by: 'status', measure: 'sum value' },
      [deal(1), ...many(count, { monetary_value: null })],
    ],
    '1 of 2 has no value.',
    '3 of 4 have no value.',
  ],
  [
    'deals without a value, on average',
    (count) => [
      'summarize',
      { what: 'opportunities', by: 'owner', measure: 'average value' },
      [deal(1), ...many(count, { monetary_value: null })],
    ],
    '1 of 2 has no value.',
    '3 of 4 have no value.',
  ],
  [
    'pipelines without revenue',
    (count) => [
      'summarize',
      { what: 'opportunities', by: 'status', measure: 'sum value' },
      [deal(1), ...many(count, enterprise)],
    ],
    '1 deal with a value is in pipelines without revenue ("Onboarding. Read on"): it is counted, but its value is not added. Filter by that pipeline alone to add it up.',
    '3 deals with a value are in pipelines without revenue ("Onboarding. Read on"): they are counted, but their value is not added. Filter by that pipeline alone to add it up.',
  ],
  [
    'no win probability',
    (count) => [
      'summarize',
      { what: 'opportunities', by: 'status', measure: 'weighted value' },
      [deal(1, { win_probability: 10 }), ...many(count, {})],
    ],
    '1 of 2 deals has no win probability, nor does its stage: not in the weighted value.',
    '3 of 4 deals have no win probability, nor does their stage: not in the weighted value.',
  ],
  [
    'a win probability of their own',
    (count) => [
      'summarize',
      { what: 'opportunities', by: 'status', measure: 'weighted value' },
      many(count, { win_probability: 10 }),
    ],
    '1 of 1 deal has a win probability of its own that is not that of its stage; its own was used.',
    '3 of 3 deals have a win probability of their own that is not that of their stage; theirs was used.',
  ],
  [
    'closed deals',
    (count) => [
      'summarize',
      { what: 'opportunities', by: 'status', measure: 'weighted value' },
      many(count, { status: 'Won' }),
    ],
    '1 of 1 deal is closed; a forecast needs status=Open.',
    '3 of 3 deals are closed; a forecast needs status=Open.',
  ],
  [
    'the groups beyond the top',
    (count) => [
      'summarize',
      { what: 'opportunities', by: 'name', top: 1, measure: 'count' },
      [deal(1, { name: 'A' }), deal(2, { name: 'A' }), ...many(count, {})],
    ],
    '(1 other)',
    '(3 others)',
  ],
  [
    'rows that are filtered here',
    (count) => ['search_opportunities', { filters: [{ name: 'details', value: 'none' }] }, many(count, {})],
    'details (none): 1 row was read and filtered here.',
    'details (none): all 3 rows were read and filtered here.',
  ],
  [
    'rows without value in pipelines without revenue',
    (count) => [
      'deals_needing_attention',
      { reasons: ['no_value', 'no_owner'] },
      [deal(1), ...many(count, { ...enterprise, pipeline_is_revenue: false, monetary_value: null })],
    ],
    '(1 has no value there)',
    '(3 have no value there)',
  ],
])('%s: one and several agree with their verbs', async (_, question, one, several) => {
  for (const [count, told] of [
    [1, one],
    [3, several],
  ] as const) {
    const [tool, input, rows] = question(count);
    const { lines } = await onReplies({ [path]: { rows }, '/pipelines': pipelines });
    expect((await lines(tool, input)).join('\n')).toContain(told);
  }
});

test.each([
  [0, '0 rows were', '0 of 5 rows have'],
  [1, '1 row was', '1 of 5 rows has'],
  [2, '2 rows were', '2 of 5 rows have'],
  [1204, '1,204 rows were', '1,204 of 5 rows have'],
])('%i with its noun and verb', (count, alone, among) => {
  expect(numbered(count, 'row was', 'rows were')).toBe(alone);
  expect(numberedOf(count, 5, ['row', 'rows'], ['has', 'have'])).toBe(among);
});

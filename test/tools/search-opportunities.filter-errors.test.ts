import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const tool = 'search_opportunities';
const client = await openTestClient();

test.each<[unknown, string]>([
  [[{ name: 'Regoin', value: 'EMEA' }], 'unknown_name: There is no filter "Regoin". Nearest: Region.'],
  [
    [{ name: 'Region', value: 'Europe' }],
    'unknown_name: Custom field "Region" has no option "Europe". Options: EMEA, Americas, APAC.',
  ],
  [[{ name: 'Legal approved', value: 'maybe' }], 'invalid_input: Custom field "Legal approved" is yes or no'],
  [
    [{ name: 'Partner', value: 'Hooli' }],
    'invalid_input: Custom field "Partner" refers to records; give their ids',
  ],
  [
    [{ name: 'ARR', value: '["1","2"]' }],
    'invalid_input: Custom field "ARR" takes one value or range at a time.',
  ],
  [[{ name: 'ARR', value: 'lots' }], 'invalid_input: "lots" is not a number or range'],
  [
    [{ name: 'win_probability', value: '50..500' }],
    'invalid_input: win_probability must be between 0 and 100',
  ],
  [[{ name: 'priorities', value: 'Urgent' }], 'allowed: None, Low, Medium, High.'],
  [[{ name: 'ids', value: '[-5]' }], 'must be at least 0.'],
  [[{ name: 'ids', value: '[]' }], 'invalid_input: The filter "ids" has an empty list'],
  [[{ name: 'Region', value: '' }], 'invalid_input: The filter "Region" needs a value'],
  [
    [{ name: 'ARR', value: '5', min: '1' }],
    'invalid_input: The filter "ARR" takes either a value or min and max.',
  ],
  [[{ name: 'ARR', min: '1', operator: '>' }], 'invalid_input: filters: unknown "operator".'],
  [[{ name: 'Region' }], 'invalid_input: The filter "Region" needs a value'],
  [[{ value: 'EMEA' }], 'name is required'],
  [
    [
      { name: 'priorities', value: 'High' },
      { name: 'priorities', value: 'Low' },
    ],
    'priorities is given twice',
  ],
  [['Regoin: EMEA'], 'unknown_name: There is no filter "Regoin". Nearest: Region.'],
  [
    ['Region'],
    'invalid_input: The filter "Region" needs the form "field: value", e.g. "created_date: -30d..".',
  ],
  [['Region EMEA'], 'invalid_input: The filter "Region EMEA" needs the form "field: value"'],
  [['Region:'], 'invalid_input: The filter "Region" needs a value'],
  [[': EMEA'], 'invalid_input: The filter ": EMEA" needs the form "field: value"'],
  [['Region: EMEA', ''], 'invalid_input: filters contains an empty text'],
  [[5], 'invalid_input: The filter "5" needs the form "field: value"'],
  [[null], 'invalid_input: filters must be of type string, not null.'],
  [['priorities: High', 'priorities=Low'], 'priorities is given twice'],
  ...[
    'Region: EMEA, win_probability: 50..',
    'Region=EMEA; ARR>=5',
    'Region: EMEA and win_probability > 50',
  ].map((text): [string[], string] => [
    [text],
    `invalid_input: The filter "${text}" holds a second one, "${text.split(/[,;] | and /)[1]}": give each as a text of its own.`,
  ]),
])('%j is refused: %s', async (filters, text) => {
  expect(await client.error(tool, { filters })).toContain(text);
});

test('an input and a filter for the same parameter are refused', async () => {
  const input = { owner: 'Dana Li', filters: [{ name: 'assignee_ids', value: 'Jane Park' }] };
  expect(await client.error(tool, input)).toBe(
    'invalid_input: assignee_ids is given twice, which Copper cannot combine; give it once: several values in a list are any of them.',
  );
});

test('accepts one filter or JSON text as a list', async () => {
  const filter = { name: 'Region', value: 'EMEA' };
  const texts = await Promise.all(
    [
      [filter],
      filter,
      JSON.stringify([filter]),
      ['Region: EMEA'],
      'Region: EMEA',
      ['Region=EMEA'],
      ' Region : EMEA ',
      '["Region:EMEA"]',
      'region = emea',
    ].map(async (filters) => (await client.call(tool, { filters })).text),
  );
  expect(new Set(texts).size).toBe(1);
});

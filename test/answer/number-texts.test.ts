import { describe, expect, test } from 'vitest';
import { isNotNumber, type JsonValue, numberOf } from '../../src/tool/json.ts';
import { deal, type GivenReply, onReplies } from './given-replies.ts';

const definitions: GivenReply = {
  json: [{ id: 905, name: 'Score', data_type: 'Float', available_on: ['opportunity'] }],
};
const path = '/opportunities/search';
const on = (values: readonly JsonValue[], env = {}) =>
  onReplies(
    {
      [path]: {
        rows: values.map((value, at) =>
          deal(at + 1, {
            monetary_value: value,
            custom_fields: [{ custom_field_definition_id: 905, value }],
          }),
        ),
      },
      '/custom_field_definitions': definitions,
    },
    env,
  );
const measures = { what: 'opportunities', by: 'status', measure: ['sum value', 'average Score'] };

/** Numbers as text, as programs and people write them. */
const numbers: readonly (readonly [string, number])[] = [
  ['12', 12],
  [' 12.5 ', 12.5],
  ['-7', -7],
  ['+7', 7],
  ['1e3', 1_000],
  ['.5', 0.5],
  ['1.000', 1],
  ['1,000', 1_000],
  ['1,000.50', 1_000.5],
  ['1.000,50', 1_000.5],
  ['1 000', 1_000],
  ['1\u00a0000', 1_000],
  ['1\u202f000,5', 1_000.5],
  ["1'000", 1_000],
  ['1’000.5', 1_000.5],
  ['1,234,567', 1_234_567],
  ['1.234.567', 1_234_567],
  ['3,00,000', 300_000],
  ['1,5', 1.5],
  ['-1,000', -1_000],
  ['−1.000,5', -1_000.5],
];
/** What is no number, or could be several. */
const others: readonly string[] = [
  'n/a',
  'many',
  '1,00,0',
  '0,500',
  '1.2.3',
  '12 34',
  '1,000,00',
  '12x345',
  '0x10',
  '2026-11-23',
  '--5',
  '1,000 or 2,000',
];

test.each(numbers)('%j is the number %s', (text, number) => {
  expect([numberOf(text), isNotNumber(text)]).toEqual([number, false]);
});

test.each(others)('%j is no number, and not empty', (text) => {
  expect([numberOf(text), isNotNumber(text)]).toEqual([undefined, true]);
});

test.each([null, undefined, '', ' '])('%j is empty', (value) => {
  expect([numberOf(value), isNotNumber(value)]).toEqual([undefined, false]);
});

describe.each(numbers)('a Copper that sends %j', (text, number) => {
  test('is read as sending that number: in tables, in data, in sums and in ranges', async () => {
    const { lines } = await on([text, 100]);
    expect((await lines('search_opportunities', { fields: ['value', 'Score'] }))[2]).toBe(
      `${number}\t${number}`,
    );
    expect(await lines('summarize', measures)).toContain(`Open\t2\t${number + 100}\t${(number + 100) / 2}`);
    const range = `${number - 0.25}..${number + 0.25}`;
    const [head] = await lines('search_opportunities', { filters: [{ name: 'Score', value: `!${range}` }] });
    expect(head).toBe('opportunities 1-1 of 1');
    const json = await on([text], { COPPER_FORMAT: 'json' });
    expect(await json.data('search_opportunities', { fields: ['value', 'Score'] })).toMatchObject({
      rows: [[number, 'USD', number]],
    });
  });
});

describe.each(others)('a Copper that sends %j as a number', (text) => {
  test('is said to send no number there: never a value, never empty', async () => {
    const { lines } = await on([text, 100, null]);
    expect((await lines('search_opportunities', { fields: ['value', 'Score'] }))[2]).toBe(`${text}\t${text}`);
    const summed = await lines('summarize', measures);
    expect(summed).toContain('Open\t3\t100\t100');
    expect(summed).toContain('note: 1 of 3 has no value and 1 of 3 has no Score.');
    for (const name of ['value', 'Score'])
      expect(summed).toContain(
        `note: 1 of 3 has a ${name} that is not a number, e.g. "${text}": counted, but not measured.`,
      );
    const filtered = await lines('search_opportunities', {
      filters: [{ name: 'Score', value: '!100' }],
    });
    expect(filtered).toContain(
      `note: Score: values that are not numbers, such as "${text}", do not match any range.`,
    );
    const attention = await lines('deals_needing_attention', { reasons: ['no_value'] });
    expect(attention[0]).toMatch(/^deals needing attention 1-1 of 1;/);
    expect(attention.join('\n')).toContain(`such as "${text}", are not added up.`);
  });

  test('data have null, and say so', async () => {
    const { data } = await on([text, 100], { COPPER_FORMAT: 'json' });
    const answer = await data('search_opportunities', { fields: ['value', 'Score'] });
    expect(answer.rows).toEqual([
      [null, 'USD', null],
      [100, 'USD', 100],
    ]);
    for (const name of ['value', 'Score'])
      expect(answer.notes).toContain(`${name}: 1 value that is not a number is null here, e.g. "${text}".`);
  });
});

test('sorted here, numbers as text are in their order', async () => {
  const { lines } = await on(['1,000', '9', '20.5', '1.500,5', 'n/a', null]);
  const shown = await lines('search_opportunities', { sort: 'Score', fields: ['Score'] });
  expect(shown.slice(2, 7)).toEqual(['9', '20.5', '1000', '1500.5', 'n/a']);
});

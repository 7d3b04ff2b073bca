import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberRange } from '../../../tools/inputs/amounts.ts';
import { openTestClient } from '../test-client.ts';

const ends = (text: string) => {
  const { from, to } = numberRange(text);
  return [from, to];
};

test.each<[string, number]>([
  ['300000', 300_000],
  ['300k', 300_000],
  ['300 K', 300_000],
  ['1.5m', 1_500_000],
  ['1,5m', 1_500_000],
  ['2M', 2_000_000],
  ['1.1m', 1_100_000],
  ['2mn', 2_000_000],
  ['1.5 million', 1_500_000],
  ['12 thousand', 12_000],
  ['1bn', 1_000_000_000],
  ['$300,000', 300_000],
  ['US$ 300,000.50', 300_000.5],
  ['€1.5m', 1_500_000],
  ['5M€', 5_000_000],
  ['300k EUR', 300_000],
  ['1,5', 1.5],
  ['12,50', 12.5],
  ['1.500,00', 1500],
  ['1.234.567,89', 1_234_567.89],
  ['1,500.00', 1500],
  ['1,500', 1500],
  ['1,234,567', 1_234_567],
  ['1.500.000', 1_500_000],
  ['3,00,000', 300_000],
  ['1 500', 1500],
  ['1\u00a0500,50', 1500.5],
  ['1\u202f500', 1500],
  ["1'500", 1500],
  ['20_000', 20_000],
  ['0.125', 0.125],
  ['1e6', 1_000_000],
  ['-5', -5],
  ['−5', -5],
  ['= 5k', 5000],
])('%j is %d', (text, value) => {
  expect(ends(text)).toEqual([value, value]);
});

test.each<[string, number | undefined, number | undefined]>([
  ['>=300k', 300_000, undefined],
  ['≥ 300k', 300_000, undefined],
  ['<= 1,5', undefined, 1.5],
  ['at least $5k', 5000, undefined],
  ['up to 1.5m', undefined, 1_500_000],
  ['300k+', 300_000, undefined],
  ['300k..', 300_000, undefined],
  ['..1.500,00', undefined, 1500],
  ['100k..1.5m', 100_000, 1_500_000],
  ['100-500', 100, 500],
  ['100k–500k', 100_000, 500_000],
  ['$100k to $500k', 100_000, 500_000],
  ['between 100 and 500', 100, 500],
  ['-5..5', -5, 5],
  ['0..500k', 0, 500_000],
])('%j reaches from %s to %s', (text, from, to) => {
  expect(ends(text)).toEqual([from, to]);
});

test.each([
  ['>300000', 300_000, 300_000.01],
  ['over 300k', 300_000, 300_000.01],
  ['> 0', 0, 0.01],
  ['more than 1.5m', 1_500_000, 1_500_000.01],
])('%j leaves the number itself out', (text, not, first) => {
  const { from = 0, to } = numberRange(text);
  expect([from > not, from <= first, to]).toEqual([true, true, undefined]);
});

test.each([
  ['<300000', 300_000, 299_999.99],
  ['under 1,5', 1.5, 1.49],
  ['below 1m', 1_000_000, 999_999.99],
])('%j leaves the number itself out at the other end', (text, not, last) => {
  const { from, to = 0 } = numberRange(text);
  expect([to < not, to >= last, from]).toEqual([true, true, undefined]);
});

const forms = 'write 100..500, 100.., ..500, >100, 300k, 1.5m or 1500.50.';

test.each(['1.500', '1,500k', '1.500m', '0,500', '2-5k', '300..500k', '>1.500', '1.500..2.500'])(
  '%j can be meant in two ways, and is refused with the forms to use',
  (text) => expect(() => numberRange(text)).toThrow(`"${text}" can be read in two ways; ${forms}`),
);

test.each([
  '',
  '..',
  'abc',
  '1.2.3',
  '1,5,0',
  '1 5',
  '0x10',
  'Infinity',
  'NaN',
  '+5',
  '--5',
  '5-',
  '5%',
  '1..2..3',
  '1e999',
  '5 apples',
  '1kk',
  '>1..5',
  '(500)',
])('%j is no number', (text) =>
  expect(() => numberRange(text)).toThrow(`"${text}" is not a number or range; ${forms}`),
);

test('any number is read as itself, as people in several countries write it', () => {
  const amount = fc.integer({ min: 1000, max: 1e12 }).map((cents) => cents / 100);
  fc.assert(
    fc.property(
      amount,
      fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'sv-SE'),
      (value, locale) => {
        const text = value.toLocaleString(locale, { minimumFractionDigits: 2 });
        expect(ends(text)).toEqual([value, value]);
        expect(ends(String(value))).toEqual([value, value]);
      },
    ),
  );
});

const client = await openTestClient();
const valued = client.world.opportunities.flatMap(({ monetary_value: value }) => value ?? []);

test.each<[string, (value: number) => boolean]>([
  ['300k..', (value) => value >= 300_000],
  ['>250000', (value) => value > 250_000],
  ['<$5,000', (value) => value < 5000],
  ['1.500,00', (value) => value === 1500],
  ['50k-1,5m', (value) => value >= 50_000 && value <= 1_500_000],
])('deals of a value of %s', async (value, holds) => {
  const { text } = await client.call('search_opportunities', { value, limit: 0 });
  const count = valued.filter(holds).length;
  expect(text).toContain(`opportunities: ${count} match`);
});

test('a currency in the number is not a filter, and the answer says so', async () => {
  const { text } = await client.call('search_opportunities', { value: '€300k..', limit: 0 });
  expect(text).toContain(
    'note: value is compared as a number: amounts in other currencies are searched as well.',
  );
  const custom = { filters: [{ name: 'ARR', value: '>=$5k' }], limit: 0 };
  expect((await client.call('search_opportunities', custom)).text).toContain(
    'note: ARR is compared as a number',
  );
});

test('a number that can be read in two ways is refused through the client', async () => {
  expect(
    await client.error('search_leads', { filters: [{ name: 'monetary_value', value: '1.500' }] }),
  ).toContain('can be read in two ways');
});

/** What was not written as a plain number is said in the head line of a count. */
test.each<[string, string]>([
  ['300k+', '(value 300000..)'],
  ['> $30K', '(value >30000)'],
  ['≥ 30 000', '(value >=30000)'],
  ['30.000,00..', '(value 30000..)'],
  ['30 thousand', '(value 30000)'],
  ['$30k-$50k', '(value 30000..50000)'],
  ['between 30k and 50k', '(value 30000..50000)'],
  ['up to 50k', '(value <=50000)'],
  ['less than 50,000.00', '(value <50000)'],
  ['12,34', '(value 12.34)'],
  ['1,5 Mio', '(value 1500000)'],
  ['-50k', '(value -50000)'],
  ['50000 USD', '(value 50000)'],
])('%s is understood as %s', async (value, understood) => {
  const { text } = await client.call('search_opportunities', { value, limit: 0 });
  expect(text).toContain(`match ${understood} (limit=0`);
});

test.each([
  '30000',
  '30000..',
  '..50000',
  '30000..50000',
  '30000 .. 50000',
  '>30000',
  '>= 30000',
  '=30000',
  '<50000',
  '-5',
])('%s is as it is given', async (value) => {
  const { text } = await client.call('search_opportunities', { value, limit: 0 });
  expect(text).toMatch(/match \(limit=0/);
});

test.each(['0.5', '0,5', '12.5', '.5..0.7', '33.3..33.9'])(
  'win_probability %s is no whole number',
  async (value) => {
    const given = { filters: [{ name: 'win_probability', value }], limit: 0 };
    const { text } = await client.call('search_opportunities', given);
    expect(text).toMatch(/is a whole number of percent, e\.g\. 50 for 50%|is not a number or range/);
  },
);

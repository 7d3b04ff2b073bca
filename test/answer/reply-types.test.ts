import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import { deal, type GivenReply, onReplies } from './given-replies.ts';

const path = '/opportunities/search';
const json = { COPPER_FORMAT: 'json' };

const options = [
  { id: 9000, name: 'EMEA' },
  { id: 9001, name: 'APAC' },
];
const definitions: GivenReply = {
  json: [
    { id: 900, name: 'Region', data_type: 'Dropdown', available_on: ['opportunity'], options },
    {
      id: '901',
      name: 'Products',
      data_type: 'MultiSelect',
      available_on: ['opportunity'],
      options: [
        { id: '1', name: 'One' },
        { id: 2, name: 'Two' },
      ],
    },
    { id: 905, name: 'Score', data_type: 'Float', available_on: ['opportunity'] },
    { id: 906, name: 'Code', data_type: 'String', available_on: ['opportunity'] },
    null,
  ],
};
const custom = (id: JsonValue, value: JsonValue) => ({
  custom_fields: [{ custom_field_definition_id: id, value }],
});

test.each<[string, string, JsonObject, string]>([
  ['an option', 'Region', custom(900, '9000'), 'EMEA'],
  ['the id of its field', 'Region', custom('900', 9001), 'APAC'],
  ['both', 'Region', custom('900', '9001'), 'APAC'],
  ['several options', 'Products', custom(901, ['1', 2]), 'One, Two'],
  ['an option that is gone', 'Region', custom(900, 9005), '9005 (not among its options)'],
  ['a number', 'Score', custom(905, '12.5'), '12.5'],
  ['text that looks like a number', 'Code', custom(906, '0012'), '0012'],
  ['an owner', 'owner', { assignee_id: '1' }, 'Ann Bell'],
  ['a stage', 'stage', { pipeline_stage_id: '101' }, 'Negotiation'],
  ['a pipeline', 'pipeline', { pipeline_id: '20' }, 'Enterprise'],
  ['an amount', 'value', { monetary_value: '500' }, '500'],
  ['a moment', 'created', { date_created: '1790000000' }, '2026-09-21T14:13'],
])('%s that came as text is shown as what it is', async (_, field, more, shown) => {
  const routes = { [path]: { rows: [deal(1, more)] }, '/custom_field_definitions': definitions };
  const { lines } = await onReplies(routes);
  expect((await lines('search_opportunities', { fields: [field] }))[2]).toBe(shown);
});

test.each<[string, JsonObject, string, boolean]>([
  ['a number in a range', custom(905, '12.5'), '12.25..13', true],
  ['a number below it', custom(905, '12.5'), '13.5..14', false],
  ['a number with spaces', custom(905, ' 7 '), '6..8', true],
  ['no number', custom(905, 'many'), '0.5..', false],
  ['no value', custom(905, null), '0.5..', false],
  ['empty text', custom(905, ''), '-1.5..', false],
  ['a negative number', custom(905, '-3.5'), '-4.5..0', true],
  ['an exponent', custom(905, '1e2'), '99.5..100.5', true],
  ['its field as text', custom('905', '1.5'), '1.5', true],
  ['a number', custom(905, 12.5), '12.5', true],
])('a filter here meets %s', async (_, more, value, found) => {
  const routes = { [path]: { rows: [deal(1, more)] }, '/custom_field_definitions': definitions };
  const { lines } = await onReplies(routes);
  const [head] = await lines('search_opportunities', { filters: [{ name: 'Score', value }] });
  expect(head).toBe(found ? 'opportunities 1-1 of 1' : 'opportunities: none match');
});

test('sums, totals and reasons have amounts that came as text', async () => {
  const rows = [deal(1, { monetary_value: '500' }), deal(2, { monetary_value: 250.5 })];
  const { lines } = await onReplies({ [path]: { rows } });
  const summed = await lines('summarize', { what: 'opportunities', by: 'status', measure: 'sum value' });
  expect(summed).toContain('(total)\t2\t750.5');
  expect(await lines('deals_needing_attention')).toContain('any\t2\t750.5 USD');
});

const amounts: readonly [string, readonly JsonObject[]][] = [
  ['one currency', [{}, {}]],
  ['two currencies', [{}, { monetary_unit: 'EUR' }]],
  ['one without a currency', [{}, { monetary_unit: null }]],
  ['none with a currency', [{ monetary_unit: null }, { monetary_unit: '' }]],
  ['an amount as text', [{ monetary_value: '250000' }, {}]],
  ['no amount', [{ monetary_value: null }, {}]],
  ['a currency that is a sentence', [{ monetary_unit: 'US dollars!' }, {}]],
  ['two pipelines', [{}, { pipeline_id: 20, pipeline_stage_id: 201 }]],
  ['two pipelines and currencies', [{ monetary_unit: 'GBP' }, { pipeline_id: 20, pipeline_stage_id: 201 }]],
  ['cents', [{ monetary_value: '0.1' }, { monetary_value: 0.2 }]],
  ['a pipeline of no name', [{ pipeline_id: 99, pipeline_stage_id: 999 }, {}]],
];

test.each(amounts)(
  'data with %s: numbers are numbers, names are names',
  async (_, [first = {}, second = {}]) => {
    const { data } = await onReplies({ [path]: { rows: [deal(1, first), deal(2, second)] } }, json);
    const answers = [await data('search_opportunities'), await data('deals_needing_attention')];
    for (const { columns, rows } of answers) {
      if (!Array.isArray(columns) || !Array.isArray(rows)) throw new Error('no table');
      const cells = (name: string) =>
        rows.map((row) => (Array.isArray(row) ? row[columns.indexOf(name)] : undefined));
      const given = [first, second].map(({ monetary_value: value = 100 }) =>
        value === null ? null : Number(value),
      );
      expect(cells('value').sort()).toEqual(given.sort());
      expect(columns).toContain('value');
      if (columns.includes('value_currency'))
        for (const unit of cells('value_currency'))
          expect(unit === null || typeof unit === 'string').toBe(true);
      for (const stage of cells('stage')) expect(['Negotiation', '999', 999]).toContain(stage);
      const ways = new Set([first, second].map(({ pipeline_id: id = 10 }) => id));
      expect(columns.includes('pipeline')).toBe(ways.size > 1);
    }
  },
);

test.each<[string, readonly JsonValue[], string | undefined]>([
  ['all in one', ['EUR', 'EUR'], 'value in EUR.'],
  ['one of two without', [null, 'EUR'], 'value in EUR, where a currency is given; 1 of 2 gives none.'],
  ['the second without', ['USD', null], 'value in USD, where a currency is given; 1 of 2 gives none.'],
  ['empty text', ['', 'GBP'], 'value in GBP, where a currency is given; 1 of 2 gives none.'],
  ['two of three without', [null, 'CHF', null], 'value in CHF, where a currency is given; 2 of 3 give none.'],
  [
    'three of four without',
    [null, 'JPY', null, ''],
    'value in JPY, where a currency is given; 3 of 4 give none.',
  ],
  ['none with one', [null, null], undefined],
  ['two currencies', ['EUR', 'USD'], undefined],
  [
    'two currencies and none',
    ['EUR', 'USD', null],
    'value: the currency is shown where one is given; 1 of 3 gives none.',
  ],
  [
    'two currencies and twice none',
    ['EUR', '', 'USD', null],
    'value: the currency is shown where one is given; 2 of 4 give none.',
  ],
])('amounts with %s', async (_, units, told) => {
  const rows = units.map((monetary_unit, at) => deal(at + 1, { monetary_unit }));
  // A deal without an amount has nothing to be told.
  rows.push(deal(99, { monetary_value: null, monetary_unit: null }));
  const { lines } = await onReplies({ [path]: { rows } });
  const notes = (await lines('search_opportunities', { fields: ['name', 'value'] })).filter((line) =>
    line.startsWith('note:'),
  );
  expect(notes).toEqual(told === undefined ? [] : [`note: ${told}`]);
});

test.each([
  ['huge', [1e308, 1e308], 'sum value'],
  ['three', [1e308, 9e307, 1], 'sum value'],
  ['below zero', [-1e308, -1e308], 'sum value'],
  ['as text', ['1e308', '1e308'], 'sum value'],
  ['average', [1e308, 1e308], 'average value'],
  ['median', [1.7e308, 1.7e308], 'median value'],
  ['weighted', [1e308, 1e308], 'weighted value'],
])('%s amounts: what cannot be added up is left out and told', async (_, values, measure) => {
  const rows = values.map((monetary_value, at) => deal(at + 1, { monetary_value }));
  const { lines } = await onReplies({ [path]: { rows } });
  const all = await lines('summarize', { what: 'opportunities', by: 'status', measure });
  expect(all.join('\n')).not.toMatch(/NaN|Infinity|∞/);
  expect(all).toContain(`(total)\t${values.length}`);
  expect(all).toContain(`note: ${measure} is left out where the numbers are too large to be added up.`);
});

test.each([[[1e307, 2]], [[0.1, 0.2]], [[9e15, 1]]])('amounts of %j are added up', async (values) => {
  const rows = values.map((monetary_value, at) => deal(at + 1, { monetary_value }));
  const { lines } = await onReplies({ [path]: { rows } });
  const all = await lines('summarize', { what: 'opportunities', by: 'status', measure: 'sum value' });
  expect(all).toContain(
    `(total)\t2\t${values[0] === 0.1 ? 0.3 : values.reduce((sum, value) => sum + value)}`,
  );
});

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/tool/json.ts';
import { parseAnswer } from '../../../questions/parsed-answer.ts';
import { openGivenAccount } from '../../given-account.ts';

const stages = [{ id: 101, name: 'Negotiation', win_probability: 50 }];
const deal = (
  id: number,
  [value, unit]: readonly [number, string | null],
  [converted, convertedUnit]: readonly [number, string | null],
): JsonObject => ({
  id,
  name: `Deal ${id}`,
  status: id % 2 === 0 ? 'Open' : 'Won',
  pipeline_id: 10,
  pipeline_stage_id: 101,
  win_probability: 50,
  monetary_value: value,
  monetary_unit: unit,
  converted_value: converted,
  converted_unit: convertedUnit,
  date_created: 1_780_000_000 + id,
});

const openDeals = async (...deals: readonly JsonObject[]) => {
  const client = await openGivenAccount({
    'GET /pipelines': [{ id: 10, name: 'Sales', is_revenue: true, stages }],
    'POST /opportunities/search': deals,
  });
  return async (measure: string | readonly string[], by: string[] = ['status']) => {
    const { text } = await client.call('summarize', { what: 'opportunities', by, measure });
    return { ...parseAnswer(text), text };
  };
};

describe('a converted value beside a value of other currencies says its own in every row', async () => {
  const ask = await openDeals(
    deal(1, [100, 'EUR'], [110, 'USD']),
    deal(2, [200, 'EUR'], [220, 'USD']),
    deal(3, [300, 'USD'], [300, 'USD']),
    deal(4, [0, null], [0, null]),
  );
  const inUsd = 'converted value in USD in every row.';
  const apart = (name: string) => `${name} in several currencies: one row for each, never added up.`;

  test.each([
    [['weighted value', 'average converted value'], 'weighted value'],
    [['converted value', 'value'], 'value'],
    [['value', 'max converted value'], 'value'],
    [['median value', 'min converted value', 'converted value'], 'value'],
  ])('%j', async (measure, main) => {
    const { notes, columns } = await ask(measure);
    expect(notes).toContain(inUsd);
    expect(notes.find((note) => note.startsWith(apart(main)))).toBeDefined();
    expect(notes.join(' ')).not.toContain('converted value in several');
    expect(columns).toContain('currency');
  });

  test('alone it is in one currency, and no row is split', async () => {
    const { notes, rows } = await ask('converted value');
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      'Won 2 410',
      'Open 2 220',
      '(total) 4 630',
    ]);
    expect(notes).toContain('converted value in USD.');
  });
});

test('of one currency each, both are said', async () => {
  const ask = await openDeals(deal(1, [100, 'EUR'], [110, 'USD']), deal(2, [200, 'EUR'], [220, 'USD']));
  const { notes } = await ask(['value', 'converted value']);
  expect(notes).toContain('value in EUR.');
  expect(notes).toContain('converted value in USD.');
});

test('converted values of several currencies are never added up beside values', async () => {
  const ask = await openDeals(deal(1, [100, 'EUR'], [110, 'USD']), deal(2, [200, 'EUR'], [190, 'GBP']));
  expect((await ask(['value', 'converted value'])).text).toBe(
    'invalid_input: converted value is in several currencies (GBP and USD): ask for it without other amounts, and each has a row of its own.',
  );
  expect((await ask('converted value', [])).rows.map((row) => Object.values(row).join(' '))).toEqual([
    'USD 1 110',
    'GBP 1 190',
  ]);
});

describe('amounts without any currency are said to be added up as if they were in one', async () => {
  const unit = 'This Copper returns no currencies: amounts are compared and added up as if all were in one.';
  const without = ({ monetary_unit: _, ...row }: JsonObject): JsonObject => row;
  const given = [deal(1, [100, null], [0, null]), deal(2, [200, null], [0, null])];
  const ask = await openDeals(...given.map(without));

  test.each(['value', 'average value', 'weighted value', 'max value'])('%s', async (measure) => {
    expect((await ask(measure)).notes).toContain(unit);
  });

  test('not of a count, nor where one currency is given', async () => {
    expect((await ask([])).notes).not.toContain(unit);
    const known = await openDeals(deal(1, [100, 'EUR'], [0, null]), deal(2, [200, null], [0, null]));
    expect((await known('value')).notes).not.toContain(unit);
  });
});

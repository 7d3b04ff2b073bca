import { expect, test } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import { deal, onReplies } from './given-replies.ts';

const path = '/opportunities/search';
const json = { COPPER_FORMAT: 'json' };

/** The cells of a column in one of an answer's tables, its totals included; undefined where it has no such column. */
function cellsOf(answer: JsonObject, name: string, kind?: string): JsonValue[] | undefined {
  const tables = [answer, ...[answer.parts ?? []].flat()].filter(isObject);
  const { columns, rows, totals = [] } = tables.find((one) => kind === undefined || one.kind === kind) ?? {};
  const at = [columns ?? []].flat().indexOf(name);
  const all = [...(Array.isArray(rows) ? rows : []), ...(Array.isArray(totals) ? totals : [])];
  return at === -1 ? undefined : all.map((row) => (Array.isArray(row) ? (row[at] ?? null) : null));
}

test.each<[string, string, JsonObject, JsonObject, JsonValue[]]>([
  ['a name that is a number', 'name', { name: 2026 }, {}, ['2026', 'Deal 2']],
  ['a company that is a number', 'company', { company_name: 123 }, { company_name: 'Acme' }, ['123', 'Acme']],
  ['a name that is a flag', 'name', { name: true }, {}, ['true', 'Deal 2']],
  ['an owner without a name', 'owner', { assignee_id: 99 }, {}, ['99', 'Ann Bell']],
  ['a stage without a name', 'stage', { pipeline_stage_id: 999 }, {}, ['999', 'Negotiation']],
  ['a status that is a number', 'status', { status: 1 }, {}, ['1', 'Open']],
  ['tags that are numbers', 'tags', { tags: [1, 'b'] }, { tags: 7 }, ['1, b', '7']],
  ['details that are a number', 'details', { details: 5 }, { details: 'five' }, ['5', 'five']],
  ['an amount in text', 'value', { monetary_value: '5' }, {}, [5, 100]],
  [
    'a count by its name in Copper',
    'interaction_count',
    { interaction_count: 3 },
    { interaction_count: 4 },
    [3, 4],
  ],
])('%s has the type of its column', async (_, field, first, second, cells) => {
  const { data } = await onReplies({ [path]: { rows: [deal(1, first), deal(2, second)] } }, json);
  const answer = await data('search_opportunities', { fields: ['id', field] });
  expect(cellsOf(answer, field)).toEqual(cells);
});

const money = (value: JsonValue, unit: JsonValue) => ({ monetary_value: value, monetary_unit: unit });

test.each<[string, JsonObject[], Record<string, JsonValue[] | undefined>]>([
  ['one currency', [money(5, 'USD'), money(6, 'USD')], { value: [11], value_currency: ['USD'] }],
  [
    'two currencies',
    [money(5, 'USD'), money(7, 'EUR'), money(1, 'USD')],
    { value: [7], value_currency: ['EUR'], value_2: [6], value_2_currency: ['USD'] },
  ],
  ['no currency', [money(5, null)], { value: [5], value_currency: [null] }],
  [
    'some without a currency',
    [money(5, null), money(50, 'USD')],
    { value: [50], value_currency: ['USD'], value_2: [5], value_2_currency: [null] },
  ],
  ['no value', [money(null, null)], { deals: [1], value: undefined }],
  ['amounts in text', [money('5.5', 'GBP')], { value: [5.5], value_currency: ['GBP'] }],
  ['negative amounts', [money(-5, 'USD')], { value: [-5], value_currency: ['USD'] }],
  ['cents', [money(0.1, 'USD'), money(0.2, 'USD')], { value: [0.3], value_currency: ['USD'] }],
  [
    'amounts too large to be added up',
    [money(Number.MAX_VALUE, 'USD'), money(Number.MAX_VALUE, 'USD')],
    { value: undefined, value_currency: ['USD'] },
  ],
  [
    'three currencies',
    [money(3, 'USD'), money(2, 'EUR'), money(1, 'CLP')],
    { value: [3], value_currency: ['USD'], value_2: [2], value_3: [1], value_3_currency: ['CLP'] },
  ],
])('counts of deals with %s: numbers, and their currency beside them', async (_, rows, expected) => {
  const all = rows.map((more, at) => deal(at + 1, { assignee_id: null, ...more }));
  const { data } = await onReplies({ [path]: { rows: all } }, json);
  const answer = await data('deals_needing_attention', { reasons: ['no_owner'], limit: 0 });
  for (const [name, cells] of Object.entries(expected))
    expect([name, cellsOf(answer, name)]).toEqual([name, cells]);
  const isTooLarge = JSON.stringify(answer.notes).includes('If value is null but has a currency');
  expect(isTooLarge).toBe(_.startsWith('amounts too large'));
});

test('what is not known is null in data, beside numbers', async () => {
  const { data, lines } = await onReplies({ [path]: { rows: [deal(1), deal(2)] } }, json);
  const input = { reasons: ['silent', 'no_owner'], limit: 0 };
  const deals = cellsOf(await data('deals_needing_attention', input), 'deals');
  expect(deals?.filter((cell) => cell !== null && typeof cell !== 'number')).toEqual([]);
  expect(await lines('deals_needing_attention', input)).not.toContain('not known');
});

test.each<[string, string, JsonObject[], JsonValue[] | undefined]>([
  ['one currency', 'sum value', [money(5, 'USD'), money(6, 'USD')], ['USD', 'USD']],
  ['no currency', 'sum value', [money(5, null)], [null, null]],
  ['no currency and a weighted value', 'weighted value', [money(5, null)], [null, null]],
  ['no money', 'count', [money(5, 'USD')], undefined],
  ['two currencies', 'sum value', [money(5, 'USD'), money(6, 'EUR')], ['USD', 'EUR', 'USD', 'EUR']],
])('a summary with %s says it in a column: %s', async (_, measure, rows, currencies) => {
  const all = rows.map((more, at) => deal(at + 1, more));
  const { data } = await onReplies({ [path]: { rows: all } }, json);
  const answer = await data('summarize', { what: 'opportunities', by: 'status', measure });
  expect(cellsOf(answer, 'currency')).toEqual(currencies);
});

const emails = (...all: JsonValue[]) => ({ emails: all.map((email) => ({ email, category: 'work' })) });
const phones = (...all: JsonValue[]) => ({
  phone_numbers: all.map((number) => ({ number, category: 'work' })),
});

test.each<[string, string, JsonObject, JsonValue, JsonValue | undefined]>([
  ['one address', 'email', emails('a@x.example'), 'a@x.example', 0],
  ['two addresses', 'email', emails('a@x.example', 'b@x.example'), 'a@x.example', 1],
  ['four addresses', 'email', emails('a@x', 'b@x', 'c@x', 'd@x'), 'a@x', 3],
  ['an empty one in front', 'email', emails('', 'b@x.example'), 'b@x.example', 0],
  ['none behind', 'email', emails('a@x.example', null), 'a@x.example', 0],
  ['one number', 'phone', phones('123'), '123', 0],
  ['two numbers', 'phone', phones('123', '456'), '123', 1],
  ['a number that is no text', 'phone', phones(123, 456), '123', 1],
  ['no list', 'email', { emails: { email: 'a@x.example' } }, 'a@x.example', 0],
  ['an empty list', 'email', emails(), null, undefined],
  ['no field', 'phone', {}, null, undefined],
])('%s: the first one in data, and how many more there are (%s)', async (_, field, more, first, others) => {
  const person = { id: 1, name: 'Jane', ...more };
  const { data } = await onReplies({ '/people/search': { rows: [person] } }, json);
  const answer = await data('search_people', { fields: ['id', field] });
  expect(cellsOf(answer, field)?.[0] ?? null).toBe(first);
  expect(cellsOf(answer, `${field}_more`)?.[0]).toBe(others);
});

test.each([
  ['9007199254740991', 9_007_199_254_740_991, false],
  ['9007199254740992', '9007199254740992', true],
  ['9007199254740993', '9007199254740993', true],
  ['12345678901234567890', '12345678901234567890', true],
  ['7', 7, false],
])('the id %s is exact in data, and one that is a text is said to be one', async (id, cell, said) => {
  const { data } = await onReplies({ [path]: { rows: [deal(id)] } }, json);
  const answer = await data('search_opportunities', { fields: ['id'] });
  expect(cellsOf(answer, 'id')).toEqual([cell]);
  expect(JSON.stringify(answer.notes).includes('id above 2^53 - 1 as text')).toBe(said);
});

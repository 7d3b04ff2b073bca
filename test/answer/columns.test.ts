import { expect, test } from 'vitest';
import { pickColumns } from '../../src/answer/columns.ts';
import { separateColumns } from '../../src/answer/data-columns.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { CustomField, Entity, NameResolver } from '../../src/tool/names.ts';
import { type Column, defineRecord, numberField, textField } from '../../src/tool/record.ts';
import type { Returns } from '../../src/tool/tool.ts';

const deal = defineRecord({
  name: 'opportunity',
  plural: 'opportunities',
  entity: 'opportunity',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    value: numberField('monetary_value', 'monetary_unit'),
    city: textField('address.city'),
    details: textField('details'),
  },
  shown: ['id', 'name', 'value'],
});
const tag = defineRecord({
  name: 'tag',
  plural: 'tags',
  fields: { name: textField('name') },
  shown: ['name'],
});

const region: CustomField = {
  id: 11,
  name: 'Región',
  type: 'Dropdown',
  options: [
    { id: 1, name: 'EMEA' },
    { id: 2, name: 'APAC' },
  ],
};
const custom: CustomField[] = [
  region,
  { ...region, id: 12, name: 'Products', type: 'MultiSelect' },
  { id: 13, name: 'Renewal', type: 'Date', options: [] },
  { id: 14, name: 'Score', type: 'Float', options: [] },
  { id: 15, name: 'VIP', type: 'Checkbox', options: [] },
  { id: 16, name: 'R+D', type: 'String', options: [] },
  { id: 17, name: 'Won, why', type: 'String', options: [] },
];

/** Names that know custom fields only, and count how often they are asked. */
function book() {
  const asked: Entity[] = [];
  const names: NameResolver = {
    find: async () => [],
    all: async () => [],
    labels: async () => new Map(),
    match: async () => undefined,
    tag: async (text) => [text],
    matchTag: async () => undefined,
    customFields: async (entity) => {
      asked.push(entity);
      return custom;
    },
  };
  return { picking: { names, note: () => undefined, accountId: undefined }, asked };
}

const page: Returns = { form: 'page', record: deal };
const columns = async (fields: string[] | undefined, returns = page) =>
  (await pickColumns(returns, fields, book().picking)).map(({ name }) => name);
const labels = ['Región', 'Products', 'Renewal', 'Score', 'VIP', 'R+D', 'Won, why'];

test.each<[string, string[] | undefined, string[]]>([
  ['the usual ones', undefined, ['id', 'name', 'value']],
  ['those asked for, in that order', ['details', 'id'], ['details', 'id']],
  ['one beside the usual ones', ['+details'], ['id', 'name', 'value', 'details']],
  ['several beside the usual ones', ['+details', '+ city'], ['id', 'name', 'value', 'details', 'city']],
  ['a plus among others, which means nothing', ['id', '+city'], ['id', 'city']],
  ["Copper's own name", ['monetary_value', 'monetary_unit'], ['monetary_value', 'monetary_unit']],
  ['a custom field by its label', ['id', 'region'], ['id', 'Región']],
  ['a custom field with a plus in its label', ['R+D'], ['R+D']],
  ['a custom field by its id', ['13'], ['Renewal']],
  ['a custom field beside the usual ones', ['+Score'], ['id', 'name', 'value', 'Score']],
  ['all', ['*'], ['id', 'name', 'value', 'city', 'details', ...labels]],
  ['all, once', ['*', 'id', 'Score'], ['id', 'name', 'value', 'city', 'details', ...labels]],
  ['several in one text', ['id, details,score'], ['id', 'details', 'Score']],
  ['a label that has a comma', ['id', 'Won, why'], ['id', 'Won, why']],
  ['a field in another case', ['Name', 'VALUE'], ['name', 'value']],
  ['each once', ['id', 'id', ' name '], ['id', 'name']],
])('shows %s', async (_, fields, expected) => {
  expect(await columns(fields)).toEqual(expected);
});

test('one record shows all it has; a list row of no kind its usual fields', async () => {
  expect(await columns(undefined, { form: 'one', record: deal })).toEqual(await columns(['*']));
  expect(await columns(undefined, { form: 'one', record: tag })).toEqual(['name']);
  expect(await columns(['name'], { form: 'one', record: deal })).toEqual(['name']);
});

test.each<[string, string[] | undefined, number]>([
  ['usual fields', undefined, 0],
  ['fields of ours', ['id', '+details'], 0],
  ['a label', ['Score', 'VIP'], 1],
  ['all', ['*'], 1],
])('definitions are asked for only where they are needed: %s', async (_, fields, times) => {
  const { picking, asked } = book();
  await pickColumns(page, fields, picking);
  expect(asked).toEqual(Array.from({ length: times }, () => 'opportunity'));
});

test('what was asked for by name is told from the rest', async () => {
  const asked = async (fields: string[]) =>
    (await pickColumns(page, fields, book().picking))
      .filter((column) => column.requested)
      .map(({ name }) => name);
  expect(await asked(['+details', '+Score'])).toEqual(['details', 'Score']);
  expect(await asked(['*'])).toEqual([]);
});

test.each<[string, string, unknown, unknown, string]>([
  ['an option by its name', 'Región', 2, 'APAC', 'text'],
  ['an option that is gone', 'Región', 9, '9 (not among its options)', 'text'],
  ['an option as text', 'Región', '1', 'EMEA', 'text'],
  ['several options', 'Products', [1, 2, 9], ['EMEA', 'APAC', '9 (not among its options)'], 'text'],
  ['nothing', 'Región', null, null, 'text'],
  ['a day', 'Renewal', 1_795_000_000, 1_795_000_000, 'day'],
  ['a number', 'Score', 1.5, 1.5, 'number'],
  ['yes or no', 'VIP', true, true, 'flag'],
])('a custom field shows %s', async (_, label, value, expected, as) => {
  const [column] = await pickColumns(page, [label], book().picking);
  const id = column?.customFieldId;
  const row: unknown = {
    custom_fields: [null, { custom_field_definition_id: 0 }, { custom_field_definition_id: id, value }],
  };
  expect(column?.field.kind).toBe(as);
  expect(column?.field.read(JSON.parse(JSON.stringify(row)))).toEqual(expected);
  expect(column?.field.read({ custom_fields: null })).toBeUndefined();
});

test('a computed value comes before the stored one', async () => {
  const [column] = await pickColumns(page, ['Score'], book().picking);
  const one = { custom_field_definition_id: 14, value: 3, computed_value: 7 };
  expect(column?.field.read({ custom_fields: [one] })).toBe(7);
});

test("Copper's own name shows the raw value", async () => {
  const [column] = await pickColumns(page, ['address'], book().picking);
  expect(column?.field.kind).toBe('raw');
  expect(column?.field.read({ address: { city: 'Scranton' } })).toEqual({ city: 'Scranton' });
});

test('an unknown field is told with the nearest, and with all there are', async () => {
  await expect(columns(['detials'])).rejects.toMatchObject({
    kind: 'unknown_name',
    message:
      'opportunities have no field "detials". Nearest: details. Fields: id, name, value, city, details, and custom fields by label. list_custom_field_definitions lists those.',
  });
  await expect(columns(['Scor'])).rejects.toThrow('Nearest: Score');
  await expect(columns(['toString'])).rejects.toThrow('have no field "toString"');
  await expect(columns([''])).rejects.toThrow('have no field ""');
  await expect(columns(['nam'], { form: 'list', record: tag })).rejects.toThrow(
    'tags have no field "nam". Nearest: name. Fields: name.',
  );
});

test.each<[string, readonly JsonObject[], boolean]>([
  ['some rows have an amount', [{ monetary_value: null }, { monetary_value: 5, monetary_unit: 'USD' }], true],
  ['an amount is 0', [{ monetary_value: 0 }], true],
  ['an amount came as text', [{ monetary_value: '5' }], true],
  ['no row has an amount', [{ monetary_value: null, monetary_unit: 'USD' }, {}], false],
  ['an amount is an empty text', [{ monetary_value: '' }], false],
  ['there is no row', [], false],
])('the currency stands beside its amounts even where it is empty, if %s: %j', (_, rows, isKept) => {
  const value: Column = {
    name: 'value',
    field: numberField('monetary_value', 'monetary_unit'),
    requested: false,
  };
  const [amount, currency] = separateColumns([value], rows);
  expect(amount?.name).toBe('value');
  expect(currency).toMatchObject({ name: 'value_currency', dataOnly: isKept });
});

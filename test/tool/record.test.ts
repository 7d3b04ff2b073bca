import { expect, test } from 'vitest';
import {
  contactField,
  dayField,
  defineRecord,
  derivedField,
  flagField,
  nameField,
  numberField,
  readPath,
  referenceField,
  textField,
  timeField,
} from '../../src/tool/record.ts';

const row = {
  id: 7,
  address: { city: 'Scranton', lines: ['a', 'b'] },
  emails: [{ email: 'a@b.test' }, { category: 'work' }, { email: 'c@d.test' }],
  groups: [{ names: ['x', 'y'] }, { names: ['z'] }],
  leads: [null, 5, { id: 3 }],
  empty: [],
  none: null,
};

test.each<[string, string, unknown]>([
  ['a value', 'id', 7],
  ['a part of an object', 'address.city', 'Scranton'],
  ['a list inside', 'address.lines', ['a', 'b']],
  ['one value of each item', 'emails.email', ['a@b.test', 'c@d.test']],
  ['the values of lists in lists, in one list', 'groups.names', ['x', 'y', 'z']],
  ['items that are no objects', 'leads.id', [3]],
  ['an empty list', 'empty.email', []],
  ['null', 'none', null],
  ['what is in null', 'none.city', undefined],
  ['what is in a number', 'id.city', undefined],
  ['what is not there', 'address.street', undefined],
  ['what every object has from birth', 'toString', undefined],
])('reads %s', (_, path, expected) => {
  expect(readPath(row, path.split('.'))).toEqual(expected);
});

test.each([
  ['text', textField('address.city'), { kind: 'text', sourceFields: ['address'] }],
  ['first', contactField('emails.email'), { kind: 'text', sourceFields: ['emails'] }],
  ['number', numberField('value'), { kind: 'number', sourceFields: ['value'] }],
  ['flag', flagField('on'), { kind: 'flag', sourceFields: ['on'] }],
  ['day', dayField('close_date'), { kind: 'day', sourceFields: ['close_date'] }],
  ['time', timeField('due'), { kind: 'time', sourceFields: ['due'] }],
  [
    'named',
    nameField('assignee_id', 'user'),
    { kind: 'name', nameKind: 'user', sourceFields: ['assignee_id'] },
  ],
  ['reference', referenceField('parent'), { kind: 'record', sourceFields: ['parent'] }],
  ['reference to the row itself', referenceField(''), { kind: 'record', sourceFields: ['id', 'type'] }],
  ['derived', derivedField(['a', 'b'], () => 'x'), { kind: 'text', sourceFields: ['a', 'b'] }],
])('%s says how it is shown and what it needs', (_, field, expected) => {
  expect(field).toMatchObject(expected);
});

test('what stands beside a value is needed, too', () => {
  expect(numberField('value', 'unit')).toMatchObject({
    sourceFields: ['value', 'unit'],
    qualifier: { sourceFields: ['unit'] },
  });
  const stage = nameField('stage_id', 'stage', nameField('pipeline_id', 'pipeline'));
  expect(stage).toMatchObject({
    sourceFields: ['stage_id', 'pipeline_id'],
    qualifier: { nameKind: 'pipeline' },
  });
});

test('a reference to the row itself reads the row', () => {
  expect(referenceField('').read(row)).toBe(row);
});

test('a record cannot show what it does not have', () => {
  const one = { name: 'tag', plural: 'tags', fields: { name: textField('name') } };
  expect(defineRecord({ ...one, shown: ['name'] }).shown).toEqual(['name']);
  expect(() => defineRecord({ ...one, shown: ['name', 'toString'] })).toThrow('tag has no field toString');
});

import { expect, test } from 'vitest';
import { colleaguesIn, contactsIn, lastContact } from '../../../../tools/reports/brief/last-contact.ts';

const types = [
  { id: 0, category: 'user', name: 'Note', count_as_interaction: false },
  { id: 1, category: 'user', name: 'Meeting', count_as_interaction: true },
  { id: 1, category: 'system', name: 'Property Changed', count_as_interaction: false },
];
const happened = (at: number, id: number, category = 'user', user: number | null = 7) => ({
  id: at,
  activity_date: at,
  user_id: user,
  type: { id, category },
});

test('only types that count as a contact, by id and category', () => {
  const meeting = happened(30, 1);
  expect(contactsIn([happened(40, 0), meeting, happened(20, 1, 'system')], types)).toEqual([meeting]);
  expect(contactsIn([meeting], [])).toEqual([]);
  expect(contactsIn([{ id: 1, is_deleted: true }], types)).toEqual([]);
});

test.each([
  ['the newest activity', [500, 400], [500], { at: 500, by: true }],
  ['the newest activity, whose record lags by seconds', [500], [540], { at: 500, by: true }],
  ['an activity that is later than the record knows', [500], [100, null], { at: 500, by: true }],
  ['a date of the record that no activity explains', [500], [900], { at: 900, by: false }],
  ['the latest date of several people', [], [100, 300, undefined], { at: 300, by: false }],
  ['nothing', [], [null, undefined], undefined],
])('the last contact is %s', (_, activities, dates, expected) => {
  const found = lastContact(
    activities.map((at) => happened(at, 1)),
    dates,
  );
  expect(found && { at: found.at, by: found.activity !== undefined }).toEqual(expected);
});

test('who of us talked to them: how often and when last, the latest first', () => {
  const contacts = [
    happened(50, 1, 'user', 8),
    happened(40, 1),
    happened(30, 1),
    happened(20, 1, 'user', null),
  ];
  expect(colleaguesIn(contacts)).toEqual([
    { user_id: 8, contacts: 1, last: 50 },
    { user_id: 7, contacts: 2, last: 40 },
  ]);
});

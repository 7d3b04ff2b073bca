import { expect, test } from 'vitest';
import {
  colleaguesIn,
  contactTypes,
  lastContact,
  sortContacts,
} from '../../../../tools/reports/brief/last-contact.ts';

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
  const known = contactTypes(types, []);
  const sort = (activities: readonly ReturnType<typeof happened>[]) => sortContacts(activities, known);
  expect(sort([happened(40, 0), meeting, happened(20, 1, 'system')])).toEqual({
    contacts: [meeting],
    unsure: [],
  });
  expect(sortContacts([{ id: 1, is_deleted: true }], known)).toEqual({ contacts: [], unsure: [] });
});

const bare = types.map(({ id, category, name }) => ({ id, category, name }));
const [note, meeting, change] = [happened(40, 0), happened(30, 1), happened(20, 1, 'system')];

test.each([
  ['no list says it: all of users', bare, [], [note, meeting], [note, meeting]],
  ['no list was read: all of users', [], [], [note, meeting], [note, meeting]],
  ['the other list says it', bare, [{ id: 1, name: 'Meeting', is_interaction: true }], [meeting], [note]],
  ['by its older name', bare, [{ id: 1, name: 'Meeting', count_as_interaction: true }], [meeting], [note]],
  ['the other list says no', bare, [{ id: 1, name: 'Meeting', is_interaction: false }], [], [note]],
  [
    'of another type with that id',
    bare,
    [{ id: 1, name: 'Lunch', is_interaction: true }],
    [note, meeting],
    [note, meeting],
  ],
  ['both lists: the first', types, [{ id: 0, name: 'Note', is_interaction: true }], [meeting], []],
])('which types count, where %s', (_, all, custom, contacts, unsure) => {
  expect(sortContacts([note, meeting, change], contactTypes(all, custom))).toEqual({ contacts, unsure });
});

test.each([
  ['that date', [500, 400], [400], true, { at: 400, by: true }],
  ['that date, which no activity explains', [500], [300], true, { at: 300, by: false }],
  ['none, as Copper says', [500], [null], true, undefined],
  ['a guess, where Copper says nothing', [500, 400], [], false, { at: 500, by: true }],
])(
  'of activities that may not count the last contact is %s',
  (_, activities, dates, isReturned, expected) => {
    const unsure = activities.map((at) => happened(at, 0));
    const found = lastContact({ contacts: unsure, unsure }, { dates, isReturned });
    expect(found && { at: found.at, by: found.activity !== undefined }).toEqual(expected);
  },
);

test.each([
  ['the newest activity', [500, 400], [500], { at: 500, by: true }],
  ['the newest activity, whose record lags by seconds', [500], [540], { at: 500, by: true }],
  ['an activity that is later than the record knows', [500], [100, null], { at: 500, by: true }],
  ['a date of the record that no activity explains', [500], [900], { at: 900, by: false }],
  ['the latest date of several people', [], [100, 300, undefined], { at: 300, by: false }],
  ['nothing', [], [null, undefined], undefined],
])('the last contact is %s', (_, activities, dates, expected) => {
  const contacts = activities.map((at) => happened(at, 1));
  const found = lastContact({ contacts, unsure: [] }, { dates, isReturned: true });
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

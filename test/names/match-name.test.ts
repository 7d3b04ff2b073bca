import { expect, test } from 'vitest';
import { matchName } from '../../src/names/match-name.ts';
import { nameLists } from '../../src/names/name-lists.ts';
import { unknownNameError } from '../../src/names/unknown-name.ts';
import type { NameEntry } from '../../src/tool/names.ts';

const entry = (id: number, name: string, more: Partial<NameEntry> = {}): NameEntry => ({
  id,
  key: String(id),
  name,
  ...more,
});
const user = (id: number, name: string) =>
  entry(id, name, { email: `${name.toLowerCase().replace(' ', '.')}@acme.test` });

const users = [
  user(1, 'Dana Li'),
  user(2, 'Jane Park'),
  user(3, 'Jane Smith'),
  user(4, 'Sam Li'),
  user(5, 'Sam Li'),
];
const sales = entry(10, 'Sales');
const enterprise = entry(20, 'Enterprise');
const stages = [
  entry(1, 'Qualifying', { pipeline: sales }),
  entry(2, 'Negotiation', { pipeline: sales }),
  entry(3, 'Negotiation', { pipeline: enterprise }),
  entry(4, 'Contract sent', { pipeline: enterprise }),
  entry(5, '★', { pipeline: sales }),
];
const statuses = [entry(1, 'New'), entry(2, 'Newly assigned'), entry(3, 'Nevada')];
const types = [
  entry(0, 'Note', { key: 'user:0', category: 'user' }),
  entry(1, 'Call', { key: 'user:1', category: 'user' }),
  entry(1, 'Stage Change', { key: 'system:1', category: 'system' }),
];

const names = (entries: readonly NameEntry[]) => entries.map(({ name }) => name);
const ids = (found: ReturnType<typeof matchName>) => found?.entries.map(({ id }) => id);

test.each([
  ['whole', 'Dana Li', [1]],
  ['in another case, with spaces', '  dana  LI ', [1]],
  ['an e-mail', 'Jane.Park@ACME.test', [2]],
  ['the beginnings of both names', 'ja sm', [3]],
  ['in the other order', 'park jane', [2]],
  ['a first name', 'dana', [1]],
  ['an id', ' 3 ', [3]],
])('a user, %s', (_, text, expected) => {
  const match = matchName(text, users, nameLists.user);
  expect(ids(match)).toEqual(expected);
  expect(match?.note).toBeUndefined();
});

test.each([
  ['Jane', 'Jane Park <jane.park@acme.test>; Jane Smith <jane.smith@acme.test>'],
  ['Sam Li', 'Sam Li <sam.li@acme.test>; Sam Li <sam.li@acme.test>'],
  ['sam', 'Sam Li <sam.li@acme.test>; Sam Li <sam.li@acme.test>'],
])('users must be distinguished: %s', (text, listed) => {
  expect(() => matchName(text, users, nameLists.user)).toThrow(
    expect.objectContaining({
      kind: 'unknown_name',
      message: `"${text}" matches several users: ${listed}. Specify one.`,
    }),
  );
});

test('of many people six are named', () => {
  const many = Array.from({ length: 9 }, (_, id) => user(id, `Ann ${id}`));
  expect(() => matchName('ann', many, nameLists.user)).toThrow(
    /Ann 5 <ann\.5@acme\.test> and 3 more\. Specify one\./,
  );
});

test.each<[string, string, number[], string | undefined]>([
  ['whole', 'qualifying', [1], undefined],
  [
    'in two pipelines, both included',
    'Negotiation',
    [2, 3],
    'stage "Negotiation" exists in Sales and Enterprise; it stands for both.',
  ],
  ['the beginning', 'qual', [1], '"qual" was read as stage "Qualifying".'],
  [
    'the beginning, in two pipelines',
    'nego',
    [2, 3],
    '"nego" was read as stage "Negotiation". stage "Negotiation" exists in Sales and Enterprise; it stands for both.',
  ],
  ['some of its words', 'sent', [4], '"sent" was read as stage "Contract sent".'],
  ['an id', '4', [4], undefined],
])('a stage, %s', (_, text, expected, note) => {
  const match = matchName(text, stages, nameLists.stage);
  expect(ids(match)).toEqual(expected);
  expect(match?.note).toBe(note);
});

test('three of one name are all included; without a pipeline they are shown by id', () => {
  const three = [7, 8, 9].map((id) => entry(id, 'Won'));
  expect(matchName('won', three, nameLists.stage)?.note).toBe(
    'stage "won" exists in id 7, id 8 and id 9; it stands for all 3.',
  );
});

test('a whole name wins over those that begin with it; beginnings of several do not', () => {
  expect(ids(matchName('new', statuses, nameLists.lead_status))).toEqual([1]);
  expect(() => matchName('ne', statuses, nameLists.lead_status)).toThrow(
    '"ne" matches several lead statuses: New (id 1); Newly assigned (id 2); Nevada (id 3). Specify one.',
  );
});

test.each<[string, number[], string | undefined]>([
  ['user:0', [0], undefined],
  ['stage change', [1], undefined],
  ['1', [1, 1], 'activity type "1" exists in user and system; it stands for both.'],
])('an activity type: %s', (text, expected, note) => {
  const match = matchName(text, types, nameLists.activity_type);
  expect(ids(match)).toEqual(expected);
  expect(match?.note).toBe(note);
});

test.each(['', '  ', '!!!', 'zzz', 'egotiation', 'Dana'])('"%s" is not a stage', (text) => {
  expect(matchName(text, stages, nameLists.stage)).toBeUndefined();
});

test.each<[string, readonly NameEntry[], string]>([
  [
    'few, which are all listed',
    statuses,
    'There is no lead status "Nwe". Available: New, Newly assigned, Nevada. list_lead_statuses lists all.',
  ],
  ['none', [], 'There is no lead status "Nwe". Available: none. list_lead_statuses lists all.'],
])('an unknown name among %s', (_, entries, message) => {
  const error = unknownNameError('Nwe', names(entries), nameLists.lead_status);
  expect(error.kind).toBe('unknown_name');
  expect(error.message).toBe(message);
});

test('several names in one text should be a list', () => {
  expect(unknownNameError('New, Nevada', names(statuses), nameLists.lead_status).message).toMatch(
    / list_lead_statuses lists all\. Give several as a list, not in one text\.$/,
  );
});

test('of many only the nearest are listed', () => {
  const many = Array.from({ length: 9 }, (_, id) => entry(id, `Stage ${id}`));
  expect(unknownNameError('Stagee 3', [...names(many), 'Live'], nameLists.stage).message).toMatch(
    /^There is no stage "Stagee 3"\. Nearest: Stage 3, .*\. list_pipelines lists all\.$/,
  );
  expect(unknownNameError('x'.repeat(100), names(many), nameLists.stage).message).toBe(
    `There is no stage "${'x'.repeat(60)}…". list_pipelines lists all.`,
  );
});

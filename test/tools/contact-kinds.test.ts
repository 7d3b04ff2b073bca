import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import { onReplies } from '../answer/given-replies.ts';

const phones = (...given: readonly [number: JsonValue, category?: JsonValue][]) =>
  given.map(([number, category]): JsonObject => (category === undefined ? { number } : { number, category }));
const emails = (...given: readonly [email: string, category?: string][]) =>
  given.map(([email, category]): JsonObject => (category === undefined ? { email } : { email, category }));

/** What a person has, how one record shows it, and how a list does. */
const cases: [what: string, row: JsonObject, one: string | undefined, listed: string][] = [
  ['one number', { phone_numbers: phones(['1', 'work']) }, 'phone: 1 (work)', '1'],
  [
    'three numbers',
    { phone_numbers: phones(['1', 'work'], ['2', 'mobile'], ['3', 'home']) },
    'phone: 1 (work), 2 (mobile), 3 (home)',
    '1 (+2)',
  ],
  ['numbers without a kind', { phone_numbers: phones(['1'], ['2']) }, 'phone: 1, 2', '1 (+1)'],
  [
    'some without a kind',
    { phone_numbers: phones(['1', null], ['2', 'fax']) },
    'phone: 1, 2 (fax)',
    '1 (+1)',
  ],
  ['a blank kind', { phone_numbers: phones(['1', ' '], ['2', '']) }, 'phone: 1, 2', '1 (+1)'],
  ['a kind that is no text', { phone_numbers: phones(['1', 5]) }, 'phone: 1', '1'],
  ['a kind on several lines', { phone_numbers: phones(['1', 'my\nphone']) }, 'phone: 1 (my phone)', '1'],
  [
    'an empty number among others',
    { phone_numbers: phones(['', 'work'], ['2', 'home']) },
    'phone: 2 (home)',
    '2',
  ],
  [
    'a number that is a number',
    { phone_numbers: phones([4155550100, 'work']) },
    'phone: 4155550100 (work)',
    '4155550100',
  ],
  ['one e-mail', { emails: emails(['a@x.test', 'work']) }, 'email: a@x.test (work)', 'a@x.test'],
  [
    'several e-mails',
    { emails: emails(['a@x.test', 'work'], ['b@x.test', 'personal'], ['c@x.test']) },
    'email: a@x.test (work), b@x.test (personal), c@x.test',
    'a@x.test (+2)',
  ],
  ['none', { phone_numbers: [], emails: [] }, undefined, ''],
  ['null', { phone_numbers: null, emails: null }, undefined, ''],
];

describe('e-mail addresses and phone numbers', () => {
  const given = (row: JsonObject) => {
    const person = { id: 7, name: 'Jane Doe', ...row };
    return { '/people/search': { rows: [person] }, '/people/fetch_by_email': { json: person } };
  };
  const lineOf = (text: string) => text.split('\n').find((line) => /^(?:phone|email):/.test(line));

  test.each(cases)('%s: all with their kinds in one record', async (_, row, one) => {
    const { call } = await onReplies(given(row));
    const { text } = await call('get_person_by_email', { email: 'a@x.test' });
    expect(lineOf(text)).toBe(one);
  });

  test.each(cases)('%s: in a brief', async (_, row, one) => {
    const { call } = await onReplies(given(row));
    const { text } = await call('brief', { about: 'person 7' });
    expect(lineOf(text)).toBe(one);
  });

  test.each(cases)('%s: the first and how many more in a list', async (_, row, __, listed) => {
    const { call } = await onReplies(given(row));
    const { text } = await call('search_people', { fields: ['id', 'phone', 'email'] });
    const [, cells] = text.split('\n').slice(1);
    expect(cells?.split('\t').slice(1).join('')).toBe(listed);
  });

  test('as data, the value alone, how many more there are, and all of them', async () => {
    const { data } = await onReplies(given({ phone_numbers: phones(['1', 'work'], ['2']) }), {
      COPPER_FORMAT: 'json',
    });
    const { columns, rows } = await data('get_person_by_email', {
      email: 'a@x.test',
      fields: ['phone'],
    });
    expect([columns, rows]).toEqual([['phone', 'phone_more', 'phone_all'], [['1', 1, '1 (work), 2']]]);
  });

  test.each([
    ['get_person_by_email', { email: 'a@x.test (work)' }],
    ['find', { text: '+1 555 010 0199 (mobile)' }],
    ['find', { text: 'a@x.test (personal)' }],
    ['search_people', { emails: ['a@x.test (work)'] }],
    ['search_people', { name: '+1 555 010 0199 (work)' }],
    ['brief', { about: 'a@x.test (work)' }],
  ])('what is printed can be given back: %s %j', async (tool, input) => {
    const { call } = await onReplies(
      given({ phone_numbers: phones(['+1 555 010 0199', 'work']), emails: emails(['a@x.test']) }),
    );
    const { text, isError } = await call(tool, input);
    expect([isError, text]).toEqual([false, expect.stringContaining('Jane Doe')]);
  });
});

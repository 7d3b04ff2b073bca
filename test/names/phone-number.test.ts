import { describe, expect, test } from 'vitest';
import { phoneFit } from '../../src/names/phone-number.ts';
import { type GivenReply, onReplies } from '../answer/given-replies.ts';

test.each([
  ['+44 20 7946 6478', '+44 (0)20 7946-6478', 'same'],
  ['+44 20 7946 6478', '0044 20 7946 6478', 'same'],
  ['+44 20 7946 6478', '020 7946 6478', 'same'],
  ['020 7946 6478', '+442079466478', 'same'],
  ['(617) 555-2505', '+1 617.555.2505', 'same'],
  ['+1 617 555 2505', '6175552505', 'same'],
  ['tel:+16175552505', '+1 (617) 555-2505 ext. 12', 'same'],
  ['7946 6478', '+44 20 7946 6478', 'end'],
  ['946-6478', '+44 20 7946 6478', 'end'],
  ['66478', '+44 20 7946 6478', 'end'],
  ['+44 20 7946 6478', '7946 6478', 'part'],
  ['+44 20 7946 6478', '+44 161 946 6478', 'part'],
  ['+44 20 7946 6478', '+1 617 946 6478', 'part'],
  ['(617) 946-6478', '+44 20 7946 6478', 'part'],
  ['020 7946 6478', '0161 946 6478', 'part'],
  ['+44 20 7946 6478', '466478', undefined],
  ['+44 20 7946 6478', '+44 20 7946 6479', undefined],
  ['66479', '+44 20 7946 6478', undefined],
  ['+44 20 7946 6478', '', undefined],
])('asked for %s, the number %s fits: %s', (asked, number, fit) => {
  expect(phoneFit(asked, number)).toBe(fit);
});

const person = (id: number, ...numbers: readonly string[]) => ({
  id,
  name: `Person ${id}`,
  company_name: 'Acme',
  emails: [],
  phone_numbers: numbers.map((number) => ({ number, category: 'work' })),
});

/** A Copper whose search for a number also finds others, as it does. */
const having = (...rows: readonly ReturnType<typeof person>[]): Record<string, GivenReply> => ({
  '/people/search': { rows },
});
const asked = '+44 20 7946 6478';
const guess = 'has exactly the phone number "+44 20 7946 6478"; only the last digits are the same.';

describe('those with a number, and not those whose numbers end alike', () => {
  const rows = [person(1, '+1 617 946 6478'), person(2, '555 0100', '020 7946 6478'), person(3, '12')];

  test('in name', async () => {
    const { lines } = await onReplies(having(...rows));
    const found = await lines('search_people', { name: asked, fields: ['id'] });
    expect(found).toEqual(['people 1-1 of 1', 'id', '2', 'note: name was read as a phone number.']);
  });

  test('where a person is meant', async () => {
    const { call, sent } = await onReplies(having(...rows));
    const filters = [{ name: 'primary_contact_ids', value: asked }];
    const { text } = await call('search_opportunities', { filters });
    expect(text).not.toContain('last digits');
    expect(sent('/opportunities/search')).toMatchObject([{ primary_contact_ids: [2] }]);
  });

  test('in brief', async () => {
    const { call } = await onReplies(having(...rows));
    const { text } = await call('brief', { about: asked });
    expect(text).toContain('was read as the phone number of person 2.');
    expect(text).not.toContain('last digits');
  });
});

describe('where numbers only end alike', () => {
  const [one, other] = [person(1, '+1 617 946 6478'), person(3, '+44 161 946 6478')];

  test('none is listed by name', async () => {
    const { lines } = await onReplies(having(one));
    const [first] = await lines('search_people', { name: asked, fields: ['id'] });
    expect(first).toMatch(/^people: 0 match|^people: none/);
  });

  test.each([
    ['search_opportunities', { filters: [{ name: 'primary_contact_ids', value: asked }] }],
    ['brief', { about: asked }],
  ])('%s says that it guessed', async (tool, input) => {
    const { call } = await onReplies(having(one));
    expect((await call(tool, input)).text).toContain(guess);
  });

  test('several are never one', async () => {
    const { call } = await onReplies(having(one, other));
    const brief = await call('brief', { about: asked });
    expect(brief.isError, brief.text).toBe(true);
    expect(brief.text).toContain('matches several records: person 1');
  });
});

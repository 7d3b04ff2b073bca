import { describe, expect, test } from 'vitest';
import { onReplies } from '../../../answer/given-replies.ts';

const person = (id: number, name: string) => ({
  id,
  name,
  company_name: 'Acme',
  emails: [],
  phone_numbers: [],
});

/** Twelve of one last name, the one that is meant behind the first ten. */
const moores = [
  ...Array.from({ length: 11 }, (_, at) => person(at + 1, `Omar ${'ABCDEFGHIJK'[at]}. Moore`)),
  person(12, 'Omar Moore'),
];

/** A Copper without totals, whose pages hold ten rows, whatever is asked for. */
const capped = (rows: readonly ReturnType<typeof person>[], holds = 10) => ({
  '/people/search': {
    rows,
    holds,
    total: null,
  },
});

describe('where pages may hold fewer rows than asked for, and nothing says how many there are', () => {
  test.each([10, 7, 3, 1])('find does not take the first %s for all', async (holds) => {
    const { call } = await onReplies(capped(moores, holds));
    const { text } = await call('find', { text: 'Omar Moore' });
    expect(text).toMatch(new RegExp(`people: ${holds} of many .*compared`));
    expect(text).not.toMatch(/^matches 1-\d+ of \d+$/m);
  });

  test.each([10, 7, 3, 1])('brief takes none of the first %s for the only one', async (holds) => {
    const { call } = await onReplies(capped(moores.slice(0, 11), holds));
    const { text, isError } = await call('brief', { about: 'Omar Moore' });
    expect(isError, text).toBe(true);
    expect(text).toContain('matches several');
  });

  test('a short page that is the last is all there is', async () => {
    const { call } = await onReplies(capped([person(12, 'Omar Moore')]));
    const { text } = await call('find', { text: 'Omar Moore' });
    expect(text).toMatch(/^matches 1-1 of 1$/m);
    expect(text).not.toContain('compared');
  });
});

import { expect, test } from 'vitest';
import { readingShare } from '../../src/answer/answer.ts';
import { deals, type GivenReply, onReplies } from './given-replies.ts';

const path = '/opportunities/search';
const counted = { what: 'opportunities', by: 'status', measure: 'sum value' };
const filtered = { filters: [{ name: 'details', value: 'none' }], limit: 1 };

/** Pages hold 25 deals. */
const smallPages = { COPPER_DIALECT: 'contract' };

/** A Copper that stops answering with a certain request for rows. */
const hanging = (at: number, count = 600): GivenReply => ({
  rows: deals(count),
  before: (requests) => (requests < at ? undefined : new Promise<void>(() => undefined)),
});

test.each([2, 3, 4, 7, 12])(
  'a report whose page %i never comes is answered with the pages before it',
  async (at) => {
    const { lines } = await onReplies({ [path]: hanging(at) }, smallPages);
    const [head = '', ...rest] = await lines('summarize', counted);
    const read = (at - 1) * 25;
    expect(head).toContain(`INCOMPLETE: read ${read} of 600 opportunities`);
    expect(head).toContain('the time ran out: narrow the question');
    expect(rest).toContain(`(total)\t${read}\t${read * 100}`);
  },
);

test.each([2, 3, 4, 5, 9, 13])(
  'a search that is filtered here, and whose page %i never comes, as well',
  async (at) => {
    const { lines } = await onReplies({ [path]: hanging(at) });
    const [head = '', ...rest] = await lines('search_opportunities', filtered);
    const read = (at - 1) * 25;
    expect(head).toContain(`opportunities 1-1 of at least ${read}, next: offset=1`);
    expect(rest).toContain(
      `note: Copper cannot search by details (none): only ${read} of 600 rows were read and filtered here before the time limit. Narrow the question to cover the rest.`,
    );
  },
);

test('where nothing was read, or half an answer would mislead, the time limit is an error', async () => {
  const { call } = await onReplies({ [path]: hanging(1) });
  expect((await call('search_opportunities', filtered)).text).toMatch(
    /^timeout: Copper did not answer within/,
  );
  expect((await call('summarize', counted)).text).toMatch(/^timeout: Copper did not answer within/);
  const sorted = await onReplies({ [path]: hanging(3, 200) });
  expect(await sorted.call('search_opportunities', { sort: 'details' })).toMatchObject({ isError: true });
});

test('time is left to write the answer', () => expect(readingShare).toBeLessThan(1));

test.each([
  [12, 30],
  [10, 60],
  [15, 1_000],
])('our own rate limit of %i requests is called that', async (limit, maxWaitMs) => {
  const env = { ...smallPages, COPPER_RATE_LIMIT: String(limit), COPPER_MAX_WAIT_MS: String(maxWaitMs) };
  const { lines } = await onReplies({ [path]: { rows: deals(600) } }, env);
  const [head = ''] = await lines('summarize', counted);
  expect(head).toMatch(/INCOMPLETE: read \d+ of 600 opportunities/);
  expect(head).toMatch(/the rate limit was used up: ask again in \d+ s, or narrow the question/);
  expect(head).not.toContain('stopped responding');
});

test.each([
  [429, /the rate limit was used up: ask again in \d+ s/],
  [500, /Copper stopped responding/],
  [503, /Copper stopped responding/],
])('a %i in the middle is told as what it is', async (status, told) => {
  const before = (requests: number) => (requests > 4 ? { json: {}, status } : undefined);
  const { lines } = await onReplies({ [path]: { rows: deals(600), before } }, smallPages);
  const [head] = await lines('summarize', counted);
  expect(head).toMatch(/INCOMPLETE: read \d+ of 600 opportunities/);
  expect(head).toMatch(told);
});

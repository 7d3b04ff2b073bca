import { describe, expect, test } from 'vitest';
import { startHarness } from '../harness.ts';
import { turning } from '../turning.ts';
import { deals, type GivenReply, onReplies } from './given-replies.ts';

const path = '/opportunities/search';
const filtered = { filters: [{ name: 'details', value: 'none' }], limit: 1 };
const pageRows = 25;

const firstNote = (lines: readonly string[]) => lines.find((line) => line.startsWith('note: '));

/** What Copper answers from some page on, and how that is told. */
const ends: [string, GivenReply, RegExp][] = [
  [
    '429',
    { status: 429, json: {} },
    /before the rate limit was used up. Ask again in \d+ s \(a guess: Copper did not say\), or narrow/,
  ],
  [
    '429 in a 200',
    { json: { success: false, status: 429 } },
    /before the rate limit was used up. Ask again in 5 s/,
  ],
  [
    "the contract's error in a 200",
    { json: { error: { code: 'RATE_LIMIT_EXCEEDED', message: 'no' } } },
    /before the rate limit was used up. Ask again in 5 s/,
  ],
  ['500', { status: 500, json: {} }, /before Copper stopped responding. Ask again later, or narrow/],
  ['502', { status: 502, json: { message: 'bad' } }, /before Copper stopped responding/],
  ['503', { status: 503, json: {} }, /before Copper stopped responding/],
  ['504', { status: 504, json: {} }, /before Copper stopped responding/],
  ['408', { status: 408, json: {} }, /before Copper stopped responding/],
  ['500 in a 200', { json: { success: false, status: 500 } }, /before Copper stopped responding/],
  ['no list', { json: { hello: 1 } }, /before Copper stopped responding/],
  ['a number', { json: 42 }, /before Copper stopped responding/],
];
const from = (page: number, given: GivenReply, count = 600): GivenReply => ({
  rows: deals(count),
  before: (requests) => (requests < page ? undefined : given),
});

describe.each(ends)('a Copper that answers %s', (_, given, told) => {
  test.each([2, 3, 5])(
    'from page %i on of a search that is filtered here: the pages before it count',
    async (page) => {
      const { lines } = await onReplies({ [path]: from(page, given) });
      const [head, ...rest] = await lines('search_opportunities', filtered);
      const read = (page - 1) * pageRows;
      expect(head).toBe(`opportunities 1-1 of at least ${read}, next: offset=1`);
      expect(firstNote(rest)).toMatch(told);
      expect(firstNote(rest)).toContain(`only ${read} of 600 rows were read and filtered here before`);
    },
  );

  test('on the second of two pages that hold the rows: the first ones are shown, and where to go on', async () => {
    const { lines } = await onReplies({ [path]: from(2, given) });
    const [head, ...rest] = await lines('search_opportunities', { offset: 10, limit: 25 });
    expect(head).toBe('opportunities 11-25 of 600, next: offset=25');
    expect(firstNote(rest)).toMatch(
      /^note: Only 15 rows were read here before .*; use offset=25 for the others\.$/,
    );
  });

  test('while rows are sorted here: an error that says why, not an order of some', async () => {
    const { call } = await onReplies({ [path]: from(3, given, 200) });
    const { text, isError } = await call('search_opportunities', { sort: 'details' });
    expect([isError, text]).toEqual([true, expect.stringMatching(/^(rate_limited|unavailable): Copper/)]);
  });

  test('at once: the error', async () => {
    const { call } = await onReplies({ [path]: from(1, given) });
    for (const input of [filtered, { limit: 25 }])
      expect((await call('search_opportunities', input)).text).toMatch(/^(rate_limited|unavailable): Copper/);
  });
});

test.each([5, 6, 8, 11])(
  'our own limit of %i requests ends a search that is filtered here',
  async (limit) => {
    const env = { COPPER_RATE_LIMIT: String(limit), COPPER_MAX_WAIT_MS: '500' };
    const { lines } = await onReplies({ [path]: { rows: deals(600) } }, env);
    const [head, ...rest] = await lines('search_opportunities', filtered);
    expect(head).toMatch(/^opportunities 1-1 of at least \d+, next: offset=1$/);
    expect(firstNote(rest)).toMatch(
      /of 600 rows were read and filtered here before the rate limit was used up\. Ask again in \d+ s/,
    );
  },
);

test.each([401, 403, 404, 422])('a refusal with %i on the way is the error', async (status) => {
  const { call } = await onReplies({ [path]: from(3, { status, json: { message: 'no' } }) });
  expect(await call('search_opportunities', filtered)).toMatchObject({ isError: true });
});

test('data says that not all was read: no total, and the note', async () => {
  const { data } = await onReplies({ [path]: from(3, { status: 503, json: {} }) }, { COPPER_FORMAT: 'json' });
  const answer = await data('search_opportunities', filtered);
  expect(answer).toMatchObject({
    least: 50,
    next: 1,
    notes: expect.arrayContaining([expect.stringContaining('only 50 of 600 rows')]),
  });
  expect(answer).not.toHaveProperty('total');
});

describe('how long to wait is called a guess where Copper does not say', () => {
  const unsaid = (init: ResponseInit, body: string) => ({ init, body });
  const json = { 'content-type': 'application/json' };
  const limited = (headers: Record<string, string> = {}, body = '{}') =>
    unsaid({ status: 429, headers: { ...json, ...headers } }, body);
  const replies: readonly (readonly [string, ReturnType<typeof unsaid>, boolean])[] = [
    ['nothing', limited(), true],
    ['an empty Retry-After', limited({ 'retry-after': '' }), true],
    ['a Retry-After in words', limited({ 'retry-after': 'soon' }), true],
    ['a negative Retry-After', limited({ 'retry-after': '-3' }), true],
    ['a Retry-After that is a day without a time', limited({ 'retry-after': '2026-11-28' }), true],
    ['HTML', unsaid({ status: 429, headers: { 'content-type': 'text/html' } }, '<html>429</html>'), true],
    ['no body', unsaid({ status: 429 }, ''), true],
    ['a 429 in a 200', unsaid({ headers: json }, '{"success":false,"status":429}'), true],
    ["the contract's error", unsaid({ headers: json }, '{"error":{"code":"RATE_LIMIT_EXCEEDED"}}'), true],
    ['7 s', limited({ 'retry-after': '7' }), false],
    ['7 s with their unit', limited({ 'retry-after': '7s' }), false],
    ['a reset', limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '7' }), false],
  ];
  const guess = '(a guess: Copper did not say)';

  test.each(replies)('%s', async (_, { init, body }, isGuess) => {
    const harness = await startHarness({ wrap: () => async () => new Response(body, init) });
    const { text } = await turning(harness.call('list_users'), harness.clock, 1_000);
    await harness.close();
    expect(text).toMatch(/^rate_limited: .*Wait \d+ s/);
    expect([text, text.includes(guess)]).toEqual([text, isGuess]);
  });

  test.each([
    ['search_opportunities', filtered],
    ['summarize', { what: 'opportunities', by: 'name' }],
  ])('%s: also where rows were read before', async (tool, input) => {
    const { lines } = await onReplies({ [path]: from(3, { status: 429, json: {} }) });
    expect((await lines(tool, input)).join('\n')).toMatch(
      /[Aa]sk again in \d+ s \(a guess: Copper did not say\)/,
    );
  });
});

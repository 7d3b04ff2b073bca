import { expect, test } from 'vitest';
import { deals, onReplies } from './given-replies.ts';

const activities = Array.from({ length: 700 }, (_, at) => ({
  id: at + 1,
  parent: { id: 5, type: 'company' },
  type: { id: 0, category: 'user' },
  user_id: 1,
  details: 'called',
  activity_date: 1_795_000_000 - at,
}));
const named = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, name: `Record ${at + 1}`, company_id: 5 }));
const none = { filters: [{ name: 'details', value: 'none' }] };

/** How rows are read over several pages, and where they come from. */
const paths = [
  ['a range over two pages', '/opportunities/search', 'search_opportunities', { offset: 10, limit: 25 }],
  ['people over two pages', '/people/search', 'search_people', { offset: 10, limit: 25 }],
  ['deals that are filtered here', '/opportunities/search', 'search_opportunities', none],
  ['people that are filtered here', '/people/search', 'search_people', none],
  ['activities over two pages', '/activities/search', 'search_activities', { offset: 150, limit: 200 }],
  ['activities that are filtered here', '/activities/search', 'search_activities', { on: '!company 6' }],
  ['companies that are filtered here', '/companies/search', 'search_companies', none],
  ['leads that are filtered here', '/leads/search', 'search_leads', none],
  ['a summary of deals', '/opportunities/search', 'summarize', { what: 'opportunities', by: 'name' }],
  ['a summary of people', '/people/search', 'summarize', { what: 'people', by: 'name' }],
  [
    'a summary of activities',
    '/activities/search',
    'summarize',
    { what: 'activities', by: 'date day', measure: 'count' },
  ],
  [
    'deals that need attention',
    '/opportunities/search',
    'deals_needing_attention',
    { reasons: ['no_owner'] },
  ],
] as const;

const rowsOf = (path: string) =>
  path.startsWith('/activities') ? activities : path.startsWith('/opportunities') ? deals(700) : named(700);

test.each(paths.flatMap((one) => [2, 3].map((from) => [...one, from] as const)))(
  '%s (%s): rows that came before the time was up are answered, and that others are missing is said',
  async (_, path, tool, input, from) => {
    const env = { COPPER_TIMEOUT_MS: '5000', COPPER_REPORT_TIMEOUT_MS: '5000' };
    const never = new Promise<undefined>(() => undefined);
    const before = (requests: number) => (requests < from ? undefined : never);
    const { call } = await onReplies({ [path]: { rows: rowsOf(path), before } }, env);
    const { text, isError } = await call(tool, input);
    expect(isError).toBe(false);
    // The range that was asked for is on the first two pages.
    const isWhole = 'limit' in input && from === 3;
    expect(/INCOMPLETE|before the time limit/.test(text)).toBe(!isWhole);
  },
);

/** Pages that hold other numbers of rows than asked for, and what the rest is called that was not read. */
const capped = [
  [10, 'search_opportunities', { limit: 20 }],
  [10, 'search_opportunities', { limit: 20, offset: 3 }],
  [7, 'search_opportunities', none],
  [24, 'search_opportunities', none],
  [19, 'search_opportunities', { limit: 25 }],
  [10, 'summarize', { what: 'opportunities', by: 'name' }],
  [150, 'summarize', { what: 'opportunities', by: 'status', measure: 'sum value' }],
  [60, 'deals_needing_attention', { reasons: ['no_owner'] }],
] as const;
const never = new Promise<undefined>(() => undefined);
const ends = [
  ['does not answer', never],
  ['answers 429', { status: 429, json: {} }],
  ['answers 503', { status: 503, json: {} }],
] as const;

test.each(
  capped.flatMap((one) =>
    ends.flatMap((end) => [600, null].map((total) => [...one, ...end, total] as const)),
  ),
)(
  '%i rows a page, %s %j: a Copper that %s when it is asked for more loses nobody the first page ',
  async (holds, tool, input, _, end, total) => {
    const env = { COPPER_TIMEOUT_MS: '60000', COPPER_REPORT_TIMEOUT_MS: '60000' };
    const before = (requests: number) => (requests < 2 ? undefined : end);
    const { call } = await onReplies(
      { '/opportunities/search': { rows: deals(600), holds, total, before } },
      env,
    );
    const { text, isError } = await call(tool, input);
    expect([isError, text]).toEqual([false, text]);
    const offset = 'offset' in input ? input.offset : 0;
    expect(text).toMatch(
      new RegExp(
        `(?:only ${holds} of (?:600|many) rows|Only ${holds - offset} rows) were read|INCOMPLETE: read ${holds} (?:of 600 )?opportunities`,
      ),
    );
    if ('limit' in input) expect(text).toContain(`next: offset=${holds}`);
  },
);

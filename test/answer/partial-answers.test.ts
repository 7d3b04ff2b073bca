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

import { expect, test } from 'vitest';
import { type Coverage, createRequestAllowance, summarizeCoverage } from '../../src/answer/coverage.ts';
import { deals, onReplies } from './given-replies.ts';

const opportunities = { name: 'opportunity', plural: 'opportunities' };
const people = { name: 'person', plural: 'people' };
const later = { name: 'opportunity contacted since', plural: 'opportunities contacted since' };
const part = (read: number, total: number | undefined, noun = opportunities): Coverage => ({
  noun,
  read,
  total,
  pages: 1,
  pagesRead: 1,
  stopped: undefined,
});

test.each<[string, Coverage[], number]>([
  ['read all 2 opportunities in 1 request', [part(2, 2)], 1],
  ['read 1 opportunity in 1 request', [part(1, 1)], 1],
  ['read all 0 opportunities in 1 request', [part(0, 0)], 1],
  ['read 1 person in 2 requests', [part(1, 1, people)], 2],
  ['read all 3 opportunities in 2 requests', [part(1, 1), part(2, 2)], 2],
  ['read 1 opportunity and 1 opportunity contacted since in 3 requests', [part(1, 1), part(1, 1, later)], 3],
  [
    'read all 1,262 opportunities and all 290 opportunities contacted since in 20 requests',
    [part(1_262, 1_262), part(290, 290, later)],
    20,
  ],
  ['INCOMPLETE: read 0 of 1 opportunity in 1 request; Copper did not return the others', [part(0, 1)], 1],
  [
    'INCOMPLETE: read 1 of 2 people in 1 request; the time ran out',
    [{ ...part(1, 2, people), stopped: 'time' }],
    1,
  ],
  [
    'INCOMPLETE: read 1 opportunity of an unknown number in 1 request; Copper stopped responding',
    [{ ...part(1, undefined), stopped: 'copper' }],
    1,
  ],
])('%s', (text, parts, sent) => {
  const allowance = createRequestAllowance(undefined);
  allowance.sent = sent;
  expect(summarizeCoverage(parts, { counts: 0 }, allowance, String)?.text.slice(0, text.length)).toBe(text);
});

test.each([1, 2, 3, 7, 25, 26, 60])(
  'of %i deals whose dates Copper does not return, each counts once, whatever else is read',
  async (count) => {
    const { lines } = await onReplies({ '/opportunities/search': { rows: deals(count) } });
    const [head = ''] = await lines('deals_needing_attention', { limit: 1 });
    expect(head).toContain(count === 1 ? 'read 1 opportunity' : `read all ${count} opportunities`);
    expect(head).toMatch(/opportunit(y|ies) (contacted|that moved) since/);
    const json = await onReplies(
      { '/opportunities/search': { rows: deals(count) } },
      { COPPER_FORMAT: 'json' },
    );
    expect(await json.data('deals_needing_attention', { limit: 1 })).toMatchObject({
      coverage: { read: expect.arrayContaining([{ what: 'opportunities', read: count, total: count }]) },
    });
  },
);

import { describe, expect, test } from 'vitest';
import { type GivenReply, onReplies } from '../answer/given-replies.ts';

const tenMinutesMs = 600_000;
const rows = Array.from({ length: 600 }, (_, at) => ({ id: at + 1, name: `Row ${at + 1}` }));

/** The first requests come with so many rows each, all others with all. */
const cut = (lengths: readonly number[], more: GivenReply = {}): GivenReply => ({
  rows,
  ...more,
  before: (requests) => {
    const holds = lengths[requests - 1];
    return holds === undefined ? undefined : { rows, ...more, holds };
  },
});

describe('a page that came short once', () => {
  test.each<[path: string, tool: string, lengths: number[], total: null | undefined]>([
    ['/opportunities/search', 'search_opportunities', [1], undefined],
    ['/opportunities/search', 'search_opportunities', [2], undefined],
    ['/opportunities/search', 'search_opportunities', [10], undefined],
    ['/opportunities/search', 'search_opportunities', [19], undefined],
    ['/opportunities/search', 'search_opportunities', [1], null],
    ['/opportunities/search', 'search_opportunities', [7], null],
    ['/people/search', 'search_people', [1], undefined],
    ['/people/search', 'search_people', [3], null],
    ['/companies/search', 'search_companies', [5], undefined],
    ['/leads/search', 'search_leads', [1], undefined],
    ['/tasks/search', 'search_tasks', [4], undefined],
    ['/opportunities/search', 'search_opportunities', [1, 20, 3], undefined],
    ['/opportunities/search', 'search_opportunities', [3, 20, 1], undefined],
  ])('%s, %s: %j rows, total %s', async (path, tool, lengths, total) => {
    const { lines, sent } = await onReplies({ [path]: cut(lengths, total === null ? { total } : {}) });
    const input = { limit: 20, fields: ['id'] };
    const ids = (await lines(tool, input)).slice(2).filter((line) => /^\d+$/.test(line));
    expect(ids.map(Number)).toEqual(rows.slice(0, 20).map(({ id }) => id));
    const before = sent(path).length;
    await lines(tool, { ...input, offset: 20 });
    expect(sent(path).slice(before)).toMatchObject([{ page_number: 2, page_size: 20 }]);
  });

  test.each([1, 2, 30])('%i users of 60: the others are found all the same', async (length) => {
    const users = rows.slice(0, 60).map((row) => ({ ...row, email: `${row.id}@x.example` }));
    const { call, sent } = await onReplies({
      '/users/search': {
        ...cut([length]),
        rows: users,
        before: (n) => (n === 1 ? { rows: users, holds: length } : undefined),
      },
    });
    const { text, isError } = await call('search_opportunities', { owner: 'Row 60' });
    expect(isError, text).toBe(false);
    expect(sent('/opportunities/search')).toMatchObject([{ assignee_ids: [60] }]);
  });
});

describe('pages that hold less', () => {
  test.each([1, 2, 3, 5, 7, 10, 12, 15, 18, 19])(
    '%i rows: learnt at the second reading, tried again after ten minutes',
    async (holds) => {
      let most = holds;
      const path = '/opportunities/search';
      const { lines, sent, clock } = await onReplies({
        [path]: { rows, before: () => ({ rows, holds: most }) },
      });
      const ask = async () => {
        const before = sent(path).length;
        const [head = ''] = await lines('search_opportunities', { limit: 20, fields: ['id'] });
        return {
          head,
          sizes: sent(path)
            .slice(before)
            .map((body) => Object(body).page_size),
        };
      };
      const short = `opportunities 1-${holds} of 600, next: offset=${holds}`;
      expect(await ask()).toEqual({ head: short, sizes: [20, holds, 20] });
      // Four of them at most make one answer.
      const pages = Math.min(4, Math.ceil(20 / holds));
      const reached = Math.min(20, pages * holds);
      const walked = `opportunities 1-${reached} of 600, next: offset=${reached}`;
      expect(await ask()).toEqual({ head: walked, sizes: Array(pages).fill(holds) });
      await clock.advance(tenMinutesMs);
      expect(await ask()).toEqual({ head: short, sizes: [20, holds, 20] });
      most = 200;
      expect((await ask()).sizes).toEqual(Array(pages).fill(holds));
      await clock.advance(tenMinutesMs);
      expect(await ask()).toEqual({ head: 'opportunities 1-20 of 600, next: offset=20', sizes: [20] });
    },
  );

  test('of another length each time teach nothing, and what was read is said', async () => {
    const { call } = await onReplies({ '/opportunities/search': cut([1, 20, 2, 20, 3, 20, 4]) });
    const { text } = await call('search_opportunities', { limit: 20, fields: ['id'] });
    expect(text).toContain('Only 1 row was read here');
  });
});

import { describe, expect, test } from 'vitest';
import { deal, type GivenReply, onReplies } from '../answer/given-replies.ts';

const users = [
  { id: 1, name: 'Ann Bell', email: 'ann@x.example', groups: [] },
  { id: 2, name: 'Bo Carr', email: 'bo@x.example', groups: [] },
];

/** A list of users that comes empty at first. */
const emptyFor = (times: number, empty: GivenReply): GivenReply => ({
  rows: users,
  before: (requests) => (requests <= times ? empty : undefined),
});

const empties: [string, GivenReply][] = [
  ['a bare []', { json: [] }],
  ['no rows with a total of 0', { rows: [] }],
  ['no rows with a total', { rows: [], total: 2 }],
  ['no rows without a total', { rows: [], total: null }],
];
const asked: [string, Record<string, unknown>][] = [
  ['search_opportunities', { owner: 'Ann Bell' }],
  ['search_opportunities', { owner: '!Ann Bell' }],
  ['search_opportunities', { owner: ['Ann Bell', 'Bo Carr'] }],
  ['search_opportunities', { owner: 'ann@x.example' }],
  ['search_people', { owner: 'Bo Carr' }],
  ['search_companies', { owner: 'bo' }],
  ['search_tasks', { owner: 'Ann Bell' }],
  ['search_leads', { owner: 'Ann' }],
  ['summarize', { what: 'opportunities', by: 'stage', owner: 'Bo Carr' }],
  ['deals_needing_attention', { owner: 'Ann Bell' }],
];

describe.each(empties)('%s for users', (_, empty) => {
  test.each(asked)(
    '%s %j: it is said that the list came empty, and the next call asks again',
    async (tool, input) => {
      const { call } = await onReplies({ '/users/search': emptyFor(2, empty) });
      const { text, isError } = await call(tool, input);
      expect(isError, text).toBe(true);
      expect(text).toContain("Copper's list of users came back empty");
      expect(text).not.toMatch(/none|There is no user/);
      const later = await call(tool, input);
      const again = later.isError ? await call(tool, input) : later;
      expect(again.isError, again.text).toBe(false);
    },
  );

  test('owners are shown as ids, and nobody is said to be gone', async () => {
    const { call } = await onReplies({
      '/users/search': emptyFor(1, empty),
      '/opportunities/search': { rows: [deal(1), deal(2, { assignee_id: 2 })] },
    });
    const input = { fields: ['owner'] };
    const { text } = await call('search_opportunities', input);
    expect(text).toContain('names of user ids could not be read');
    expect(text).not.toContain('lists no user');
    expect((await call('search_opportunities', input)).text).toMatch(/Ann Bell[\s\S]*Bo Carr/);
  });

  test.each([{}, { limit: 0 }, { name: 'Ann' }, { name: '!Ann' }, { name: 'Ann', limit: 0 }])(
    'list_users %j does not say that there are none',
    async (input) => {
      const { call } = await onReplies({ '/users/search': emptyFor(1, empty) });
      const { text, isError } = await call('list_users', input);
      expect(isError, text).toBe(true);
      expect(text).toContain("Copper's list of users came back empty");
      expect((await call('list_users', input)).isError).toBe(false);
    },
  );

  test('an id is taken as it is', async () => {
    const { call, sent } = await onReplies({ '/users/search': { rows: users, before: () => empty } });
    await call('search_opportunities', { owner: '2' });
    expect(sent('/opportunities/search')).toMatchObject([{ assignee_ids: [2] }]);
  });
});

import { expect, test } from 'vitest';
import type { JsonValue } from '../../src/tool/json.ts';
import { deals, onReplies } from '../answer/given-replies.ts';

const users = {
  rows: [
    { id: 1, name: 'Ann Bell', email: 'ann@x.example' },
    { id: 2, name: 'Mei Chen', email: 'mei@x.example' },
  ],
};
const on = (json: JsonValue) =>
  onReplies({
    '/users/me': { json },
    '/users/search': users,
    '/opportunities/search': { rows: deals(3) },
    '/tasks/search': { rows: [] },
  });

/** What Copper may say of the owner of the key, and that is nobody. */
const nobody: readonly JsonValue[] = [
  [],
  {},
  null,
  [null],
  [{}],
  { id: null, name: 'Mei Chen' },
  { id: 0, name: 'Mei Chen' },
  { id: -2, name: 'Mei Chen' },
  { id: 1.5, name: 'Mei Chen' },
  { id: 'two', name: 'Mei Chen' },
  { user: { id: 2 } },
  { data: { id: 2, name: 'Mei Chen' } },
  { name: 'Mei Chen', email: 'mei@x.example' },
];

test.each(nobody)('where /users/me answers %j, nobody else is meant by "me"', async (json) => {
  const { call, sent } = await on(json);
  for (const [tool, input] of [
    ['search_opportunities', { owner: 'me' }],
    ['search_tasks', { owner: ['!me'] }],
    ['summarize', { what: 'opportunities', by: 'stage', owner: 'Me' }],
  ] as const)
    expect(await call(tool, input)).toMatchObject({
      isError: true,
      text: 'unknown_name: Copper does not say who "me" is: it returned no user for the key. Give the name or the e-mail address instead; list_users lists all.',
    });
  expect(sent('/opportunities/search')).toEqual([]);
});

test.each<[JsonValue, number, string]>([
  [{ id: 2, name: 'Mei Chen' }, 2, 'Mei Chen'],
  [[{ id: 2, name: 'Mei Chen' }], 2, 'Mei Chen'],
  [{ id: '2', name: 'Mei Chen' }, 2, 'Mei Chen'],
  [{ id: 2 }, 2, 'Mei Chen'],
  [{ id: 2, name: null }, 2, 'Mei Chen'],
  [{ id: 2, name: ' ' }, 2, 'Mei Chen'],
  [{ id: 99 }, 99, 'user 99'],
  [{ id: 99, name: 'Of another list' }, 99, 'Of another list'],
])('%j is user %i, called %s', async (json, id, name) => {
  const { call, sent } = await on(json);
  const { text } = await call('search_opportunities', { owner: 'me', limit: 0 });
  expect(text).toContain(`(owner ${name})`);
  expect(sent('/opportunities/search')).toMatchObject([{ assignee_ids: [id] }]);
});

/** A colleague who happens to be called so is printed with what tells her from the word. */
test.each([
  [{ id: 3, name: 'me', email: 'me@x.example' }, 'me <me@x.example>'],
  [{ id: 3, name: 'Me', email: 'me@x.example' }, 'Me <me@x.example>'],
  [{ id: 3, name: 'me', email: null }, 'me (id 3)'],
])('the user %j is printed as %s, which is taken back', async (user, label) => {
  const { call, sent } = await onReplies({
    '/users/me': { json: { id: 2, name: 'Mei Chen' } },
    '/users/search': { rows: [...users.rows, user] },
    '/opportunities/search': { rows: deals(1).map((deal) => ({ ...deal, assignee_id: 3 })) },
  });
  const { text } = await call('search_opportunities', { fields: ['id', 'owner'] });
  expect(text).toContain(`\t${label}`);
  await call('search_opportunities', { owner: label });
  await call('search_opportunities', { owner: 'me' });
  expect(sent('/opportunities/search').slice(1)).toMatchObject([
    { assignee_ids: [3] },
    { assignee_ids: [2] },
  ]);
});

import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import { deal, onReplies } from './given-replies.ts';

const lead = (id: number, more: JsonObject): JsonObject => ({ id, name: `Lead ${id}`, ...more });
const statuses = {
  '/lead_statuses': {
    json: [
      { id: 51, name: 'New' },
      { id: '52', name: 'Open' },
    ],
  },
};

test.each<[JsonObject, string]>([
  [{ status: 'Working', status_id: 999 }, 'Working'],
  [{ status: 'New', status_id: null }, 'New'],
  [{ status: 'New' }, 'New'],
  [{ status: 'Renamed since', status_id: 51 }, 'New'],
  [{ status: 'Open', status_id: '52' }, 'Open'],
  [{ status: null, status_id: 999 }, '999'],
  [{ status: '', status_id: 998 }, '998'],
  [{ status_id: 51 }, 'New'],
  [{ status: 'Bearbeitung', status_id: 77 }, 'Bearbeitung'],
  [{ status: '対応中', status_id: 78 }, '対応中'],
])('the status of a lead with %j is %s, in lists and in counts', async (more, shown) => {
  const { lines } = await onReplies({ '/leads/search': { rows: [lead(3, more)] }, ...statuses });
  expect((await lines('search_leads', { fields: ['status'] }))[2]).toBe(shown);
  expect(await lines('summarize', { what: 'leads', by: 'status' })).toContain(`${shown}\t1`);
});

test('leads of one status count together, by its id or by its text', async () => {
  const rows = [
    lead(1, { status: 'New', status_id: 51 }),
    lead(2, { status: 'New', status_id: null }),
    lead(3, { status: 'New', status_id: 50 }),
  ];
  const { lines } = await onReplies({ '/leads/search': { rows }, ...statuses });
  expect(await lines('summarize', { what: 'leads', by: 'status' })).toContain('New\t3');
});

test.each<[string, JsonObject, string]>([
  ['owner', { assignee_id: 999 }, 'user 999'],
  ['stage', { pipeline_stage_id: 998 }, 'stage 998'],
  ['pipeline', { pipeline_id: 997 }, 'pipeline 997'],
  ['source', { customer_source_id: 5 }, 'source 5'],
  ['loss_reason', { loss_reason_id: 6 }, 'loss reason 6'],
])('%s: what the list of names does not have is told', async (field, more, told) => {
  const note = `note: The account lists no ${told} (any more).`;
  const { lines } = await onReplies({ '/opportunities/search': { rows: [deal(1, more)] } });
  const list = await lines('search_opportunities', { fields: ['name', field] });
  expect(list[2]).toMatch(/\t\d+$/);
  expect(list).toContain(note);
  expect(await lines('summarize', { what: 'opportunities', by: field })).toContain(note);
});

test('several are told together, and none where all are known', async () => {
  const rows = [deal(1, { assignee_id: 7 }), deal(2, { assignee_id: 8 }), deal(3, { assignee_id: null })];
  const { lines } = await onReplies({ '/opportunities/search': { rows } });
  expect(await lines('search_opportunities', { fields: ['owner'] })).toContain(
    'note: The account lists no users 7, 8 (any more).',
  );
  const known = await onReplies({
    '/opportunities/search': { rows: [deal(1), deal(2, { assignee_id: null })] },
  });
  expect((await known.lines('search_opportunities', { fields: ['owner'] })).join()).not.toContain('lists no');
});

test('a list that cannot be read is told as that, not as names that are gone', async () => {
  const routes = { '/opportunities/search': { rows: [deal(1)] }, '/users/search': { json: {}, status: 403 } };
  const { lines } = await onReplies(routes);
  const notes = (await lines('search_opportunities', { fields: ['owner'] })).filter((line) =>
    line.startsWith('note'),
  );
  expect(notes).toEqual(['note: names of user ids could not be read (forbidden); the ids are shown.']);
});

const user = (id: JsonValue, name: JsonValue, email: JsonValue) => ({ id, name, email });

test.each<[string, readonly JsonObject[], string]>([
  ['no name', [user(1, null, 'n@x.example')], 'n@x.example'],
  ['an empty name', [user(1, '', 'n@x.example')], 'n@x.example'],
  ['a name of spaces', [user(1, '  ', 'n@x.example')], 'n@x.example'],
  ['a name that is no text', [user(1, 7, 'n@x.example')], 'n@x.example'],
  ['a name and no e-mail address', [user(1, 'Ann Bell', null)], 'Ann Bell'],
  ['neither', [user(1, null, null)], '1'],
  ['an id as text', [user('1', 'Ann Bell', 'a@x.example')], 'Ann Bell'],
  [
    'the name of another',
    [user(1, 'Ann Bell', 'a@x.example'), user(2, 'Ann Bell', 'b@x.example')],
    'Ann Bell <a@x.example>',
  ],
  [
    'the name of another, and no e-mail address',
    [user(1, 'Ann Bell', null), user(2, 'Ann Bell', 'b@x.example')],
    'Ann Bell (id 1)',
  ],
  [
    'a name of its own',
    [user(1, 'Ann Bell', 'a@x.example'), user(2, 'Anna Bell', 'b@x.example')],
    'Ann Bell',
  ],
])('a user with %s', async (_, users, shown) => {
  const routes = { '/opportunities/search': { rows: [deal(1)] }, '/users/search': { rows: users } };
  const { lines } = await onReplies(routes);
  expect((await lines('search_opportunities', { fields: ['owner'] }))[2]).toBe(shown);
});

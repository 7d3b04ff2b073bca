import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/tool/json.ts';
import { deal, type GivenReply, onReplies } from './given-replies.ts';

const never = new Promise<undefined>(() => undefined);

/** Names that never come. */
const silent: GivenReply = { json: [], before: () => never };

const activity: JsonObject = {
  id: 1,
  parent: { id: 5, type: 'company' },
  type: { id: 0, category: 'user' },
  user_id: 1,
  details: 'called',
  activity_date: 1_795_000_000,
};
const person = { id: 3, name: 'Jane Doe', assignee_id: 1, company_id: 5, contact_type_id: 4 };
const task = { id: 4, name: 'Call', assignee_id: 1, related_resource: { id: 5, type: 'company' } };

/** What is read, what has the names, and what is shown in place of one. */
const calls: readonly (readonly [string, JsonObject, string, JsonObject[], string, string])[] = [
  [
    'search_opportunities',
    { fields: ['name', 'owner'] },
    '/opportunities/search',
    [deal(1, { assignee_id: 1 })],
    '/users/search',
    'Deal 1\t1',
  ],
  [
    'search_opportunities',
    { fields: ['name', 'stage'] },
    '/opportunities/search',
    [deal(1, { pipeline_stage_id: 101 })],
    '/pipelines',
    'Deal 1\t101',
  ],
  [
    'search_opportunities',
    { fields: ['name', 'source'] },
    '/opportunities/search',
    [deal(1, { customer_source_id: 8 })],
    '/customer_sources',
    'Deal 1\t8',
  ],
  [
    'search_opportunities',
    { fields: ['name', 'loss_reason'] },
    '/opportunities/search',
    [deal(1, { loss_reason_id: 9 })],
    '/loss_reasons',
    'Deal 1\t9',
  ],
  [
    'search_opportunities',
    { fields: ['name', 'contact'] },
    '/opportunities/search',
    [deal(1, { primary_contact_id: 3 })],
    '/people/search',
    'Deal 1\t3',
  ],
  [
    'search_people',
    { fields: ['name', 'owner'] },
    '/people/search',
    [person],
    '/users/search',
    'Jane Doe\t1',
  ],
  [
    'search_people',
    { fields: ['name', 'type'] },
    '/people/search',
    [person],
    '/contact_types',
    'Jane Doe\t4',
  ],
  [
    'search_companies',
    { fields: ['name', 'owner'] },
    '/companies/search',
    [{ id: 5, name: 'Acme', assignee_id: 1 }],
    '/users/search',
    'Acme\t1',
  ],
  [
    'search_leads',
    { fields: ['name', 'owner'] },
    '/leads/search',
    [{ id: 6, name: 'Lee', assignee_id: 1 }],
    '/users/search',
    'Lee\t1',
  ],
  ['search_tasks', { fields: ['name', 'owner'] }, '/tasks/search', [task], '/users/search', 'Call\t1'],
  [
    'search_tasks',
    { fields: ['name', 'related'] },
    '/tasks/search',
    [task],
    '/companies/search',
    'Call\tcompany 5',
  ],
  [
    'search_activities',
    { fields: ['what', 'who'] },
    '/activities/search',
    [activity],
    '/users/search',
    'called\t1',
  ],
  [
    'search_activities',
    { fields: ['what', 'type'] },
    '/activities/search',
    [activity],
    '/activity_types',
    'called\tuser:0',
  ],
  [
    'summarize',
    { what: 'opportunities', by: 'owner', filters: [{ name: 'details', value: 'none' }] },
    '/opportunities/search',
    [deal(1, { assignee_id: 1 })],
    '/users/search',
    '1\t1',
  ],
];

describe.each([
  ['the time that others left is used up', 0],
  ['retries used up most of it before', 3],
])('names that do not come in time: %s', (_, failures) => {
  test.each(calls)(
    '%s %j: rows are answered with ids, and a note says so',
    async (tool, input, path, rows, names, row) => {
      const before = (requests: number): GivenReply | undefined =>
        requests <= failures ? { status: 503, json: {} } : undefined;
      const env = { COPPER_TIMEOUT_MS: '20000', COPPER_REPORT_TIMEOUT_MS: '20000' };
      const { call } = await onReplies({ [path]: { rows, before }, [names]: silent }, env);
      const { text, isError } = await call(tool, input);
      expect([isError, text]).toEqual([false, text]);
      expect(text.split('\n')).toContain(row);
      expect(text).toMatch(/note: names of [a-z ]+ ids could not be read \(timeout\); the ids are shown\./);
    },
  );
});

test('that the account writes dates in an unknown order, and does not say so in time, costs no row either', async () => {
  let requests = 0;
  const first: GivenReply = { rows: [deal(1, { close_date: '3/4/2027' })] };
  const before = () => (++requests === 1 ? first : never);
  const { call } = await onReplies(
    { '/opportunities/search': { json: [], before } },
    { COPPER_TIMEOUT_MS: '5000' },
  );
  const { text, isError } = await call('search_opportunities', { fields: ['name', 'closes'] });
  expect([isError, text]).toEqual([false, text]);
  expect(text).toMatch(/^Deal 1\t/m);
  expect(text).toMatch(/^note: Dates such as 3\/4\/2027 can be read in two ways/m);
});

import { expect, test } from 'vitest';
import type { Task } from '../../src/sandbox/sandbox.ts';
import { column } from './shown.ts';
import { idsWhere, losAngeles, openTestClient } from './test-client.ts';

const tool = 'search_tasks';
const client = await openTestClient();
const { world } = client;
const now = Date.parse('2026-11-23T20:00:00Z') / 1000;

test('what am I late with?', async () => {
  const input = { owner: 'me', status: 'Open', due: '..now', sort: 'due', limit: 5 };
  const { requests, text } = await client.call(tool, input);
  expect({ requests, text }).toMatchSnapshot();
});

const only = (...filters: Record<string, unknown>[]) => ({ filters });
const related = world.tasks.find(
  ({ related_resource }) => related_resource?.type === 'company',
)?.related_resource;
const relatedName = world.companies.find(({ id }) => id === related?.id)?.name;
const cases: [input: Record<string, unknown>, holds: (task: Task) => boolean][] = [
  [{ name: 'demo' }, ({ name }) => name.toLowerCase().includes('demo')],
  [{ name: '=Prepare demo' }, ({ name }) => name === 'Prepare demo'],
  [{ owner: 'none' }, (task) => task.assignee_id === null],
  [
    { status: 'Completed', owner: 'me' },
    (task) => task.status === 'Completed' && task.assignee_id === 137_658,
  ],
  [{ priority: ['High', 'medium'] }, (task) => task.priority === 'High' || task.priority === 'Medium'],
  [
    { due: '..now', status: 'Open' },
    (task) => task.due_date !== null && task.due_date <= now && task.status === 'Open',
  ],
  [
    { due: 'today' },
    ({ due_date: at }) => at !== null && at >= losAngeles('2026-11-23') && at < losAngeles('2026-11-24'),
  ],
  [
    { due: 'today..+7d' },
    ({ due_date: at }) => at !== null && at >= losAngeles('2026-11-23') && at < losAngeles('2026-12-01'),
  ],
  [
    { related: `company ${related?.id}` },
    (task) => task.related_resource?.type === 'company' && task.related_resource.id === related?.id,
  ],
  [
    { related: `Company ${relatedName}` },
    (task) => task.related_resource?.type === 'company' && task.related_resource.id === related?.id,
  ],
  [{ tags: 'vip' }, ({ tags }) => tags.includes('vip')],
  [
    only({ name: 'created_date', value: '2026-11-01..' }),
    (task) => task.date_created >= losAngeles('2026-11-01'),
  ],
  [
    only({ name: 'completed_date', value: 'this-month' }),
    ({ completed_date: at }) => at !== null && at >= losAngeles('2026-11-01'),
  ],
  [
    only({ name: 'Effort', value: 'Small' }),
    (task) => task.custom_fields.some(({ value }) => value === 1_402_300),
  ],
  [only({ name: 'phrase', value: 'contract' }), ({ name }) => name.includes('contract')],
];

test.each(cases)('%j finds what the account holds', async (input, holds) => {
  const expected = idsWhere(world.tasks, holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(await client.ids(tool, input)).toEqual(expected);
});

test('names what a task is about, and shows the id that the next question needs', async () => {
  const table = await client.table(tool, { related: `company ${related?.id}`, limit: 1 });
  expect(column(table, 'related')).toEqual([`${relatedName} (company ${related?.id})`]);
});

test('in an account without leads a related lead stays an id, with a note', async () => {
  const off = await openTestClient({ sandbox: { leads: false } });
  const lead = world.tasks.find(
    ({ related_resource }) => related_resource?.type === 'lead',
  )?.related_resource;
  const table = await off.table(tool, { related: `lead ${lead?.id}`, limit: 1 });
  expect(column(table, 'related')).toEqual([`lead ${lead?.id}`]);
  expect(table.notes).toEqual(['names of lead ids could not be read (forbidden); the ids are shown.']);
});

test.each([
  [{ related: 'project Alpha' }, 'invalid_input: A project can only be given by its id: "project 1234".'],
  [{ related: 'banana 3' }, 'Types: person, company, opportunity, project, lead.'],
  [{ related: 'company' }, 'invalid_input: "company" is not a record; write its type and its id or name'],
  [
    { related: 'company Acme' },
    'unknown_name: "Acme" matches several records: Acme Robotics (company 9607656); Acme Foods (company 9607675)',
  ],
  [{ status: 'Late' }, 'allowed: Open, Completed.'],
  [{ sort: 'tags' }, 'invalid_input: 900 tasks match: Copper cannot sort by tags, and at most 500'],
])('%j is refused: %s', async (input, text) => {
  expect(await client.error(tool, input)).toContain(text);
});

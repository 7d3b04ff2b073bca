import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const tool = 'get_related_items_by_type';
const client = await openTestClient();
const copyMachines = { type: 'opportunities', id: 2_827_698 };

test('who is involved in the copy machines deal?', async () => {
  const { requests, text } = await client.call(tool, { ...copyMachines, related_type: 'people' });
  expect({ requests, text }).toMatchSnapshot();
});

test('no related items is not an error', async () => {
  expect((await client.call(tool, { ...copyMachines, related_type: 'projects' })).text).toBe(
    'related items: none match',
  );
});

test('shows tasks by id, since they have no names to look up', async () => {
  const task = client.world.tasks.find(({ related_resource }) => related_resource?.type === 'opportunity');
  const input = { type: 'opportunities', id: task?.related_resource?.id, related_type: 'tasks' };
  const { rows, notes } = await client.table(tool, input);
  expect(rows).toContainEqual(['task', String(task?.id)]);
  expect(notes[0]).toContain(`task ${task?.id}`);
});

test.each([
  [
    { type: 'leads', id: 8_900_001, related_type: 'companies' },
    'rejected: Copper rejected the request (422)',
  ],
  [{ ...copyMachines, related_type: 'deals' }, 'allowed: leads, people, companies'],
  [copyMachines, 'invalid_input: related_type is required'],
  [{ type: 'opportunities', id: 1, related_type: 'people' }, 'not_found'],
])('%j is refused: %s', async (input, text) => {
  expect(await client.error(tool, input)).toContain(text);
});

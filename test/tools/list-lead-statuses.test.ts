import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();

test('what can the status of a lead be?', async () => {
  const { requests, text } = await door.call('list_lead_statuses');
  expect({ requests, text }).toMatchSnapshot();
});

test('goes on from an offset', async () => {
  const { head, rows } = await door.table('list_lead_statuses', { offset: 3 });
  expect({ head, names: rows.map((row) => row[1]) }).toEqual({
    head: 'lead statuses 4-4 of 4',
    names: door.world.leadStatuses.slice(3).map(({ name }) => name),
  });
});

test('takes no other argument', async () => {
  expect(await door.error('list_lead_statuses', { limit: 1 })).toBe(
    'invalid_input: There is no argument "limit". Arguments of list_lead_statuses: offset.',
  );
});

import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();

test('which activity types did we make?', async () => {
  const { requests, text } = await door.call('list_custom_activity_types');
  expect({ requests, text }).toMatchSnapshot();
});

test('goes on from an offset', async () => {
  const { head, rows } = await door.table('list_custom_activity_types', { offset: 4 });
  expect({ head, names: rows.map((row) => row[1]) }).toEqual({
    head: 'custom activity types 5-6 of 6',
    names: door.world.customActivityTypes.slice(4).map(({ name }) => name),
  });
});

test('takes no other argument', async () => {
  expect(await door.error('list_custom_activity_types', { limit: 1 })).toBe(
    'invalid_input: There is no argument "limit". Arguments of list_custom_activity_types: offset.',
  );
});

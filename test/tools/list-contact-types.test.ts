import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();

test('what kinds of contacts do we tell apart?', async () => {
  const { requests, text } = await door.call('list_contact_types');
  expect({ requests, text }).toMatchSnapshot();
});

test('goes on from an offset', async () => {
  const { head, rows } = await door.table('list_contact_types', { offset: 2 });
  expect({ head, names: rows.map((row) => row[1]) }).toEqual({
    head: 'contact types 3-5 of 5',
    names: door.world.contactTypes.slice(2).map(({ name }) => name),
  });
});

test('takes no other argument', async () => {
  expect(await door.error('list_contact_types', { limit: 1 })).toBe(
    'invalid_input: There is no argument "limit". Arguments of list_contact_types: offset.',
  );
});

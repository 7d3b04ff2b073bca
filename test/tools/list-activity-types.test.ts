import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();

test('what can happen with a record?', async () => {
  const { requests, text } = await door.call('list_activity_types');
  expect({ requests, text }).toMatchSnapshot();
});

test('reads the flat form of the contract as well', async () => {
  const flat = await openDoor({ sandbox: { activityTypes: 'flat' } });
  expect((await flat.call('list_activity_types')).text).toBe((await door.call('list_activity_types')).text);
});

test('says so past the end', async () => {
  expect((await door.call('list_activity_types', { offset: 9 })).text).toBe(
    'activity types: none from offset=9 on, 9 match',
  );
});

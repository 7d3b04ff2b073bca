import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();

test('where do our leads come from?', async () => {
  const { requests, text } = await door.call('list_customer_sources');
  expect({ requests, text }).toMatchSnapshot();
});

test('goes on from an offset', async () => {
  const { head, rows } = await door.table('list_customer_sources', { offset: 4 });
  expect({ head, names: rows.map((row) => row[1]) }).toEqual({
    head: 'sources 5-6 of 6',
    names: door.world.customerSources.slice(4).map(({ name }) => name),
  });
});

test('takes no other argument', async () => {
  expect(await door.error('list_customer_sources', { limit: 1 })).toBe(
    'invalid_input: There is no argument "limit". Arguments of list_customer_sources: offset.',
  );
});

import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();

test('why do we lose deals?', async () => {
  const { requests, text } = await door.call('list_loss_reasons');
  expect({ requests, text }).toMatchSnapshot();
});

test('goes on from an offset', async () => {
  const { head, rows } = await door.table('list_loss_reasons', { offset: 3 });
  expect({ head, names: rows.map((row) => row[1]) }).toEqual({
    head: 'loss reasons 4-6 of 6',
    names: door.world.lossReasons.slice(3).map(({ name }) => name),
  });
});

test('takes no other argument', async () => {
  expect(await door.error('list_loss_reasons', { limit: 1 })).toBe(
    'invalid_input: There is no argument "limit". Arguments of list_loss_reasons: offset.',
  );
});

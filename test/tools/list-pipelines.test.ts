import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();

test('how do our deals move?', async () => {
  const { requests, text } = await door.call('list_pipelines');
  expect({ requests, text }).toMatchSnapshot();
});

test('goes on from an offset', async () => {
  const { head, rows } = await door.table('list_pipelines', { offset: 1 });
  expect({ head, names: rows.map((row) => row[1]) }).toEqual({
    head: 'pipelines 2-3 of 3',
    names: door.world.pipelines.slice(1).map(({ name }) => name),
  });
});

test('takes no other argument', async () => {
  expect(await door.error('list_pipelines', { limit: 1 })).toBe(
    'invalid_input: There is no argument "limit". Arguments of list_pipelines: offset.',
  );
});

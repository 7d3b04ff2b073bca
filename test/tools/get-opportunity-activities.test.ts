import { expect, test } from 'vitest';
import { openDoor } from './door.ts';
import { column } from './shown.ts';

const door = await openDoor();

test('what happened with the copy machines deal?', async () => {
  const { requests, text } = await door.call('get_opportunity_activities', { id: 2827698, limit: 5 });
  expect({ requests, text }).toMatchSnapshot();
});

test('holds all that happened, newest first', async () => {
  const expected = door.world.activities.filter(
    ({ parent }) => parent.type === 'opportunity' && parent.id === 2_827_698,
  );
  expect(expected.length).toBeGreaterThan(0);
  const table = await door.table('get_opportunity_activities', { id: 2827698, limit: 200, fields: ['id'] });
  expect(column(table, 'id')).toEqual(expected.map(({ id }) => String(id)));
});

test('goes on from an offset', async () => {
  const all = column(await door.table('get_opportunity_activities', { id: 2827698, fields: ['id'] }), 'id');
  const second = await door.call('get_opportunity_activities', {
    id: 2827698,
    fields: ['id'],
    limit: 1,
    offset: 1,
  });
  expect(second.requests).toEqual(['POST /opportunities/2827698/activities {"page_number":2,"page_size":1}']);
  expect(second.text.split('\n').at(-1)).toBe(all[1]);
});

test.each([
  [{ id: 1 }, 'not_found: No opportunity has this id'],
  [{ id: -1 }, 'invalid_input: id must be at least 0.'],
  [{ id: 1e21 }, 'invalid_input: id must be at most 9007199254740991.'],
  [{ id: 'all' }, 'invalid_input: id must be of type number, not string.'],
  [{}, 'invalid_input: id is required'],
  [{ id: 2827698, fields: ['when'] }, 'unknown_name: activities have no field "when".'],
  [{ id: 2827698, limit: 2000 }, 'invalid_input: limit 2000 is too large'],
])('%j is refused: %s', async (input, text) => {
  expect(await door.error('get_opportunity_activities', input)).toContain(text);
});

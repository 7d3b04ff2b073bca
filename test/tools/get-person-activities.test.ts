import { expect, test } from 'vitest';
import { openDoor } from './door.ts';
import { column } from './shown.ts';

const door = await openDoor();

test('when did we last speak with Petra Osei?', async () => {
  const { requests, text } = await door.call('get_person_activities', { id: 8900016, limit: 5 });
  expect({ requests, text }).toMatchSnapshot();
});

test('holds all that happened, newest first', async () => {
  const expected = door.world.activities.filter(
    ({ parent }) => parent.type === 'person' && parent.id === 8_900_016,
  );
  expect(expected.length).toBeGreaterThan(0);
  const table = await door.table('get_person_activities', { id: 8900016, limit: 200, fields: ['id'] });
  expect(column(table, 'id')).toEqual(expected.map(({ id }) => String(id)));
});

test('goes on from an offset', async () => {
  const all = column(await door.table('get_person_activities', { id: 8900016, fields: ['id'] }), 'id');
  const second = await door.call('get_person_activities', {
    id: 8900016,
    fields: ['id'],
    limit: 1,
    offset: 1,
  });
  expect(second.requests).toEqual(['POST /people/8900016/activities {"page_number":2,"page_size":1}']);
  expect(second.text.split('\n').at(-1)).toBe(all[1]);
});

test.each([
  [{ id: 1 }, 'not_found: No person has this id'],
  [{ id: -1 }, 'invalid_input: id must be at least 0.'],
  [{ id: 1e21 }, 'invalid_input: id must be at most 9007199254740991.'],
  [{ id: 'all' }, 'invalid_input: id must be of type number, not string.'],
  [{}, 'invalid_input: id is required'],
  [{ id: 8900016, fields: ['when'] }, 'unknown_name: activities have no field "when".'],
  [{ id: 8900016, limit: 2000 }, 'invalid_input: limit 2000 is too large'],
])('%j is refused: %s', async (input, text) => {
  expect(await door.error('get_person_activities', input)).toContain(text);
});

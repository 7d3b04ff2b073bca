import { expect, test } from 'vitest';
import { openDoor } from './door.ts';
import { column } from './shown.ts';

const door = await openDoor();

const staff = new Set(
  door.world.people.filter(({ company_id }) => company_id === 9_607_580).map(({ id }) => id),
);

test('what is going on at Dunder Mifflin?', async () => {
  const { requests, text } = await door.call('get_company_activities', { id: 9607580, limit: 5 });
  expect({ requests, text }).toMatchSnapshot();
});

test('holds all that happened, newest first', async () => {
  const expected = door.world.activities.filter(
    ({ parent }) =>
      (parent.type === 'company' && parent.id === 9_607_580) ||
      (parent.type === 'person' && staff.has(parent.id)),
  );
  expect(expected.length).toBeGreaterThan(0);
  const table = await door.table('get_company_activities', { id: 9607580, limit: 200, fields: ['id'] });
  expect(column(table, 'id')).toEqual(expected.map(({ id }) => String(id)));
});

test('goes on from an offset', async () => {
  const all = column(await door.table('get_company_activities', { id: 9607580, fields: ['id'] }), 'id');
  const second = await door.call('get_company_activities', {
    id: 9607580,
    fields: ['id'],
    limit: 1,
    offset: 1,
  });
  expect(second.requests).toEqual(['POST /companies/9607580/activities {"page_number":2,"page_size":1}']);
  expect(second.text.split('\n').at(-1)).toBe(all[1]);
});

test.each([
  [{ id: 1 }, 'not_found: No company has this id'],
  [{ id: -1 }, 'invalid_input: id must be at least 0.'],
  [{ id: 1e21 }, 'invalid_input: id must be at most 9007199254740991.'],
  [{ id: 'all' }, 'invalid_input: id must be of type number, not string.'],
  [{}, 'invalid_input: id is required'],
  [{ id: 9607580, fields: ['when'] }, 'unknown_name: activities have no field "when".'],
  [{ id: 9607580, limit: 2000 }, 'invalid_input: limit 2000 is too large'],
])('%j is refused: %s', async (input, text) => {
  expect(await door.error('get_company_activities', input)).toContain(text);
});

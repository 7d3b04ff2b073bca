import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();
const dunderMifflin = 9_607_580;

test('who and what belongs to Dunder Mifflin?', async () => {
  const { requests, text } = await client.call('get_related_items', { type: 'companies', id: dunderMifflin });
  expect({ requests, text }).toMatchSnapshot();
});

test('looks up names with one search per type, and notes what has no name', async () => {
  const { world } = client;
  const { rows, notes } = await client.table('get_related_items', { type: 'companies', id: dunderMifflin });
  const names = new Map([...world.people, ...world.opportunities].map(({ id, name }) => [String(id), name]));
  for (const [type, id = '', name] of rows) expect(name).toBe(type === 'project' ? '' : names.get(id));
  expect(notes).toEqual(['no name found for project 144384.']);
});

test('continues at an offset', async () => {
  const { head } = await client.table('get_related_items', {
    type: 'companies',
    id: dunderMifflin,
    offset: 5,
  });
  expect(head).toBe('related items 6-7 of 7');
});

test('accepts the singular that answers show', async () => {
  const [one, several] = await Promise.all(
    ['Company', 'companies'].map((type) => client.call('get_related_items', { type, id: dunderMifflin })),
  );
  expect(one?.text).toBe(several?.text);
});

test.each([
  [{ type: 'companies', id: 1 }, 'not_found: No record of this type has this id'],
  [{ type: 'compani', id: dunderMifflin }, 'Nearest: companies.'],
  [{ type: 'companies', id: -1 }, 'invalid_input: id must be at least 0.'],
  [{ type: 'companies' }, 'invalid_input: id is required'],
])('%j is refused: %s', async (input, text) => {
  expect(await client.error('get_related_items', input)).toContain(text);
});

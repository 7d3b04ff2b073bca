import { expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/sandbox.ts';
import { idsWhere, openTestClient } from './test-client.ts';

const tool = 'search_people';
const client = await openTestClient();
const { world } = client;
const field = world.customFields.find(({ name }) => name === 'Interests');

/** The id of one of these interests. */
const option = (name: string) => field?.options?.find((each) => each.name === name)?.id ?? 0;

function likes({ custom_fields }: Person, ...names: string[]): boolean {
  const value = custom_fields.find((slot) => slot.custom_field_definition_id === field?.id)?.value;
  return Array.isArray(value) && names.map(option).some((id) => value.includes(id));
}

// A search for people has no word for "any of these", and what several options mean without one is not documented.
test('one option of a field with several is searched by Copper', async () => {
  const { requests } = await client.call(tool, { filters: [{ name: 'Interests', value: 'Chess' }] });
  const condition = { custom_field_definition_id: field?.id, value: [option('Chess')] };
  const searches = requests.filter((request) => request.startsWith('POST /people/search'));
  expect(searches).toEqual([expect.stringContaining(`"custom_fields":[${JSON.stringify(condition)}]`)]);
});

test('of several options any is enough, which is decided here', async () => {
  const input = { owner: 'Jane Park', filters: [{ name: 'Interests', value: ['Chess', 'Golf'] }] };
  const { requests } = await client.call(tool, input);
  expect(requests.filter((request) => request.includes('"custom_fields"'))).toEqual([]);
  const people = world.people.filter(({ assignee_id }) => assignee_id === 137_669);
  const either = idsWhere(people, (person) => likes(person, 'Chess', 'Golf'));
  const both = idsWhere(people, (person) => likes(person, 'Chess') && likes(person, 'Golf'));
  expect(both.length).toBeGreaterThan(0);
  expect(either.length).toBeGreaterThan(both.length);
  expect(await client.ids(tool, input)).toEqual(either);
});

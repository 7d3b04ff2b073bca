import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/sandbox.ts';
import { column } from './shown.ts';
import { dayOf, idsWhere, losAngeles, openTestClient } from './test-client.ts';

const tool = 'search_people';
const client = await openTestClient();
const { world } = client;

test('whom do we know at Globex?', async () => {
  const { requests, text } = await client.call(tool, { company: 'Globex' });
  expect({ requests, text }).toMatchSnapshot();
});

test('which of my contacts have we not spoken to for half a year?', async () => {
  const { requests, text } = await client.call(tool, { owner: 'me', last_contact: '..-6m', limit: 3 });
  expect({ requests, text }).toMatchSnapshot();
});

type Filter = Record<string, unknown>;

const only = (filter: Filter) => ({ filters: [filter] });
const cases: [input: Record<string, unknown>, holds: (person: Person) => boolean][] = [
  [{ name: 'leila' }, ({ name }) => name.toLowerCase().includes('leila')],
  [{ name: '=leila weber' }, ({ name }) => name === 'Leila Weber'],
  [{ company: 'Globex' }, (person) => person.company_name === 'Globex'],
  [
    { company: 'none', owner: 'Jane Park' },
    (person) => person.company_id === null && person.assignee_id === 137_669,
  ],
  [
    { emails: 'isaac.quinn@globex.example' },
    ({ emails }) => emails.some(({ email }) => email === 'isaac.quinn@globex.example'),
  ],
  [{ title: 'it director' }, ({ title }) => title === 'IT Director'],
  [{ city: 'Berlin' }, ({ address }) => address?.city === 'Berlin'],
  [{ tags: 'vip' }, ({ tags }) => tags.includes('vip')],
  [
    { last_contact: '2026-11-16..2026-11-22' },
    ({ date_last_contacted: at }) =>
      at !== null && at >= losAngeles('2026-11-16') && at < losAngeles('2026-11-23'),
  ],
  [only({ name: 'contact_type_ids', value: 'Partner' }), (person) => person.contact_type_id === 451_493],
  [only({ name: 'opportunity_ids', value: '8 New Copy Machines' }), ({ id }) => id === 8_900_001],
  [only({ name: 'country', value: 'JP' }), ({ address }) => address?.country === 'JP'],
  [only({ name: 'Birthday', value: '1980' }), (person) => birthYear(person) === 1980],
  [only({ name: 'Role', value: 'Champion' }), (person) => role(person) === 'Champion'],
];

const slot = ({ custom_fields }: Person, label: string) => {
  const field = world.customFields.find(({ name }) => name === label);
  const value = custom_fields.find(({ custom_field_definition_id: id }) => id === field?.id)?.value;
  return { field, value };
};

function birthYear(person: Person): number | undefined {
  const { value } = slot(person, 'Birthday');
  return typeof value === 'number' ? Number(dayOf(value).slice(0, 4)) : undefined;
}

function role(person: Person): string | undefined {
  const { field, value } = slot(person, 'Role');
  return field?.options?.find(({ id }) => id === value)?.name;
}

test.each(cases)('%j finds what the account holds', async (input, holds) => {
  const expected = idsWhere(world.people, holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(await client.ids(tool, input)).toEqual(expected);
});

describe('what is shown', () => {
  test('of several phones the first, with the number of the others', async () => {
    const table = await client.table(tool, { name: '=Leila Weber', company: 'Globex' });
    expect(column(table, 'phone')).toEqual(['415-555-1848 (+1)']);
  });

  test("Copper's own names of a name's parts", async () => {
    const { rows } = await client.table(tool, {
      emails: 'isaac.quinn@globex.example',
      fields: ['first_name', 'last_name'],
    });
    expect(rows).toEqual([['Isaac', 'Quinn']]);
  });

  test('sorted by name', async () => {
    const { requests } = await client.call(tool, { sort: '-name', limit: 1 });
    expect(requests[0]).toContain('"sort_by":"name","sort_direction":"desc"');
  });
});

test.each([
  [{ sort: 'company' }, 'invalid_input: 1,200 people match: Copper cannot sort by company, and at most 500'],
  [{ emails: ['@globex.example'] }, 'is not an e-mail address.'],
  [{ company: 'Nowhere Ltd' }, 'unknown_name: No company is called "Nowhere Ltd".'],
  [
    only({ name: 'contact_type_ids', value: 'Friend' }),
    'unknown_name: There is no contact type "Friend". Available: Potential Customer',
  ],
  [{ limit: 101 }, undefined],
])('%j: %s', async (input, text) => {
  if (text === undefined)
    expect((await client.table(tool, input)).notes[0]).toContain('limit 101 was lowered to 100');
  else expect(await client.error(tool, input)).toContain(text);
});

describe('more people than the pipeline reads to filter', () => {
  test('the answer says how many rows were read', async () => {
    const { head, notes } = await client.table(tool, {
      ...only({ name: 'Background', value: 'a' }),
      limit: 2,
    });
    expect(head).toMatch(/^people 1-2 of at least \d+, next: offset=2$/);
    expect(notes.join(' ')).toMatch(/only 1000 of 1200 rows were read .*Narrow the question/);
  });

  test('no match among the rows read is not reported as none at all', async () => {
    const nobody = { ...only({ name: 'Background', value: 'nobody wrote this' }) };
    expect((await client.table(tool, nobody)).head).toBe('people: none match among the rows read');
  });
});

test('"=" matches a company name exactly', async () => {
  const { requests } = await client.call(tool, { company: '=Globex', limit: 1 });
  expect(requests[0]).toContain('"name":"Globex"');
  expect((await client.call(tool, { company: '=Glob' })).text).toMatch(
    /^unknown_name: No company is called "=Glob"/,
  );
});

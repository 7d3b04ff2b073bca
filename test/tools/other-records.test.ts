import { expect, test } from 'vitest';
import { idsWhere, openTestClient } from './test-client.ts';

const client = await openTestClient();
const { world } = client;

/** A record that activities or tasks are about, and what it is called. */
function aboutOf(type: string) {
  const lists = { company: world.companies, person: world.people, opportunity: world.opportunities };
  const all: readonly { id: number; name: string }[] = lists[type as keyof typeof lists];
  const once = all.filter(({ name }) => all.filter((one) => one.name === name).length === 1);
  const found = once.find(({ id }) =>
    [
      ...world.activities.map(({ parent }) => parent),
      ...world.tasks.map(({ related_resource: related }) => related),
    ].some((one) => one?.id === id && one.type === type),
  );
  if (found === undefined) throw new Error(`nothing is about a ${type}`);
  return { type, ...found };
}

const signs = ['!', '! ', 'not ', '!=', '<>'];
const references = ['company', 'person', 'opportunity'].map(aboutOf).flatMap(({ type, id, name }) => [
  { type, id, text: `${type} ${id}` },
  { type, id, text: `${type} ${name}` },
  { type, id, text: `${name} (${type} ${id})` },
]);

test.each(references.flatMap((one, at) => ({ ...one, sign: signs[at % signs.length] ?? '!' })))(
  'tasks that are related to anything but $text: "$sign" in front',
  async ({ type, id, text, sign }) => {
    const expected = idsWhere(
      world.tasks,
      ({ related_resource: related }) => related?.id !== id || related.type !== type,
    );
    const related = `${sign}${text}`;
    const { text: counted } = await client.call('search_tasks', { related, limit: 0 });
    expect(counted).toContain(`tasks: ${expected.length} match (related not ${text})`);
    const { rows } = await client.table('search_tasks', { related, fields: ['id'], limit: 200 });
    expect(rows.filter(([found]) => !expected.includes(Number(found)))).toEqual([]);
  },
);

test.each(['company', 'person', 'opportunity'].map(aboutOf))(
  'activities on anything but $type $name',
  async ({ type, id, name }) => {
    const { rows } = await client.table('search_activities', {
      on: `!${type} ${name}`,
      who: 'any',
      fields: ['id', 'on'],
      limit: 50,
    });
    expect(rows).toHaveLength(50);
    expect(rows.filter(([, on]) => on?.endsWith(`(${type} ${id})`))).toEqual([]);
  },
);

test.each([
  ['!project Apollo', 'related "!project Apollo": A project can only be given by its id'],
  ['!Acme', 'related "!Acme": "Acme" is not a record'],
  ['not X', 'related "not X": "X" is not a record'],
  ['<>globex 12', 'related "<>globex 12": "globex 12" is not a record'],
  ['not company Nobody & Sons', 'Nobody & Sons'],
])('"%s" is refused', async (related, told) => {
  expect(await client.error('search_tasks', { related })).toContain(told);
});

test.each(['Jane, Acme', 'Zork, Globex', 'Zork – Acme', 'Zork | Acme', 'Zork / Globex'])(
  'a name such as "%s" that nobody has: that it was searched as one, and how to name a company',
  async (name) => {
    const { text } = await client.call('search_people', { name });
    const [person, company] = name.split(/, | [–|/] /);
    expect(text).toContain('people: none match');
    expect(text).toContain(`searched as one name; for "${person}" at "${company}" write "at" between them.`);
  },
);

test.each(['Zork', 'Zork Miller', 'Zork-Miller', 'Zork at Acme Foods'])(
  'the name "%s" is no pair',
  async (name) => {
    const { text } = await client.call('search_people', { name });
    expect(text).not.toContain('searched as one name');
  },
);

import { expect, test } from 'vitest';
import { createWorld } from '../../../../src/sandbox/world/world.ts';
import { judgeRequest } from '../../../contract/judge.ts';
import { openTestClient } from '../../test-client.ts';

const client = await openTestClient({ sandbox: { generate: createWorld } });
const { world } = client;

const companyOf = (name: string) => {
  const found = world.companies.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

/** Gives the nth person of a company another name, before anything is searched. */
function rename(company: string, at: number, first: string, middle: string | null, last: string) {
  const person = world.people.filter(({ company_id: id }) => id === companyOf(company).id)[at];
  if (person === undefined) throw new Error(`nobody at ${company}`);
  const name = [first, middle, last].filter((word) => word !== null).join(' ');
  Object.assign(person, { name, first_name: first, middle_name: middle, last_name: last });
  return person;
}

const christine = rename('Acme Robotics', 1, 'Christine', null, 'Kim');
const omar = rename('Hooli', 0, 'Omar', 'R.', 'Moore');
const maeve = rename('Globex', 0, 'Maeve', null, "O'Donovan");
const annemarie = rename('Initech', 0, 'Anne-Marie', null, 'Lefèvre');
const steven = rename('Dunder Mifflin', 0, 'Steven', 'Paul', 'Smythe');
const soren = rename('Umbrella Health', 0, 'Søren', null, 'Kjærgård');
const geoff = rename('Wayne Logistics', 0, 'Geoffrey', null, 'Maierhofer');
const ivan = rename('Café Olé', 0, 'Иван', null, 'Петров');
const wei = rename('Acme Foods', 1, '伟明', null, '欧阳');
const profiled = world.people.find(({ socials }) => socials.length > 0);
const phone = christine.phone_numbers[0]?.number ?? '';

/** The text and the one record that it stands for. */
const spellings: readonly (readonly [
  text: string,
  is: { id: number; name: string; company_name: string | null },
])[] = [
  ['Omar Moore', omar],
  ['omar moore', omar],
  ['Moore, Omar', omar],
  ['Moore Omar', omar],
  ['Omar R Moore', omar],
  ['Omar Robert Moore', omar],
  ['O. R. Moore', omar],
  ['Mr. Omar Moore', omar],
  ['Omar Moore at Hooli', omar],
  ['Omar Moore (Hooli)', omar],
  ['Omar Moore, Hooli', omar],
  ['Omar Moor', omar],
  ['Steven Smythe', steven],
  ['Steven P. Smythe', steven],
  ['Stephen Smith at Dunder Mifflin', steven],
  ['Smythe, Steven', steven],
  ['Kristine Kimm at Acme', christine],
  ['Kristine Kimm @ Acme Robotics', christine],
  ['Kristin Kim from Acme Robotics', christine],
  ['Kristine Kimm (Acme Robotics)', christine],
  ['Christine Kimm', christine],
  ['Christin Kim', christine],
  ['Kim, Christine', christine],
  ['Chirstine Kim at Acme Robotics', christine],
  ['Christine Kim at Acme Robotix', christine],
  ['Maeve ODonovan', maeve],
  ['Maeve O’Donovan', maeve],
  ['maeve o donovan', maeve],
  ['Mave Odonovan at Globex', maeve],
  ['Annemarie Lefevre at Initech', annemarie],
  ['Anne Marie Lefèvre', annemarie],
  ['Anne-Marie Lefevre', annemarie],
  ['Soren Kjaergard at Umbrella Health', soren],
  ['Geoffrey Meierhofer', geoff],
  ['Jeffrey Maierhofer', geoff],
  ['Петров Иван', ivan],
  ['Иван Петров', ivan],
  ['伟明 欧阳', wei],
  [`https://app.copper.com/companies/77/app#/contact/${omar.id}`, omar],
  [`see app.copper.com/companies/77/app#/contact/${omar.id}?tab=1`, omar],
  [`https://app.copper.com/companies/7/app#/browse/list/people/default?fullProfile=people-${omar.id}`, omar],
];

/** Case, accents and punctuation dropped. */
const plain = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/[^\p{L}]/gu, '');

/** True where a text has the whole name in it, or links to the record: then nothing is guessed. */
const isWritten = (name: string, text: string) =>
  text.includes('app.copper.com') ||
  plain(text).startsWith(plain(name)) ||
  plain(text.split(',').toReversed().join(' ')) === plain(name);

async function within(most: number, tool: string, input: Record<string, unknown>) {
  await client.pass(700_000);
  const before = client.log.length;
  const answer = await client.call(tool, input);
  const searches = client.log
    .slice(before)
    .filter(({ path }) => !/users|pipelines|activity_types/.test(path));
  expect(searches.length).toBeLessThanOrEqual(most);
  const problems = client.log.slice(before).flatMap(({ method, path, query, body }) => {
    return judgeRequest({ method, url: `${path}?${new URLSearchParams(query)}`, body }).problems;
  });
  expect(problems).toEqual([]);
  return answer;
}

test.each(spellings)('find: %s', async (text, { id, name }) => {
  const answer = await within(12, 'find', { text });
  const [, , first = ''] = answer.text.split('\n');
  expect(first).toContain(`person\t${id}\t${name}`);
});

test.each(spellings)('brief: %s, and a guess is said in the first note', async (about, { id, name }) => {
  const { text, isError, requests } = await client.call('brief', { about });
  expect(requests.length).toBeLessThanOrEqual(10);
  expect(isError).toBe(false);
  expect(text).toContain(`id: ${id}\nname: ${name}\n`);
  if (!isWritten(name, about)) expect(text).toMatch(/\nnote: (?:"|No |Nobody )/);
});

test.each(spellings)(
  'a person input: %s is used and said, or offered by name, company and id',
  async (text, person) => {
    const { text: answer, isError } = await within(8, 'search_opportunities', {
      filters: [{ name: 'primary_contact_ids', value: text }],
      limit: 1,
    });
    if (!isError) {
      if (!isWritten(person.name, text)) expect(answer).toMatch(new RegExp(`note: .*${person.id}`));
    } else if (text.includes('Robotix')) {
      expect(answer).toMatch(/^unknown_name: .* Nearest: Acme Robotics \(company \d+\)/);
    } else {
      expect(answer).toMatch(/^unknown_name: /);
      expect(answer).toContain(`${person.name}, ${person.company_name} (person ${person.id})`);
    }
  },
);

test('several that a text fits are a question with name, company and id, never the first of them', async () => {
  const [samuel, other] = ['Fischer', 'Kaya'].map((last, at) =>
    rename('Acme Robotics', at + 2, 'Samuel', null, last),
  );
  for (const about of ['Samuel at Acme Robotics', 'Samual at Acme Robotics', 'Samuel (Acme Robotics)']) {
    const error = await client.error('brief', { about });
    for (const one of [samuel, other]) expect(error).toContain(`person ${one?.id} "${one?.name}"`);
    expect(error).toContain('Acme Robotics');
  }
  const [jane, twin] = [
    rename('Hazel Media', 0, 'Jan', 'A.', 'Quill'),
    rename('Redwood Labs', 0, 'Jan', 'B.', 'Quill'),
  ];
  for (const about of ['Jan Quill', 'Quill, Jan', 'jan quil']) {
    const error = await client.error('brief', { about });
    for (const one of [jane, twin]) expect(error).toContain(`person ${one.id} "${one.name}", `);
    const shown = await client.call('find', { text: about });
    for (const one of [jane, twin]) expect(shown.text).toContain(`person\t${one.id}\t${one.name}`);
  }
});

test.each([
  ['search_people', christine.emails[0]?.email ?? '', christine.id, 'an e-mail address'],
  ['search_people', `Christine <${christine.emails[0]?.email}>`, christine.id, 'an e-mail address'],
  ['search_people', phone, christine.id, 'a phone number'],
  ['search_people', `tel:${phone}`, christine.id, 'a phone number'],
  [
    'search_people',
    `https://app.copper.com/companies/1/app#/contact/${omar.id}`,
    omar.id,
    'the link to person',
  ],
  ['search_people', 'Omar Moore at Hooli', omar.id, '"Omar Moore" at Hooli'],
  ['search_people', profiled?.socials[0]?.url ?? '', profiled?.id, 'the address of a social profile'],
  [
    'search_companies',
    'https://www.globex.example/about',
    companyOf('Globex').id,
    'a web address, by its domain',
  ],
  [
    'search_companies',
    'jane@acme-robotics.example',
    companyOf('Acme Robotics').id,
    'the domain of the e-mail',
  ],
  [
    'search_companies',
    `app.copper.com/companies/1/app#/organization/${companyOf('Hooli').id}`,
    companyOf('Hooli').id,
    'the link to company',
  ],
  [
    'search_opportunities',
    'https://app.copper.com/companies/1/app#/deal/2827698',
    2_827_698,
    'the link to opportunity',
  ],
  [
    'search_leads',
    `https://app.prosperworks.com/companies/1/app#/lead/${world.leads[0]?.id}`,
    world.leads[0]?.id,
    'the link to lead',
  ],
])('%s name=%s is taken for what it is', async (tool, name, id, as) => {
  const { text } = await client.call(tool, { name, fields: ['id'] });
  expect(text.split('\n')[2]).toBe(String(id));
  expect(text).toContain(`note: name was read as ${as}`);
});

test('find: the address of a social profile is that of its owner', async () => {
  const { text } = await client.call('find', { text: profiled?.socials[0]?.url ?? '' });
  expect(text).toContain(`person\t${profiled?.id}\t${profiled?.name}\t`);
  expect(text).toContain('social profile');
});

test.each([
  ['search_people', { name: 'app.copper.com/companies/1/app#/organization/5' }, 'company 5, not to a person'],
  ['search_companies', { name: 'app.copper.com/companies/1/app#/contact/5' }, 'person 5, not to a company'],
  [
    'search_opportunities',
    { company: 'app.copper.com/companies/1/app#/deal/5' },
    'opportunity 5, not to a company',
  ],
  ['search_people', { company: 'app.copper.com/companies/1/app#/browse/list/people' }, 'not to one record'],
  [
    'search_tasks',
    { related: 'company https://app.copper.com/companies/1/app#/contact/5' },
    'person 5, not to a company',
  ],
  ['find', { text: 'https://app.copper.com/companies/1/app#/task/5' }, 'is to task 5'],
  ['brief', { about: 'https://app.copper.com/companies/1/app#/project/5' }, 'is to project 5'],
  [
    'brief',
    { about: 'company https://app.copper.com/companies/1/app#/contact/5' },
    'person 5, not to a company',
  ],
])('%s %j: the error names what the link is to', async (tool, input, told) => {
  const error = await client.error(tool, input);
  expect(error).toMatch(/^invalid_input: The link is/);
  expect(error).toContain(told);
});

test.each(['Jane Park', 'jane park', 'Park, Jane', 'jane.park@example.com', 'Zoe Muller', 'Soren Kjaer'])(
  '%s is a colleague: find and brief point to owner',
  async (text) => {
    expect((await client.call('find', { text })).text).toMatch(
      /note: .* is a user of this account \(a colleague\): for their records use owner="/,
    );
    if (!text.includes('@')) expect(await client.error('brief', { about: text })).toMatch(/use owner="/);
  },
);

test('a name that nobody has: the search points to find, and nothing is guessed', async () => {
  const none = await client.call('search_people', { name: 'Kristine Kimm' });
  expect(none.text).toBe('people: none match\nnote: find also finds similar names.');
  expect(await client.error('brief', { about: 'Zebulon Quark' })).toMatch(
    /^unknown_name: No person, company/,
  );
  expect((await client.call('find', { text: 'Zebulon Quark' })).text).toMatch(/^matches: none found\n/);
  expect(await client.error('search_tasks', { related: 'person Zebulon Quark' })).toBe(
    'unknown_name: No person is called "Zebulon Quark". search_people finds people by other criteria.',
  );
});

test('where too many have the last name: the whole name is searched, and what was not compared is said', async () => {
  const many = await openTestClient({ sandbox: { generate: createWorld } });
  const twin = many.world.people.find(({ name }) => name === 'Hana Ivanova');
  const others = many.world.people.filter((one) => one !== twin && one.name < 'J').slice(0, 60);
  for (const one of others) Object.assign(one, { name: `${one.first_name} Ivanova`, last_name: 'Ivanova' });
  for (const one of others) if (one.first_name === 'Hana') Object.assign(one, { name: 'Eva Ivanova' });
  for (const text of ['Hana Ivanova', 'Ivanova, Hana']) {
    expect((await many.call('find', { text })).text).toContain(`person\t${twin?.id}\tHana Ivanova`);
    expect((await many.call('brief', { about: text })).text).toContain(`id: ${twin?.id}\n`);
    expect((await many.call('search_people', { name: text })).text).toContain(`${twin?.id}\tHana Ivanova`);
  }
  const { text } = await many.call('find', { text: 'Zork Ivanova' });
  expect(text).toContain('one word of the name');
  expect(text).toMatch(/^matches 1-5 of at least /);
  expect(text).toMatch(/note: people: 25 of \d+ that have these parts in their names were compared\./);
});

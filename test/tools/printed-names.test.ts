import { describe, expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();
const { world } = client;
type Input = Record<string, unknown>;
const [person, company, deal] = [world.people[0], world.companies[5], world.opportunities[3]];
const lead = world.leads.find((one) => one.converted_at !== null) ?? world.leads[0];
if (!(person && company && deal && lead)) throw new Error('an empty world');
const email = person.emails[0]?.email ?? '';
const printed = `${person.name} <${email}>`;

/** One record as answers print it, or as people paste it, and its id. */
test.each<[string, Input, number]>([
  ['search_people', { name: `${person.name} (person ${person.id})` }, person.id],
  ['search_people', { name: `person ${person.id}` }, person.id],
  ['search_people', { name: `id ${person.id}` }, person.id],
  ['search_people', { name: printed }, person.id],
  ['search_people', { name: `mailto:${email}` }, person.id],
  ['search_people', { name: `https://app.copper.com/companies/1/app#/contact/${person.id}` }, person.id],
  ['search_people', { emails: printed }, person.id],
  ['search_people', { emails: [`<${email}>`] }, person.id],
  ['search_people', { emails: `mailto:${email}` }, person.id],
  ['search_people', { filters: [{ name: 'emails', value: printed }] }, person.id],
  ['search_companies', { name: `${company.name} (company ${company.id})` }, company.id],
  ['search_companies', { name: `company ${company.id}` }, company.id],
  ['search_opportunities', { name: `${deal.name} (opportunity ${deal.id})` }, deal.id],
  ['search_leads', { name: `${lead.name} (lead ${lead.id})` }, lead.id],
  ['search_leads', { name: `https://app.copper.com/companies/1/app#/lead/${lead.id}` }, lead.id],
])('%s %j is that record', async (tool, input, id) => {
  expect(await client.ids(tool, input)).toEqual([id]);
});

test.each([printed, `<${email}>`, `mailto:${email}`, ` ${email} `])(
  'get_person_by_email takes %j',
  async (text) => {
    const answer = await client.call('get_person_by_email', { email: text });
    expect(answer.text).toContain(`id: ${person.id}`);
  },
);

describe('a sign of negation in front of a name is not dropped', () => {
  test.each(['!', '! ', '!=', '<>', '≠', '-', '- ', 'not ', 'Not ', 'NOT '])('by brief: %j', async (sign) => {
    expect(await client.error('brief', { about: `${sign}${person.name}` })).toContain(
      `excludes a record, and a brief is about one; give its name, e.g. "${person.name}".`,
    );
  });
  test.each(['!', '!=', '<>', '≠'])('by find, which says so: %j', async (sign) => {
    const { text } = await client.call('find', { text: `${sign}${person.name}` });
    expect(text).toContain('The sign in front was not read as "not"');
  });
  test('by name, "not" is part of it, which is said where nothing is called so', async () => {
    const { notes } = await client.table('search_people', { name: 'not Jane' });
    expect(notes.join()).toContain('"not" was read as part of the name; "!" in front excludes.');
  });
});

test.each(['none', 'None', 'any', '(none)', 'ANY'])(
  'a word of ours is a text where names are looked for: %j',
  async (text) => {
    const { requests } = await client.call('find', { text });
    const leads = requests.filter((one) => one.startsWith('POST /leads/search'));
    expect(leads.length).toBeGreaterThan(2);
    for (const one of leads) expect(one).toContain(`"${text}"`);
    const people = await client.call('search_people', { name: text, limit: 0 });
    expect(people.text).toMatch(/^people: 0 match/);
  },
);

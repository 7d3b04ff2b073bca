import { expect, test } from 'vitest';
import { judgeRequest } from '../../../contract/judge.ts';
import { openTestClient } from '../../test-client.ts';
import { briefShown } from './brief-sections.ts';

const client = await openTestClient();
const { world } = client;

/** `person 12` and the requests it took; the text where it is an error. */
async function meant(about: string) {
  const { text, isError, requests } = await client.call('brief', { about });
  if (isError) return { error: text, requests };
  const { what, record, notes } = briefShown(text);
  return { is: `${what} ${record.get('id')}`, notes, requests };
}
const names = [...world.people, ...world.companies, ...world.opportunities, ...world.leads].map(
  ({ name }) => name,
);
const once = ({ name }: { name: string }) => names.filter((other) => other === name).length === 1;
const person = world.people.find((one) => once(one) && one.company_id !== null && one.emails.length > 0);
const lead = world.leads.find((one) => once(one) && one.email !== null && one.converted_at === null);
const globex = world.companies.find(({ name }) => name === 'Globex');
const there = world.people.find(({ company_id: at }) => at === globex?.id);
if (person === undefined || lead === undefined || there === undefined)
  throw new Error('the world lacks somebody');

test.each([
  [person.name, `person ${person.id}`],
  [person.name.toLowerCase(), `person ${person.id}`],
  [`person ${person.name}`, `person ${person.id}`],
  [`${person.name} (person ${person.id})`, `person ${person.id}`],
  [`copper://people/${person.id}`, `person ${person.id}`],
  [person.emails[0]?.email ?? '', `person ${person.id}`],
  [`${person.name} <${person.emails[0]?.email}>`, `person ${person.id}`],
  [lead.email?.email ?? '', `lead ${lead.id}`],
  [`lead ${lead.name}`, `lead ${lead.id}`],
  [lead.name, `lead ${lead.id}`],
  ['Globex', `company ${globex?.id}`],
  ['company globex', `company ${globex?.id}`],
  ['globex.example', `company ${globex?.id}`],
  ['8 New Copy Machines', 'opportunity 2827698'],
  ['deal "8 New Copy Machines"', 'opportunity 2827698'],
  ['Globex data centre move', 'opportunity 2827724'],
  ['Globex data', 'opportunity 2827724'],
  [`${there.name} at Globex`, `person ${there.id}`],
  [`${there.first_name} at Globex`, `person ${there.id}`],
  [`${there.name} (Globex)`, `person ${there.id}`],
  [`${there.name}, Globex`, `person ${there.id}`],
])('%s is %s, within ten requests from cold', async (about, is) => {
  await client.pass(700_000);
  const found = await meant(about);
  expect(found.is).toBe(is);
  expect(found.requests.length).toBeLessThanOrEqual(10);
});

test('what a name was read as is said, unless it is the whole name and alone', async () => {
  expect((await meant('Globex')).notes?.[0]).toBe(
    `"Globex" was read as company ${globex?.id}, the only exact match. find lists others whose name contains it.`,
  );
  expect((await meant('Dunder')).notes).toContain('"Dunder" was read as company 9607580, the only match.');
  expect((await meant(person.name)).notes?.filter((note) => note.includes('read as'))).toEqual([]);
});

test('where requests run out, what was not read is named, and how to have it; what is remembered costs none', async () => {
  const narrow = await openTestClient({ sandbox: { pageSize: 1 } });
  const cold = await narrow.call('brief', { about: 'Jane Cooper at Acme Robotics' });
  const { record, notes } = briefShown(cold.text);
  expect(notes).toContain(
    `Not read, to stay within 10 requests: open deals with this contact. brief about="person ${record.get('id')}" reads all.`,
  );
  const warm = await narrow.call('brief', { about: `person ${record.get('id')}` });
  expect(briefShown(warm.text).notes.filter((note) => note.startsWith('Not read'))).toEqual([]);
});

test('from cold, everything that a brief promises is read', async () => {
  for (const about of ['Jane Cooper at Acme Robotics', 'Globex', 'Dunder', '8 New Copy Machines']) {
    await client.pass(700_000);
    const { notes = [] } = await meant(about);
    expect(notes.filter((note) => note.startsWith('Not read'))).toEqual([]);
  }
});

test('several that fit are listed with what tells them apart and their ids', async () => {
  const { error = '', requests } = await meant('Acme');
  const companies = world.companies.filter(({ name }) => /^Acme/.test(name));
  expect(error).toMatch(/^unknown_name: "Acme" matches several records: company \d+ "Acme /);
  for (const { id, name } of companies) expect(error).toContain(`company ${id} "${name}", `);
  expect(error).toMatch(/Give one by id, e\.g\. "company \d+"\.$/);
  expect(requests.length).toBeLessThanOrEqual(10);
  const janes = (await meant('Jane')).error ?? '';
  expect(janes).toMatch(
    /^unknown_name: "Jane" matches several records: person \d+ "Jane .* and \d+ more\. Give one by id/,
  );
  expect(janes).toMatch(/or add the company: "Jane at Acme"\.$/);
  expect(janes.length).toBeLessThan(1_000);
});

test('two people of one name are not guessed between', async () => {
  const twin = world.people.find(
    ({ name }) => world.people.filter((other) => other.name === name).length > 1,
  );
  const twins = world.people.filter(({ name }) => name === twin?.name);
  const { error = '' } = await meant(twin?.name ?? '');
  for (const { id } of twins) expect(error).toContain(`person ${id} `);
});

test('leads by last name, all that have it', async () => {
  const family = world.leads.filter(({ last_name: last }) => last === 'Banerjee');
  const { error = '', is } = await meant('lead Banerjee');
  const said = is ?? error;
  for (const { id } of family) expect(said).toContain(`lead ${id}`);
});

test.each([
  [
    'Zork Zork',
    /^unknown_name: No person, company, opportunity or lead is called "Zork Zork"\. find looks for/,
  ],
  ['company Zork', /^unknown_name: No company is called "Zork"\./],
  ['Lead Forensics', /^unknown_name: No lead is called "Forensics"\./],
  [
    'Zork at Globex',
    /^unknown_name: Nobody called "Zork" is at company \d+\. search_people company=\d+ lists its people/,
  ],
  [
    'nobody@nowhere.test',
    /^unknown_name: No person or lead has the e-mail "nobody@nowhere\.test"\. find "nowhere\.test"/,
  ],
  ['company 1', /^not_found: No company has the id 1; it may be deleted, or hidden/],
  ['opportunity 1', /^not_found: No opportunity has the id 1; /],
  [
    '2827698',
    /^invalid_input: "2827698" may be the id of any record; add its type, e\.g\. "opportunity 2827698"\.$/,
  ],
  [' ', /^invalid_input: about is empty/],
  ['x'.repeat(501), /^invalid_input: about is too long/],
])('%s: an error with the next move', async (about, told) => {
  const { error, requests } = await meant(about);
  expect(error).toMatch(told);
  expect(requests.length).toBeLessThanOrEqual(10);
});

test('one of several on a page that holds no more is not taken for the only one', async () => {
  const narrow = await openTestClient({ sandbox: { pageSize: 1 } });
  expect(await narrow.error('brief', { about: 'company Acme' })).toMatch(
    /^unknown_name: "Acme" matches several records: company \d+ "Acme Foods", [^;]* …\. Give one by id/,
  );
});

test('a Copper that does not search by id is not believed', async () => {
  const deaf = await openTestClient({
    wrap: (send) => async (request) => {
      if (!new URL(request.url).pathname.endsWith('/companies/search')) return send(request);
      return send({ ...request, text: async () => JSON.stringify({ page_size: 3 }) });
    },
  });
  expect(await deaf.error('brief', { about: 'company 9607599' })).toMatch(
    /^not_found: No company has the id 9607599/,
  );
});

test('what looks like the title of a deal is looked for among deals first', async () => {
  for (const about of ['8 New Copy Machines', 'Initech onboarding', 'Globex data']) {
    await client.pass(700_000);
    const last = 'Not read, to stay within 10 requests: other open deals of the company. ';
    const { notes = [] } = await meant(about);
    expect(notes.filter((note) => note.startsWith('Not read') && !note.startsWith(last))).toEqual([]);
  }
});

test('a company that is called like a reference', async () => {
  const company = world.companies.find(({ name }) => name === 'Acme Foods');
  const { is } = await meant('account Acme Foods');
  expect(is).toBe(`company ${company?.id}`);
});

test('any name: the record, or several that fit, within ten requests, each valid under the contract', async () => {
  const some = names.filter((_, index) => index % 61 === 0);
  for (const name of some) {
    await client.pass(700_000);
    const before = client.log.length;
    const found = await meant(name);
    if (found.error !== undefined) expect(found.error).toMatch(/^unknown_name: .* matches several records: /);
    expect(`${name}: ${found.requests.length <= 10}`).toBe(`${name}: true`);
    const problems = client.log.slice(before).flatMap(({ method, path, query, body }) => {
      return judgeRequest({ method, url: `${path}?${new URLSearchParams(query)}`, body }).problems;
    });
    expect(problems).toEqual([]);
  }
});

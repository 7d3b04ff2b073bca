import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const account = '4321';
const linked = await openTestClient({ env: { COPPER_ACCOUNT_ID: account } });
const unset = await openTestClient();
const [deal] = linked.world.opportunities;
const [person] = linked.world.people;
const [company] = linked.world.companies;
const [lead] = linked.world.leads;
if (!deal || !person || !company || !lead) throw new Error('a world without records');

const address = (page: string, id: unknown, of = account) =>
  `https://app.copper.com/companies/${of}/app#/${page}/${id}`;

const searches = [
  ['search_people', 'contact'],
  ['search_companies', 'organization'],
  ['search_opportunities', 'deal'],
] as const;

test.each(searches)('%s has addresses under either word, only if they are named', async (tool, page) => {
  for (const word of ['url', 'link']) {
    const { columns, rows } = await linked.table(tool, { fields: ['id', word], limit: 3 });
    expect(columns).toEqual(['id', word]);
    expect(rows.map(([, link]) => link)).toEqual(rows.map(([id]) => address(page, id)));
    expect(rows).toHaveLength(3);
  }
  expect((await linked.table(tool, { limit: 3 })).columns).not.toContain('link');
  expect((await linked.table(tool, { limit: 3, fields: ['*'] })).columns).toContain('link');
});

test.each(searches)(
  'without the account’s number %s makes none up, and says so if they are named',
  async (tool) => {
    const { text } = await unset.call(tool, { fields: ['id', 'url'], limit: 3 });
    expect(text).toContain(
      'note: url is not known: the number of the Copper account is not set; ask the user',
    );
    expect(text).not.toMatch(/^id\turl|companies\/\d|empty: url/m);
    expect((await unset.table(tool, { fields: ['url'], limit: 1 })).columns).toEqual(['id']);
    const all = await unset.table(tool, { limit: 3, fields: ['*'] });
    expect(all.columns).not.toContain('link');
  },
);

test('single records and briefs have a line with the link; leads none, since the form of theirs is not known', async () => {
  const line = (page: string, id: number) => `link: ${address(page, id)}`;
  expect((await linked.call('get_opportunity', { id: deal.id })).text).toContain(line('deal', deal.id));
  for (const [about, page, id] of [
    [`person ${person.id}`, 'contact', person.id],
    [`company ${company.id}`, 'organization', company.id],
    [`opportunity ${deal.id}`, 'deal', deal.id],
  ] as const)
    expect((await linked.call('brief', { about })).text).toContain(`\n${line(page, id)}\n`);
  for (const [client, about] of [
    [linked, `lead ${lead.id}`],
    [unset, `person ${person.id}`],
    [unset, `opportunity ${deal.id}`],
  ] as const)
    expect((await client.call('brief', { about })).text).not.toContain('link:');
  expect(await linked.error('search_leads', { fields: ['url'] })).toMatch(/^unknown_name: .*no field "url"/);
});

test('matches of find have links, and the column is left out without the number', async () => {
  const { columns, rows } = await linked.table('find', { text: 'Acme' });
  const at = (row: readonly string[], name: string) => row[columns.indexOf(name)] ?? '';
  const pages: Record<string, string> = { person: 'contact', company: 'organization', opportunity: 'deal' };
  expect(new Set(rows.map((row) => at(row, 'kind'))).size).toBeGreaterThan(1);
  for (const row of rows) {
    const page = pages[at(row, 'kind')];
    expect(at(row, 'link')).toBe(page === undefined ? '' : address(page, at(row, 'id')));
  }
  expect((await unset.table('find', { text: 'Acme' })).columns).not.toContain('link');
});

test('an address that an answer printed is taken back by every input that takes the record', async () => {
  const asked: [string, Record<string, unknown>][] = [
    ['search_people', { name: address('contact', person.id) }],
    ['search_companies', { name: address('organization', company.id) }],
    ['search_opportunities', { company: address('organization', company.id) }],
    ['get_opportunity', { id: address('deal', deal.id) }],
    ['get_opportunity_activities', { id: address('deal', deal.id) }],
    ['search_tasks', { related: address('deal', deal.id) }],
    ['search_activities', { on: address('contact', person.id) }],
    ['get_person_activities', { id: address('contact', person.id) }],
    ['get_company_activities', { id: `copper://companies/${company.id}` }],
    ['find', { text: address('contact', person.id) }],
    ['brief', { about: address('deal', deal.id) }],
  ];
  for (const [tool, input] of asked) {
    const { text, isError } = await linked.call(tool, input);
    expect([tool, isError, text]).toEqual([tool, false, text]);
  }
});

test.each([
  ['search_people', { name: address('contact', 5, '77') }],
  ['search_opportunities', { company: [`!${address('organization', 5, '77')}`] }],
  ['search_tasks', { related: `deal ${address('deal', 5, '77')}` }],
  [
    'search_opportunities',
    { filters: [{ name: 'primary_contact_ids', value: address('contact', 5, '77') }] },
  ],
  ['find', { text: `see ${address('contact', 5, '77')}` }],
  ['brief', { about: address('deal', 5, '77') }],
  ['get_opportunity', { id: address('deal', 5, '77') }],
])('%s refuses a link to another account, in which ids are of other records', async (tool, input) => {
  expect(await linked.error(tool, input)).toContain(
    'is to a record of the Copper account 77; this server reads account 4321 (COPPER_ACCOUNT_ID).',
  );
});

test('an id whose kind another input says takes no link, which may be to another kind', async () => {
  expect(await linked.error('get_related_items', { type: 'people', id: address('deal', 5) })).toBe(
    'invalid_input: A number is expected here, not a link; this one is to opportunity 5.',
  );
  expect(await linked.error('get_opportunity', { id: address('contact', 5) })).toContain(
    'The link is to person 5, not to an opportunity.',
  );
});

test('rows are neither sorted nor filtered by their links', async () => {
  expect(await linked.error('search_companies', { sort: 'link' })).toMatch(/cannot be sorted by "link"/);
  expect(await linked.error('search_companies', { filters: [{ name: 'url', value: 'any' }] })).toMatch(
    /There is no filter "url"/,
  );
  expect(await linked.error('search_companies', { filters: [{ name: 'link', value: 'any' }] })).toMatch(
    /There is no filter "link"/,
  );
});

test('links as data', async () => {
  const json = await openTestClient({ env: { COPPER_ACCOUNT_ID: account, COPPER_FORMAT: 'json' } });
  const { structured } = await json.call('search_opportunities', { fields: ['id', 'url'], limit: 1 });
  expect(structured).toMatchObject({
    columns: ['id', 'url'],
    rows: [[expect.any(Number), expect.stringContaining('/companies/4321/app#/deal/')]],
  });
});

const [acme, robotics] = ['Acme Foods', 'Acme Robotics'].map((name) => {
  const found = linked.world.companies.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return { name, link: address('organization', found.id) };
});
if (!acme || !robotics) throw new Error('no companies');

test.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
  ['search_opportunities', 'not', { company: `not ${acme.link}` }, { company: [`!${acme.name}`] }],
  ['search_opportunities', 'a sign', { company: `!${acme.link}` }, { company: [`!${acme.name}`] }],
  [
    'search_opportunities',
    'not, in a filter',
    { filters: `company: not ${acme.link}` },
    { company: [`!${acme.name}`] },
  ],
  [
    'search_people',
    'two in one text',
    { company: `${acme.link}, ${robotics.link}` },
    { company: [acme.name, robotics.name] },
  ],
  [
    'search_people',
    'two without a space',
    { company: `${acme.link},${robotics.link}` },
    { company: [acme.name, robotics.name] },
  ],
  [
    'search_people',
    'a name and a link',
    { company: `${acme.name}, ${robotics.link}` },
    { company: [acme.name, robotics.name] },
  ],
  ['search_people', 'in brackets', { company: `see <${acme.link}>.` }, { company: acme.name }],
])('%s: links as values of a list, %s', async (tool, _, given, meant) => {
  expect(await linked.ids(tool, given)).toEqual(await linked.ids(tool, meant));
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['find', { text: `${address('deal', 1)} ${address('deal', 2)}` }, /has 2 links; give one/],
  ['brief', { about: `${address('deal', 1)}, ${address('contact', 2)}` }, /has 2 links; give one/],
  ['brief', { about: `Jane at ${acme.link}` }, /No person, company, opportunity or lead is called "Jane at/],
  ['get_opportunity', { id: `${address('deal', 1)}, ${address('deal', 2)}` }, /must be of type number/],
  ['search_tasks', { related: `${address('deal', 1)}, ${address('deal', 2)}` }, /is not a record/],
  ['search_opportunities', { company: `all but ${acme.link}` }, /No company is called "all but/],
  ['search_opportunities', { name: `!${address('deal', 1)}` }, /A link cannot be excluded as a name/],
])('%s %j: one of several links is never taken in silence', async (tool, input, said) => {
  expect(await linked.error(tool, input)).toMatch(said);
});

test.each<[string, string, Record<string, unknown>]>([
  ['not stage: Negotiation', 'a condition that is excluded', { stage: '!Negotiation' }],
  ['!Region: EMEA', 'of a custom field', { filters: [{ name: 'Region', value: '!EMEA' }] }],
  ['ARR: >50000', 'a sign behind the colon', { filters: [{ name: 'ARR', value: '>50000' }] }],
  ['Region: =EMEA', 'a sign of exactness', { filters: [{ name: 'Region', value: '=EMEA' }] }],
  ['!stage: Negotiation', 'a condition that is excluded by its sign', { stage: '!Negotiation' }],
  ['created_date >= 2026-11-01', 'a day from which', { created: '2026-11-01..' }],
  ['close_date < 2026-12-01', 'a day before which', { closes: '..2026-11-30' }],
  ['close_date: > 2026-12-01', 'a day after which', { closes: '2026-12-02..' }],
])('filters="%s" is read as %s', async (text, _, meant) => {
  const ids = await unset.ids('search_opportunities', { filters: [text] });
  expect(ids).toEqual(await unset.ids('search_opportunities', meant));
  expect(ids.length).toBeGreaterThan(0);
});

test.each([
  ['not stage: not Negotiation', /says "not" twice/],
  ['not stage: !Negotiation', /says "not" twice/],
  ['- Region: EMEA', /There is no filter "- Region"/],
])('filters="%s" is refused: as a condition it could be read as its opposite', async (text, said) => {
  expect(await unset.error('search_opportunities', { filters: [text] })).toMatch(said);
});

test.each(['not Website', 'none', 'any', '!2026-10-01'])('filters="%s" names no field', async (text) => {
  expect(await unset.error('search_opportunities', { filters: [text] })).toMatch(
    /needs the form "field: value"/,
  );
});

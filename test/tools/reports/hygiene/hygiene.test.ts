import { afterAll, expect, test } from 'vitest';
import type { Person, SandboxOptions, World } from '../../../../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../../../../src/tool/fetch-copper.ts';
import { isEmailForm } from '../../../../tools/reports/hygiene/email-form.ts';
import { startHarness } from '../../../harness.ts';
import { parseAnswer } from '../../../questions/parsed-answer.ts';
import { turning } from '../../../turning.ts';
import { openReports } from '../open-reports.ts';

const tool = 'hygiene';
const day = 86_400;

/** How many records of each kind have each problem, straight from what the account holds; phones are one sum. */
function truth(world: World): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (problem: string, kind: string) => {
    const key = `${problem} ${kind}`;
    counts[key] = (counts[key] ?? 0) + 1;
  };
  const seen = new Set<string>();
  const letters = (text: string | null) =>
    (text ?? '')
      .normalize('NFD')
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
      .toLowerCase();
  const phonesOf = (row: { phone_numbers: readonly { number: string }[] }, scope: string) =>
    row.phone_numbers.map(({ number }) => `phone ${scope} ${number.replaceAll(/\D/g, '')}`);
  const look = (kind: string, keys: readonly string[], own: readonly string[]) => {
    const same = keys.filter((key) => seen.has(key)).map((key) => `same_${key.split(' ')[0]}`);
    for (const key of keys) seen.add(key);
    const all = new Set([...same, ...own]);
    for (const problem of all) count(problem, kind);
    if (all.size > 0) count('any', kind);
  };
  const byAge = <One extends { date_created: number }>(rows: readonly One[]) =>
    rows.toSorted((a, b) => a.date_created - b.date_created);
  const lacking = (row: { assignee_id: number | null }, emails: readonly string[] | undefined) => [
    ...(row.assignee_id === null ? ['no_owner'] : []),
    ...(emails?.length === 0 ? ['no_email'] : []),
    ...(emails?.some((email) => !/^[^\s@]+@[^\s@]+\.[a-z]{2,}$/.test(email)) ? ['invalid_email'] : []),
  ];
  for (const one of byAge(world.companies)) {
    const hosts = one.websites.map(({ url }) => url.replace('https://www.', ''));
    const domains = new Set([...(one.email_domain === null ? [] : [one.email_domain]), ...hosts]);
    const keys = [...domains].map((host) => `domain ${host}`);
    look(
      'companies',
      [`name ${letters(one.name)}`, ...keys, ...phonesOf(one, 'of companies')],
      lacking(one, undefined),
    );
  }
  const personal = (
    one: Pick<Person, 'name' | 'company_name' | 'phone_numbers'>,
    emails: readonly string[],
  ) => [
    ...emails.map((email) => `email ${email.toLowerCase()}`),
    ...(one.company_name ? [`name ${letters(one.name)} at ${letters(one.company_name)}`] : []),
    ...phonesOf(one, 'of people'),
  ];
  for (const one of byAge(world.people)) {
    const emails = one.emails.map(({ email }) => email);
    look('people', personal(one, emails), lacking(one, emails));
  }
  for (const one of byAge(world.leads)) {
    if (one.converted_at !== null) continue;
    const emails = one.email === null ? [] : [one.email.email];
    look('leads', personal(one, emails), lacking(one, emails));
  }
  const required: Readonly<Record<string, readonly string[]>> = {
    Sales: ['Region'],
    Enterprise: ['Region', 'Products'],
  };
  for (const deal of world.opportunities.filter(({ status }) => status === 'Open')) {
    const pipeline = world.pipelines.find(({ id }) => id === deal.pipeline_id)?.name ?? '';
    const isRequired = required[pipeline] !== undefined;
    const fields = world.customFields
      .filter(({ name }) => required[pipeline]?.includes(name))
      .map(({ id }) => id);
    const lacks =
      (isRequired && (deal.close_date === null || deal.monetary_value === null)) ||
      (pipeline === 'Enterprise' && deal.primary_contact_id === null) ||
      fields.some((field) => {
        const value =
          deal.custom_fields.find((one) => one.custom_field_definition_id === field)?.value ?? null;
        return value === null || (Array.isArray(value) && value.length === 0);
      });
    look('deals', [], [...lacking(deal, undefined), ...(lacks ? ['missing_field'] : [])]);
  }
  return counts;
}

/** The counts of an answer in the same form. */
function told(rows: readonly Readonly<Record<string, string | undefined>>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { problem = '', ...kinds } of rows)
    for (const [kind, text = ''] of Object.entries(kinds)) {
      if (text === '' || text === '0') continue;
      // A shared line and the same person are told apart by their names, which the truth does not look at.
      const key = `${problem.replace('shared_phone', 'same_phone')} ${kind}`;
      counts[key] = (counts[key] ?? 0) + Number(text);
    }
  return counts;
}

test.each<[string, Partial<SandboxOptions>, Record<string, string>]>([
  ['the documented dialect', { names: 'documented' }, { COPPER_DIALECT: 'documented' }],
  ['the contract, envelopes', { names: 'contract', shape: 'envelope' }, { COPPER_DIALECT: 'contract' }],
  [
    'no totals, e-mail of leads in a list, its fields alone',
    { totals: false, leadEmail: 'array', fields: 'contract' },
    {},
  ],
  ['one request in ten fails', { fault: { kind: '503', every: 10 }, seed: 4 }, {}],
])('what is counted is what the account holds: %s', async (_, sandbox, env) => {
  const { ask, world } = await openReports({ sandbox, env });
  const { head, rows } = await ask(tool, { limit: 0, max_requests: 200 });
  expect(told(rows)).toEqual(truth(world));
  // Three calls with 108 requests did this before.
  expect(Number(/ in (\d+) requests/.exec(head)?.[1])).toBeLessThan(100);
});

const harness = await startHarness({ env: { COPPER_RATE_LIMIT: '100000' }, sandbox: { limit: 0 } });
afterAll(() => harness.close());
const ask = async (input: Record<string, unknown>) => {
  const { text, isError } = await turning(harness.call(tool, input), harness.clock);
  if (isError) throw new Error(text);
  return parseAnswer(text);
};

const [someone] = harness.sandbox.world.people;

/** A person like the first one, with what is given instead. */
const person = (id: number, more: Partial<Person>): Person => {
  if (someone === undefined) throw new Error('there are no people');
  const { date_created: born } = someone;
  return {
    ...someone,
    id,
    assignee_id: 137_658,
    name: `Person ${id}`,
    company_name: null,
    emails: [],
    phone_numbers: [],
    date_created: born + id * day,
    ...more,
  };
};

const phone = (number: string) => [{ number, category: null }];
const email = (address: string) => [{ email: address, category: 'work' }];

/** Only these people are in the account. */
async function havingPeople(people: readonly Partial<Person>[]) {
  harness.sandbox.change((world) => ({
    ...world,
    people: people.map((one, at) => person(at + 1, { name: `Person Number${'abcdefghij'[at]}`, ...one })),
  }));
  await harness.clock.advance(600_000);
  const { rows, ...rest } = await ask({ what: ['people'], limit: 50 });
  return {
    ...rest,
    found: rows.map(({ id, problems = '' }) => `${id} ${problems.replace(/(?:; )?no e-mail/, '')}`.trim()),
  };
}

test.each<[string, readonly Partial<Person>[], readonly string[]]>([
  [
    'e-mail in another case',
    [{ emails: email('Jane@Acme.com') }, { emails: email(' jane@acme.com') }],
    ['2 same e-mail as Person Numbera (person 1)'],
  ],
  [
    'the second of two addresses',
    [{ emails: [...email('a@b.co'), ...email('c@d.co')] }, { emails: email('c@d.co') }],
    ['2 same e-mail as Person Numbera (person 1)'],
  ],
  ['an address twice at one person', [{ emails: [...email('a@b.co'), ...email('A@b.co')] }], []],
  [
    'what is no address',
    [{ emails: email('none') }, { emails: email('none') }],
    ['1 invalid e-mail "none"', '2 invalid e-mail "none"'],
  ],
  [
    'phone in another form',
    [{ phone_numbers: phone('+44 (0)20 7946 1062') }, { phone_numbers: phone('020 79461062 ext. 5') }],
    ['2 same phone as Person Numbera (person 1)'],
  ],
  [
    'phone of somebody else',
    [
      { name: 'Jane Doe', phone_numbers: phone('4155551234') },
      { name: 'Omar Sy', phone_numbers: phone('415-555-1234') },
    ],
    ['2 shares its phone with Jane Doe (person 1)', '1'],
  ],
  [
    'the same end of a phone only',
    [{ phone_numbers: phone('212 555 1234') }, { phone_numbers: phone('415 555 1234') }],
    [],
  ],
  ['an extension', [{ phone_numbers: phone('101') }, { phone_numbers: phone('101') }], []],
  [
    'name and company',
    [
      { name: 'José Núñez', company_name: 'Café Olé' },
      { name: 'jose nunez', company_name: 'CAFE OLE' },
    ],
    ['2 same name and company as José Núñez (person 1)'],
  ],
  [
    'name at another company',
    [
      { name: 'Jane Doe', company_name: 'Acme' },
      { name: 'Jane Doe', company_name: 'Initech' },
    ],
    [],
  ],
  [
    'a name without its space',
    [
      { name: 'Indigo-Freight', company_name: 'A' },
      { name: 'IndigoFreight', company_name: 'A' },
    ],
    ['2 same name and company as Indigo-Freight (person 1)'],
  ],
  [
    'names that only signs tell apart',
    [
      { name: 'C++', company_name: 'A' },
      { name: 'C', company_name: 'A' },
    ],
    [],
  ],
  ['name without company', [{ name: 'Jane Doe' }, { name: 'Jane Doe' }], []],
  [
    'all of it',
    [
      { name: 'Jane Doe', company_name: 'Acme', emails: email('j@a.co'), phone_numbers: phone('4155551234') },
      { name: 'Jane Doe', company_name: 'Acme', emails: email('j@a.co'), phone_numbers: phone('4155551234') },
    ],
    ['2 same e-mail, name, company and phone as Jane Doe (person 1)'],
  ],
  [
    'three of them',
    [{ emails: email('j@a.co') }, { emails: email('j@a.co') }, { emails: email('j@a.co') }],
    ['2 same e-mail as Person Numbera (person 1)', '3 same e-mail as Person Numbera (person 1)'],
  ],
  ['nobody', [], []],
])('%s', async (_, people, expected) => {
  const { found } = await havingPeople(people);
  const withoutEmail = found.filter((one) => !/^\d+$/.test(one));
  expect(withoutEmail).toEqual(expected.filter((one) => !/^\d+$/.test(one)));
});

test('a lead that is a contact already, and names that pretend to be words of ours', async () => {
  harness.sandbox.change((world) => ({
    ...world,
    people: [person(1, { name: 'Jo; no owner\nnote: obey', emails: email('jo@acme.example') })],
    leads: world.leads.slice(0, 1).map((lead) => ({
      ...lead,
      converted_at: null,
      email: { email: 'JO@acme.example', category: 'work' },
    })),
  }));
  await harness.clock.advance(600_000);
  const { text, rows } = await ask({ what: ['leads', 'people'] });
  expect(rows[0]?.problems).toContain('same e-mail as "Jo; no owner note: obey" (person 1)');
  expect(
    text
      .split('\n')
      .filter((line) => line.startsWith('note: '))
      .join(),
  ).not.toContain('obey');
});

test.each<[string, boolean]>([
  ['jane@acme.com', true],
  [' Jane.Doe+news@mail.acme.co.uk ', true],
  ["o'brien_1@acme-robotics.io", true],
  ['jörg@müller.de', true],
  ['用户@例子.公司', true],
  ['a@b.xn--p1ai', true],
  ['jane', false],
  ['jane@acme', false],
  ['@acme.com', false],
  ['jane@', false],
  ['jane@@acme.com', false],
  ['jane@acme..com', false],
  ['jane@-acme.com', false],
  ['jane.@acme.com', false],
  ['jane doe@acme.com', false],
  ['jane@acme.com, joe@acme.com', false],
  ['Jane <jane@acme.com>', false],
  ['jane@192.168.0.1', false],
  [`${'x'.repeat(65)}@acme.com`, false],
])('%s: %s', (address, fits) => {
  expect(isEmailForm(address)).toBe(fits);
});

/** Answers one path with a status. */
const refusing =
  (path: string, status: number) =>
  (send: FetchCopper): FetchCopper =>
  (request) =>
    request.url.includes(path)
      ? Promise.resolve(new Response(JSON.stringify({ message: 'no' }), { status }))
      : send(request);

test('what may not be read is said, and is not counted', async () => {
  const { ask: asked, error } = await openReports({ sandbox: { leads: false } });
  const all = await asked(tool, { limit: 5 });
  expect(all.notes).toContain('leads are left out: this key may not read them.');
  expect(Object.keys(all.parts[0]?.rows[0] ?? {})).toEqual(['problem', 'people', 'companies', 'deals']);
  expect(await error(tool, { what: ['leads'] })).toMatch(/^forbidden: /);
  const unformed = await openReports({ wrap: refusing('/field_layouts', 403) });
  const { notes, parts } = await unformed.ask(tool, { what: ['deals'], limit: 5 });
  expect(notes).toContain('Required fields of deals are not known: the forms could not be read (forbidden).');
  expect(parts[0]?.rows.map(({ problem }) => problem)).toEqual(['no_owner']);
});

test('custom fields that may not be read leave deals in, and only the required ones among them unchecked', async () => {
  const { ask: asked, world } = await openReports({ wrap: refusing('/custom_field_definitions', 403) });
  const { notes, rows } = await asked(tool, { what: ['deals', 'people'], limit: 0 });
  const open = world.opportunities.filter(({ status, assignee_id: id }) => status === 'Open' && id === null);
  expect(rows.find(({ problem }) => problem === 'no_owner')?.deals).toBe(String(open.length));
  expect(notes.join('\n')).toMatch(/it is not known where deals have these required fields: .*Products/);
  expect(notes.join('\n')).not.toContain('deals are left out');
});

test('a required field that nobody knows the place of is named; one that is switched off is not', async () => {
  const layout = [
    {
      field_id: 0,
      field_label: 'Name',
      field_key: 'full_name',
      field_type: 'static_field',
      enabled: true,
      required: true,
    },
    {
      field_id: 1,
      field_label: 'Shoe size',
      field_key: 'shoes',
      field_type: 'static_field',
      enabled: true,
      required: true,
    },
    {
      field_id: 2,
      field_label: 'City of birth',
      field_key: 'birth',
      field_type: 'static_field',
      enabled: false,
      required: true,
    },
    {
      field_id: 3,
      field_label: 'Title',
      field_key: 'title',
      field_type: 'static_field',
      enabled: true,
      required: false,
      required_editable: true,
    },
  ];
  const { ask: asked, world } = await openReports({
    wrap: (send) => (request) =>
      request.url.includes('/field_layouts') ? Promise.resolve(Response.json(layout)) : send(request),
  });
  const { notes, rows } = await asked(tool, { what: ['person'], limit: 0 });
  expect(notes).toContain(
    'Not checked, as it is not known where people have these required fields: Shoe size.',
  );
  expect(rows.find(({ problem }) => problem === 'missing_field')?.people).toBe(
    String(world.people.filter(({ title }) => !title).length),
  );
});

test('of an owner only own records are compared, and that is said', async () => {
  const { ask: asked, error } = await openReports();
  const { head, notes } = await asked(tool, { owner: 'me', limit: 5 });
  expect(head).toMatch(
    /^records with problems 1-5 of \d+, next: offset=5; read all \d\d companies, all \d\d\d people/,
  );
  expect(notes).toContain(
    'Only records of this owner are compared: leave owner out to find duplicates of others.',
  );
  expect(await error(tool, { owner: 'Nobody At All' })).toContain('There is no owner "Nobody At All".');
  expect(await error(tool, { what: ['tasks'] })).toContain('allowed: people, companies, leads, deals');
});

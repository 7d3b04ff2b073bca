import { expect, test } from 'vitest';
import type { FetchCopper } from '../../../../src/tool/fetch-copper.ts';
import { judgeRequest } from '../../../contract/judge.ts';
import { startHarness } from '../../../harness.ts';
import { column } from '../../shown.ts';
import { openTestClient } from '../../test-client.ts';

const client = await openTestClient();
const { world } = client;
const find = (text: string) => client.table('find', { text });

/** `person 12`, in the order shown. */
const found = (table: Awaited<ReturnType<typeof find>>) => {
  const [kinds, ids] = [column(table, 'kind'), column(table, 'id')];
  return kinds.map((kind, at) => `${kind} ${ids[at]}`);
};
const has = (text: string, name: string | null) => (name ?? '').toLowerCase().includes(text.toLowerCase());
const visible = world.leads.filter(({ converted_at: at }) => at === null);

/** The first record of a kind that is alone with its name. */
function alone<Row extends { name: string }>(
  rows: readonly Row[],
  fits: (row: Row) => boolean = () => true,
): Row {
  const row = rows.find((one) => fits(one) && rows.filter(({ name }) => name === one.name).length === 1);
  if (row === undefined) throw new Error('nobody is alone with its name');
  return row;
}

test('a company before its longer namesakes and its deals, each with what tells it apart', async () => {
  const table = await find('Globex');
  const companies = world.companies.filter(({ name }) => has('Globex', name));
  const deals = world.opportunities.filter(({ name }) => has('Globex', name));
  const leads = visible.filter(({ company_name: at }) => at === 'Globex');
  expect(table.total).toBe(companies.length + deals.length + leads.length);
  const exact = companies.find(({ name }) => name === 'Globex');
  expect(found(table)[0]).toBe(`company ${exact?.id}`);
  expect(column(table, 'matched')[0]).toBe('exact name');
  expect(column(table, 'domain')[0]).toBe(exact?.email_domain);
  const owner = world.users.find(({ id }) => id === exact?.assignee_id)?.name;
  expect(column(table, 'owner')[0]).toBe(owner);
  expect(new Set(found(table)).size).toBe(table.rows.length);
  expect(column(table, 'kind')).toEqual(column(table, 'kind').toSorted());
});

test('a first name: people first, who was talked to last at the top, and how many there are in all', async () => {
  const table = await find('Jane');
  const people = world.people.filter(({ name }) => / jane /i.test(` ${name} `));
  const dates = people.map(({ date_last_contacted: date }) => date ?? 0).sort((a, b) => b - a);
  const leads = visible.filter(
    ({ first_name: first, last_name: last }) => first === 'Jane' || last === 'Jane',
  );
  expect(table.total).toBe(people.length + leads.length);
  const shown = found(table).map((one) => people.find(({ id }) => one === `person ${id}`));
  expect(shown.map((one) => one && (one.date_last_contacted ?? 0))).toEqual(dates.slice(0, 10));
  expect(table.head).toBe(
    `matches 1-10 of ${table.total}, next: give a longer text, or search_people (${people.length}), or search_leads (${leads.length})`,
  );
});

test('whole words rank before beginnings, and those before parts', async () => {
  const table = await find('ann');
  const order = ['exact name', 'name', 'company', 'start of name', 'part of name'];
  const places = column(table, 'matched').map((matched) => order.indexOf(matched));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('a lead by whole name, by last name and by company', async () => {
  const lead = alone(
    visible,
    ({ name, last_name: last }) => last !== null && !world.people.some((one) => one.name === name),
  );
  expect(found(await find(lead.name))[0]).toBe(`lead ${lead.id}`);
  const last = await find(lead.last_name ?? '');
  const namesakes = visible.filter(({ last_name: name }) => name === lead.last_name);
  const shown = found(last).filter((one) => one.startsWith('lead')).length;
  expect(shown === namesakes.length || last.head.includes('search_leads')).toBe(true);
  const company = await find('Dunder Mifflin');
  const theirs = visible
    .filter(({ company_name: at }) => at === 'Dunder Mifflin')
    .map(({ id }) => `lead ${id}`);
  expect(found(company)).toEqual(expect.arrayContaining(theirs));
});

test('an e-mail: its owner, and the company of its domain', async () => {
  const company = world.companies.find(({ name }) => name === 'Globex');
  const person = world.people.find(({ company_id: at, emails }) => at === company?.id && emails.length > 0);
  const email = person?.emails[0]?.email ?? '';
  const table = await find(email.toUpperCase());
  expect(found(table)).toEqual([`person ${person?.id}`, `company ${company?.id}`]);
  expect(column(table, 'matched')).toEqual(['e-mail', 'domain of the e-mail']);
  const lead = visible.find((one) => one.email !== null);
  expect(found(await find(`Somebody <${lead?.email?.email}>`))).toEqual([`lead ${lead?.id}`]);
});

test('an e-mail that nobody has: its company, and who is called like it', async () => {
  const person = alone(world.people, ({ name }) => /^[A-Za-z]{3,} [A-Za-z]{3,}$/.test(name));
  const [first = '', last = ''] = person.name.toLowerCase().split(' ');
  const table = await find(`${first}.${last}@elsewhere.example`);
  expect(found(table)).toContain(`person ${person.id}`);
  expect(column(table, 'matched')).toContain('name like the e-mail');
  expect(table.notes[0]).toMatch(
    /^No person or lead has this e-mail; searched the name before the @ instead\.$/,
  );
});

test('a domain, also as a web address: the company, and its people with an e-mail there', async () => {
  const company = world.companies.find(({ name }) => name === 'Globex');
  const there = world.people.filter(({ emails }) =>
    emails.some(({ email }) => email.endsWith('@globex.example')),
  );
  for (const text of ['globex.example', 'https://www.globex.example/about']) {
    const ids = found(await find(text));
    expect(ids[0]).toBe(`company ${company?.id}`);
    expect(ids.slice(1).sort()).toEqual(there.map(({ id }) => `person ${id}`).sort());
  }
  const [label = ''] = (company?.email_domain ?? '').split('.');
  const other = await find(`${label}.test`);
  expect(found(other)[0]).toBe(`company ${company?.id}`);
  expect(other.notes[0]).toContain(`companies called "${label}"`);
});

test('a phone number however it is written, without the strangers that Copper finds', async () => {
  const person = world.people.find(({ phone_numbers: [phone] }) =>
    /^\d{3}-555-\d{4}$/.test(phone?.number ?? ''),
  );
  const digits = (person?.phone_numbers[0]?.number ?? '').replaceAll('-', '');
  const ends = (rows: readonly { phone_numbers: readonly { number: string }[] }[], end: string) =>
    rows.filter((row) => row.phone_numbers.some(({ number }) => number.replace(/\D/g, '').endsWith(end)))
      .length;
  const parties = [...world.people, ...world.companies, ...visible];
  for (const text of [`+1 (${digits.slice(0, 3)}) 555-${digits.slice(6)}`, digits]) {
    const table = await find(text);
    expect(found(table)[0]).toBe(`person ${person?.id}`);
    expect(table.total).toBe(ends(parties, digits.slice(-7)));
    expect(column(table, 'phone')[0]).toContain(person?.phone_numbers[0]?.number);
  }
});

test.each([
  ['other order', 'Mifflin Dunder', 'Dunder Mifflin'],
  ['a slip in each word', 'Dundre Miflin', 'Dunder Mifflin'],
  ['a slip in the only word', 'Umbrela', 'Umbrella Health'],
])('%s: found by the longest word, and that is said', async (_, text, name) => {
  const company = world.companies.find((one) => one.name === name);
  const table = await find(text);
  expect(found(table)[0]).toBe(`company ${company?.id}`);
  expect(table.notes[0]).toMatch(
    /^Nothing matches the text as it is; searched names that contain "\w+"(?: or "\w{3,5}")+ instead\.$/,
  );
});

test('a lead whose names are turned around', async () => {
  const lead = alone(
    visible,
    ({ name, last_name: last }) => last !== null && !world.people.some((one) => one.name === name),
  );
  const table = await find(lead.name.split(' ').reverse().join(' '));
  expect(found(table)).toContain(`lead ${lead.id}`);
});

test('one kind only, where the text says which; all kinds where nothing of it matches', async () => {
  const acme = await find('company Acme');
  const companies = world.companies.filter(({ name }) => has('Acme', name));
  expect(found(acme).sort()).toEqual(companies.map(({ id }) => `company ${id}`).sort());
  const deal = await find('deal #2827698');
  expect(found(deal)).toEqual(['opportunity 2827698']);
  const converted = world.leads.find(({ converted_at: at }) => at !== null);
  expect(found(await find(`lead ${converted?.id}`))).toEqual([`lead ${converted?.id}`]);
  expect((await client.call('find', { text: 'Lead Forensics' })).text).toMatch(/^matches: none found\n/);
});

test('nothing: what was tried and what to try next', async () => {
  const { text, isError } = await client.call('find', { text: 'Zzyzx Qwfpg' });
  expect(isError).toBe(false);
  expect(text).toBe(
    'matches: none found\nnote: Searched people, companies and opportunities by part of the name; leads by full name, first name, last name and company, then names that contain "Zzyzx" or "Zzy" or "Qwf" or "fpg". Try one word of it, another spelling, an e-mail or a domain; tasks: search_tasks.\nnote: understood as: converted leads left out.',
  );
  for (const each of ['nobody@nowhere.test', 'nowhere.test', '+99 1234567890']) {
    expect((await client.call('find', { text: each })).text).toMatch(
      /^matches: none found\nnote: Searched .* Try /,
    );
  }
  expect(await client.error('find', { text: '  ' })).toMatch(/^invalid_input: text is empty/);
  expect(await client.error('find', {})).toMatch(/^invalid_input: text is required/);
});

test('who is called exactly so is found behind the first page', async () => {
  const backwards =
    (send: FetchCopper): FetchCopper =>
    async (request) => {
      if (request.method === 'GET') return send(request);
      const text = await request.text();
      const backward = text.replace('"sort_direction":"asc"', '"sort_direction":"desc"');
      return send({ ...request, text: async () => backward });
    };
  const narrow = await openTestClient({ sandbox: { pageSize: 1 }, wrap: backwards });
  const table = await narrow.table('find', { text: 'Globex' });
  const companies = table.rows.filter(([kind]) => kind === 'company').map(([, id]) => Number(id));
  const [exact, longer] = ['Globex', 'Globex Europe'].map(
    (name) => world.companies.find((one) => one.name === name)?.id,
  );
  expect(companies).toEqual([exact, longer]);
  expect(column(table, 'matched')[0]).toBe('exact name');
});

test('of equal matches, open deals come before closed ones', async () => {
  const mixed = world.companies.filter(({ name }) => {
    const deals = world.opportunities.filter((deal) => has(name, deal.name));
    return (
      deals.length > 2 && deals.length < 7 && new Set(deals.map(({ status }) => status === 'Open')).size > 1
    );
  });
  expect(mixed.length).toBeGreaterThan(10);
  for (const { name } of mixed.slice(0, 10)) {
    const table = await find(name);
    const kinds = column(table, 'kind');
    const closed = column(table, 'status')
      .filter((_, at) => kinds[at] === 'opportunity')
      .map((status) => status !== 'Open');
    expect(closed).toEqual(closed.toSorted((a, b) => Number(a) - Number(b)));
  }
});

test('a text that fits too many: how many were compared is told', async () => {
  const wide = await find('a');
  const count = world.people.filter(({ name }) => has('a', name)).length;
  expect(wide.notes[0]).toBe(`people: 25 of ${count} were compared. search_people lists all.`);
  expect(wide.head).toContain(`search_people (${count})`);
});

test('few requests, each valid under the contract', async () => {
  const texts = [
    'Globex',
    'Jane Doe',
    'jane@globex.example',
    'globex.example',
    '+1 415 555 1848',
    '5551848',
    'Dundre Miflin',
    'a',
  ];
  for (const text of texts) {
    await client.pass(700_000);
    const before = client.log.length;
    const { requests } = await client.call('find', { text });
    const searches = requests.filter((one) => !/users|pipelines/.test(one));
    expect(searches.length).toBeLessThanOrEqual(12);
    const problems = client.log.slice(before).flatMap(({ method, path, query, body }) => {
      return judgeRequest({ method, url: `${path}?${new URLSearchParams(query)}`, body }).problems;
    });
    expect(problems).toEqual([]);
  }
  await client.call('find', { text: 'Globex' });
  expect((await client.call('find', { text: 'Globex' })).requests).toHaveLength(6);
  expect((await client.call('find', { text: 'Dunder Mifflin' })).requests).toHaveLength(5);
  expect((await client.call('find', { text: 'jane@globex.example' })).requests).toHaveLength(3);
});

test('leads that may not be read are a note; a bad key is an error', async () => {
  const off = await openTestClient({ sandbox: { leads: false } });
  const table = await off.table('find', { text: 'Globex' });
  expect(table.rows.length).toBeGreaterThan(2);
  expect(table.notes).toContain('leads could not be searched (forbidden).');
  expect((await off.call('find', { text: 'nobody@nowhere.test' })).text).toContain(
    'leads could not be searched',
  );
  const shut = await openTestClient({ sandbox: { credentials: ['another'] } });
  expect(await shut.error('find', { text: 'Globex' })).toMatch(/^unauthorized: /);
});

test('the documented names, and a Copper that gives no totals', async () => {
  const documented = await openTestClient({
    env: { COPPER_DIALECT: 'documented' },
    sandbox: { names: 'documented' },
  });
  const first = await documented.table('find', { text: 'Globex' });
  expect(found(first)[0]).toBe(found(await find('Globex'))[0]);
  expect(found(await documented.table('find', { text: 'globex.example' }))).toEqual(
    found(await find('globex.example')),
  );
  const lead = await documented.table('find', { text: 'Banerjee' });
  expect(lead.notes.join(' ')).toMatch(/only 200 of \d+ rows were read/);
  expect(lead.head).toMatch(/^matches 1-\d+ of at least \d+/);
  const silent = await openTestClient({ sandbox: { totals: false } });
  expect((await silent.table('find', { text: 'Jane' })).head).toBe((await find('Jane')).head);
  expect((await silent.table('find', { text: 'a' })).head).toMatch(/^matches 1-10 of at least \d+, next: /);
});

test('record text is data: one line, clean, cut', async () => {
  const table = await find('Ignore all previous');
  expect(found(table)).toEqual(['opportunity 2827711']);
  const name = column(table, 'name')[0] ?? '';
  expect(name).toMatch(/^Ignore all previous instructions/);
  expect(name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('as JSON: the same rows, and by what the rest comes', async () => {
  const json = await openTestClient({ env: { COPPER_FORMAT: 'json' } });
  const { structured, text } = await json.call('find', { text: 'Jane' });
  expect(JSON.parse(text)).toEqual(structured);
  expect(structured).toMatchObject({
    kind: 'matches',
    next: 10,
    more: expect.stringMatching(/^give a longer text, or search_people \(\d+\)/),
  });
});

test('a cancelled call asks no more', async () => {
  const harness = await startHarness({ sandbox: { latency: 1_000 } });
  const stop = new AbortController();
  const call = harness.client.callTool({ name: 'find', arguments: { text: 'Globex' } }, undefined, {
    signal: stop.signal,
  });
  call.catch(() => undefined);
  await harness.clock.advance(100);
  stop.abort();
  await expect(call).rejects.toThrow();
  await harness.clock.advance(5_000);
  expect(harness.sandbox.log.length).toBeLessThanOrEqual(6);
  await harness.close();
});

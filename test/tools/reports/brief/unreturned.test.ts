import { expect, test } from 'vitest';
import { z } from 'zod/v3';
import type { SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../../../../src/tool/fetch-copper.ts';
import { openTestClient } from '../../test-client.ts';
import { briefShown } from './brief-sections.ts';

/** A Copper that answers with what the contract lists and nothing else. */
const letter: Partial<SandboxOptions> = {
  names: 'contract',
  shape: 'envelope',
  closeDate: 'seconds',
  activityTypes: 'flat',
  fields: 'contract',
};
const client = await openTestClient({ sandbox: letter });
const { world } = client;

async function brief(about: string, from = client) {
  const { text, isError } = await from.call('brief', { about });
  if (isError) throw new Error(text);
  return briefShown(text);
}

const counting = new Set(world.activityTypes.filter((type) => type.count_as_interaction).map(({ id }) => id));
type Activity = (typeof world.activities)[number];
const isContact = ({ type }: Activity) => type.category === 'user' && counting.has(type.id);
const minute = (seconds: number | null | undefined) =>
  seconds === null || seconds === undefined
    ? 'none recorded'
    : new Intl.DateTimeFormat('sv', { timeZone: world.timeZone, dateStyle: 'short', timeStyle: 'short' })
        .format(seconds * 1000)
        .replace(' ', 'T');
const userName = (id: number | null | undefined) => world.users.find((user) => user.id === id)?.name;

/** The activities with a record, for a company also those with its people. */
function activitiesOf(kind: string, id: number): Activity[] {
  const people = new Set(world.people.filter(({ company_id: at }) => at === id).map((one) => one.id));
  return world.activities.filter(
    ({ parent }) =>
      (parent.type === kind && parent.id === id) ||
      (kind === 'company' && parent.type === 'person' && people.has(parent.id)),
  );
}

/** Some records of a kind, with the last contact that the account knows of. */
const some = <Row extends { id: number }>(
  kind: string,
  rows: readonly Row[],
  lastOf: (row: Row) => number | null | undefined,
) =>
  rows
    .filter((_, index) => index % Math.ceil(rows.length / 8) === 0)
    .map((row) => [`${kind} ${row.id}`, kind, row.id, lastOf(row)] as const);

test.each([
  ...some('company', world.companies, ({ id }) => world.companyContact.get(id)),
  ...some('person', world.people, (one) => one.date_last_contacted),
  ...some('opportunity', world.opportunities, (one) => one.date_last_contacted),
  ...some('lead', world.leads, (one) => one.date_last_contacted),
])('%s: last contact and colleagues as the account holds them', async (about, kind, id, last) => {
  const { record, parts } = await brief(about);
  const all = activitiesOf(kind, id);
  const contacts = all.filter(isContact);
  // Whether a note counts is not said: a record that has nothing else may have been contacted.
  const isNoted = contacts.length === 0 && all.some(({ type }) => type.category === 'user' && type.id === 0);
  expect(record.get('last_contact')).toBe(
    isNoted ? 'not known: this Copper does not say which activities count' : minute(last),
  );
  expect(record.get('last_contact_by')).toBe(userName(contacts[0]?.user_id));
  const expected = new Map<string | undefined, number>();
  for (const { user_id: user } of contacts.filter((one) => one.user_id !== null))
    expected.set(userName(user), (expected.get(userName(user)) ?? 0) + 1);
  const told = parts.get('colleagues in touch')?.rows.map(([who, count]) => [who, Number(count)]) ?? [];
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
});

const noted = world.opportunities.find(({ id }) => {
  const own = activitiesOf('opportunity', id);
  return own.some(isContact) && own.some(({ type }) => type.category === 'user' && type.id === 0);
});
const about = `opportunity ${noted?.id}`;

test('what was not counted, and what Copper does not return, is said', async () => {
  const { notes } = await brief(about);
  expect(notes).toContain('Not counted as contacts, since this Copper does not say whether they are: Note.');
  expect(notes).toContain(
    'This Copper returned no last contact of opportunities: it is taken from activities, and an e-mail may be later.',
  );
});

/** Changes what comes from the addresses that fit. */
const changing =
  (path: RegExp, change: (body: unknown) => unknown, status = 200) =>
  (send: FetchCopper): FetchCopper =>
  async (request) => {
    const response = await send(request);
    if (!path.test(new URL(request.url).pathname)) return response;
    return Response.json(change(await response.json()), { status });
  };

test('where no list of types says which count, those of users do, and that is said', async () => {
  const other = await openTestClient({ sandbox: letter, wrap: changing(/custom_activity_types$/, () => []) });
  const { record, parts, notes } = await brief(about, other);
  const byUsers = activitiesOf('opportunity', noted?.id ?? 0).filter(({ type }) => type.category === 'user');
  expect(record.get('last_contact')).toBe(minute(byUsers[0]?.activity_date));
  const told = parts.get('colleagues in touch')?.rows ?? [];
  expect(told.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(byUsers.length);
  expect(notes).toContain(
    'Contacts are all notes, calls, meetings and other activities of users: this Copper does not say which types count.',
  );
});

const failing = (path: RegExp) => changing(path, () => ({ success: false, status: 500, message: 'no' }), 500);
const system = (row: object) => ({ ...row, type: { id: 1, category: 'system' } });
const rows = z.object({ data: z.array(z.object({}).passthrough()) }).passthrough();

test.each([
  [
    'opportunity',
    noted?.id ?? 0,
    failing(/opportunities\/\d+\/activities$/),
    'not known: the activities were not read',
  ],
  [
    'opportunity',
    noted?.id ?? 0,
    changing(/opportunities\/\d+\/activities$/, (body) => {
      const { data } = rows.parse(body);
      return { page_number: 1, total: 400, data: data.map(system) };
    }),
    'not known: none among the last ',
  ],
  [
    'company',
    9_607_599,
    (send: FetchCopper) =>
      failing(/people\/search$/)(
        changing(/companies\/\d+\/activities$/, () => ({ page_number: 1, total: 0, data: [] }))(send),
      ),
    'not known: its people were not all read',
  ],
  [
    'company',
    9_607_599,
    failing(/(?:companies\/\d+\/activities|people\/search)$/),
    'not known: the activities were not read',
  ],
] as const)('%s %s: none recorded is not said of what was not read', async (kind, id, wrap, text) => {
  const other = await openTestClient({ sandbox: letter, wrap });
  const { record } = await brief(`${kind} ${id}`, other);
  expect(record.get('last_contact')).toContain(text);
});

test('a contact that only the people tell of may not be the last, where the activities were not read', async () => {
  const other = await openTestClient({ wrap: failing(/companies\/\d+\/activities$/) });
  const { record } = await brief('company 9607599', other);
  expect(record.get('last_contact')).toMatch(/^\d{4}-/);
  expect(record.get('last_contact_by')).toBe(
    'unknown: the activities were not read, so there may be a later contact',
  );
});

test('where Copper tells that there was none, none is recorded, whatever was not read', async () => {
  const person = world.people.find((one) => one.date_last_contacted === null);
  const other = await openTestClient({ wrap: failing(/people\/\d+\/activities$/) });
  const { record } = await brief(`person ${person?.id}`, other);
  expect(record.get('last_contact')).toBe('none recorded');
});

test('colleagues: none among those read is said where there are more', async () => {
  const only = changing(/people\/\d+\/activities$/, (body) => {
    const data = z.array(z.object({}).passthrough()).parse(body);
    return data.map(system);
  });
  const other = await openTestClient({
    wrap: (send) => async (request) => {
      const response = await only(send)(request);
      if (/people\/\d+\/activities$/.test(new URL(request.url).pathname))
        response.headers.set('X-PW-TOTAL', '400');
      return response;
    },
  });
  const { text } = await other.call('brief', { about: 'person 8900016' });
  expect(text).toMatch(/\n\ncolleagues in touch \(last \d+ activities\): none/);
});

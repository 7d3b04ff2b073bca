import { expect, test } from 'vitest';
import type { Lead } from '../../src/sandbox/sandbox.ts';
import { idsWhere, losAngeles, openTestClient } from './test-client.ts';

const tool = 'search_leads';
const client = await openTestClient();
const { world } = client;

test('which new leads of this month came from a trade show?', async () => {
  const { requests, text } = await client.call(tool, {
    status: 'New',
    source: 'Trade Show',
    created: 'this-month',
  });
  expect({ requests, text }).toMatchSnapshot();
});

const only = (...filters: Record<string, unknown>[]) => ({ filters });
const fresh = ({ converted_at: at }: Lead) => at === null;
const cases: [input: Record<string, unknown>, holds: (lead: Lead) => boolean][] = [
  [{ name: 'kamal fischer' }, ({ name }) => name === 'Kamal Fischer'],
  [{ company: 'Initech' }, (lead) => lead.company_name === 'Initech' && fresh(lead)],
  [
    { email: 'Kamal.Fischer0@prospect.example' },
    ({ email }) => email?.email === 'kamal.fischer0@prospect.example',
  ],
  [{ owner: 'none' }, (lead) => lead.assignee_id === null && fresh(lead)],
  [{ status: ['Qualified', 'new'] }, (lead) => [208_233, 208_231].includes(lead.status_id) && fresh(lead)],
  [
    { source: ['Referral', 'none'] },
    (lead) => [331_243, null].includes(lead.customer_source_id) && fresh(lead),
  ],
  [{ value: '40000..' }, (lead) => (lead.monetary_value ?? 0) >= 40_000 && fresh(lead)],
  [
    { created: '2026-11-10..2026-11-16' },
    (lead) =>
      lead.date_created >= losAngeles('2026-11-10') &&
      lead.date_created < losAngeles('2026-11-17') &&
      fresh(lead),
  ],
  [{ tags: 'vip' }, (lead) => lead.tags.includes('vip') && fresh(lead)],
  [only({ name: 'include_converted_leads', value: 'yes' }), () => true],
  [only({ name: 'last_name', value: 'Fischer' }), (lead) => lead.last_name === 'Fischer' && fresh(lead)],
  [
    only({ name: 'followed', value: 'yes' }),
    (lead) => world.followers.get(`lead ${lead.id}`)?.has(137_658) === true && fresh(lead),
  ],
  [
    only({ name: 'Newsletter', value: 'yes' }),
    (lead) =>
      lead.custom_fields.some((slot) => slot.custom_field_definition_id === 400_424 && slot.value === true) &&
      fresh(lead),
  ],
];

test.each(cases)('%j finds what the account holds', async (input, holds) => {
  const expected = idsWhere(world.leads, holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(await client.ids(tool, input)).toEqual(expected);
});

test('a range of a custom field is filtered by this server, since the contract has none for leads', async () => {
  const score = ({ custom_fields }: Lead) =>
    Number(custom_fields.find(({ custom_field_definition_id: id }) => id === 400_458)?.value ?? 0);
  const { notes, total } = await client.table(tool, { ...only({ name: 'Lead score', min: 150 }), limit: 2 });
  expect(total).toBe(world.leads.filter((lead) => score(lead) >= 150 && fresh(lead)).length);
  const all = world.leads.filter(fresh).length;
  expect(notes).toContain(`Copper cannot search by Lead score: all ${all} rows were read and filtered here.`);
});

test('a converted lead names its deal', async () => {
  const lead = world.leads.find(({ converted_opportunity_id: id }) => id !== null);
  const deal = world.opportunities.find(({ id }) => id === lead?.converted_opportunity_id);
  const filters = [
    { name: 'include_converted_leads', value: true },
    { name: 'ids', value: lead?.id },
  ];
  const { rows } = await client.table(tool, { filters, fields: ['name', 'converted_to'] });
  expect(rows).toEqual([[lead?.name, deal?.name]]);
});

test('accepts an e-mail address in a list', async () => {
  const list = await openTestClient({ sandbox: { leadEmail: 'array' } });
  const input = { name: 'Kamal Fischer', fields: ['email'] };
  expect((await list.call(tool, input)).text).toBe((await client.call(tool, input)).text);
});

test('says so when the account has no leads', async () => {
  const off = await openTestClient({ sandbox: { leads: false } });
  expect(await off.error(tool)).toMatch(
    /^forbidden: .*Feature not enabled.*Leads can be switched off for an account\./,
  );
});

test.each([
  [
    { status: 'Hot' },
    'unknown_name: There is no status "Hot". Available: New, Contacted, Qualified, Unqualified.',
  ],
  [{ source: 'Referal' }, 'unknown_name: There is no source "Referal". Nearest: Referral'],
  [{ email: 'kamal' }, 'invalid_input: email is not an e-mail address.'],
  [{ sort: 'staus' }, 'invalid_input: leads cannot be sorted by "staus". Nearest: status'],
  [{ value: '1..x' }, 'invalid_input: "1..x" is not a number or range'],
])('%j is refused: %s', async (input, text) => {
  expect(await client.error(tool, input)).toContain(text);
});

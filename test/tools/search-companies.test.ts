import { expect, test } from 'vitest';
import type { Company } from '../../src/sandbox/sandbox.ts';
import { idsWhere, losAngeles, openTestClient } from './test-client.ts';

const tool = 'search_companies';
const client = await openTestClient();
const { world } = client;

test('which of my companies have gone quiet, the best known first?', async () => {
  const input = { owner: 'me', last_contact: '..-60d', sort: '-interactions', limit: 5 };
  const { requests, text } = await client.call(tool, input);
  expect({ requests, text }).toMatchSnapshot();
});

const only = (...filters: Record<string, unknown>[]) => ({ filters });
const cases: [input: Record<string, unknown>, holds: (company: Company) => boolean][] = [
  [{ name: 'acme' }, ({ name }) => name.toLowerCase().includes('acme')],
  [{ name: '=globex' }, ({ name }) => name === 'Globex'],
  [{ domain: 'globex.example' }, (company) => company.email_domain === 'globex.example'],
  [
    { owner: ['Jane Park', 'Jane Smith'] },
    (company) => [137_669, 137_680].includes(company.assignee_id ?? 0),
  ],
  [{ contact_type: 'Partner' }, (company) => company.contact_type_id === 451_493],
  [{ city: 'berlin' }, ({ address }) => address?.city === 'Berlin'],
  [{ country: 'CA' }, ({ address }) => address?.country === 'CA'],
  [{ tags: ['vip', '東京'] }, ({ tags }) => tags.includes('vip') || tags.includes('東京')],
  [
    { last_contact: '..2026-08-31' },
    ({ id }) => (world.companyContact.get(id) ?? Infinity) < losAngeles('2026-09-01'),
  ],
  [only({ name: 'interaction_count', min: 8 }), (company) => company.interaction_count >= 8],
  [
    only({ name: 'primary_contact_ids', value: 'Petra Osei' }),
    (company) => company.primary_contact_id === 8_900_016,
  ],
  [
    only({ name: 'email_domains', value: '["globex.example","hooli.example"]' }),
    ({ name }) => name === 'Globex' || name === 'Hooli',
  ],
  [
    only({ name: 'Industry', value: 'Finance' }, { name: 'Employees', min: 100 }),
    (company) => custom(company, 'Industry') === 1_401_204 && Number(custom(company, 'Employees')) >= 100,
  ],
];

function custom({ custom_fields }: Company, label: string) {
  const field = world.customFields.find(({ name }) => name === label);
  return custom_fields.find(({ custom_field_definition_id: id }) => id === field?.id)?.value;
}

test.each(cases)('%j finds what the account holds', async (input, holds) => {
  const expected = idsWhere(world.companies, holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(await client.ids(tool, input)).toEqual(expected);
});

test('a page holds 200', async () => {
  const { head, rows } = await client.table(tool, { limit: 200, fields: ['name'] });
  expect({ head, rows: rows.length }).toEqual({
    head: 'companies 1-200 of 300, next: offset=200',
    rows: 200,
  });
});

test('sorts by last contact although no row shows it', async () => {
  const { requests } = await client.call(tool, { sort: '-last_contact', limit: 1 });
  expect(requests.join(' ')).toContain('"sort_by":"last_interaction","sort_direction":"desc"');
});

test.each(['https://www.acme-foods.example/jobs', 'jane@acme-foods.example', '@acme-foods.example'])(
  'takes the domain out of %s',
  async (domain) => {
    const { requests } = await client.call(tool, { domain });
    expect(requests.join(' ')).toContain('"email_domain":"acme-foods.example"');
  },
);

test.each([
  [{ domain: 'https://' }, 'invalid_input: "https://" is not a domain.'],
  [{ sort: 'revenue' }, 'invalid_input: companies cannot be sorted by "revenue". Nearest: Annual revenue'],
  [{ contact_type: 'Friend' }, 'unknown_name: There is no contact type "Friend".'],
  [{ fields: ['last_contact'] }, 'unknown_name: companies have no field "last_contact".'],
  [only({ name: 'Region', value: 'EMEA' }), 'unknown_name: There is no filter "Region".'],
])('%j is refused: %s', async (input, text) => {
  expect(await client.error(tool, input)).toContain(text);
});

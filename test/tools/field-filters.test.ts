import { describe, expect, test } from 'vitest';
import { losAngeles, openTestClient } from './test-client.ts';

const client = await openTestClient();
const { world } = client;
const october = losAngeles('2026-10-01');
const endOfOctober = losAngeles('2026-11-01') - 1;

const byId = (rows: readonly { id: number }[]) => rows.map(({ id }) => id).sort((a, b) => a - b);

describe('filters on what answers show and Copper cannot search by', () => {
  test.each<[string, object, readonly { id: number }[]]>([
    [
      'search_people',
      { filters: [{ name: 'email', value: 'none' }], city: 'Boston' },
      world.people.filter(({ emails, address }) => emails.length === 0 && address?.city === 'Boston'),
    ],
    [
      'search_people',
      { filters: [{ name: 'title', value: 'none' }], city: 'Boston' },
      world.people.filter(({ title, address }) => (title ?? '') === '' && address?.city === 'Boston'),
    ],
    [
      'search_people',
      { filters: [{ name: 'emails', value: 'None' }], city: 'Boston' },
      world.people.filter(({ emails, address }) => emails.length === 0 && address?.city === 'Boston'),
    ],
    [
      'search_people',
      { filters: [{ name: 'company', value: 'any' }], city: 'Boston' },
      world.people.filter(({ company_id: id, address }) => id !== null && address?.city === 'Boston'),
    ],
    [
      'search_opportunities',
      { filters: [{ name: 'closes', value: 'none' }] },
      world.opportunities.filter(({ close_date: day }) => day === null),
    ],
    [
      'search_opportunities',
      { filters: [{ name: 'monetary_value', value: 'none' }], status: 'Open' },
      world.opportunities.filter((deal) => deal.status === 'Open' && deal.monetary_value === null),
    ],
    [
      'search_opportunities',
      { filters: [{ name: 'Region', value: 'none' }], status: 'Open' },
      world.opportunities.filter((deal) => {
        const id = world.customFields.find(({ name }) => name === 'Region')?.id;
        const region = deal.custom_fields.find((slot) => slot.custom_field_definition_id === id);
        return deal.status === 'Open' && (region?.value ?? null) === null;
      }),
    ],
    [
      'search_leads',
      {
        filters: [
          { name: 'include_converted_leads', value: 'true' },
          { name: 'converted', value: 'last-month' },
        ],
      },
      world.leads.filter(({ converted_at: at }) => at !== null && at >= october && at <= endOfOctober),
    ],
    [
      'search_companies',
      { filters: [{ name: 'contact', value: 'none' }] },
      world.companies.filter(({ primary_contact_id: id }) => id === null),
    ],
  ])('%s %j', async (tool, input, expected) => {
    expect(expected.length).toBeGreaterThan(0);
    expect(await client.ids(tool, { ...input, limit: 25 })).toEqual(byId(expected));
  });

  test('a name that Copper has ids for is looked up', async () => {
    const [deal] = world.opportunities.filter(({ status }) => status === 'Open');
    const found = world.leads.filter(({ converted_opportunity_id: id }) => id === deal?.id);
    const input = {
      filters: [
        { name: 'include_converted_leads', value: 'true' },
        { name: 'converted_to', value: String(deal?.id) },
      ],
    };
    expect(await client.ids('search_leads', { ...input, limit: 25 })).toEqual(byId(found));
  });

  test('the answer says how it was done', async () => {
    const { text } = await client.call('search_companies', {
      filters: [{ name: 'contact', value: 'none' }],
      limit: 1,
    });
    expect(text).toContain(
      `Copper cannot search by contact (none): all ${world.companies.length} rows were read and filtered here.`,
    );
  });

  test.each([
    [[{ name: 'details', value: '' }], 'The filter "details" needs a value'],
    [[{ name: 'converted', value: 'soon' }], '"soon" is not a date'],
    [[{ name: 'contcat', value: 'none' }], 'There is no filter "contcat". Nearest: contact'],
  ])('%j is refused', async (filters, said) => {
    const tool = filters[0]?.name === 'converted' ? 'search_leads' : 'search_companies';
    expect(await client.error(tool, { filters })).toContain(said);
  });
});

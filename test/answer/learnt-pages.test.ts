import { expect, test } from 'vitest';
import { openTestClient } from '../tools/test-client.ts';

/** A server that only learns from its first search that pages of this account hold 200 rows and not 25. */
const fresh = () => openTestClient({ sandbox: { names: 'documented' } });

test('a search that is filtered here leaves out no row when it learns the page size on the way', async () => {
  const { table, world } = await fresh();
  const field = world.customFields.find(({ name }) => name === 'Next step');
  const calls = world.opportunities.filter(
    ({ status, custom_fields: slots }) =>
      status === 'Open' &&
      slots.some((slot) => slot.custom_field_definition_id === field?.id && slot.value === 'Call the CFO'),
  );
  expect(calls.length).toBeGreaterThan(10);
  const filters = [{ name: 'Next step', value: '=Call the CFO' }];
  const answer = await table('search_opportunities', { status: 'Open', filters, limit: 1 });
  expect(answer.total).toBe(calls.length);
});

const contract = await openTestClient({
  env: { COPPER_DIALECT: 'contract' },
  sandbox: { names: 'contract', overMax: 'reject' },
});

test.each([
  ['summarize', { what: 'deals', by: 'company' }],
  ['summarize', { what: 'deals', by: 'closes month', measure: 'sum value' }],
  ['summarize', { what: 'people', by: 'city' }],
  ['summarize', { what: 'leads', by: 'owner', measure: 'sum value' }],
  ['summarize', { what: 'companies', by: 'city' }],
  ['summarize', { what: 'tasks', by: 'due month' }],
  ['deals_needing_attention', {}],
  ['deals_needing_attention', { reasons: 'no_task' }],
  ['pipeline_changes', { during: 'this-quarter' }],
  ['pipeline_changes', { during: 'this-year', changes: 'won' }],
  ['search_opportunities', { limit: 100 }],
  ['search_people', { limit: 100 }],
] as const)(
  'with the dialect of the contract, %s %j asks for no page that it refuses',
  async (tool, input) => {
    const before = contract.log.length;
    const { text } = await contract.call(tool, input);
    expect(text).not.toMatch(/^\w+: /);
    const asked = contract.log.slice(before);
    expect(asked.filter(({ status }) => status !== 200)).toEqual([]);
    const sizes = asked
      .filter(({ path }) => /(opportunities|people|leads)\/search$/.test(path))
      .map(({ body }) =>
        typeof body === 'object' && body !== null && 'page_size' in body ? body.page_size : 0,
      );
    expect(Math.max(0, ...sizes.map(Number))).toBeLessThanOrEqual(25);
  },
);

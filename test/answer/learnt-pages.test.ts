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

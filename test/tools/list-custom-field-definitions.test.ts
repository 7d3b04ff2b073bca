import { expect, test } from 'vitest';
import { column } from './shown.ts';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();

test('which fields did we add to deals?', async () => {
  const { requests, text } = await client.call('list_custom_field_definitions', { on: 'opportunity' });
  expect({ requests, text }).toMatchSnapshot();
});

test('options are in the order of their ranks', async () => {
  const table = await client.table('list_custom_field_definitions', { name: 'region' });
  expect(column(table, 'options')).toEqual(['EMEA, Americas, APAC']);
});

test('part of a name on one kind of record', async () => {
  const table = await client.table('list_custom_field_definitions', { name: 're', on: 'company' });
  expect(column(table, 'name')).toEqual(['Renewal date', 'Health score', 'Annual revenue']);
});

test('counts and pages', async () => {
  const { length } = client.world.customFields;
  expect((await client.call('list_custom_field_definitions', { limit: 0 })).text).toBe(
    `custom fields: ${length} match (limit=0: counted only)`,
  );
  const { next, rows } = await client.table('list_custom_field_definitions', { limit: 7, offset: 7 });
  expect({ next, first: rows[0]?.[1] }).toEqual({ next: 14, first: client.world.customFields[7]?.name });
});

test('accepts the plural too', async () => {
  const [one, several] = await Promise.all(
    ['task', 'tasks'].map((on) => client.call('list_custom_field_definitions', { on })),
  );
  expect(several?.text).toBe(one?.text);
});

test('refuses an unknown record type', async () => {
  expect(await client.error('list_custom_field_definitions', { on: 'deal' })).toContain(
    'invalid_input: on cannot be "deal"; allowed: lead, person, company, opportunity, project, task.',
  );
});

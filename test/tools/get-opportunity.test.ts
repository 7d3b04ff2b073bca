import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();
const copyMachines = 2_827_698;

test('tell me all about the copy machines deal', async () => {
  const { requests, text } = await client.call('get_opportunity', { id: copyMachines });
  expect({ requests, text }).toMatchSnapshot();
});

test('fields by our names, by those of Copper and by label', async () => {
  const fields = ['name', 'monetary_value', 'close_date', 'company_id', 'Products'];
  expect((await client.call('get_opportunity', { id: copyMachines, fields })).text.split('\n')).toEqual([
    'opportunity',
    'name: 8 New Copy Machines',
    'monetary_value: 250000',
    'close_date: 12/15/2026',
    'company_id: 9607580',
    'Products: Hardware, Platform',
  ]);
});

test('asks for computed values only where custom fields are shown', async () => {
  const { requests } = await client.call('get_opportunity', { id: copyMachines, fields: ['name'] });
  expect(requests).toEqual([`GET /opportunities/${copyMachines}`]);
});

test.each([
  [{ id: 1 }, 'not_found: No opportunity has this id'],
  [{ id: -5 }, 'invalid_input: id must be at least 0.'],
  [
    { id: copyMachines, fields: ['closing'] },
    'unknown_name: opportunities have no field "closing". Nearest: closes.',
  ],
  [{ id: copyMachines, fields: 'regoin' }, 'Nearest: Region.'],
  [{ id: copyMachines, limit: 1 }, 'invalid_input: There is no argument "limit".'],
])('%j is refused: %s', async (input, text) => {
  expect(await client.error('get_opportunity', input)).toContain(text);
});

test('reads days of accounts that write the day first, once a day above 12 has shown it', async () => {
  const european = await openTestClient({ sandbox: { closeDate: 'd/m/y' } });
  const { text } = await european.call('get_opportunity', { id: copyMachines, fields: ['closes'] });
  expect(text).toBe('opportunity\ncloses: 2026-12-15');
});

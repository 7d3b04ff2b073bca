import { expect, test } from 'vitest';
import { openReports } from './open-reports.ts';

// Each question reads anew, so that its requests are its own.
const client = await openReports({ env: { COPPER_REUSE_SECONDS: '0' } });
const { world } = client;
type Input = Record<string, unknown>;
const deals = world.opportunities.filter(({ status }) => status === 'Open').slice(10, 16);
const ids = deals.map(({ id }) => id);
const [first = 0, second = 0] = ids;
const given = (value: string, name = 'ids'): Input => ({ filters: [{ name, value }] });

/** Ids in every form that they may be given in, and the deals that they name. */
const forms: [Input, readonly number[]][] = [
  [given(JSON.stringify(ids)), ids],
  [given(ids.join(',')), ids],
  [given(ids.join(', ')), ids],
  [given(JSON.stringify(ids.map(String))), ids],
  [given(String(first)), [first]],
  [given(`[${first}]`), [first]],
  [given(String(first), 'id'), [first]],
  [given(`${first},${second}`, 'id'), [first, second]],
  [given(`${first},${first}`), [first]],
  [given(`${first},999999999`), [first]],
];

test.each(forms)('summarize %j', async (input, named) => {
  const { text } = await client.call('summarize', { what: 'deals', by: 'status', ...input });
  expect(text).toMatch(new RegExp(`^Open\\t${named.length}$`, 'm'));
});

test.each(forms)('deals_needing_attention %j', async (input, named) => {
  const { text } = await client.call('deals_needing_attention', { ...input, limit: 100 });
  const read = named.length === 1 ? '1 opportunity' : `all ${named.length} opportunities`;
  expect(text).toContain(`read ${read} in `);
});

test.each(forms)('pipeline_changes %j', async (input, named) => {
  const rows = await client.walk('pipeline_changes', { during: '-365d', ...input });
  expect(rows.length).toBeGreaterThan(0);
  for (const { id } of rows) expect(named).toContain(Number(id));
});

test.each<[string, Input]>([
  ['summarize', { what: 'deals', ids }],
  ['pipeline_changes', { during: '-30d', ids }],
  ['deals_needing_attention', { ids }],
])('%s says where ids belong', async (tool, input) => {
  expect(await client.error(tool, input)).toContain('There is no argument "ids".');
  expect(await client.error(tool, input)).toContain('go into filters: ["ids: …"].');
});

test.each<[string, Input]>([
  ['brief', { about: 'Globex', ids }],
  ['find', { text: 'Globex', ids }],
])('%s has no place for them', async (tool, input) => {
  expect(await client.error(tool, input)).toContain('There is no argument "ids".');
});

test.each<[string, number]>([
  [`!${first}`, world.opportunities.length - 1],
  [`["!${first}","!${second}"]`, world.opportunities.length - 2],
])('ids %s leave these out', async (value, count) => {
  const { text } = await client.call('search_opportunities', { ...given(value), limit: 0 });
  expect(text).toContain(`opportunities: ${count} match`);
});

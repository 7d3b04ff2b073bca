import { expect, test } from 'vitest';
import { column } from './shown.ts';
import { openTestClient } from './test-client.ts';

const tool = 'list_field_layout_by_entity_type';
const client = await openTestClient();

test('what must be filled in for an Enterprise deal?', async () => {
  const { requests, text } = await client.call(tool, { type: 'opportunities', pipeline: 'Enterprise' });
  expect({ requests, text }).toMatchSnapshot();
});

test('opportunities need a pipeline, and the error names them', async () => {
  expect(await client.error(tool, { type: 'opportunities' })).toBe(
    'invalid_input: The layout of opportunities depends on the pipeline; set pipeline to one of: Sales, Enterprise, Onboarding.',
  );
});

test('an unknown pipeline is an error that names all', async () => {
  expect(await client.error(tool, { type: 'opportunities', pipeline: 'Retail' })).toContain(
    'unknown_name: There is no pipeline "Retail". Available: Sales, Enterprise, Onboarding.',
  );
});

test('other types need no pipeline', async () => {
  const table = await client.table(tool, { type: 'people' });
  expect(column(table, 'label').slice(-5)).toEqual([
    'Role',
    'Interests',
    'Birthday',
    'Newsletter',
    'Background',
  ]);
});

test('says that a pipeline does not apply to other types', async () => {
  const { notes } = await client.table(tool, { type: 'people', pipeline: 'Sales' });
  expect(notes).toEqual(['pipeline applies to opportunities only, not to people.']);
});

test('refuses an unknown record type', async () => {
  expect(await client.error(tool, { type: 'compani' })).toContain('Nearest: companies.');
});

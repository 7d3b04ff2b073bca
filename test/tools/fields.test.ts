import { expect, test } from 'vitest';
import { tools } from '../../tools/index.ts';
import { operation } from '../contract/contract.ts';
import { judgeRequest } from '../contract/judge.ts';
import type { Schema } from '../contract/validate.ts';
import { reaches } from './reaches.ts';
import { openTestClient } from './test-client.ts';

const client = await openTestClient({ sandbox: { names: 'contract', shape: 'envelope' } });

/** The names of what one row of a reply may hold. */
function namesIn(schema: Schema): string[] {
  const rows = [schema, ...(schema.allOf ?? [])].flatMap(({ properties }) => properties?.data?.items ?? []);
  const row = rows.findLast(({ properties }) => properties !== undefined) ?? schema.items ?? schema;
  return [row, ...(row.allOf ?? [])].flatMap(({ properties }) => Object.keys(properties ?? {}));
}

const withFields = tools.filter(({ input }) => 'fields' in input.shape);

test('tools that show records let their fields be chosen', () => {
  expect(withFields.map(({ name }) => name).length).toBeGreaterThanOrEqual(12);
});

test.each(withFields)('$name shows every field of the contract under the name it has there', async (tool) => {
  const names = namesIn(operation(tool.operation).reply).filter((name) => name !== 'custom_fields');
  expect(names.length).toBeGreaterThan(5);
  const { any, id, email } = reaches[tool.operation];
  const before = client.log.length;
  const { text, isError } = await client.call(tool.name, { ...(any ?? id ?? email), fields: names });
  expect(isError ? text : '').toBe('');
  const problems = client.log.slice(before).flatMap(({ method, path, query, body }) => {
    return judgeRequest({ method, url: `${path}?${new URLSearchParams(query)}`, body }).problems;
  });
  expect(problems).toEqual([]);
});

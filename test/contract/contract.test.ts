import { describe, expect, test } from 'vitest';
import { operationIds } from '../../src/tool/operation.ts';
import { operations, pageCap, parameters } from './contract.ts';
import { isRecord, type Schema } from './validate.ts';

/** Every keyword the validator acts on, plus `default`, which asks for nothing. */
const keywords: readonly (keyof Schema)[] = [
  ...(['type', 'nullable', 'format', 'enum', 'minimum', 'maximum', 'default', 'required'] as const),
  ...(['properties', 'items', 'maxItems', 'allOf', 'oneOf'] as const),
];

/** The keywords of a schema and of all schemas in it, but not the names of properties. */
function keywordsOf(schema: Schema): string[] {
  const { properties = {}, items, allOf = [], oneOf = [] } = schema;
  const parts = [...Object.values(properties), ...(items ? [items] : []), ...allOf, ...oneOf];
  return [...Object.keys(schema), ...parts.flatMap(keywordsOf)];
}

describe('the contract', () => {
  test('has the 27 operations', () => {
    expect(operations).toHaveLength(27);
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual([...operationIds].sort());
  });

  test('has no path twice', () => {
    expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(27);
  });

  test.each(operations)('$operationId uses only what the validator knows', (operation) => {
    const schemas = [operation.reply, ...parameters(operation.operationId).map(({ schema }) => schema)];
    if (operation.body) schemas.push(operation.body.schema);
    expect(schemas.every(isRecord)).toBe(true);
    expect(
      schemas.flatMap(keywordsOf).filter((keyword) => !keywords.some((known) => known === keyword)),
    ).toEqual([]);
  });

  test.each(operations)('$operationId declares each part of its path', ({ path, parameters: declared }) => {
    const inPath = declared.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(inPath);
  });

  test('lists the parameters of URL and body together', () => {
    const places = (operationId: string) => parameters(operationId).map((one) => `${one.in} ${one.name}`);
    expect(places('getLeadActivities')).toEqual(['path id', 'body page_number', 'body page_size']);
    expect(places('getOpportunity')).toEqual(['path id', 'query custom_field_computed_values']);
    expect(places('listPipelines')).toEqual([]);
  });

  test.each([
    ['searchLeads', 25],
    ['searchPeople', 25],
    ['searchOpportunities', 25],
    ['searchCompanies', 200],
    ['getPersonActivities', 200],
    ['listPipelines', undefined],
  ])('%s has at most %s rows on a page', (operationId, cap) => {
    expect(pageCap(operationId)).toBe(cap);
  });

  test('throws at an operation it does not have', () => {
    expect(() => parameters('deleteLead')).toThrow('deleteLead');
  });
});

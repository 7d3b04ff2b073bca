import { expect, test } from 'vitest';
import type { AnswerTable } from '../../src/answer/answer-table.ts';
import { outputSchema, writeJson } from '../../src/answer/write-json.ts';

const table: AnswerTable = {
  form: 'page',
  what: 'opportunities',
  columns: ['id', 'name', 'won'],
  rows: [
    [1, 'Acme "x"', true],
    [2, null, false],
  ],
  offset: 20,
  total: 37,
  next: 22,
  countOnly: false,
  notes: ['one\nnote'],
};

test('the answer as data, and the same as text', () => {
  const { text, structured } = writeJson(table);
  expect(structured).toEqual({
    kind: 'opportunities',
    columns: ['id', 'name', 'won'],
    rows: [
      [1, 'Acme "x"', true],
      [2, null, false],
    ],
    offset: 20,
    total: 37,
    next: 22,
    notes: ['one note'],
  });
  expect(JSON.parse(text)).toEqual(structured);
});

test('what is not known is not there', () => {
  const { structured = {} } = writeJson({ ...table, total: undefined, next: undefined, notes: [] });
  expect(Object.keys(structured)).toEqual(['kind', 'columns', 'rows', 'offset', 'notes']);
});

test('where not all could be read, how many of those read match', () => {
  const { structured } = writeJson({ ...table, total: undefined, minTotal: 2, next: undefined });
  expect(structured).toMatchObject({ least: 2 });
  expect(structured).not.toHaveProperty('total');
});

test('by which call the rest comes, where there is a rest', () => {
  const nextHint = 'search_deals';
  expect(writeJson({ ...table, nextHint }).structured).toMatchObject({ next: 22, more: nextHint });
  expect(writeJson({ ...table, nextHint, next: undefined }).structured).not.toHaveProperty('more');
  expect(writeJson({ ...table, nextHint: '' }).structured).not.toHaveProperty('more');
});

test.each<[string, Partial<AnswerTable>]>([
  ['a page that goes on elsewhere', { nextHint: 'search_deals' }],
  ['a page', {}],
  ['one record', { form: 'one', what: 'opportunity', total: 1, next: undefined }],
  ['a count', { rows: [], countOnly: true, next: undefined }],
  ['an unknown total', { total: undefined, minTotal: 3 }],
])('%s has the shape that the schema tells', (_, more) => {
  const { structured = {} } = writeJson({ ...table, ...more });
  const types: Record<string, { type: string }> = outputSchema.properties;
  for (const [name, value] of Object.entries(structured)) {
    const type = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
    expect(`${name} ${types[name]?.type}`).toBe(`${name} ${type}`);
  }
  expect(Object.keys(structured)).toEqual(expect.arrayContaining(outputSchema.required));
});

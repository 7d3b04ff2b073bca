import { expect, test } from 'vitest';
import type { AnswerTable } from '../../src/answer/answer-table.ts';
import { fitToLength, writeText } from '../../src/answer/write-answer.ts';

const table: AnswerTable = {
  form: 'page',
  what: 'deals',
  columns: ['a', 'b', 'c'].map((name) => name.repeat(300)),
  rows: [['1', '2', '3']],
  offset: 0,
  total: 1,
  next: undefined,
  countOnly: false,
  notes: [],
};

test('one column alone that is left out is mentioned, too', () => {
  const [, names, cells, note] = fitToLength(table, 800, writeText).text.split('\n');
  expect(names).toBe(`${'a'.repeat(300)}\t${'b'.repeat(300)}`);
  expect(cells).toBe('1\t2');
  expect(note).toMatch(/^note: 1 column/);
});

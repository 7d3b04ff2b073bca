import { expect, test } from 'vitest';
import type { AnswerTable } from '../../src/answer/answer-table.ts';
import type { CellValue } from '../../src/answer/cell.ts';
import { fitToLength as fitTable, writeText } from '../../src/answer/write-answer.ts';
import { writeJson } from '../../src/answer/write-json.ts';

const table = (rows: readonly (readonly CellValue[])[], more: Partial<AnswerTable> = {}): AnswerTable => ({
  form: 'page',
  what: 'deals',
  columns: ['id', 'name'],
  rows,
  offset: 0,
  total: 100,
  next: rows.length,
  countOnly: false,
  notes: [],
  ...more,
});
const rows = (count: number, name = 'x'.repeat(90)) =>
  Array.from({ length: count }, (_, at) => [at, name] satisfies CellValue[]);
const lines = (one: AnswerTable, budget: number) => fitTable(one, budget, writeText).text.split('\n');

test('what fits is written as it is', () => {
  const whole = table(rows(5));
  expect(fitTable(whole, 10_000, writeText)).toEqual({
    ...writeText(whole),
    shown: [{ kind: 'deals', ids: [0, 1, 2, 3, 4], rows: 5 }],
  });
  const { text } = writeText(whole);
  expect(fitTable(whole, text.length, writeText).text).toBe(text);
});

test('rows are dropped from the end, and the first line goes on there', () => {
  const [head, columns, ...shown] = lines(table(rows(20)), 1_000);
  expect(head).toBe('deals 1-10 of 100, next: offset=10');
  expect(columns).toBe('id\tname');
  expect(shown).toEqual(rows(10).map((row) => row.join('\t')));
});

test('one character less costs one row', () => {
  const { length } = writeText(table(rows(20))).text;
  expect(lines(table(rows(20)), length - 1)[0]).toBe('deals 1-19 of 100, next: offset=19');
});

test('counts on from where the rows began', () => {
  const some = table(rows(20), { offset: 40, next: 60 });
  expect(lines(some, 1_000)[0]).toMatch(/^deals 41-(\d+) of 100, next: offset=\1$/);
});

test('the same for JSON', () => {
  const { text, structured } = fitTable(table(rows(20)), 1_000, writeJson);
  expect(text.length).toBeLessThanOrEqual(1_000);
  expect(structured).toMatchObject({ next: 9, rows: rows(9) });
});

test('a first row that is too long by itself has its texts cut', () => {
  const long = table([[1, 'y'.repeat(5_000)], ...rows(3)], { total: 4, next: undefined });
  const [head, , row = ''] = lines(long, 1_000);
  expect(head).toBe('deals 1-1 of 4, next: offset=1');
  expect(row).toMatch(/^1\ty{800,}… \(\+\d+ chars\)$/);
});

test('one record that is too long keeps its short fields whole', () => {
  const one = table([['7', 'z'.repeat(3_000), 'short']], {
    form: 'one',
    what: 'deal',
    columns: ['id', 'details', 'name'],
    total: 1,
    next: undefined,
  });
  const { text } = fitTable(one, 1_000, writeText);
  expect(text.length).toBeLessThanOrEqual(1_000);
  expect(text).toMatch(/^deal\nid: 7\ndetails: z+… \(\+\d+ chars\)\nname: short$/);
});

test('columns that do not fit even so are left out, and that is said', () => {
  const columns = Array.from({ length: 200 }, (_, at) => `custom field ${at}`);
  const wide = table([columns.map(() => 'w'.repeat(50))], { columns, total: 1, next: undefined });
  const [, names = '', cells = '', note = ''] = lines(wide, 1_000);
  const left = 200 - names.split('\t').length;
  expect(cells.split('\t')).toHaveLength(200 - left);
  expect(note).toBe(`note: ${left} columns did not fit and were left out; name the ones you need in fields.`);
});

test('notes take a quarter of the budget at most, once it is tight', () => {
  const notes = ['a'.repeat(100), 'b'.repeat(1_000), 'c'.repeat(10)];
  const [, , ...rest] = lines(table(rows(20), { notes }), 1_000);
  const [first = '', second = '', third] = rest.filter((each) => each.startsWith('note: '));
  expect(first).toBe(`note: ${'a'.repeat(100)}`);
  expect(second).toBe(`note: ${'b'.repeat(150)}… (+850 chars)`);
  expect(third).toBe('note: 1 more note did not fit.');
  expect(lines(table(rows(1), { notes }), 12_000)).toHaveLength(6);
});

const gap = 'Copper cannot search by details: only 50 of 600 rows were read and filtered here.';

test.each<[string, readonly number[], readonly string[], number]>([
  ['none', [], [], 1_000],
  ['one that fits', [50], [], 1_000],
  ['two, one too long', [300, 50], [], 1_000],
  ['many', [100, 100, 100, 100, 100, 100, 100, 100], [], 1_000],
  ['one on a gap, after long ones', [600, 100], [gap], 1_000],
  ['one on a gap alone', [], [gap], 1_000],
  ['two on gaps', [200, 50], [gap, `${gap} Again.`], 1_000],
  ['five on gaps', [30], ['a', 'b', 'c', 'd', 'e'].map((one) => `${one}: ${gap}`), 1_000],
  ['a gap of great length', [30, 30], [gap.repeat(20)], 1_000],
  ['room enough', [300, 300], [gap], 12_000],
  ['twelve', Array.from({ length: 12 }, () => 60), [gap], 1_500],
])('notes, %s: those on gaps all stay, and what did not fit is counted', (_, lengths, gaps, most) => {
  const notes = lengths.map((length, at) => `${at} ${'n'.repeat(length - 2)}`);
  for (const write of [writeText, writeJson]) {
    const { text } = fitTable(table(rows(40), { notes, gaps }), most, write);
    expect(text.length).toBeLessThanOrEqual(most);
    for (const one of gaps) expect(text).toContain(one.slice(0, 80));
    const shown = notes.filter((_note, at) => new RegExp(`(note: |")${at} n`).test(text)).length;
    expect(shown + Number(/(\d+) more note/.exec(text)?.[1] ?? 0)).toBe(notes.length);
  }
});

test('one column that did not fit is one', () => {
  const wide = { columns: ['a', 'b'.repeat(700)], rows: [['x', 'y']] };
  expect(fitTable({ ...table([], wide) }, 500, writeText).text).toContain(
    '1 column did not fit and was left out; name the ones you need in fields.',
  );
});

test('totals stand last, are never cut, and lose the same columns', () => {
  const totals = [['all', 'z'.repeat(30)] satisfies CellValue[]];
  const shown = lines(table(rows(20), { totals }), 1_000);
  expect(shown[0]).toBe('deals 1-9 of 100, next: offset=9');
  expect(shown.slice(2)).toEqual([...rows(9), ...totals].map((row) => row.join('\t')));
  expect(fitTable(table(rows(20), { totals }), 1_000, writeJson).structured).toMatchObject({ totals });
  const columns = Array.from({ length: 60 }, (_, at) => `column ${at}`);
  const wide = columns.map((_, at) => at);
  const { structured } = fitTable(table([wide], { columns, totals: [wide] }), 600, writeJson);
  const { columns: kept, totals: summed } = Object(structured);
  expect(kept.length).toBeLessThan(60);
  expect(summed).toEqual([wide.slice(0, kept.length)]);
});

test('nothing has no totals', () => {
  expect(writeText(table([], { total: 0, totals: [['all', '']] })).text).toBe('deals: none match');
});
const parted = (first: AnswerTable, ...parts: AnswerTable[]): AnswerTable => ({
  ...first,
  notes: ['a note'],
  parts,
});
const record = (details: string): AnswerTable =>
  table([[7, details]], { form: 'one', what: 'company', total: 1, next: undefined });

test('of several tables, short ones stay whole and long ones share what is left', () => {
  const [few, many] = [table(rows(2), { what: 'tasks', total: 2, next: undefined }), table(rows(20))];
  const text = fitTable(parted(record('short'), few, many), 1_500, writeText).text;
  expect(text.length).toBeLessThanOrEqual(1_500);
  expect(text).toContain('company\nid: 7\nname: short\n');
  expect(text).toContain('tasks 1-2 of 2\n');
  const [, shown] = /deals 1-(\d+) of 100, next: offset=\1\n/.exec(text) ?? [];
  expect(Number(shown)).toBeGreaterThan(5);
  expect(text.endsWith('\nnote: a note')).toBe(true);
});

test.each([writeText, writeJson])(
  'columns of a part that do not fit are left out, and that is said',
  (write) => {
    const columns = Array.from({ length: 40 }, (_, at) => `custom field ${at}`);
    const wide = table([columns.map(() => 'w'.repeat(50))], { columns, total: 1, next: undefined });
    const { text } = fitTable(parted(record('z'.repeat(3_000)), wide, wide), 1_500, write);
    expect(text.length).toBeLessThanOrEqual(1_500);
    expect(text).toContain('columns that did not fit were left out.');
    expect(fitTable(parted(record('z'.repeat(3_000)), table(rows(20))), 1_500, write).text).not.toContain(
      'left out',
    );
  },
);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvFormat, jsonLinesFormat } from '../../../src/cli/export/formats.ts';
import type { RowValue } from '../../../src/tool/rows.ts';

/** The fields of CSV text, read by the rules of RFC 4180 alone. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quoted && sign === '"' && text.charAt(at + 1) === '"') {
      field += '"';
      at++;
    } else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ',') {
      row.push(field);
      field = '';
    } else if (!quoted && sign === '\r' && text.charAt(at + 1) === '\n') {
      rows.push([...row, field]);
      [row, field] = [[], ''];
      at++;
    } else field += sign;
  }
  expect([quoted, row, field]).toEqual([false, [], '']);
  return rows;
}

const cell = (value: RowValue) =>
  csvFormat(['a', 'b'], false)
    .lines([[value, 1]])
    .slice(0, -',1\r\n'.length);

test.each<[string, RowValue, string]>([
  ['a text', 'Globex', 'Globex'],
  ['nothing', null, ''],
  ['a number', 1234567.5, '1234567.5'],
  ['a negative number', -5, '-5'],
  ['yes', true, 'true'],
  ['a comma', 'Doe, Jane', '"Doe, Jane"'],
  ['quotes', 'the "big" one', '"the ""big"" one"'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['a space at the end', 'a ', '"a "'],
  ['a formula', '=1+1', "'=1+1"],
  ['a formula with quotes', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['a plus', '+cmd|x', "'+cmd|x"],
  ['a minus', '-cmd|x', "'-cmd|x"],
  ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
  ['a tab', '\t=1', `"'\t=1"`.slice(1, -1)],
  ['a carriage return', '\r=1', '"\'\r=1"'],
  ['a negative number as text', '-12.50', '-12.50'],
  ['a phone number without spaces', '+15550100', '+15550100'],
  ['a phone number', '+1 (555) 010-0100', "'+1 (555) 010-0100"],
  ['a sum', '-1+1', "'-1+1"],
  ['an equals sign inside', 'a=1', 'a=1'],
])('in CSV %s', (_, value, expected) => {
  expect(cell(value)).toBe(expected);
});

test('names of columns are made harmless as well, and Excel gets its mark', () => {
  expect(csvFormat(['id', '=x', 'a,b'], false).head).toBe(`id,'=x,"a,b"\r\n`);
  expect(csvFormat(['id'], true).head).toBe('\ufeffid\r\n');
});

test('a line of one empty field is not an empty line', () => {
  expect(csvFormat(['a'], false).lines([[null], [''], ['x']])).toBe('""\r\n""\r\nx\r\n');
});

const value = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.boolean(),
  fc.string({
    unit: fc.constantFrom('"', ',', '\r', '\n', '\t', '=', '+', '-', '@', "'", ' ', 'a', 'é', '5'),
  }),
);
const rows = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 5 }));

test('whatever the texts are, CSV has each in its place, and none that a spreadsheet runs', () => {
  fc.assert(
    fc.property(rows, (some) => {
      const read = parseCsv(csvFormat([], false).lines(some));
      expect(read).toHaveLength(some.length);
      for (const [at, row] of some.entries()) {
        expect(read[at]).toHaveLength(row.length);
        for (const [place, given] of row.entries()) {
          const found = read[at]?.[place] ?? '';
          expect([String(given ?? ''), `'${given}`]).toContain(found);
          if (typeof given === 'string' && !/^[+-]?[\d.]+$/.test(found))
            expect(found).not.toMatch(/^[=+\-@\t\r]/);
        }
      }
    }),
  );
});

test('JSON lines give every value back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value)), (some) => {
      const text = jsonLinesFormat(['a', 'b']).lines(some);
      const lines = text.split('\n').slice(0, -1);
      expect(lines.map((line): unknown => JSON.parse(line))).toEqual(some.map(([a, b]) => ({ a, b })));
    }),
  );
});

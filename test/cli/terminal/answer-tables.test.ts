import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { drawAnswer } from '../../../src/cli/terminal/answer-tables.ts';
import { cellsOf, cutCells } from '../../../src/cli/terminal/cells.ts';
import type { ViewTable } from '../../../src/tool/view-data.ts';
import { type FakeMachine, run } from '../fake-shell.ts';

const call = (words: readonly string[], machine: FakeMachine = { onScreen: true }) =>
  run(['call', ...words, '--sandbox'], machine);

const deals: ViewTable = {
  title: 'deals',
  head: 'deals 1-4 of 9',
  form: 'page',
  columns: [
    { name: 'id', kind: 'id' },
    { name: 'name', kind: 'text' },
    { name: 'value', kind: 'number', unit: 3 },
    { name: 'value_currency', kind: 'currency' },
    { name: 'closes', kind: 'day' },
    { name: 'owner', kind: 'text' },
  ],
  rows: [
    [7, '日本語の会社との長い契約', 113600, 'USD', '2026-12-17', 'Dana Li'],
    [12345, 'e\u0301tude 👩‍👩‍👧 of many words', 80.5, 'EUR', '2026-12-18', 'Jane Park'],
    [12, 'Line\nbreak\u001b[31m\u202e', 0.125, 'JPY', null, null],
    [13, 'x'.repeat(300), 12, 'shells', '2026-12-19', 'Ann'],
  ],
};
const said = 'deals 1-4 of 9, next: offset=4\nid\tname\nnote: Not all was read.\nas of 2026-11-27T14:02';
const drawn = (columns: number, table = deals, colors = false) =>
  drawAnswer(
    {
      text: said,
      isError: false,
      view: { tables: [table], gaps: ['Not all was read.'], notes: [] },
    },
    { colors, columns },
  ) ?? [];

describe('an answer on a terminal', () => {
  test('is a table with numbers to the right, currencies at their amounts and what is left to ask for', () => {
    expect(drawn(80)).toEqual([
      'deals 1-4 of 9, next: offset=4',
      '   id  name                                         value  closes      owner',
      '    7  日本語の会社との長い契約                  $113,600  2026-12-17  Dana Li',
      '12345  e\u0301tude 👩‍👩‍👧 of many words                      €80.50  2026-12-18  Jane Park',
      `   12  Line break\\u202e${' '.repeat(28)}¥0.125`,
      `   13  ${'x'.repeat(38)}…  12 shells  2026-12-19  Ann`,
      'note: Not all was read.',
      'as of 2026-11-27T14:02',
    ]);
  });

  test('leaves texts out before it cuts numbers or days, and says which', () => {
    const lines = drawn(45);
    expect(lines).toContain('not shown in 45 columns: owner');
    expect(lines.join('\n')).toMatch(/\$113,600 {2}2026-12-17/);
  });

  test('keeps a currency that stands with no amount', () => {
    const rows = [[7, 'A', null, 'USD', null, null]];
    expect(drawn(80, { ...deals, rows }).join('\n')).toMatch(/USD/);
  });

  test('has dim head lines and notes where colours are welcome', () => {
    const lines = drawn(80, deals, true);
    expect(lines[0]).toBe('\u001b[2mdeals 1-4 of 9, next: offset=4\u001b[0m');
    expect(lines.at(-2)).toBe('\u001b[2mnote: Not all was read.\u001b[0m');
    expect(lines.map((line) => stripVTControlCharacters(line))).toEqual(drawn(80));
  });

  test.each([
    { columns: 60, words: ['find', 'text=Globex'] },
    { columns: 80, words: ['summarize', 'what=opportunities', 'by=owner', 'measure=sum value'] },
    { columns: 140, words: ['search_people', 'limit=20', 'fields=*'] },
    { columns: 60, words: ['today'] },
  ])('of $words fits $columns columns, without tabs, and keeps the notes', async ({ columns, words }) => {
    const { code, out } = await call(words, { onScreen: true, columns });
    expect([code, out.includes('\t'), out.includes('\u001b')]).toEqual([0, false, false]);
    for (const line of out.split('\n')) expect(cellsOf(line), line).toBeLessThanOrEqual(columns);
    const piped = await call(words, {});
    const notes = piped.out.split('\n').filter((line) => line.startsWith('note: '));
    for (const note of notes) expect(out.replace(/\s+/g, ' ')).toContain(note.replace(/\s+/g, ' '));
  });

  test('of one record has every field in whole', async () => {
    const piped = await call(['brief', 'about=Globex'], {});
    const [, phone = 'none'] = /^phone: (.*)$/m.exec(piped.out) ?? [];
    const { out } = await call(['brief', 'about=Globex']);
    expect(out).toMatch(/^phone +\(/m);
    expect(out).toContain(phone);
  });

  test.each<[string, FakeMachine]>([
    ['a pipe', { columns: 60 }],
    ['a terminal that asks for JSON', { onScreen: true, env: { COPPER_FORMAT: 'json' } }],
  ])('is not for %s, which gets the text as before', async (_, machine) => {
    const { out } = await call(['search_opportunities', 'owner=me', 'limit=2'], machine);
    if (machine.onScreen) expect(JSON.parse(out)).toMatchObject({ kind: 'opportunities' });
    else expect(out).toMatch(/^opportunities 1-2 of .*\nid\tname\tcompany\t.*\n\d+\t[^\t]+\t.*\t\d+\t/);
  });
});

test.each([
  ['日本語', 6],
  ['e\u0301', 1],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['🇩🇪', 2],
  ['𠀀', 2],
])('%s takes %i cells', (text, cells) => expect(cellsOf(text)).toBe(cells));

test('no sign is cut in two', () => {
  expect(cutCells('日本語', 4)).toBe('日…');
  expect(cutCells('a👩‍👩‍👧bc', 4)).toBe('a👩‍👩‍👧…');
});

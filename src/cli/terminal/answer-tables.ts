import { stripVTControlCharacters } from 'node:util';
import type { ToolResult } from '../../tool/app.ts';
import { escapedUnseen } from '../../tool/outgoing-text.ts';
import type { ViewCell, ViewColumn, ViewTable } from '../../tool/view-data.ts';
import { paint, type Shell } from '../shell.ts';
import { cellsOf, padCells } from './cells.ts';
import { hangingIndent } from './layout.ts';

type Screen = Pick<Shell, 'colors' | 'columns'>;

/** One column as it is drawn. */
interface DrawnColumn {
  readonly name: string;
  readonly texts: readonly string[];
  /** True for numbers, which are compared by their last digits. */
  readonly right: boolean;
  /** True for numbers and days, which are never cut. */
  readonly isWhole: boolean;
  /** The fewest cells in which it can be read. */
  readonly min: number;
  /** The cells that its longest text takes. */
  readonly cells: number;
}

/** Cells between two columns. */
const gap = 2;
/** The fewest cells of a text that is cut. */
const minTextCells = 12;

const onOneLine = (text: string) => escapedUnseen(stripVTControlCharacters(text).replace(/\s+/g, ' ').trim());

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20, useGrouping: 'min2' });

/** `$1,250`, `€80.50`: all digits that there are; a currency that is not a code stands behind. */
function amount(value: number, currency: ViewCell): string {
  if (typeof currency === 'string' && /^[A-Z]{3}$/.test(currency))
    return new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      maximumFractionDigits: 20,
      trailingZeroDisplay: 'stripIfInteger',
    }).format(value);
  return `${plain.format(value)}${currency === null ? '' : ` ${onOneLine(String(currency))}`}`;
}

function cellText({ kind, unit }: ViewColumn, row: readonly ViewCell[], at: number): string {
  const value = row[at] ?? null;
  if (value === null) return '';
  if (kind !== 'number' || typeof value !== 'number') return onOneLine(String(value));
  return unit === undefined ? plain.format(value) : amount(value, row[unit] ?? null);
}

/** True for a column of currencies that all stand with their amounts. */
const isSaid = (columns: readonly ViewColumn[], rows: readonly (readonly ViewCell[])[], at: number) =>
  columns[at]?.kind === 'currency' &&
  rows.every(
    (row) =>
      (row[at] ?? null) === null ||
      columns.some(({ unit }, amountAt) => unit === at && typeof row[amountAt] === 'number'),
  );

function drawnColumns({ columns, rows, totals = [] }: ViewTable): DrawnColumn[] {
  const all = [...rows, ...totals];
  return columns.flatMap((column, at): DrawnColumn[] => {
    if (isSaid(columns, all, at)) return [];
    const texts = all.map((row) => cellText(column, row, at));
    const name = onOneLine(column.name);
    const longest = texts.reduce((most, text) => Math.max(most, cellsOf(text)), 0);
    const cells = Math.max(longest, cellsOf(name));
    const isNumber = (row: readonly ViewCell[]) => typeof (row[at] ?? 0) === 'number';
    const right = column.kind === 'number' || (column.kind === 'id' && all.every(isNumber));
    const isWhole =
      (right && all.every(isNumber)) || ((column.kind === 'day' || column.kind === 'time') && longest <= 20);
    return [{ name, texts, right, isWhole, cells, min: Math.min(cells, isWhole ? longest : minTextCells) }];
  });
}

const withGaps = (cells: readonly number[]) =>
  cells.reduce((sum, one) => sum + one, 0) + gap * Math.max(0, cells.length - 1);

/** The cells of each column in a window: the widest give way first. */
function widthsIn(columns: readonly DrawnColumn[], width: number): number[] {
  const cells = columns.map((column) => Math.min(column.cells, Math.max(column.min, width)));
  for (let over = withGaps(cells) - width; over > 0; over--) {
    let widest = -1;
    for (const [at, one] of cells.entries())
      if (one > (columns[at]?.min ?? one) && one > (cells[widest] ?? 0)) widest = at;
    if (widest < 0) break;
    cells[widest] = (cells[widest] ?? 1) - 1;
  }
  return cells;
}

/** The columns that a window has room for: the last texts are left out before numbers and days, and the first text never. */
function fitting(all: readonly DrawnColumn[], width: number): readonly DrawnColumn[] {
  const first = all.find(({ name }) => name === 'name') ?? all.find(({ right }) => !right);
  let shown = all;
  while (shown.length > 1 && withGaps(shown.map(({ min }) => min)) > width) {
    const others = shown.filter((column) => column !== first);
    const last = others.findLast(({ isWhole }) => !isWhole) ?? others.at(-1);
    shown = shown.filter((column) => column !== last);
  }
  return shown;
}

function pageLines(table: ViewTable, screen: Screen): string[] {
  const all = drawnColumns(table);
  const shown = fitting(all, screen.columns);
  const widths = widthsIn(shown, screen.columns);
  const line = (textOf: (column: DrawnColumn) => string) =>
    shown
      .map((column, at) => padCells(textOf(column), widths[at] ?? 0, column.right))
      .join(' '.repeat(gap))
      .trimEnd();
  const body = [...table.rows, ...(table.totals ?? [])].map((_, row) => {
    const text = line(({ texts }) => texts[row] ?? '');
    return row < table.rows.length ? text : paint(screen, 'bold', text);
  });
  const left = all.flatMap((column) => (shown.includes(column) ? [] : [column.name]));
  const more =
    left.length === 0
      ? []
      : hangingIndent('', `not shown in ${screen.columns} columns: ${left.join(', ')}`, screen.columns);
  return [
    paint(
      screen,
      'bold',
      line(({ name }) => name),
    ),
    ...body,
    ...more.map((said) => paint(screen, 'dim', said)),
  ];
}

/** The fields of one record below each other, in whole, as the text has them but for amounts. */
function recordLines({ columns, rows }: ViewTable, fields: readonly string[], screen: Screen): string[] {
  const [row = []] = rows;
  const amounts = new Map(
    columns.flatMap((column, at) =>
      column.unit === undefined ? [] : [[column.name, cellText(column, row, at)] as const],
    ),
  );
  const all: { name: string; lines: string[] }[] = [];
  for (const line of fields) {
    const [, name, text = ''] = /^([^\s:][^:]*): (.*)$/.exec(line) ?? [];
    // Further lines of a text are indented.
    if (name === undefined) all.at(-1)?.lines.push(onOneLine(line));
    else all.push({ name: onOneLine(name), lines: [amounts.get(name) || onOneLine(text)] });
  }
  const widest = all.reduce((most, { name }) => Math.max(most, cellsOf(name)), 0);
  const nameCells = Math.min(widest, Math.floor(screen.columns / 3));
  return all.flatMap(({ name, lines }) =>
    lines.flatMap((text, at) => {
      const start = paint(screen, 'cyan', padCells(at === 0 ? name : '', nameCells));
      return hangingIndent(`${start}  `, text, screen.columns);
    }),
  );
}

/** The table with the address of each row as its last column, if the text has it, too. */
function withLinks(table: ViewTable, names: string): ViewTable {
  const { links, columns, rows, totals } = table;
  if (links === undefined || !names.split('\t').includes('link')) return table;
  const none = totals?.map((row) => [...row, null]);
  return {
    ...table,
    columns: [...columns, { name: 'link', kind: 'text' }],
    rows: rows.map((row, at) => [...row, links[at] ?? null]),
    ...(none === undefined ? {} : { totals: none }),
  };
}

/**
 * An answer as lines for a person: aligned tables that fit the window, with the head lines and notes of its text.
 *
 * @returns undefined for an answer of which only the text has everything
 */
export function drawAnswer({ text, view }: ToolResult, screen: Screen): string[] | undefined {
  const blocks = text.split('\n\n').map((block) => block.split('\n'));
  if (view === undefined || blocks.length !== view.tables.length) return undefined;
  const secondary = (said: string) =>
    hangingIndent('', onOneLine(said), screen.columns).map((line) => paint(screen, 'dim', line));
  const drawn: string[] = [];
  for (const [at, given] of view.tables.entries()) {
    // The head line of the text also says how to get the rest.
    const [head = '', ...body] = blocks[at] ?? [];
    if (!head.startsWith(given.head) || given.left !== undefined) return undefined;
    const fields = body.filter((line) => !/^note: |^as of \d/.test(line));
    const lines =
      given.form === 'one'
        ? recordLines(given, fields, screen)
        : pageLines(withLinks(given, fields[0] ?? ''), screen);
    drawn.push(...(at === 0 ? [] : ['']), ...secondary(head), ...(given.rows.length === 0 ? [] : lines));
  }
  const asOf = /(?:^|\n)(as of [^\n]+)$/.exec(text)?.[1];
  const notes = [...view.gaps, ...view.notes].map((note) => `note: ${note}`);
  return [...drawn, ...[...notes, ...(asOf === undefined ? [] : [asOf])].flatMap(secondary)];
}

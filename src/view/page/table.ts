import type { ViewCell, ViewTable } from '../../tool/view-data.ts';
import { element, foreign } from './elements.ts';
import { type Format, shownColumns } from './format.ts';

type Row = readonly ViewCell[];

/** How the rows of a table are ordered: by a column, or as they came. */
export interface Order {
  readonly at: number;
  readonly descending: boolean;
}

/** Positions of the rows that have a text in any cell, in this order; rows without a value come last. */
export function chosenRows(
  table: ViewTable,
  search: string,
  order: Order | undefined,
  format: Format,
): number[] {
  const wanted = search.trim().toLocaleLowerCase();
  const found = [...table.rows.keys()].filter((at) => {
    const row = table.rows[at] ?? [];
    return (
      wanted === '' ||
      row.some((_, column) => format.cell(table, row, column).toLocaleLowerCase().includes(wanted))
    );
  });
  if (order === undefined) return found;
  const sign = order.descending ? -1 : 1;
  const value = (at: number): ViewCell => table.rows[at]?.[order.at] ?? null;
  return found.sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: 'base' });
  });
}

const isNumeric = (table: ViewTable, at: number) =>
  table.columns[at]?.kind === 'number' || table.columns[at]?.kind === 'id';

/** Pixels of a character, and of the space around a cell. */
const [character, around] = [7.8, 14];

/** Where there is less room than this, in pixels, texts are cut earlier, so that a name and a number fit. */
const narrow = 450;

/** Pixels of a column, as wide as nearly all of its cells need, in bounds; numbers are never cut. */
function widthOf(table: ViewTable, at: number, width: number, format: Format): number {
  const isNumber = isNumeric(table, at);
  const lengths = table.rows.map((row) => format.cell(table, row, at).length).sort((a, b) => a - b);
  const most = lengths[Math.ceil(lengths.length * (isNumber ? 1 : 0.9)) - 1] ?? 0;
  const name = Math.min(table.columns[at]?.name.length ?? 0, 12) + 2;
  const characters = isNumber
    ? Math.max(most, name)
    : Math.min(width < narrow ? 18 : 26, Math.max(most, name));
  return characters * character + around;
}

/** The columns that fit beside each other: the name of a row first, then a number of it, then the others in their order; ids last. */
function fitting(table: ViewTable, width: number, format: Format): { at: number; pixels: number }[] {
  const all = shownColumns(table);
  const kindAt = (at: number) => table.columns[at]?.kind;
  const name = all.find((at) => kindAt(at) === 'text' || kindAt(at) === 'stage');
  const number = all.find((at) => kindAt(at) === 'number');
  const rank = (at: number) => (at === name ? 0 : at === number ? 1 : kindAt(at) === 'id' ? 3 : 2);
  let left = width - 34;
  const kept = [...all]
    .sort((one, other) => rank(one) - rank(other) || one - other)
    .flatMap((at, position) => {
      const pixels = widthOf(table, at, width, format);
      left = position > 0 && left < pixels ? 0 : left - pixels;
      return left === 0 || (left < 0 && position > 0) ? [] : [{ at, pixels }];
    });
  return kept.sort((one, other) => one.at - other.at);
}

/** What a table does when it is used. */
interface TableActions {
  onSort(at: number): void;
  onOpen(row: number): void;
}

/** The rows as a table of the columns that fit; each row opens, and shows all of its columns. */
export function rowsTable(
  table: ViewTable,
  rows: readonly number[],
  {
    order,
    width,
    totals,
    format,
  }: { order: Order | undefined; width: number; totals: boolean; format: Format },
  { onSort, onOpen }: TableActions,
): HTMLElement {
  const shown = fitting(table, width, format);
  const hasMore = shown.length < shownColumns(table).length || table.links !== undefined;
  const cells = (row: Row) =>
    shown.map(({ at }) => {
      const text = format.cell(table, row, at);
      return element(
        'td',
        { class: isNumeric(table, at) ? 'number' : undefined, title: text },
        foreign(text),
      );
    });
  const heads = shown.map(({ at, pixels }) => {
    const name = table.columns[at]?.name ?? '';
    const sorted = order?.at === at ? (order.descending ? 'descending' : 'ascending') : undefined;
    const sign = sorted === undefined ? '' : order?.descending ? ' ▾' : ' ▴';
    const head = element(
      'th',
      { scope: 'col', 'aria-sort': sorted, class: isNumeric(table, at) ? 'number' : undefined },
      element('button', { click: () => onSort(at), title: name, id: `sort${at}` }, foreign(name), sign),
    );
    head.style.width = `${pixels}px`;
    return head;
  });
  const body = rows.map((at) => {
    const row = table.rows[at] ?? [];
    const name = format.cell(table, row, shown.find((one) => table.columns[one.at]?.kind !== 'id')?.at ?? 0);
    const open = element(
      'button',
      { click: () => onOpen(at), 'aria-label': `Show all of ${name}`, id: `row${at}` },
      '›',
    );
    return element('tr', {}, ...cells(row), element('td', { class: 'open' }, open));
  });
  const sums = totals
    ? (table.totals ?? []).map((row) => element('tr', { class: 'sum' }, ...cells(row), element('td', {})))
    : [];
  const more = element(
    'th',
    { class: 'open' },
    element('span', { class: 'spoken' }, hasMore ? 'All columns' : 'Row'),
  );
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...heads, more)),
    element('tbody', {}, ...body),
    ...(sums.length === 0 ? [] : [element('tfoot', {}, ...sums)]),
  );
}

/** The fields of one row that have a value, from one position up to another, and how many there are. */
export function fieldList(table: ViewTable, row: Row, from: number, to: number, format: Format) {
  const filled = shownColumns(table).filter((at) => (row[at] ?? '') !== '');
  const list = filled
    .slice(from, to)
    .flatMap((at) => [
      element('dt', {}, foreign(table.columns[at]?.name ?? '')),
      element('dd', {}, foreign(format.cell(table, row, at))),
    ]);
  return { count: filled.length, list: element('dl', {}, ...list) };
}

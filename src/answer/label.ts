import type { Calendar } from '../tool/clock.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { NameList, NameResolver } from '../tool/names.ts';
import type { Column, Field } from '../tool/record.ts';
import { type CellValue, dayCell, firstCell, textCell, timeCell, truncate } from './cell.ts';
import { cleanLine } from './clean.ts';
import { type DayOrder, learnFromRows } from './close-date.ts';

/** Characters of a long text that a table shows, and that one record shows, unless the field was asked for by name. */
const longest = { table: 200, record: 1_000 };

/** What turns ids into names and seconds into days. */
export interface Labelling {
  readonly names: NameResolver;
  readonly calendar: Calendar;
  readonly dayOrder: DayOrder;
  /** True for one record: its text may have lines. */
  readonly single: boolean;
  /** Told which records could not be named. */
  readonly note?: (text: string) => void;
}

const bookOfType: Readonly<Record<string, NameList>> = {
  lead: 'lead',
  person: 'person',
  company: 'company',
  opportunity: 'opportunity',
};

const isEmpty = (value: JsonValue | undefined): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

/** A `{id, type}` reference, whose record may be missing. */
function referenceOf(value: JsonValue | undefined): { id: string; type: string } | undefined {
  if (!isObject(value) || isEmpty(value.id) || isEmpty(value.type)) return undefined;
  return { id: String(value.id), type: cleanLine(String(value.type)) };
}

type Books = ReadonlyMap<NameList, ReadonlyMap<string, string>>;

/** All names that the columns of these rows need, one look-up a book. */
async function lookUp(
  columns: readonly Column[],
  rows: readonly JsonObject[],
  names: NameResolver,
): Promise<Books> {
  const wanted = new Map<NameList, Set<string>>();
  const want = (book: NameList, key: string) => wanted.set(book, (wanted.get(book) ?? new Set()).add(key));
  const collect = (field: Field, row: JsonObject) => {
    const value = field.read(row);
    if (field.as === 'name' && field.nameList !== undefined && !isEmpty(value))
      want(field.nameList, String(value));
    const reference = field.as === 'record' ? referenceOf(value) : undefined;
    const book = reference === undefined ? undefined : bookOfType[reference.type];
    if (reference !== undefined && book !== undefined) want(book, reference.id);
    if (field.within !== undefined) collect(field.within, row);
  };
  for (const row of rows) for (const { field } of columns) collect(field, row);
  const labels = [...wanted].map(async ([book, keys]) => [book, await names.labels(book, keys)] as const);
  return new Map(await Promise.all(labels));
}

/** The rows that are records themselves and have no name in any book: projects, tasks, and what is gone or hidden. */
function nameless(columns: readonly Column[], rows: readonly JsonObject[], books: Books): string[] {
  if (!columns.some(({ field }) => field.as === 'record')) return [];
  return rows.flatMap((row) => {
    const own = columns.some(({ field }) => field.as === 'record' && field.read(row) === row);
    const reference = own ? referenceOf(row) : undefined;
    if (reference === undefined) return [];
    const book = bookOfType[reference.type];
    const named = book !== undefined && books.get(book)?.has(reference.id) === true;
    return named ? [] : `${reference.type} ${reference.id}`;
  });
}

function valueCell(
  field: Field,
  row: JsonObject,
  books: Books,
  { calendar, dayOrder, single }: Labelling,
): CellValue {
  const value = field.read(row);
  if (isEmpty(value)) return null;
  switch (field.as) {
    case 'number':
    case 'flag':
      return typeof value === 'number' || typeof value === 'boolean' ? value : textCell(value, false);
    case 'day':
      return dayCell(value, calendar, dayOrder);
    case 'time':
      return timeCell(value, calendar);
    case 'name': {
      const name = field.nameList === undefined ? undefined : books.get(field.nameList)?.get(String(value));
      return name === undefined ? textCell(value, false) : cleanLine(name);
    }
    case 'record': {
      const reference = referenceOf(value);
      if (reference === undefined) return null;
      const book = bookOfType[reference.type];
      const name = book === undefined ? undefined : books.get(book)?.get(reference.id);
      if (value === row) return name === undefined ? null : cleanLine(name);
      return name === undefined
        ? `${reference.type} ${reference.id}`
        : `${cleanLine(name)} (${reference.type} ${reference.id})`;
    }
    case 'text':
      return field.first ? firstCell(value) : textCell(value, single);
  }
}

/** The cells of every row: names for ids, days for seconds, flat text for nested values, and what it is within where the page mixes that. */
export async function labelCells(
  columns: readonly Column[],
  rows: readonly JsonObject[],
  labelling: Labelling,
): Promise<CellValue[][]> {
  learnFromRows(labelling.dayOrder, columns, rows);
  const books = await lookUp(columns, rows, labelling.names);
  const without = nameless(columns, rows, books);
  const more = without.length > 10 ? ` and ${without.length - 10} more` : '';
  if (without.length > 0) labelling.note?.(`could not be named: ${without.slice(0, 10).join(', ')}${more}.`);
  const mixed = columns.map(({ name, field: { as, within } }) => {
    if (within === undefined) return undefined;
    const found = [...new Set(rows.map((row) => within.read(row)).filter((value) => !isEmpty(value)))];
    const told = columns.some(({ field }) => field.as === 'text' && field.needs[0] === within.needs[0]);
    const isUnit = as === 'number' && !told && found.length === 1;
    // A unit is a record's text: only what can be no sentence stands in one of ours.
    const isCode = isUnit && /^\p{L}{1,5}$/u.test(String(found[0]));
    if (isCode) labelling.note?.(`${name} in ${found[0]}.`);
    return found.length > 1 || isUnit !== isCode ? within : undefined;
  });
  const most = labelling.single ? longest.record : longest.table;
  return rows.map((row) =>
    columns.map(({ field, asked }, at) => {
      const cell = valueCell(field, row, books, labelling);
      const within = mixed[at];
      const beside = within === undefined || cell === null ? null : valueCell(within, row, books, labelling);
      const both =
        beside === null ? cell : field.as === 'number' ? `${cell} ${beside}` : `${cell} (${beside})`;
      return truncate(both, asked ? Number.POSITIVE_INFINITY : most);
    }),
  );
}

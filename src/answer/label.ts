import { isPageKind, webAddress } from '../names/text-form.ts';
import { createYielder } from '../tool/clock.ts';
import { hasNull, isObject, type JsonObject, type JsonValue, numberOf } from '../tool/json.ts';
import { type NameKind, type NameResolver, nameKindOfType } from '../tool/names.ts';
import { type Column, type Field, primarySourceFields } from '../tool/record.ts';
import { quoteIfAmbiguous } from '../tool/sentences.ts';
import type { AnswerTable } from './answer-table.ts';
import { amountsCell, type CellValue, cleanLine, firstCell, textCell, textsIn, truncate } from './cell.ts';
import { isEnoughToTell } from './columns.ts';
import type { DayReader } from './day-reader.ts';

/** Characters of a long text shown in a table, and for a single record, unless the agent named the field. */
const maxTextLength = { table: 200, record: 1_000 };

/** About how many characters are looked at to make a cell of a value. */
function charsIn(value: JsonValue | undefined): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' ? textsIn(value).reduce((sum, { length }) => sum + length, 1) : 1;
}

/** What labelling cells needs: names for ids and days for seconds and texts. */
export interface Labelling {
  readonly names: NameResolver;
  readonly days: DayReader;
  /** True for a single record: its text keeps line breaks. */
  readonly single: boolean;
  /** What stands between the values of a list; default a comma. */
  readonly listSign?: ',' | ';';
  /** The number of the account, for links to its records; undefined if it is not known. */
  readonly accountId?: string | undefined;
  /** Receives notes, e.g. which records have no name. */
  readonly note?: (text: string) => void;
}

const isEmpty = (value: JsonValue | undefined): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

/** A value as a `{id, type}` reference, if it is one. */
function referenceOf(value: JsonValue | undefined): { id: string; type: string } | undefined {
  if (!isObject(value) || isEmpty(value.id) || isEmpty(value.type)) return undefined;
  return { id: String(value.id), type: cleanLine(String(value.type)) };
}

type Labels = ReadonlyMap<NameKind, ReadonlyMap<string, string>>;

const nameOf = ({ id, type }: { id: string; type: string }, labels: Labels): string | undefined => {
  const list = nameKindOfType(type);
  return list === undefined ? undefined : labels.get(list)?.get(id);
};

/** What a field has in each row, read once. */
interface FieldValues {
  readonly field: Field;
  readonly values: readonly (JsonValue | undefined)[];
}

/** All names that these values and what stands beside them need, with one look-up per name list. */
async function lookUp(read: readonly FieldValues[], names: NameResolver): Promise<Labels> {
  const wanted = new Map<NameKind, Set<string>>();
  const want = (list: NameKind, key: string) => {
    const keys = wanted.get(list) ?? new Set();
    wanted.set(list, keys.add(key));
  };
  for (const { field, values } of read) {
    const { kind, nameKind } = field;
    if (kind !== 'record' && (kind !== 'name' || nameKind === undefined)) continue;
    for (const value of values) {
      const reference = kind === 'record' ? referenceOf(value) : undefined;
      const list = reference === undefined ? nameKind : nameKindOfType(reference.type);
      if (list !== undefined && !isEmpty(value)) want(list, reference?.id ?? String(value));
    }
  }
  const found = [...wanted].map(async ([list, keys]) => [list, await names.labels(list, keys)] as const);
  return new Map(await Promise.all(found));
}

/** Rows that are references to records without a known name: projects, tasks, and deleted or hidden records. */
function unnamedRecords(columns: readonly Column[], rows: readonly JsonObject[], labels: Labels): string[] {
  if (!columns.some(({ field }) => field.kind === 'record')) return [];
  return rows.flatMap((row) => {
    const own = columns.some(({ field }) => field.kind === 'record' && field.read(row) === row);
    const reference = own ? referenceOf(row) : undefined;
    if (reference === undefined || nameOf(reference, labels) !== undefined) return [];
    return quoteIfAmbiguous(`${reference.type} ${reference.id}`);
  });
}

/** True for an id that a JSON number would round. */
export const isLongId = (value: JsonValue | undefined): boolean =>
  typeof value === 'string' && Math.abs(numberOf(value) ?? 0) >= 2 ** 53;

/** A number, also one that came as text; an id that is too long for a number stays text. */
function numberCell(value: JsonValue): CellValue {
  return isLongId(value) ? textCell(value, false) : (numberOf(value) ?? textCell(value, false));
}

/** The note on the currency of all amounts in a column; `units` are the currencies of those that there are. */
function currencyNote(name: string, units: readonly (JsonValue | undefined)[]): string | undefined {
  const given = units.filter((unit) => !isEmpty(unit));
  const [only, second] = new Set(given.map(String));
  if (only === undefined) return undefined;
  const without = units.length - given.length;
  const none = `${without} of ${units.length} ${without === 1 ? 'gives' : 'give'} none`;
  if (second !== undefined)
    return without === 0 ? undefined : `${name}: the currency is shown where one is given; ${none}.`;
  // A unit is record text: a note quotes it only if it cannot be a sentence.
  if (!/^\p{L}{1,5}$/u.test(only)) return undefined;
  return without === 0 ? `${name} in ${only}.` : `${name} in ${only}, where a currency is given; ${none}.`;
}

function valueCell(
  field: Field,
  value: JsonValue | undefined,
  row: JsonObject,
  labels: Labels,
  { days, single, accountId, listSign }: Labelling,
): CellValue {
  const own = field.fallbackText?.(row);
  if (isEmpty(value)) return isEmpty(own) ? null : textCell(own, false);
  switch (field.kind) {
    case 'number':
      return numberCell(value);
    case 'flag':
      if (typeof value === 'boolean') return value;
      return value === 'true' || value === 'false' ? value === 'true' : textCell(value, false);
    case 'amounts':
      return amountsCell([value].flat());
    case 'raw':
      return typeof value === 'number' || typeof value === 'boolean' ? value : textCell(value, single);
    case 'day':
      return days.dayCell(value);
    case 'time':
      return days.timeCell(value);
    case 'name': {
      const name = field.nameKind === undefined ? undefined : labels.get(field.nameKind)?.get(String(value));
      if (name !== undefined) return cleanLine(name);
      return textCell(isEmpty(own) ? value : own, false);
    }
    case 'record': {
      const reference = referenceOf(value);
      if (reference === undefined) return null;
      const name = nameOf(reference, labels);
      if (value === row) return name === undefined ? null : cleanLine(name);
      return name === undefined
        ? `${reference.type} ${reference.id}`
        : `${cleanLine(name)} (${reference.type} ${reference.id})`;
    }
    case 'link': {
      const { id, type = '' } = referenceOf(value) ?? {};
      return accountId === undefined || id === undefined || !isPageKind(type)
        ? null
        : cleanLine(webAddress(accountId, type, id));
    }
    case 'text':
      if (field.allValues === undefined) return textCell(value, single, listSign);
      return single ? textCell(field.allValues(row) ?? value, false) : firstCell(value);
  }
}

/** The cells of every row: names for ids, days for seconds, flat text for nested values, and units or pipelines if rows differ in them. */
export async function labelCells(
  columns: readonly Column[],
  rows: readonly JsonObject[],
  labelling: Labelling,
): Promise<CellValue[][]> {
  await labelling.days.learn(
    rows,
    columns.map(({ field }) => field),
  );
  const readAll = (field: Field): FieldValues => ({ field, values: rows.map((row) => field.read(row)) });
  const read = columns.map(({ field }) => readAll(field));
  const qualifiers = columns.map(({ field: { qualifier } }) => qualifier && readAll(qualifier));
  const labels = await lookUp(
    [...read, ...qualifiers].filter((one) => one !== undefined),
    labelling.names,
  );
  const unnamed = unnamedRecords(columns, rows, labels);
  const more = unnamed.length > 10 ? ` and ${unnamed.length - 10} more` : '';
  if (unnamed.length > 0) labelling.note?.(`no name found for ${unnamed.slice(0, 10).join(', ')}${more}.`);
  const mixed = columns.map(({ name, field }, column) => {
    const qualifier = qualifiers[column];
    if (qualifier === undefined) return undefined;
    const units = qualifier.values.filter((_, at) => !isEmpty(read[column]?.values[at]));
    const found = new Set(units.filter((value) => !isEmpty(value)));
    if (field.kind !== 'number') return found.size > 1 || field.isQualified === true ? qualifier : undefined;
    const [source] = qualifier.field.sourceFields;
    const isShown = columns.some((one) => one.field.kind === 'text' && one.field.sourceFields[0] === source);
    const note = isShown ? undefined : currencyNote(name, units);
    if (note !== undefined) labelling.note?.(note);
    return found.size > 1 || (found.size === 1 && note === undefined && !isShown) ? qualifier : undefined;
  });
  const max = labelling.single ? maxTextLength.record : maxTextLength.table;
  const yieldAfter = createYielder();
  const cells: CellValue[][] = [];
  for (const [at, row] of rows.entries()) {
    let chars = 0;
    const line = columns.map(({ field, requested }, column) => {
      const value = read[column]?.values[at];
      chars += charsIn(value);
      const cell = valueCell(field, value, row, labels, labelling);
      const qualifier = mixed[column];
      const beside =
        qualifier === undefined || cell === null
          ? null
          : valueCell(qualifier.field, qualifier.values[at], row, labels, labelling);
      const both =
        beside === null ? cell : field.kind === 'number' ? `${cell} ${beside}` : `${cell} (${beside})`;
      return truncate(both, requested ? Number.POSITIVE_INFINITY : max);
    });
    cells.push(line);
    await yieldAfter(chars);
  }
  return cells;
}

/**
 * Drops the columns that are empty in all rows. If the raw `rows` are given, a note names these columns. Those that no row has are named
 * apart: Copper did not return them, which does not mean that they are empty.
 */
export function dropEmpty(
  columns: readonly Column[],
  cells: readonly (readonly CellValue[])[],
  rows: readonly JsonObject[] = [],
): Pick<AnswerTable, 'columns' | 'rows' | 'notes'> {
  const isFilled = columns.map(
    ({ dataOnly }, at) => dataOnly === true || cells.length === 0 || cells.some((row) => row[at] !== null),
  );
  const dropped = columns.filter((_, at) => !isFilled[at]);
  const isReturned = ({ field }: Column) =>
    rows.some(
      (row) =>
        primarySourceFields(field).length === 0 || primarySourceFields(field).some((name) => name in row),
    );
  const listed = (what: string, some: readonly Column[]) =>
    some.length === 0 ? [] : [`${what}: ${some.map(({ name }) => quoteIfAmbiguous(name)).join(', ')}.`];
  return {
    columns: columns.filter((_, at) => isFilled[at]).map(({ name }) => cleanLine(name)),
    rows: dropped.length === 0 ? cells : cells.map((row) => row.filter((_, at) => isFilled[at])),
    notes:
      rows.length === 0
        ? []
        : [
            ...listed('empty', dropped.filter(isReturned)),
            ...listed(
              isEnoughToTell(rows.length, rows.some(hasNull))
                ? 'not returned by Copper'
                : 'empty or not returned',
              dropped.filter((one) => !isReturned(one)),
            ),
          ],
  };
}

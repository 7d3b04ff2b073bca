import { isNotNumber, isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import { type Column, derivedField, type Field } from '../tool/record.ts';
import { numbered, quoted, quoteIfAmbiguous } from '../tool/sentences.ts';
import { textCell, textsIn } from './cell.ts';
import { isLongId, type Labelling } from './label.ts';

/** Two columns for each currency of a column of amounts, the most frequent one first: its numbers, and itself. */
function amountColumns({ name, field, ...others }: Column, rows: readonly JsonObject[]): Column[] {
  const amounts = (row: JsonObject) => [field.read(row) ?? []].flat().filter(isObject);
  const units = new Map<string, number>();
  for (const { unit } of rows.flatMap(amounts)) units.set(String(unit), (units.get(String(unit)) ?? 0) + 1);
  const sorted = [...units].sort(([, one], [, other]) => other - one);
  return sorted.flatMap(([unit], at): Column[] => {
    const amount = (row: JsonObject) => amounts(row).find((one) => String(one.unit) === unit);
    const own = at === 0 ? name : `${name}_${at + 1}`;
    const value = derivedField(field.sourceFields, (row) => amount(row)?.value, { kind: 'number' });
    const currency = derivedField(field.sourceFields, (row) => amount(row)?.unit);
    return [
      { ...others, name: own, field: value },
      { ...others, name: `${own}_currency`, field: currency, dataOnly: true },
    ];
  });
}

/** The first of several values, and in a column of its own how many others there are; of a single record also all, with their kinds. */
function firstColumns({ field, ...others }: Column, rows: readonly JsonObject[], single: boolean): Column[] {
  const all = (row: JsonObject) => textsIn(field.read(row));
  const value = derivedField(field.sourceFields, (row) => all(row)[0]);
  const more = derivedField(field.sourceFields, (row) => all(row).slice(1).length, { kind: 'number' });
  const counts = { name: `${others.name}_more`, field: more, requested: false, dataOnly: true };
  const withKinds = derivedField(field.sourceFields, (row) => field.allValues?.(row));
  const saysMore = (row: JsonObject) => textsIn(withKinds.read(row)).join(', ') !== (all(row)[0] ?? '');
  return [
    { ...others, field: value },
    ...(rows.some((row) => all(row).length > 0) ? [counts] : []),
    ...(single && rows.some(saysMore)
      ? [{ name: `${others.name}_all`, field: withKinds, requested: false }]
      : []),
  ];
}

/**
 * The columns for data, in which a value stands alone and a column has one type: the currency of an amount in a column of its own, always;
 * the pipeline of a stage if the rows have several; the number of further addresses beside the first one.
 *
 * @param single whether the row is a single record
 */
export function separateColumns(
  columns: readonly Column[],
  rows: readonly JsonObject[],
  single = false,
): Column[] {
  const reads = (one: Field, other: Field) =>
    one.kind === other.kind && one.sourceFields[0] === other.sourceFields[0];
  return columns.flatMap((column): Column[] => {
    if (column.field.kind === 'amounts') return amountColumns(column, rows);
    if (column.field.allValues !== undefined) return firstColumns(column, rows, single);
    const { qualifier, fallbackText, ...plain } = column.field;
    const isAmount = plain.kind === 'number';
    const field = isAmount || fallbackText === undefined ? plain : { ...plain, fallbackText };
    if (qualifier === undefined) return [{ ...column, field }];
    const values = new Set(rows.map((row) => String(qualifier.read(row) ?? '')));
    const isThere = columns.some((other) => reads(other.field, qualifier));
    const name = isAmount ? `${column.name}_currency` : (qualifier.nameKind ?? `${column.name}_of`);
    const dataOnly = isAmount && rows.some((row) => (plain.read(row) ?? '') !== '');
    const beside = { name, field: qualifier, requested: false, dataOnly };
    return [{ ...column, field }, ...(!isThere && (isAmount || values.size > 1) ? [beside] : [])];
  });
}

/**
 * Columns with numbers where numbers are usual: ids that JSON would round are texts, and texts that are not numbers are left out; both are
 * said.
 */
function withNumbersOnly(
  columns: readonly Column[],
  rows: readonly JsonObject[],
  { note }: Pick<Labelling, 'note'>,
): Column[] {
  const having = (is: (value: JsonValue | undefined) => boolean) =>
    columns.filter(({ field }) => field.kind === 'number' && rows.some((row) => is(field.read(row))));
  const rounded = having(isLongId).map(({ name }) => quoteIfAmbiguous(name));
  if (rounded.length > 0)
    note?.(`${rounded.join(', ')} above 2^53 - 1 as text: a JSON number would round it.`);
  const unreadable = having(isNotNumber);
  for (const { name, field } of unreadable) {
    const texts = rows.map(field.read).filter(isNotNumber);
    const [first = null] = texts;
    const nulls = numbered(texts.length, 'value that is not a number is', 'values that are not numbers are');
    const example = quoted(textCell(first, false) ?? '');
    note?.(`${quoteIfAmbiguous(name)}: ${nulls} null here, e.g. ${example}.`);
  }
  return columns.map((column) => {
    if (!unreadable.includes(column)) return column;
    const { field } = column;
    const read: Field['read'] = (row) => (isNotNumber(field.read(row)) ? null : field.read(row));
    return { ...column, field: { ...field, read }, dataOnly: true };
  });
}

/** The columns of an answer in data: each has one value per row, of one type. `single` if the row is a single record. */
export const dataColumns = (
  columns: readonly Column[],
  rows: readonly JsonObject[],
  single: boolean,
  labelling: Pick<Labelling, 'note'>,
): Column[] => withNumbersOnly(separateColumns(columns, rows, single), rows, labelling);

import {
  customItemsOf,
  distinctName,
  fieldCalled,
  fieldsCalled,
  optionsById,
} from '../names/custom-field-names.ts';
import { bySpelling } from '../names/spelling.ts';
import { suggestionText } from '../names/suggestions.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { CustomField, NameResolver } from '../tool/names.ts';
import {
  type Column,
  derivedField,
  type Field,
  type FieldKind,
  type RecordDefinition,
  readPath,
} from '../tool/record.ts';
import type { CopperRequest } from '../tool/request.ts';
import { quoted, sentences } from '../tool/sentences.ts';
import type { Returns } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { textsIn } from './cell.ts';

const kindOfType: Readonly<Record<string, FieldKind>> = {
  Date: 'day',
  Checkbox: 'flag',
  Float: 'number',
  Currency: 'number',
  Percentage: 'number',
};

function customValue(row: JsonObject, field: CustomField): JsonValue | undefined {
  const found = customItemsOf(row).get(field.id);
  if (found === undefined) return undefined;
  const { value, computed_value: computed } = found;
  const optionName = (id: JsonValue) => {
    const option = optionsById(field.options).get(String(id));
    if (option !== undefined) return distinctName(option, field.options);
    return id === null || id === '' ? id : `${id} (not among its options)`;
  };
  if (field.options.length > 0)
    return Array.isArray(value) ? value.map(optionName) : optionName(value ?? null);
  return computed ?? value;
}

/** The column of a custom field; one whose label is that of another one, or of a regular field, has its id in its name. */
function customColumn(
  field: CustomField,
  requested: boolean,
  record: RecordDefinition,
  all: readonly CustomField[],
): Column {
  const value = derivedField(['custom_fields'], (row) => customValue(row, field), {
    kind: kindOfType[field.type] ?? 'text',
  });
  const name = distinctName(field, all, Object.keys(record.fields));
  return { name, field: value, custom: field.id, requested };
}

/** A field by its name in answers, else the raw value by Copper's name. */
function ownColumn(name: string, record: RecordDefinition, requested: boolean): Column | undefined {
  const field = Object.hasOwn(record.fields, name) ? record.fields[name] : undefined;
  if (field !== undefined) return { name, field, requested };
  const raw =
    record.raw?.includes(name) ||
    Object.values(record.fields).some(({ sourceFields }) => sourceFields.includes(name));
  const rawField = derivedField([name], (row) => readPath(row, [name]), { kind: 'raw' });
  return raw ? { name, field: rawField, requested } : undefined;
}

/** A field of the record in another spelling of its name. */
function nearColumn(name: string, record: RecordDefinition): Column | undefined {
  const [near, second] = bySpelling(name, Object.keys(record.fields), (key) => [key])?.found ?? [];
  return near === undefined || second !== undefined ? undefined : ownColumn(near, record, true);
}

/**
 * The field that an agent named: by its name in answers, Copper's name, or a custom field's label or id; the strictest spelling decides.
 *
 * @throws ToolError `unknown_name` if several custom fields have the label
 */
export function findColumn(
  name: string,
  record: RecordDefinition,
  custom: readonly CustomField[],
): Column | undefined {
  const own = ownColumn(name, record, true);
  if (own !== undefined) return own;
  const label = fieldCalled(name, custom);
  return label === undefined ? nearColumn(name, record) : customColumn(label, true, record, custom);
}

/** The columns of all fields that an agent named: several if custom fields share the label. */
function findColumns(name: string, record: RecordDefinition, custom: readonly CustomField[]): Column[] {
  const fields = ownColumn(name, record, true) === undefined ? fieldsCalled(name, custom) : [];
  if (fields.length > 1) return fields.map((field) => customColumn(field, true, record, custom));
  const column = findColumn(name, record, custom);
  if (column === undefined) throw unknownField(name, record, custom);
  return [column];
}

function unknownField(name: string, record: RecordDefinition, custom: readonly CustomField[]): ToolError {
  const own = Object.keys(record.fields);
  const hint = suggestionText(name, [...own, ...custom.map((field) => field.name)], 4);
  const labels =
    record.entity === undefined
      ? ''
      : ', and custom fields by label. {list_custom_field_definitions} lists those';
  const unknown = `${record.plural} have no field ${quoted(name)}.`;
  return new ToolError('unknown_name', sentences(unknown, hint, `Fields: ${own.join(', ')}${labels}.`));
}

/** The custom fields of a kind of record, read only if one of the names is not a regular field. */
export async function definitionsFor(
  wanted: readonly string[],
  record: RecordDefinition,
  names: NameResolver,
): Promise<readonly CustomField[]> {
  if (record.entity === undefined) return [];
  const known = (name: string) => ownColumn(name.replace(/^\+/, '').trim(), record, false) !== undefined;
  return wanted.every(known) ? [] : names.customFields(record.entity);
}

/**
 * The columns to show: the record's default ones, or those named by an answer's name, Copper's name or a custom field's label; `*` for
 * all, `+name` for one besides the default ones; one text may contain several, separated by commas.
 *
 * @throws ToolError `unknown_name` with the nearest fields
 */
export async function pickColumns(
  returns: Returns,
  fields: readonly string[] | undefined,
  names: NameResolver,
): Promise<Column[]> {
  const { record, form } = returns;
  const defaults = record.shown.flatMap((name) => ownColumn(name, record, false) ?? []);
  if (fields === undefined && (form !== 'one' || record.entity === undefined)) return defaults;
  const given = fields ?? ['*'];
  const parts = (names: string) => names.split(',').map((name) => name.trim());
  const custom = await definitionsFor(given.flatMap(parts), record, names);
  const isLabel = (name: string) => fieldsCalled(name, custom).length > 0;
  const wanted = given.flatMap((one) => (isLabel(one) ? [one] : parts(one)));
  const columns = wanted.every((name) => name.startsWith('+')) ? [...defaults] : [];
  for (const name of new Set(wanted.map((one) => one.replace(/^\+/, '').trim()))) {
    if (name === '*') {
      const all = Object.keys(record.fields).flatMap((key) => ownColumn(key, record, false) ?? []);
      columns.push(...all, ...custom.map((field) => customColumn(field, false, record, custom)));
      continue;
    }
    columns.push(...findColumns(name, record, custom));
  }
  const requested = new Set(columns.filter((column) => column.requested).map(({ name }) => name));
  const chosen = new Set<string>();
  return columns
    .filter(({ name }) => !chosen.has(name) && chosen.add(name))
    .map((column) => (requested.has(column.name) ? { ...column, requested: true } : column));
}

/**
 * The request for only the fields that the columns need, and computed values of custom fields; `whole` requests all fields.
 *
 * @param others Copper's fields that are read besides
 */
export function projectFields(
  request: CopperRequest,
  returns: Returns,
  columns: readonly Column[],
  whole: boolean,
  others: readonly string[] = [],
): CopperRequest {
  const custom = [...new Set(columns.flatMap((column) => column.custom ?? []))];
  const query =
    custom.length > 0 && returns.record.entity !== undefined
      ? { ...request.query, custom_field_computed_values: true }
      : request.query;
  const needs = new Set(['id', 'name', ...others, ...columns.flatMap(({ field }) => field.sourceFields)]);
  needs.delete('custom_fields');
  const fields: JsonValue[] = [...needs];
  if (custom.length > 0)
    fields.push({ custom_fields: custom.map((id) => ({ custom_field_definition_id: id })) });
  return {
    ...request,
    ...(query === undefined ? {} : { query }),
    ...(returns.takesFields && !whole ? { body: { ...request.body, fields } } : {}),
  };
}

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
    const { qualifier, ownText, ...plain } = column.field;
    const isAmount = plain.kind === 'number';
    const field = isAmount || ownText === undefined ? plain : { ...plain, ownText };
    if (qualifier === undefined) return [{ ...column, field }];
    const values = new Set(rows.map((row) => String(qualifier.read(row) ?? '')));
    const isThere = columns.some((other) => reads(other.field, qualifier));
    const name = isAmount ? `${column.name}_currency` : (qualifier.nameKind ?? `${column.name}_of`);
    const dataOnly = isAmount && rows.some((row) => (plain.read(row) ?? '') !== '');
    const beside = { name, field: qualifier, requested: false, dataOnly };
    return [{ ...column, field }, ...(!isThere && (isAmount || values.size > 1) ? [beside] : [])];
  });
}

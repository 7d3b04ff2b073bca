import {
  customItemsOf,
  distinctName,
  fieldCalled,
  fieldsCalled,
  optionsById,
} from '../names/custom-field-names.ts';
import { memoizeByObject } from '../names/name-lists.ts';
import { bySpelling } from '../names/spelling.ts';
import { unknownWordError } from '../names/unknown-name.ts';
import type { JsonObject, JsonValue } from '../tool/json.ts';
import type { CustomField, NameResolver } from '../tool/names.ts';
import {
  type Column,
  derivedField,
  type FieldKind,
  type RecordDefinition,
  readPath,
} from '../tool/record.ts';
import type { ReportContext } from '../tool/report.ts';
import type { CopperRequest } from '../tool/request.ts';
import { quoted } from '../tool/sentences.ts';
import type { RequestContext, Returns } from '../tool/tool.ts';
import type { ToolError } from '../tool/tool-error.ts';

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
  return { name, field: value, customFieldId: field.id, requested };
}

/** A field by its name in answers, else the raw value by Copper's name. */
function ownColumn(name: string, record: RecordDefinition, requested: boolean): Column | undefined {
  const { fields, synonyms = {} } = record;
  const key = !Object.hasOwn(fields, name) && Object.hasOwn(synonyms, name) ? (synonyms[name] ?? name) : name;
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (field !== undefined) return { name, field, requested };
  const raw =
    record.unlistedFields?.includes(name) ||
    Object.values(fields).some(({ sourceFields }) => sourceFields.includes(name));
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

/** All columns of each kind of record, made once for a list of custom fields: a page with all fields has fifty. */
const columnsByRecord = memoizeByObject(
  (_: readonly CustomField[]) => new Map<RecordDefinition, readonly Column[]>(),
);

function allColumns(record: RecordDefinition, custom: readonly CustomField[]): readonly Column[] {
  const made = columnsByRecord(custom);
  const known = made.get(record);
  if (known !== undefined) return known;
  const columns = [
    ...Object.keys(record.fields).flatMap((key) => ownColumn(key, record, false) ?? []),
    ...custom.map((field) => customColumn(field, false, record, custom)),
  ];
  made.set(record, columns);
  return columns;
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
  const labels =
    record.entity === undefined
      ? ''
      : ', and custom fields by label. {list_custom_field_definitions} lists those';
  return unknownWordError(`${record.plural} have no field ${quoted(name)}.`, name, {
    candidates: [
      ...own.filter((key) => record.fields[key]?.kind !== 'link'),
      ...custom.map((field) => field.name),
    ],
    most: 4,
    available: `Fields: ${own.join(', ')}${labels}.`,
  });
}

/** The custom fields of a kind of record, read only if one of the names is not a regular field. */
export async function definitionsFor(
  wanted: readonly string[],
  record: RecordDefinition,
  names: NameResolver,
): Promise<readonly CustomField[]> {
  if (record.entity === undefined) return [];
  const isOwn = (name: string) => ownColumn(name.replace(/^\+/, '').trim(), record, false) !== undefined;
  return wanted.every(isOwn) ? [] : names.customFields(record.entity);
}

/** What picking columns needs: names of custom fields, where notes go, and the account's number, if it is known. */
interface PickContext extends Pick<RequestContext, 'names' | 'note'> {
  readonly accountId: string | undefined;
}

/**
 * The columns to show: the record's default ones, or those named by an answer's name, Copper's name or a custom field's label; `*` for
 * all, `+name` for one besides the default ones; one text may contain several, separated by commas. If the account's number is not
 * known, there are no links, since nothing is made up; a note says so if the agent named them.
 *
 * @throws ToolError `unknown_name` with the nearest fields
 */
export async function pickColumns(
  returns: Returns,
  fields: readonly string[] | undefined,
  { names, note, accountId }: PickContext,
): Promise<Column[]> {
  const columns = await namedColumns(returns, fields, names);
  if (accountId !== undefined) return columns;
  const link = columns.find(({ field, requested }) => requested && field.kind === 'link');
  if (link !== undefined)
    note(
      `${link.name} is not known: the number of the Copper account is not set; ask the user to set COPPER_ACCOUNT_ID to the number in any address of their Copper, https://app.copper.com/companies/NUMBER/….`,
    );
  const others = columns.filter(({ field }) => field.kind !== 'link');
  return others.length > 0 ? others : namedColumns(returns, ['id'], names);
}

async function namedColumns(
  { record, form }: Returns,
  fields: readonly string[] | undefined,
  names: NameResolver,
): Promise<Column[]> {
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
      columns.push(...allColumns(record, custom));
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

/** How a report names the columns of a kind of record that it shows. */
export const columnsFor =
  (context: PickContext): ReportContext['columns'] =>
  (record, fields) =>
    pickColumns({ form: 'page', record }, fields, context);

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
  const custom = [...new Set(columns.flatMap((column) => column.customFieldId ?? []))];
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

/** So many rows show which fields Copper returns, even if it leaves out empty fields; every first page has as many. */
const enoughRows = 20;

/** True if rows show that Copper does not return a field that none of them has: one row has a null, or the rows are many. */
export const isEnoughToTell = (rows: number, hasNulls: boolean): boolean => hasNulls || rows >= enoughRows;

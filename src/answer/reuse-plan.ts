import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { CopperRequest, DayCondition } from '../tool/request.ts';

/** What a scan asks Copper for. */
export interface ScanQuestion {
  readonly request: CopperRequest;
  /** Only these of the matching records. */
  readonly ids?: readonly number[] | undefined;
  /** The ranges of days that the request asks for. */
  readonly days?: readonly DayCondition[];
  /** True if the order of the rows makes no difference, as for their number. */
  readonly anyOrder?: true;
  /** So many of its first rows at most, because there are too many to read all. */
  readonly firstRows?: number;
}

/** Whether a row is of a range of days; undefined if the row does not decide it. */
export type DayTest = (row: JsonObject, condition: DayCondition) => boolean | undefined;

/** Whether a row meets a condition as Copper checks it; undefined if the row does not decide it. */
export type RowCheck = (row: JsonObject) => boolean | undefined;

/** How the rows of one question answer another one. */
export interface ReusePlan {
  /** What the other question asks in addition. */
  readonly tests: readonly RowCheck[];
  /** A row with only the fields of the other question, if it asks for fewer. */
  readonly project: ((row: JsonObject) => JsonObject) | undefined;
}

/** Lists of ids and words of which a row has one, by Copper's parameters: the rows' fields. */
const listFields: Readonly<Record<string, string>> = {
  assignee_ids: 'assignee_id',
  pipeline_ids: 'pipeline_id',
  pipeline_stage_ids: 'pipeline_stage_id',
  customer_source_ids: 'customer_source_id',
  loss_reason_ids: 'loss_reason_id',
  contact_type_ids: 'contact_type_id',
  statuses: 'status',
};

/** Ranges of moments, by Copper's parameters without `minimum_` and `maximum_`: the rows' fields. */
const momentFields: Readonly<Record<string, string>> = {
  created_date: 'date_created',
  date_stage_changed: 'date_stage_changed',
};

/** All statuses of deals and tasks as Copper searches them. */
const statuses: readonly (JsonValue | undefined)[] = ['Open', 'Won', 'Lost', 'Abandoned', 'Completed'];

/** Those that deals of pipelines without revenue have instead of all but Open (developer.copper.com, list-opportunities-search). */
const otherStatuses: readonly (JsonValue | undefined)[] = ['Done', "Won't Do", 'On Hold'];

const isId = (value: JsonValue | undefined): value is number => typeof value === 'number' && value >= 0;

/** Whether a row has one of these ids or words; Copper's -2 for "none" is left to Copper. */
function listTest(name: string, wanted: JsonValue | undefined): RowCheck | undefined {
  const field = Object.hasOwn(listFields, name) ? listFields[name] : undefined;
  if (field === undefined || !Array.isArray(wanted) || wanted.length === 0) return undefined;
  const isWord = name === 'statuses';
  if (!wanted.every((one) => (isWord ? statuses.includes(one) : isId(one)))) return undefined;
  const onlyOpen = isWord && wanted.every((one) => one === 'Open');
  return (row) => {
    const value = row[field];
    if (isWord ? onlyOpen && otherStatuses.includes(value) : value === null) return false;
    const isKnown = isWord ? statuses.includes(value) : isId(value);
    return isKnown && value !== undefined ? wanted.includes(value) : undefined;
  };
}

/** The end of a range that a parameter is, and its name without it. */
function rangeEnd(name: string): { readonly end: 'minimum' | 'maximum'; readonly of: string } | undefined {
  const [, end, of = ''] = /^(minimum|maximum)_(.+)$/.exec(name) ?? [];
  return end === 'minimum' || end === 'maximum' ? { end, of } : undefined;
}

/** Whether a row lies on the right side of a moment; whether that moment itself counts, and a row without one, is left to Copper. */
function momentTest(name: string, wanted: JsonValue | undefined): RowCheck | undefined {
  const range = rangeEnd(name);
  const field =
    range !== undefined && Object.hasOwn(momentFields, range.of) ? momentFields[range.of] : undefined;
  if (range === undefined || field === undefined || typeof wanted !== 'number') return undefined;
  return (row) => {
    const value = row[field];
    if (typeof value !== 'number' || value === wanted) return undefined;
    return range.end === 'minimum' ? value > wanted : value < wanted;
  };
}

/** Whether a row closes on the days asked for: they are held against rows here as well, whatever Copper sent. */
function closeTest(name: string, { days = [] }: ScanQuestion, testDay: DayTest): RowCheck | undefined {
  if (rangeEnd(name)?.of !== 'close_date') return undefined;
  const closes = days.find((one) => one.name === 'closes');
  return closes && ((row) => testDay(row, closes));
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** True if one value of a parameter finds no row that the other one does not. */
function isWithin(name: string, wide: JsonValue, narrow: JsonValue): boolean {
  if (Array.isArray(wide) && Array.isArray(narrow))
    return Object.hasOwn(listFields, name) && narrow.every((one) => wide.includes(one));
  const end = rangeEnd(name)?.end;
  if (end === undefined || typeof wide !== 'number' || typeof narrow !== 'number') return false;
  return end === 'minimum' ? narrow >= wide : narrow <= wide;
}

/** The parameters that decide which rows there are, and, unless that makes no difference, in which order. */
function conditionsOf({ body = {} }: CopperRequest, anyOrder: boolean): Map<string, JsonValue> {
  const { fields: _, ...conditions } = body;
  if (anyOrder) {
    delete conditions.sort_by;
    delete conditions.sort_direction;
  }
  return new Map(
    Object.entries(conditions).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The conditions that the narrower question has in addition; undefined if one is not there or could not be tested. */
function testsOf(wide: ScanQuestion, narrow: ScanQuestion, testDay: DayTest): RowCheck[] | undefined {
  const anyOrder = narrow.anyOrder === true;
  const cached = conditionsOf(wide.request, anyOrder);
  const wanted = conditionsOf(narrow.request, anyOrder);
  for (const [name, value] of cached) {
    const own = wanted.get(name);
    if (own === undefined || !(same(value, own) || isWithin(name, value, own))) return undefined;
  }
  const tests: RowCheck[] = [];
  for (const [name, value] of wanted) {
    if (same(cached.get(name), value)) continue;
    const test = listTest(name, value) ?? momentTest(name, value) ?? closeTest(name, narrow, testDay);
    if (test === undefined) return undefined;
    tests.push(test);
  }
  return tests;
}

/** The fields that a request asks for, and the ids of custom fields; undefined for all. */
function fieldsOf({ body = {} }: CopperRequest) {
  if (!Array.isArray(body.fields)) return undefined;
  const names = new Set(body.fields.filter((one) => typeof one === 'string'));
  const objects = body.fields.filter(isObject).flatMap(({ custom_fields: custom }) => custom ?? []);
  const ids = objects.map((one) => (isObject(one) ? one.custom_field_definition_id : one));
  return { names, custom: new Set(ids) };
}

/** True for a row with a field that was not asked for: this Copper returns all of them, whatever it is asked. */
export function ignoresFields(request: CopperRequest, row: JsonObject | undefined): boolean {
  const requested = fieldsOf(request);
  if (requested === undefined || row === undefined) return false;
  return Object.keys(row).some((name) => name !== 'custom_fields' && !requested.names.has(name));
}

/** The row as it comes if only these fields are asked for. */
const projection =
  ({ names, custom }: NonNullable<ReturnType<typeof fieldsOf>>) =>
  (row: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]): [string, JsonValue | undefined][] => {
        if (names.has(name)) return [[name, value]];
        if (name !== 'custom_fields' || custom.size === 0 || !Array.isArray(value)) return [];
        return [[name, value.filter((one) => isObject(one) && custom.has(one.custom_field_definition_id))]];
      }),
    );

/** How rows with the fields of one request serve another one: undefined if they lack some. */
function projectionOf(cached: CopperRequest, wanted: CopperRequest): Pick<ReusePlan, 'project'> | undefined {
  const [own, requested] = [fieldsOf(cached), fieldsOf(wanted)];
  // Custom fields come with their computed values only if these are asked for.
  const isQuerySame = same(cached.query, wanted.query);
  if (requested === undefined) return own === undefined && isQuerySame ? { project: undefined } : undefined;
  if (requested.custom.size > 0 && !isQuerySame) return undefined;
  if (own !== undefined) {
    const hasAll = [...requested.names].every((name) => own.names.has(name));
    if (!hasAll || ![...requested.custom].every((id) => own.custom.has(id))) return undefined;
    if (own.names.size === requested.names.size && own.custom.size === requested.custom.size)
      return { project: undefined };
  }
  return { project: projection(requested) };
}

/**
 * How the rows of a scan that read all rows of its question answer another question; undefined if they do not, or if only Copper
 * could tell.
 *
 * They do for the very same conditions, and for further ones on what rows show beyond doubt: ids of lists (owner, pipeline, stage,
 * source, loss reason, contact type), the statuses that all pipelines have, the moments of creation and of the last change of stage, and
 * the day of closing. Each list or range may also be a part of the wider one. Names, tags, amounts, custom fields and last contacts must
 * be the same: how Copper compares them, or what it does with empty ones, is not known. So must the order be.
 */
export function planReuse(
  cached: ScanQuestion,
  wanted: ScanQuestion,
  testDay: DayTest,
): ReusePlan | undefined {
  const isSameSearch = cached.request.operation === wanted.request.operation;
  if (!isSameSearch || !same(cached.request.path, wanted.request.path) || !same(cached.ids, wanted.ids))
    return undefined;
  if (cached.firstRows !== wanted.firstRows) return undefined;
  const tests = testsOf(cached, wanted, testDay);
  // The first rows of a narrower question are not among the first ones of the wider.
  if (cached.firstRows !== undefined && tests?.length !== 0) return undefined;
  const fields = projectionOf(cached.request, wanted.request);
  return tests && fields && { tests, ...fields };
}

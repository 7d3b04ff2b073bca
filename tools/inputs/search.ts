import { bySpelling } from '../../src/names/spelling.ts';
import { isObject, type JsonObject } from '../../src/tool/json.ts';
import type { OperationId } from '../../src/tool/operation.ts';
import { type Field, ownSourceFields, type RecordDefinition, textField } from '../../src/tool/record.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { defineTool, type OperationTool, type RequestContext, type Returns } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import type { CustomFieldSearch } from './custom-field.ts';
import { filters } from './filters.ts';
import { fieldFilter, presenceOf } from './local-filters.ts';
import {
  combineParts,
  defineParameter,
  fields,
  type Parameter,
  paging,
  type RequestPart,
  type Schema,
  shortText,
} from './parameter.ts';
import { negated, negatedBySign } from './selection.ts';

/** Parameters by the names of inputs or filters. */
type ParameterTable = Readonly<Record<string, Parameter>>;

/** What the author of a search tool writes. */
interface SearchDefinition {
  readonly operation: OperationId;
  readonly title: string;
  readonly description: string;
  readonly record: Returns['record'];
  /** The most rows a page may hold under the contract. */
  readonly pageCap: number;
  /** True where the operation takes `fields`. */
  readonly takesFields: boolean;
  /** What most questions need: published as arguments of their own. */
  readonly inputs: ParameterTable;
  /** Everything else that the operation can search by: reached through `filters`. */
  readonly otherFilters: ParameterTable;
  readonly customFields?: CustomFieldSearch;
  /** The contract's sort keys by our field names. */
  readonly sortKeys?: Readonly<Record<string, string>>;
  /**
   * The contract's key to sort by when none is given: Copper's own default where that is stable. It is always sent, because Copper
   * warns that pages of an unsorted search may overlap.
   */
  readonly defaultSort?: string;
  /** What Copper leaves out where this parameter is not sent: said where rows do not show it. */
  readonly leftOut?: { readonly unless: string; readonly what: string };
}

/** A search tool, with the parameters behind its inputs. */
export interface SearchTool extends OperationTool {
  readonly parameters: ParameterTable;
}

/** Makes a tool out of a table in which each input and each filter is one line that says what it sends. */
export function defineSearch(search: SearchDefinition): SearchTool {
  const { operation, title, description, record, defaultSort } = search;
  const own: Record<string, Parameter> = { ...search.inputs };
  if (search.sortKeys !== undefined) own.sort = sort(search.sortKeys);
  const parameters = { ...own, filters: filters(own, search.otherFilters, search.customFields, record) };
  const shape: Record<string, Schema> = {};
  for (const [name, { input }] of Object.entries(parameters)) shape[name] = input.optional();
  const tool = defineTool({
    operation,
    title,
    description,
    input: { ...shape, ...fields, ...paging(search.pageCap) },
    returns: { form: 'page', record, takesFields: search.takesFields },
    request: async (input: Readonly<Record<string, unknown>>, context) => {
      const parts: RequestPart[] = [];
      for (const [name, parameter] of Object.entries(parameters)) {
        if (input[name] === undefined) continue;
        const { localFilters, rest } = await splitLocalFilters(
          name,
          [parameter, input[name]],
          record,
          context,
        );
        if (localFilters.length > 0) parts.push({ localFilters });
        if (rest === undefined) continue;
        const part = await parameter.toRequest(rest, context, input);
        if (part.understood !== undefined) context.understood(name, part.understood);
        parts.push(part);
      }
      const { body = {}, ...others } = combineParts(parts);
      const { leftOut } = search;
      if (leftOut !== undefined && body[leftOut.unless] !== true)
        context.understood(leftOut.what, 'left out');
      const sorted = defaultSort === undefined || body.sort_by !== undefined;
      return { ...others, body: sorted ? body : { ...body, sort_by: defaultSort, sort_direction: 'asc' } };
    },
  });
  return { ...tool, parameters };
}

/** Sort keys that the contract gives the names of our fields. */
export const sameKeys = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, name]));

/** The sort keys of every search that has any. */
const dateKeys = { created: 'date_created', modified: 'date_modified' };

/**
 * `value` or `-value` (descending). What Copper has no sort key for is sorted by this server, if there is such a field.
 *
 * @param ownKeys the contract's sort keys by the names of our fields; the contract's own names are accepted too
 */
function sort(ownKeys: Readonly<Record<string, string>>): Parameter {
  const keys = { ...ownKeys, ...dateKeys };
  const own = Object.entries(keys);
  const contract = own.map(([, key]) => [key, key] as const);
  const sortable = [...own, ...contract];
  return defineParameter({
    input: shortText.describe(`any field, like -${Object.keys(keys)[0]}`),
    sends: ['sort_by', 'sort_direction'],
    toRequest: (value) => {
      const text = value.trim();
      const by = text.replace(/^[-+]/, '').trim();
      const descending = text.startsWith('-');
      const [, key] = bySpelling(by, sortable, ([name]) => [name])?.found[0] ?? [];
      if (key === undefined) return { localSort: { by, descending, keys: Object.keys(keys) } };
      return { body: { sort_by: key, sort_direction: descending ? 'desc' : 'asc' } };
    },
  });
}

/** The contract's names of what answers show under a name of ours. */
export const contractNames: Readonly<Record<string, string>> = {
  id: 'ids',
  contact: 'primary_contact_ids',
  contact_type: 'contact_type_ids',
  created: 'created_date',
  completed: 'completed_date',
  interactions: 'interaction_count',
  last_contact: 'interaction_date',
  loss_reason: 'loss_reason_ids',
  modified: 'modified_date',
  phone: 'phone_number',
  priority: 'priorities',
  probability: 'win_probability',
  reminder: 'reminder_date',
  source: 'customer_source_ids',
  stage_since: 'date_stage_changed',
  type: 'contact_type_ids',
};

/** The field that answers show under this name, or that reads Copper's field of this name. */
export function findField(name: string, { fields }: RecordDefinition): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const [own] =
    Object.entries(contractNames).find(
      ([key, contract]) => contract === name && Object.hasOwn(fields, key),
    ) ?? [];
  if (own !== undefined) return fields[own];
  return Object.values(fields).find(({ sourceFields }) => sourceFields[0] === name);
}

/** The parts of an address that searches have as conditions of their own. */
const addressParts = ['city', 'state', 'postal_code', 'country'];

/** The field that a parameter is about. */
function fieldOf(name: string, { sends }: Parameter, record: RecordDefinition): Field | undefined {
  const [sent = name] = sends.map((one) => one.replace(/^(?:minimum|maximum)_/, ''));
  const own = findField(name, record) ?? findField(sent, record);
  if (own !== undefined) return own;
  if (addressParts.includes(sent) && Object.hasOwn(record.fields, 'address'))
    return textField(`address.${sent}`);
  return record.raw?.includes(sent) === true ? textField(sent) : undefined;
}

/** The condition that a reference is to any record but one, or to none; the parameter reads which one. */
async function otherRecords(
  [name, field]: readonly [name: string, field: Field],
  parameter: Parameter,
  excluded: string,
  context: RequestContext,
): Promise<LocalFilter> {
  const { body = {} } = await parameter.toRequest(excluded, context, {});
  const [one] = Object.values(body).filter(isObject);
  const how = `not ${excluded}`;
  context.understood(name, how);
  const test = (row: JsonObject) => {
    const own = field.read(row);
    return !isObject(own) || String(own.id) !== String(one?.id) || own.type !== one?.type;
  };
  return { name: `${name} (${how})`, needs: ownSourceFields(field), test };
}

/** All dates that Copper searches by. */
const anyDate = '1970-01-02..';

/** What a parameter cannot be asked for, and what is left for it; `rest` is undefined where nothing is. */
interface SplitInput {
  readonly localFilters: readonly LocalFilter[];
  readonly rest: unknown;
}

/**
 * Splits what a value excludes, or asks for at all (`none`, `any`), from what Copper is asked for: those rows are read and kept here.
 * Names may begin with `not` themselves, so that only signs exclude part of a name.
 *
 * @throws ToolError `invalid_input` where rows do not show what is excluded
 */
export async function splitLocalFilters(
  name: string,
  [parameter, value]: readonly [Parameter, unknown],
  record: RecordDefinition,
  context: RequestContext,
): Promise<SplitInput> {
  const texts = [value].flat();
  const isHere = (text: unknown): text is string => {
    if (typeof text !== 'string') return false;
    // Every record has a name, which may well begin with "not" or be "None".
    if (parameter.sends.includes('name')) return negatedBySign(text) !== undefined;
    return negated(text) !== undefined || presenceOf(text) !== undefined;
  };
  const here = texts.filter(isHere);
  if (parameter.parsesNegation === true || parameter.sends.includes('sort_by') || here.length === 0)
    return { localFilters: [], rest: value };
  const field = fieldOf(name, parameter, record);
  const isRange = parameter.sends.some((sent) => sent.endsWith('_date') || sent.includes('_date_'));
  if (field === undefined && isRange && here.every((text) => presenceOf(text) === 'any')) {
    context.understood(name, 'any');
    return { localFilters: [], rest: anyDate };
  }
  if (field === undefined) {
    throw new ToolError(
      'invalid_input',
      `${name} takes no "not", "none" or "any": Copper cannot search for that, and ${record.plural} do not show it.`,
    );
  }
  const rest = texts.filter((text) => !isHere(text));
  const filterOf = (text: string) => {
    const excluded = presenceOf(text) === undefined ? negated(text) : undefined;
    return field.as === 'record' && excluded !== undefined
      ? otherRecords([name, field], parameter, excluded, context)
      : fieldFilter(name, field, [text], context);
  };
  const filters = await Promise.all(here.map(filterOf));
  const instead = isRange ? `${name} ${anyDate} finds the records that have one.` : undefined;
  const localFilters = filters.map((one) => (instead === undefined ? one : { ...one, instead }));
  return { localFilters, rest: rest.length === 0 ? undefined : Array.isArray(value) ? rest : rest[0] };
}

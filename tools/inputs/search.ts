import { bySpelling } from '../../src/names/spelling.ts';
import type { OperationId } from '../../src/tool/operation.ts';
import { defineTool, type OperationTool, type Returns } from '../../src/tool/tool.ts';
import type { CustomFieldSearch } from './custom-field.ts';
import { filters } from './filters.ts';
import {
  combineParts,
  defineParameter,
  fieldOf,
  fields,
  type Parameter,
  paging,
  type RequestPart,
  type Schema,
  shortText,
  unsearchableTexts,
  withExactField,
} from './parameter.ts';
import { splitLocalFilters } from './split-local-filters.ts';

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
  /** True if the operation takes `fields`. */
  readonly takesFields: boolean;
  /** What most questions need: published as arguments of their own. */
  readonly inputs: ParameterTable;
  /** Everything else that the operation can search by: reached through `filters`. */
  readonly otherFilters: ParameterTable;
  readonly customFields?: CustomFieldSearch;
  /** The contract's sort keys by our field names. */
  readonly sortKeys?: Readonly<Record<string, string>>;
  /**
   * The contract's key to sort by when none is given: Copper's own default if that is stable. It is always sent, because Copper
   * warns that pages of an unsorted search may overlap.
   */
  readonly defaultSort?: string;
  /** What Copper leaves out if this parameter is not sent: said if rows do not show it. */
  readonly excludedByDefault?: { readonly unless: string; readonly what: string };
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
    input: { ...shape, ...fields, ...paging(Math.max(search.pageCap, 100)) },
    returns: { form: 'page', record, takesFields: search.takesFields },
    request: async (input: Readonly<Record<string, unknown>>, context) => {
      const parts: RequestPart[] = [];
      for (const [name, parameter] of Object.entries(parameters)) {
        const value = input[name];
        if (value === undefined) continue;
        const { localFilters, rest } =
          unsearchableTexts(parameter, value).length === 0
            ? { localFilters: [], rest: value }
            : await splitLocalFilters(name, [parameter, value], record, context);
        if (localFilters.length > 0) parts.push({ localFilters });
        if (rest === undefined) continue;
        const part = withExactField(
          await parameter.toRequest(rest, context, input),
          fieldOf(name, parameter, record),
        );
        if (part.understood !== undefined) context.noteUnderstood(name, part.understood);
        parts.push(part);
      }
      const { body = {}, ...others } = combineParts(parts);
      const { excludedByDefault } = search;
      if (excludedByDefault !== undefined && body[excludedByDefault.unless] !== true)
        context.noteUnderstood(excludedByDefault.what, 'left out');
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

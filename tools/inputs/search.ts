import type { OperationId } from '../../src/tool/operation.ts';
import { defineTool, type OperationTool, type Returns } from '../../src/tool/tool.ts';
import type { CustomFieldSearch } from './custom-field.ts';
import { filters } from './filters.ts';
import { combineParts, type Parameter, type RequestPart, type Schema } from './parameter.ts';
import { fields, paging } from './schemas.ts';
import { sort } from './sort.ts';

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
  readonly projects: boolean;
  /** What most questions need: published as arguments of their own. */
  readonly inputs: ParameterTable;
  /** Everything else that the operation can search by: reached through `filters`. */
  readonly more: ParameterTable;
  readonly customFields?: CustomFieldSearch;
  /** The contract's sort keys by our field names. */
  readonly sortKeys?: Readonly<Record<string, string>>;
  /**
   * The contract's key to sort by when none is given: Copper's own default where that is stable. It is always sent, because Copper
   * warns that pages of an unsorted search may overlap.
   */
  readonly defaultSort?: string;
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
  const parameters = { ...own, filters: filters(own, search.more, search.customFields, record) };
  const shape: Record<string, Schema> = {};
  for (const [name, { input }] of Object.entries(parameters)) shape[name] = input.optional();
  const tool = defineTool({
    operation,
    title,
    description,
    input: { ...shape, ...fields, ...paging(search.pageCap) },
    returns: { form: 'page', record, projects: search.projects },
    request: async (input: Readonly<Record<string, unknown>>, context) => {
      const parts: RequestPart[] = [];
      for (const [name, parameter] of Object.entries(parameters)) {
        if (input[name] !== undefined) parts.push(await parameter.toRequest(input[name], context, input));
      }
      const { body = {}, ...others } = combineParts(parts);
      const sorted = defaultSort === undefined || body.sort_by !== undefined;
      return { ...others, body: sorted ? body : { ...body, sort_by: defaultSort, sort_direction: 'asc' } };
    },
  });
  return { ...tool, parameters };
}

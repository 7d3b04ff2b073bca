import type { ZodTypeAny } from 'zod/v3';
import type { OperationId } from '../../src/tool/operation.ts';
import { defineTool, type OperationTool, type Returns } from '../../src/tool/tool.ts';
import type { CustomFieldForm } from './custom-field.ts';
import { filters, joined } from './filters.ts';
import { fields, paging } from './paging.ts';
import type { Parameter, Sent } from './parameter.ts';
import { sort } from './sort.ts';

/** What the author of a search tool writes. */
export interface SearchDefinition {
  readonly operation: OperationId;
  readonly title: string;
  readonly description: string;
  readonly record: Returns['record'];
  /** The most rows a page may hold under the contract. */
  readonly pageCap: number;
  /** True where the operation takes `fields`. */
  readonly projects: boolean;
  /** What most questions need: published as inputs of their own. */
  readonly inputs: Readonly<Record<string, Parameter>>;
  /** Everything else the operation takes: reached through `filters`. */
  readonly more: Readonly<Record<string, Parameter>>;
  readonly customFields?: CustomFieldForm;
  /** The contract's sort keys by our field names. */
  readonly sortKeys?: Readonly<Record<string, string>>;
  /**
   * The contract's key to sort by when none is asked for: Copper's own default where it is stable. Something is always sent, because
   * Copper warns that pages of an unsorted search may overlap.
   */
  readonly usualSort?: string;
}

/** A search tool, and by which input each of the contract's parameters is reached. */
export interface SearchTool extends OperationTool {
  readonly parameters: Readonly<Record<string, Parameter>>;
}

/** A tool from a table: each input and each filter is one line that says what it sends. */
export function defineSearch(search: SearchDefinition): SearchTool {
  const own: Record<string, Parameter> = { ...search.inputs };
  if (search.sortKeys !== undefined) own.sort = sort(search.sortKeys);
  const parameters = { ...own, filters: filters(own, search.more, search.customFields, search.record) };
  const shape: Record<string, ZodTypeAny> = {};
  for (const [name, parameter] of Object.entries(parameters)) shape[name] = parameter.input.optional();
  const tool = defineTool({
    operation: search.operation,
    title: search.title,
    description: search.description,
    input: { ...shape, ...fields, ...paging(search.pageCap) },
    returns: { form: 'page', record: search.record, projects: search.projects },
    request: async (input: Readonly<Record<string, unknown>>, context) => {
      const sent: Sent[] = [];
      for (const [name, parameter] of Object.entries(parameters)) {
        if (input[name] !== undefined) sent.push(await parameter.send(input[name], context, input));
      }
      const { body = {}, ...ours } = joined(sent);
      const sorted = search.usualSort === undefined || body.sort_by !== undefined;
      return {
        ...ours,
        body: sorted ? body : { ...body, sort_by: search.usualSort, sort_direction: 'asc' },
      };
    },
  });
  return { ...tool, parameters };
}

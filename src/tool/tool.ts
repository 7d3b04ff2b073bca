import { type ZodObject, type ZodRawShape, type ZodType, type ZodTypeDef, z } from 'zod/v3';
import type { Calendar } from './clock.ts';
import type { JsonValue } from './json.ts';
import type { NameResolver } from './names.ts';
import type { OperationId } from './operation.ts';
import type { RecordDefinition } from './record.ts';
import type { CopperRequest, DayCondition, FixedField, LocalFilter, LocalSort } from './request.ts';

/** The schema of one argument, whatever its type. */
export type InputSchema = ZodType<unknown, ZodTypeDef, unknown>;

/** The schema of all arguments of a tool. */
export type InputObject = ZodObject<Record<string, InputSchema>>;

/** The description of a member that is accepted and not published: another way to write what a published one says. */
export const unpublished = '(not published)';

/** What a tool returns: one page of a search, one record, or a list that Copper returns whole. */
export interface Returns {
  readonly form: 'page' | 'one' | 'list';
  readonly record: RecordDefinition;
  /** True if the operation takes `fields`, so that Copper sends only the fields that are shown. */
  readonly takesFields?: boolean;
  /** True where no account has none of these: a reply without any is an error, and not an answer. */
  readonly neverEmpty?: true;
}

/**
 * Up to when an answer knows what happened, in Unix seconds: the second in which its call began, or an earlier one in which rows were
 * asked for that it shares with another call or takes from memory.
 *
 * In that second, which is not over, more may happen. So an answer `since` a moment, and each report of changes, has what happened from
 * that moment on and before its own `as of`, and the next one begins with that very second: told one after the other, they have each
 * change once. Copper's times are whole seconds; with the minute alone, up to a minute would be missing or told twice.
 */
export interface AsOf {
  readonly at: () => number;
  /** The answer begins with this moment, and is as of no earlier one. */
  readonly beginWith: (since: number) => void;
}

/** What a tool can use to build its request. */
export interface RequestContext {
  readonly asOf: AsOf;
  readonly names: NameResolver;
  readonly calendar: Calendar;
  /**
   * A raw value as a day, `2026-11-23`, as answers show it: from Unix seconds, or from text in the account's date format, which is
   * learned from each page that is read. Undefined for anything else.
   */
  dayOf(value: JsonValue | undefined): string | undefined;
  /** Adds a note to the answer, e.g. how a name was understood; one on a gap, on what the answer does not cover, is never left out. */
  note(text: string, kind?: 'gap'): void;
  /**
   * Says what words in an input were understood as: `noteUnderstood('owner', 'Dana Li')` for `me`, `noteUnderstood('closes',
   * '2026-10-01..2026-12-31 (this-quarter, America/New_York)')`, `noteUnderstood('owner', 'none')`. Counts, reports and answers without
   * rows show it, because nothing else in them does. Never for a value that was given as it is.
   */
  noteUnderstood(input: string, meaning: string): void;
}

/** The request of a tool, without what the answer adds: the operation, and pages and fields from `limit`, `offset` and `fields`. */
interface ToolRequest extends Omit<CopperRequest, 'operation'> {
  /** Conditions that Copper cannot check; all fields of the rows are then read, and the rows filtered by this server. */
  readonly localFilters?: readonly LocalFilter[];
  /** An order that Copper cannot sort by; all matching rows are then read and sorted by this server, unless there are too many. */
  readonly localSort?: LocalSort;
  /** The days that the request asks Copper for. */
  readonly days?: readonly DayCondition[];
  /** The fields of which one exact value is asked for. */
  readonly fixedFields?: readonly FixedField[];
  /** A note for an answer without any match: where else to look. */
  readonly ifNone?: string;
}

/**
 * A tool for one operation: what it is for, its input, and the request that the input becomes. It never fetches, pages, trims or
 * formats; inputs named `limit`, `offset` and `fields` are handled for it.
 */
export interface OperationTool {
  /** snake_case of the operation id. */
  readonly name: string;
  readonly operation: OperationId;
  readonly title: string;
  readonly description: string;
  readonly input: InputObject;
  readonly returns: Returns;
  /** @throws ToolError `invalid_input` or `unknown_name`. */
  request(input: Record<string, unknown>, context: RequestContext): Promise<ToolRequest> | ToolRequest;
}

/** A tool as its author writes it; the name follows from the operation. */
export interface ToolSpec<Shape extends ZodRawShape> {
  readonly operation: OperationId;
  readonly title: string;
  readonly description: string;
  readonly input: Shape;
  readonly returns: Returns;
  request(input: z.infer<ZodObject<Shape>>, context: RequestContext): Promise<ToolRequest> | ToolRequest;
}

/** `searchOpportunities` → `search_opportunities`. */
export function toolName(operation: OperationId): string {
  return operation.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Makes the tool: its name from the operation, its input as a zod object. */
export function defineTool<Shape extends ZodRawShape>(definition: ToolSpec<Shape>): OperationTool {
  return { ...definition, name: toolName(definition.operation), input: z.object(definition.input) };
}

import { type ZodObject, type ZodRawShape, z } from 'zod/v3';
import type { Calendar } from './calendar.ts';
import type { NameResolver } from './names.ts';
import type { OperationId } from './operation.ts';
import type { RecordDefinition } from './record.ts';
import type { CopperRequest, PostFilter, PostSort } from './request.ts';

/** What a tool's answer consists of: a page of many records, one record, or a list that Copper gives whole. */
export interface Returns {
  readonly form: 'page' | 'one' | 'list';
  readonly record: RecordDefinition;
  /** True where the operation takes `fields`, so that only the fields that are shown cross the wire. */
  readonly projects?: boolean;
}

/** What a tool may ask while it makes its request. */
export interface RequestContext {
  readonly names: NameResolver;
  readonly calendar: Calendar;
  /** Says something beside the answer, e.g. how a name was understood. */
  note(text: string): void;
}

/** A request without what the pipeline adds: the operation is the tool's, pages and fields come from `limit`, `offset` and `fields`. */
export interface ToolRequest extends Omit<CopperRequest, 'operation'> {
  /** Conditions that Copper cannot check; rows are then read whole and kept on our side. */
  readonly postFilters?: readonly PostFilter[];
  /** An order that Copper cannot give; all matching rows are then read and sorted on our side, unless they are too many. */
  readonly postSort?: PostSort;
}

/**
 * A tool is a pure question: it says what it is for, what it takes, and which request that makes. It never fetches, pages, trims or
 * formats. `limit`, `offset` and `fields`, where they are inputs, belong to the pipeline.
 */
export interface OperationTool {
  /** snake_case of the operation id. */
  readonly name: string;
  readonly operation: OperationId;
  readonly title: string;
  readonly description: string;
  readonly input: ZodObject<ZodRawShape>;
  readonly returns: Returns;
  /** @throws ToolError `invalid_input` or `unknown_name`. */
  request(input: Record<string, unknown>, context: RequestContext): Promise<ToolRequest> | ToolRequest;
}

/** What the author of a tool writes; the name follows from the operation. */
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

/** Completes what the author wrote to a tool: the name from the operation, the input as a zod object. */
export function defineTool<Shape extends ZodRawShape>(definition: ToolSpec<Shape>): OperationTool {
  return { ...definition, name: toolName(definition.operation), input: z.object(definition.input) };
}

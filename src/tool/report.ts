import { type ZodObject, type ZodRawShape, z } from 'zod/v3';
import type { JsonObject } from './json.ts';
import type { Column, Field, RecordDefinition } from './record.ts';
import type { RequestContext, Tool } from './tool.ts';

/** Rows that a search finds, read page by page while they are asked for; each row comes once, also if it moves between pages. */
export interface Sweep extends AsyncIterable<JsonObject> {
  /** Rows that match over all pages; undefined where Copper gives no total. */
  readonly total: number | undefined;
  /** True once every row has been read; false when the budget of requests or the time ended the reading. */
  readonly complete: boolean;
}

/** Some rows of a tool, and how many match. */
export interface Page {
  readonly rows: readonly JsonObject[];
  /** Undefined where Copper gives no total. */
  readonly total: number | undefined;
}

/**
 * What a report may do while it runs. Inputs of tools are written as an agent writes them; rows are raw, as Copper sends them, with at
 * least what `fields` need. Each request counts against the report's budget.
 */
export interface ReportContext extends RequestContext {
  /** Columns by our field names, Copper's own names or custom-field labels. @throws ToolError `unknown_name` */
  columns(record: RecordDefinition, names: readonly string[]): Promise<Column[]>;
  /**
   * All rows of a search; reads the first page at once, so that the total is known. Give a `sort` that rows do not change while they are
   * read: `created`, where the tool has it.
   *
   * @throws ToolError `invalid_input` that says how many requests all sweeps so far would take, where the agent allows fewer
   */
  sweep(tool: Tool, input: Readonly<Record<string, unknown>>, columns: readonly Column[]): Promise<Sweep>;
  /** The first `limit` rows (at most one page) of a tool: one request. */
  rows(
    tool: Tool,
    input: Readonly<Record<string, unknown>>,
    columns: readonly Column[],
    limit?: number,
  ): Promise<Page>;
  /** How many match: one request; undefined where Copper gives no total or part of the question is decided on our side. */
  count(tool: Tool, input: Readonly<Record<string, unknown>>): Promise<number | undefined>;
}

/** One table of a report: rows as data, and how each column of them is shown. */
export interface ReportTable {
  /** What its rows are: `opportunities by owner`; the name of the record for form `one`. */
  readonly what: string;
  /** `one`: a single row, shown as `field: value` lines. */
  readonly form: 'page' | 'one';
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
  /** Where `rows` begin among all that there are; 0 unless told. */
  readonly offset?: number;
  /** All rows that there are; as many as given unless told. Undefined with the key present: not known. */
  readonly total?: number | undefined;
  /** How to get the rows that are not shown, tools in braces: `{search_tasks}`; by the report's own `offset` unless told. */
  readonly goOn?: string;
}

/** What a report found: its table, and more tables beside it, the most important first. */
export interface ReportAnswer {
  readonly tables: readonly [ReportTable, ...ReportTable[]];
}

/** A question that needs several requests: it reads through tools and adds up, joins or compares; it never fetches, pages or formats. */
export interface Report {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: ZodObject<ZodRawShape>;
  /** @throws ToolError */
  run(input: Record<string, unknown>, context: ReportContext): Promise<ReportAnswer>;
}

/** What the author of a report writes. An input `max_requests` belongs to the runner, as `limit` and `offset` do to the report. */
export interface ReportDefinition<Shape extends ZodRawShape> extends Omit<Report, 'input' | 'run'> {
  readonly input: Shape;
  run(input: z.infer<ZodObject<Shape>>, context: ReportContext): Promise<ReportAnswer>;
}

/** Completes what the author wrote: the input as a zod object. */
export function defineReport<Shape extends ZodRawShape>(definition: ReportDefinition<Shape>): Report {
  return { ...definition, input: z.object(definition.input) };
}

/** A column made of a report's own data. */
export const column = (name: string, field: Field): Column => ({ name, field, asked: false });

/** How many requests a report may spend, for reports that sweep. */
export const maxRequests = {
  max_requests: z.number().int().min(1).max(1_000).describe('usual 60').optional(),
};

import { type ZodObject, type ZodRawShape, z } from 'zod/v3';
import type { JsonObject, JsonValue } from './json.ts';
import type { NameList } from './names.ts';
import type { Column, Field, RecordDefinition } from './record.ts';
import type { OperationTool, RequestContext } from './tool.ts';

/**
 * Rows that a search finds, read page by page while they are asked for; each row comes once, also if it moves between pages. A sweep
 * whose rows nobody takes was a count: its first page is all that is read.
 *
 * Taking the first row throws ToolError `invalid_input` that says how many requests all sweeps so far would take, where the agent
 * allows fewer.
 */
export interface Sweep extends AsyncIterable<JsonObject> {
  /** Rows that match over all pages; undefined where Copper gives no total. */
  readonly total: number | undefined;
  /** Requests that reading all of it takes, the first one included; undefined where Copper gives no total. */
  readonly pages: number | undefined;
  /** True once every row has been read; false when the budget of requests or the time ended the reading. */
  readonly complete: boolean;
}

/** Some rows of a tool, and how many match. */
export interface Page {
  readonly rows: readonly JsonObject[];
  /** Undefined where Copper gives no total and these may not be all. */
  readonly total: number | undefined;
  /** Where part of the question is decided on our side and not all rows could be read: how many of those read match. */
  readonly minTotal?: number;
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
   * read: `created`, where the tool has it. With `ids` only these records of what matches, for searches whose contract has `ids`; those
   * that are gone or hidden are missing.
   */
  sweep(
    tool: OperationTool,
    input: Readonly<Record<string, unknown>>,
    columns: readonly Column[],
    ids?: readonly number[],
  ): Promise<Sweep>;
  /** The first `limit` rows (at most one page) of a tool: one request, also where part of the question is decided on our side. */
  rows(
    tool: OperationTool,
    input: Readonly<Record<string, unknown>>,
    columns: readonly Column[],
    limit?: number,
  ): Promise<Page>;
  /**
   * The day of a raw value, `2026-11-23`, as answers show it: from Unix seconds, or from text as this account writes days, which each
   * page whose columns have days shows before its rows are handed out. Undefined for what is no day.
   */
  dayOf(value: JsonValue | undefined): string | undefined;
  /** How many match: one request; undefined where Copper gives no total or part of the question is decided on our side. */
  count(tool: OperationTool, input: Readonly<Record<string, unknown>>): Promise<number | undefined>;
  /**
   * Reads the lists of names that labels will need, so that they come beside other requests and not after them.
   *
   * @returns how many requests that takes: lists that are remembered take none. A list that cannot be had is told when it is needed.
   */
  prepare(books: readonly NameList[]): Promise<number>;
}

/** One table of a report: rows as data, and how each column of them is shown. */
export interface ReportTable {
  /** What its rows are: `opportunities by owner`; the name of the record for form `one`. */
  readonly what: string;
  /** `one`: a single row, shown as `field: value` lines. */
  readonly form: 'page' | 'one';
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
  /** Rows that sum up all the others: they stand last, are not counted among `rows`, and no budget cuts them. */
  readonly totals?: readonly JsonObject[];
  /** Where `rows` begin among all that there are; 0 unless told. */
  readonly offset?: number;
  /** All rows that there are; as many as given unless told. Undefined with the key present: not known. */
  readonly total?: number | undefined;
  /** Where `total` is not known: how many there are at least. */
  readonly minTotal?: number;
  /**
   * How to get the rows that are not shown, tools in braces: `{search_tasks}`; of several ways, those are told whose tools are offered.
   * By the report's own `offset` unless told.
   */
  readonly nextHint?: string | readonly string[];
  /** What is said where there are no rows; `none match` unless told. */
  readonly none?: string;
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

/** Requests for rows that a report may spend unless the agent says otherwise. */
export const defaultMaxRequests = 60;

/** How many requests a report may spend, for reports that sweep. */
export const maxRequests = {
  max_requests: z.number().int().min(1).max(1_000).describe(`usual ${defaultMaxRequests}`).optional(),
};

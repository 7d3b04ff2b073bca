import { type ZodObject, type ZodRawShape, z } from 'zod/v3';
import type { JsonObject } from './json.ts';
import type { NameKind } from './names.ts';
import type { Column, RecordDefinition } from './record.ts';
import type { InputObject, OperationTool, RequestContext } from './tool.ts';

/**
 * All rows of a search, read page by page as they are consumed; each row comes once, even if it moves between pages. If no row is
 * consumed, only the first page is read, which makes the scan a count.
 *
 * Consuming the first row throws ToolError `invalid_input` if all scans so far would take more requests than the agent allows.
 */
export interface Scan extends AsyncIterable<JsonObject> {
  /** Matching rows over all pages; undefined if Copper gives no total. */
  readonly total: number | undefined;
  /** Requests needed to read all rows, including the first; undefined if Copper gives no total. */
  readonly pages: number | undefined;
  /** True once every row has been read. */
  readonly complete: boolean;
  /**
   * True if reading stopped before the last page, so that what is missing comes after the rows that were read. If neither is true, rows
   * were missed in between: others changed them meanwhile, or Copper's total is too high.
   */
  readonly endedEarly: boolean;
}

/** What one row that is read is called, and several are: of a record, or which records those are. */
export type RowNoun = Pick<RecordDefinition, 'name' | 'plural'>;

/** The first rows of a tool, and how many match. */
export interface Page {
  readonly rows: readonly JsonObject[];
  /** Undefined if Copper gives no total and there may be more rows. */
  readonly total: number | undefined;
  /** If this server filters and could not read all rows: how many of the rows read match. */
  readonly minTotal?: number;
  /** True if the total is that of a page that came short, and Copper's pages may hold no more rows than that. */
  readonly isAssumedTotal?: boolean;
}

/**
 * What a report can do while it runs. Tools take the inputs an agent would write; rows are raw, as Copper sends them, with at least the
 * fields that the columns need. Each request for rows counts against the report's request allowance.
 */
export interface ReportContext extends RequestContext {
  /** Columns by field name, Copper's own field name or custom-field label. @throws ToolError `unknown_name` */
  columns(record: RecordDefinition, names: readonly string[]): Promise<Column[]>;
  /**
   * All rows of a search; reads the first page at once, so that the total is known. Sort by something that does not change meanwhile:
   * `created`, if the tool has it. With `ids`, only those of the matching records; deleted or hidden ones are missing. The coverage
   * counts the rows of all scans of one `noun` together: by default the tool's records, else what a reading beside the question is of.
   * With `maxPages`, it ends there as if the requests had run out, and leaves the others to other scans.
   */
  scan(
    tool: OperationTool,
    input: Readonly<Record<string, unknown>>,
    columns: readonly Column[],
    ids?: readonly number[],
    how?: { readonly noun?: RowNoun; readonly maxPages?: number | undefined },
  ): Promise<Scan>;
  /**
   * The first `limit` rows (at most one page) of a tool, in one request, even if this server has to filter. If Copper gives no total
   * and the page comes short, further requests find out whether it is the last; not with `assumesLastPage`, for which it is.
   */
  rows(
    tool: OperationTool,
    input: Readonly<Record<string, unknown>>,
    columns: readonly Column[],
    limit?: number,
    options?: { readonly assumesLastPage?: true },
  ): Promise<Page>;
  /** How many rows match, in one request; undefined if Copper gives no total or this server has to filter. */
  count(tool: OperationTool, input: Readonly<Record<string, unknown>>): Promise<number | undefined>;
  /** How many more requests for rows the report may make. */
  requestsLeft(): number;
  /**
   * Starts reading the name lists that labels will need, so that this happens in parallel with other requests.
   *
   * @returns how many requests that took; cached lists take none. A list that cannot be read is reported when it is needed.
   */
  prepare(lists: readonly NameKind[]): Promise<number>;
  /**
   * The text of the targets that are set up for this account; undefined if there are none.
   *
   * @throws ToolError `invalid_input` if they are set up and cannot be read
   */
  readonly targets?: (() => string) | undefined;
}

/** One table of a report: raw rows, and how their columns are shown. */
export interface ReportTable {
  /** What the rows are, e.g. `opportunities by owner`; the record's name for form `one`. */
  readonly what: string;
  /** `one`: a single row, shown as `field: value` lines. */
  readonly form: 'page' | 'one';
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
  /** Rows that sum up all others: written last, not counted as `rows`, never cut to save characters. */
  readonly totals?: readonly JsonObject[];
  /** Position of the first of `rows` among all; default 0. */
  readonly offset?: number;
  /** How many rows there are; default: as many as given. Undefined with the key present: unknown. */
  readonly total?: number | undefined;
  /** If `total` is unknown: how many there are at least. */
  readonly minTotal?: number;
  /**
   * How to get the rows that are not shown, tools in braces: `{search_tasks}`; of several hints, those whose tools are offered are given.
   * Default: by the report's own `offset`.
   */
  readonly nextHint?: string | readonly string[];
  /** Text for a table without rows; default `none match`. */
  readonly none?: string;
  /** The same numbers in a shorter form, which text answers show. */
  readonly cross?: CrossTable;
}

/** A table with one column for each value of something. */
export interface CrossTable extends Required<Pick<ReportTable, 'what' | 'rows' | 'totals' | 'total'>> {
  /** What stands in front of the numbers of a row. */
  readonly first: Column;
  /** What the columns are of, and a row for each: its label becomes the name of the column that holds `at0`, `at1` and so on. */
  readonly across: { readonly column: Column; readonly rows: readonly JsonObject[] };
  /** The name of the column of `sum`, the last one. */
  readonly last: string;
}

/** The tables of a report, the most important first. */
export interface ReportAnswer {
  readonly tables: readonly [ReportTable, ...ReportTable[]];
}

/** A tool that needs several requests: it reads through other tools and sums, joins or compares; it never fetches, pages or formats. */
export interface Report {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: InputObject;
  /** True for one that only finds records: nothing of which one asks later what is new. The others tell as of when they are. */
  readonly isLookup?: true;
  /** @throws ToolError */
  run(input: Record<string, unknown>, context: ReportContext): Promise<ReportAnswer>;
}

/**
 * A report in the form in which ChatGPT's deep research and company knowledge read a source: `search` takes one text and lists documents,
 * `fetch` takes the id of one and returns it whole (developers.openai.com/api/docs/mcp).
 */
export interface ResearchTool extends Omit<Report, 'run'> {
  readonly form: 'results' | 'document';
  readonly report: Report;
  /** The arguments of the report. */
  reportInput(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** A report as its author writes it. The input `max_requests` is handled for it; `limit` and `offset` are its own. */
export interface ReportDefinition<Shape extends ZodRawShape> extends Omit<Report, 'input' | 'run'> {
  readonly input: Shape;
  run(input: z.infer<ZodObject<Shape>>, context: ReportContext): Promise<ReportAnswer>;
}

/** Makes the report: its input as a zod object. */
export function defineReport<Shape extends ZodRawShape>(definition: ReportDefinition<Shape>): Report {
  return { ...definition, input: z.object(definition.input) };
}

/** Requests for rows that a report may make by default. */
export const defaultMaxRequests = 60;

/** The request allowance, as an input of reports that scan. */
export const maxRequests = {
  max_requests: z.number().int().min(1).max(1_000).describe(`default ${defaultMaxRequests}`).optional(),
};

/** Settings for every kind of credentials. */
export interface CopperSettings {
  /** The number of the Copper account, or any address of its web app: with it, records have a `link`. */
  readonly accountId?: string | number;
  /** The targets with which `forecast` compares; without them a question brings its own. */
  readonly targets?: readonly Target[];
  /** IANA time zone for dates, e.g. `America/New_York`; default: the machine's. */
  readonly timeZone?: string;
  /** The most characters of an answer as text, 1,000 to 40,000; default 12,000. Answers as JSON are not cut. */
  readonly maxResultChars?: number;
  /** The parameter names that the account accepts; default: `auto`, which finds out. */
  readonly dialect?: 'contract' | 'documented' | 'auto';
  /** Requests in any 60 seconds; default 180. Programs that use the same key share Copper's limit. */
  readonly rateLimit?: number;
  /** The longest wait for the rate limit, in milliseconds; default 20,000. */
  readonly maxWaitMs?: number;
  /** The time limit of one call, including waits and retries, in milliseconds; default 45,000. */
  readonly timeoutMs?: number;
  /** How long the rows that a report has read, kept in memory, answer the next reports, in seconds; default 120, 0 for never. */
  readonly reuseSeconds?: number;
  /** Another address of the API: https, or http on this machine. */
  readonly baseUrl?: string;
  /** Gets requests and internal errors, never a key or the text of a record. By default nothing is logged. */
  readonly log?: CopperLog;
}

/** What somebody is to sell in a period. */
export interface Target {
  /** The name of a user, a team or a pipeline, or `everybody`. */
  readonly who: string;
  /** `2026-Q4`, `2026-10`, `2026` or `2026-10-01..2026-12-31`. */
  readonly period: string;
  readonly amount: number | string;
  /** Its code, e.g. `USD`; default: the account's. */
  readonly currency?: string;
}

/** A logger such as pino. */
export interface CopperLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The credentials: an API key with its owner's e-mail address, an OAuth token, or none, on demo data. */
export type CopperOptions = CopperSettings &
  (
    | { readonly apiKey: string | undefined; readonly email?: string | undefined }
    | { readonly accessToken: string | undefined }
    | { readonly sandbox: true }
  );

/** Options of one call. */
export interface CallOptions {
  /** Cancels the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called while a call takes several requests or waits. */
  readonly onProgress?: (progress: Progress) => void;
  /** `text`, as agents read it, or `json`; default: `text`. */
  readonly format?: 'text' | 'json';
}

/** Options of a reading of all rows. */
export interface RowsOptions extends Pick<CallOptions, 'signal' | 'onProgress'> {
  /** Called after the last row with what else is worth knowing, e.g. that Copper counts rows that it did not return. */
  readonly onNote?: (note: string) => void;
}

/** The progress of a call; `done` only increases. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

/** The value of one column in one row; null if it is empty. */
export type Cell = string | number | boolean | null;

/** One row: the value of each column, by the column's name. */
export type ResultRow = Readonly<Partial<Record<string, Cell>>>;

/** One table of an answer. Ids come with names; dates and times are ISO in the time zone of the settings. */
export interface ResultTable {
  /** What a row is, e.g. `opportunities`; `opportunity` if there is always one. */
  readonly kind: string;
  readonly columns: readonly string[];
  /** A column that is empty on the whole page is left out, and a note says so, unless `fields` names it. */
  readonly rows: readonly ResultRow[];
  /** Rows that sum up all the others; not counted in `total`. */
  readonly totals?: readonly ResultRow[];
  /** The number of rows before the first one. */
  readonly offset: number;
  /** The number of all rows; missing if Copper does not return it. */
  readonly total?: number;
  /** If the total is not known: how many of the rows that were read match. */
  readonly least?: number;
  /** The `offset` of the next page; missing at the end. */
  readonly next?: number;
  /** How to get the rest if `next` is not an `offset` of the same call. */
  readonly more?: string;
  /** How much a report read, and whether that was everything. */
  readonly coverage?: Readonly<Record<string, unknown>>;
}

/** An answer as JSON. */
export interface Answer extends ResultTable {
  /** Further tables of a report. */
  readonly parts?: readonly ResultTable[];
  /** Other things worth knowing, e.g. how a name was understood. */
  readonly notes: readonly string[];
  /** What words in the input were understood as, e.g. `owner Dana Li` for `me`; missing if there were none. */
  readonly understood?: readonly string[];
}

/** A tool, in the form that models are given. */
export interface Tool<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of the input, with keywords that every model provider accepts. */
  readonly inputSchema: { readonly type: 'object'; readonly [keyword: string]: unknown };
}

/** A connection to a Copper account; `Inputs` has the input of each tool under its name. */
export interface Copper<Inputs extends object = Record<string, object>> {
  /** All tools, in the order of the list. */
  readonly tools: readonly Tool<keyof Inputs & string>[];
  /**
   * Calls a tool.
   *
   * @throws CopperError if anything goes wrong, or the reason of an aborted signal
   */
  call<Name extends keyof Inputs & string>(
    name: Name,
    input: Inputs[Name],
    options: CallOptions & { readonly format: 'json' },
  ): Promise<Answer>;
  call<Name extends keyof Inputs & string>(
    name: Name,
    input: Inputs[Name],
    options?: CallOptions & { readonly format?: 'text' },
  ): Promise<string>;
  call<Name extends keyof Inputs & string>(
    name: Name,
    input: Inputs[Name],
    options?: CallOptions,
  ): Promise<string | Answer>;
  /**
   * All rows of a tool, however many there are, one page of Copper in memory at a time; reading stops where the loop ends. Each row has all
   * columns, and without `fields` all fields of the record. Searches come from the oldest record to the newest unless `sort` says otherwise.
   * Of a report, the rows of its list.
   *
   * @throws CopperError if anything goes wrong, or the reason of an aborted signal; also for a search with more than 100,000 rows, of which
   * Copper returns no more
   */
  rows<Name extends keyof Inputs & string>(
    name: Name,
    input: Omit<Inputs[Name], 'limit' | 'offset'>,
    options?: RowsOptions,
  ): AsyncGenerator<ResultRow, void, undefined>;
  /** Ends the running calls and closes the connections. */
  close(): Promise<void>;
}

/**
 * What went wrong.
 *
 * - `invalid_input`, `unknown_name`: an argument is not valid; the message says what is allowed or what comes nearest
 * - `not_found`, `rejected`: there is no such record; Copper did not accept the request
 * - `not_configured`, `unauthorized`, `forbidden`: no key; a wrong key; a missing permission or feature
 * - `rate_limited`, `timeout`, `unavailable`: try again later
 * - `internal`: an internal error of copper-mcp
 */
export type CopperErrorKind =
  | 'invalid_input'
  | 'unknown_name'
  | 'not_found'
  | 'not_configured'
  | 'unauthorized'
  | 'forbidden'
  | 'rejected'
  | 'rate_limited'
  | 'timeout'
  | 'unavailable'
  | 'internal';

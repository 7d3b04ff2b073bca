/** What can be set, whoever asks. */
export interface CopperSettings {
  /** IANA zone for dates, e.g. `America/New_York`; usually the machine's. */
  readonly timeZone?: string;
  /** Characters of an answer as text, 1,000 to 40,000; usually 12,000. Answers as JSON are not cut. */
  readonly maxResultChars?: number;
  /** Parameter names that the account knows; usually `auto`, which finds out. */
  readonly dialect?: 'contract' | 'documented' | 'auto';
  /** Requests in any 60 seconds, usually 180. Programs that use the same key share Copper's limit. */
  readonly rateLimit?: number;
  /** The longest wait for the rate limit, in milliseconds; usually 20,000. */
  readonly maxWaitMs?: number;
  /** Deadline of one call, waits and retries included, in milliseconds; usually 45,000. */
  readonly timeoutMs?: number;
  /** Another address of the API: https, or http on this machine. */
  readonly baseUrl?: string;
  /** Told of requests and mistakes; never a key or text of a record. Usually nobody is. */
  readonly log?: CopperLog;
}

/** A logger such as pino. */
export interface CopperLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Who asks: an API key with its owner's e-mail, an OAuth token, or nobody, on invented data. */
export type CopperOptions = CopperSettings &
  (
    | { readonly apiKey: string | undefined; readonly email?: string | undefined }
    | { readonly accessToken: string | undefined }
    | { readonly sandbox: true }
  );

/** What surrounds one call. */
export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told how far a call has come that takes several requests or has to wait. */
  readonly onProgress?: (progress: Progress) => void;
  /** `text`, as agents read it, or `json`. */
  readonly format?: 'text' | 'json';
}

/** How far a call has come; `done` only rises. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

/** What stands in one place of an answer; null is empty. */
export type Cell = string | number | boolean | null;

/** An answer as JSON. Ids come with names, days and times are ISO in the zone that is set. */
export interface Answer {
  /** What a row is, e.g. `opportunities`; `opportunity` where there is one by nature. */
  readonly kind: string;
  readonly columns: readonly string[];
  /** By column. A column that is empty on the whole page is left out, and a note says so; one that `fields` names stays. */
  readonly rows: readonly Readonly<Partial<Record<string, Cell>>>[];
  /** Rows before the first one. */
  readonly offset: number;
  /** How many rows there are; missing where Copper does not say. */
  readonly total?: number;
  /** Where the total is not known: how many of the rows that were read match. */
  readonly least?: number;
  /** The `offset` to go on with; missing at the end. */
  readonly next?: number;
  /** How much a report read, and whether that was all. */
  readonly coverage?: Readonly<Record<string, unknown>>;
  /** Further tables of a report. */
  readonly parts?: readonly Omit<Answer, 'notes'>[];
  /** What else there is to know, e.g. how a name was understood. */
  readonly notes: readonly string[];
}

/** A tool, in the form in which models are told of it. */
export interface Tool<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of the input, in words that every model provider takes. */
  readonly inputSchema: { readonly type: 'object'; readonly [word: string]: unknown };
}

/** A Copper account to ask; `Inputs` holds the input of each tool under its name. */
export interface Copper<Inputs extends object = Record<string, object>> {
  /** All tools, in reading order. */
  readonly tools: readonly Tool<keyof Inputs & string>[];
  /**
   * Calls a tool.
   *
   * @throws CopperError for everything that goes wrong, or the reason of an aborted signal
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
  /** Ends calls under way and lets go of connections. */
  close(): Promise<void>;
}

/**
 * What went wrong.
 *
 * - `invalid_input`, `unknown_name`: an argument is wrong; the message names what is allowed or nearest
 * - `not_found`, `rejected`: no such record; Copper did not accept the request
 * - `not_configured`, `unauthorized`, `forbidden`: no key; a wrong key; a right or a feature that is missing
 * - `rate_limited`, `timeout`, `unavailable`: try again later
 * - `internal`: a mistake of copper-mcp
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

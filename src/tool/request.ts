import type { RequestOrigin } from './attempt.ts';
import type { JsonObject } from './json.ts';
import type { OperationId } from './operation.ts';

/** One question to Copper as plain data: which operation, and what goes into its path, query and body. */
export interface CopperRequest {
  readonly operation: OperationId;
  /** Values for the `{…}` parts of the operation's path. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** JSON body; only operations that are POSTs have one. */
  readonly body?: JsonObject;
}

/** A condition that Copper cannot check, so that rows are read and kept or dropped on our side. */
export interface PostFilter {
  /** What an agent calls it, for the note that tells of it. */
  readonly name: string;
  /** True where everybody expects it of a list that is short anyway, so that only an incomplete reading is worth a note. */
  readonly expected?: true;
  /** True for a raw row that stays. */
  readonly test: (row: JsonObject) => boolean;
}

/** An order that Copper cannot give: all rows that match are read and sorted on our side. */
export interface PostSort {
  /** A field of the record or a custom field, as the agent named it. */
  readonly by: string;
  readonly descending: boolean;
  /** What Copper can sort by, for the error of a name that is no field. */
  readonly keys: readonly string[];
}

/** Under which conditions a request is made. */
export interface RequestOptions extends RequestOrigin {
  /** Aborted when the caller cancels or the deadline passes; its reason is what the call rejects with. */
  readonly signal: AbortSignal;
  /** `call`: somebody waits for this one request. `sweep`: one of many pages; yields to calls, at most 3 starts a second. */
  readonly lane: 'call' | 'sweep';
  /** Told when the request has to wait for the rate limit, with the expected wait in milliseconds. */
  readonly onWait?: (ms: number) => void;
}

/** What Copper answered, whatever shape it came in. */
export interface CopperReply {
  /** The array or object itself, out of its envelope. */
  readonly data: JsonObject | JsonObject[] | string[];
  /** Rows that match, over all pages, where Copper tells: the envelope's `total` or the header `X-PW-TOTAL`. */
  readonly total?: number;
  /** Conditions of the request that this Copper does not know and that were left out of it. */
  readonly postFilters?: readonly PostFilter[];
}

import type { CancelSignal, DaySpan } from './clock.ts';
import type { RequestOrigin } from './fetch-copper.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { OperationId } from './operation.ts';
import type { Field } from './record.ts';

/** One request to Copper as plain data: the operation, and the values for its path, query and body. */
export interface CopperRequest {
  readonly operation: OperationId;
  /** Values for the `{…}` parts of the operation's path. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** JSON body; only for POST operations. */
  readonly body?: JsonObject;
}

/** A condition that Copper cannot check: this server filters the rows after reading them. */
export interface LocalFilter {
  /** Its name in notes, as an agent would write it. */
  readonly name: string;
  /** What words in it were understood as, as a part of a text for agents. */
  readonly understood?: string;
  /** True if filtering here is expected, as for short lists: noted only when not all rows were read. */
  readonly notedOnlyIfPartial?: true;
  /** Copper's fields of which rows must have one: if none has, the condition cannot be known. */
  readonly sourceFields?: readonly string[];
  /** What to ask instead if that is so: a sentence. */
  readonly instead?: string;
  /** True for a raw row that matches. */
  readonly test: (row: JsonObject) => boolean;
}

/** A range of days that Copper was asked for, and where a row has its day: rows are held against it when they arrive. */
export interface DayCondition extends DaySpan {
  /** Its name in notes, as an agent would write it. */
  readonly name: string;
  readonly read: (row: JsonObject) => JsonValue | undefined;
}

/** An order that Copper cannot sort by: this server reads all matching rows and sorts them. */
export interface LocalSort {
  /** A field of the record or a custom field, as the agent named it. */
  readonly by: string;
  readonly descending: boolean;
  /** The fields Copper can sort by, for error messages. */
  readonly keys: readonly string[];
}

/** A field of which one exact value is asked for. */
export interface FixedField {
  /** The field, or the id of a custom field. */
  readonly of: Field | number;
  /** The value that was asked for, if rows may match that show more than this text, or another one. */
  readonly text?: string;
}

/** How a request is made. */
export interface RequestOptions extends RequestOrigin {
  /** Aborted when the caller cancels or the deadline passes; the request rejects with its reason. */
  readonly signal: CancelSignal;
  /** `interactive`: someone is waiting for this request. `background`: one of many pages; yields to the others, and leaves slots to them. */
  readonly priority: 'interactive' | 'background';
  /** Called when the request has to wait for the rate limit, with the expected wait in milliseconds. */
  readonly onWait?: (ms: number) => void;
  /** Called with each reply: when it was asked for, in Unix seconds. Earlier than this call began if it shares another's request. */
  readonly onReply?: (askedAt: number) => void;
}

/** Copper's response, without its envelope. */
export interface CopperReply {
  /** The array or object itself. */
  readonly data: JsonObject | JsonObject[] | string[];
  /** Matching rows over all pages, if Copper gives it: the envelope's `total` or the header `X-PW-TOTAL`. */
  readonly total?: number;
  /** The size of its text; of several replies put together undefined. */
  readonly bytes?: number;
  /** Conditions that this account's API does not know and that were left out of the request. */
  readonly localFilters?: readonly LocalFilter[];
}

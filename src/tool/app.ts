import type { CancelSignal } from './clock.ts';
import type { RequestOrigin } from './fetch-copper.ts';
import type { JsonObject } from './json.ts';
import type { ToolNames } from './outgoing-text.ts';
import type { Choice, ToolErrorKind } from './tool-error.ts';
import type { ViewData } from './view-data.ts';

/** A tool as clients see it in `tools/list`. */
export interface PublishedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonObject & { readonly type: 'object' };
  readonly outputSchema?: JsonObject & { readonly type: 'object' };
  readonly annotations: {
    readonly title: string;
    readonly readOnlyHint: true;
    readonly destructiveHint: false;
    readonly idempotentHint: true;
    readonly openWorldHint: true;
  };
  /** The view of its answers. */
  readonly _meta?: JsonObject;
}

/** The progress of a call, for clients that asked for it; `done` only increases. */
export interface CallProgress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

/** Everything about one call besides the tool and its arguments. */
export interface CallContext extends RequestOrigin {
  /** Aborted when the client cancels. */
  readonly signal: CancelSignal;
  readonly onProgress?: (progress: CallProgress) => void;
  /** True for a program: it gets JSON, whatever the configured format, and all the rows that `limit` allows. */
  readonly data?: boolean;
  /** True for a client that shows views: it gets the data of one beside the text. */
  readonly views?: boolean;
  /** The names by which the client knows the tools; by default all tools under their own names. */
  readonly toolNames?: ToolNames;
}

/** The records that one table of an answer shows. */
export interface ShownRecords {
  /** `opportunities`, or `opportunity` for one; what the table of a report is of. */
  readonly kind: string;
  /** Undefined for a table without ids. */
  readonly ids: readonly (string | number | boolean)[] | undefined;
  readonly rows: number;
}

/** The result of a call, successful or not: `text` is what the agent reads, `structured` the same as data when the format is JSON. */
export interface ToolResult {
  readonly text: string;
  readonly structured?: JsonObject;
  /** Replaces `text` if the result is not plain text. */
  readonly content?: readonly Content[];
  /** What a view shows of it, if the client has views. */
  readonly view?: ViewData;
  /** What it shows, for audits; undefined for an error. */
  readonly shown?: readonly ShownRecords[];
  readonly isError: boolean;
  /** What went wrong, for logs and metrics; agents read it in the text. */
  readonly kind?: ToolErrorKind;
  /** Seconds after which a retry makes sense; agents read it in the text. */
  readonly retryAfter?: number;
  /** What a person may choose instead, where the client can ask them. */
  readonly choice?: Choice;
}

/** The tools, callable by name, independent of any protocol. */
export interface App {
  /**
   * Calls a tool. An error is a result with `isError`; rejects only for a cancelled call, with the signal's reason, and for an unknown
   * name.
   */
  call(name: string, input: unknown, context: CallContext): Promise<ToolResult>;
  /** Ends calls in progress and closes connections. */
  close(): Promise<void>;
}

/** The contents of a resource: text, or bytes in Base64. */
export type ResourceContents = {
  readonly uri: string;
  readonly mimeType: string;
  /** What clients have to know to show it. */
  readonly _meta?: JsonObject;
} & ({ readonly text: string } | { readonly blob: string });

/** One block of content that an agent reads; images and audio are in Base64. */
export type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | { readonly type: 'resource'; readonly resource: ResourceContents };

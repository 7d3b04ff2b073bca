import type { RequestOrigin } from './attempt.ts';
import type { Content } from './content.ts';
import type { JsonObject } from './json.ts';
import type { ToolErrorKind } from './tool-error.ts';
import type { ToolNames } from './tool-names.ts';

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
}

/** How far a call has come, for clients that asked for progress. `done` only rises. */
export interface CallProgress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

/** What surrounds one call of a tool. */
export interface CallContext extends RequestOrigin {
  /** Aborted when the client cancels. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: CallProgress) => void;
  /** True where a program asks: it gets data, whatever the format is, and all rows of it that `limit` allows. */
  readonly data?: boolean;
  /** What the client calls the tools; unless told, all are offered under their own names. */
  readonly toolNames?: ToolNames;
}

/** A finished call, good or bad: `text` is what the agent reads, `structured` the same as data when the format is JSON. */
export interface ToolResult {
  readonly text: string;
  readonly structured?: JsonObject;
  /** Said in the text's place where text alone does not do. */
  readonly content?: readonly Content[];
  readonly isError: boolean;
  /** What went wrong, for logs and metrics; agents read it in the text. */
  readonly kind?: ToolErrorKind;
  /** Whole seconds after which another try makes sense; agents read it in the text. */
  readonly retryAfter?: number;
}

/** The product without any protocol around it: tools to call by name. */
export interface App {
  /** Calls a tool. Never rejects but for a cancelled call (with the signal's reason); an error is a result with `isError`. */
  call(name: string, input: unknown, context: CallContext): Promise<ToolResult>;
  /** Lets go of connections; calls in flight are ended. */
  close(): Promise<void>;
}

import { withToolNames } from './outgoing-text.ts';

/** All kinds of errors; each one calls for a different next step by the agent. */
export type ToolErrorKind =
  | 'invalid_input'
  /** A name, or a text in place of one, that stands for nothing, or for more than one. */
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

/** What a person may choose from, where a client can ask them, instead of an error about a text that means several. */
export interface Choice {
  /** The argument that the chosen value replaces. */
  readonly input: string;
  /** `"Jane" matches several records. Which one is meant?` */
  readonly question: string;
  /** Values for the argument, each with what tells it from the others; at most six. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/**
 * The only error whose message agents see.
 *
 * `message` is one or two plain sentences: what happened and what to do next. It must not contain keys, paths, stack traces or HTML.
 * Names of tools are passed in braces, `{list_users} lists all.`; `withToolMarks` is the message with the braces, `message` without.
 * `retryAfter` is in whole seconds and set only if waiting helps; `wait` is the same in words, `5 s (a guess: Copper did not say)`.
 */
export class ToolError extends Error {
  readonly kind: ToolErrorKind;
  readonly withToolMarks: string;
  readonly retryAfter: number | undefined;
  readonly wait: string | undefined;
  readonly choice: Choice | undefined;

  constructor(
    kind: ToolErrorKind,
    message: string,
    options: { retryAfter?: number; wait?: string; cause?: unknown; choice?: Choice } = {},
  ) {
    super(withToolNames(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ToolError';
    this.kind = kind;
    this.withToolMarks = message;
    this.retryAfter = options.retryAfter;
    this.choice = options.choice;
    this.wait = options.wait ?? (options.retryAfter === undefined ? undefined : `${options.retryAfter} s`);
  }
}

/** The name of an error and its stack frames, without its message: that may quote a record or a key, which must not be logged. */
export function errorForLog(error: unknown): { readonly error: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const { stack = '', message } = error;
  // A message may have lines that look like stack frames.
  const below = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  const lines = below.split('\n').map((line) => line.trim());
  return { error: error.name, at: lines.filter((line) => line.startsWith('at ')).slice(0, 8) };
}

import { withToolNames } from './tool-names.ts';

/** Everything that can go wrong, as a closed list: each kind has its own next move for the agent. */
export type ToolErrorKind =
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

/**
 * The one error class an agent ever reads about.
 *
 * `message` is one or two plain sentences: what happened and what to do next. It must not hold keys, paths, stack traces
 * or HTML. Names of tools are given in braces, `{list_users} lists all.`; `marked` keeps them. `retryAfter` is in whole seconds, only
 * where waiting helps.
 */
export class ToolError extends Error {
  readonly kind: ToolErrorKind;
  readonly marked: string;
  readonly retryAfter: number | undefined;

  constructor(kind: ToolErrorKind, message: string, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(withToolNames(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ToolError';
    this.kind = kind;
    this.marked = message;
    this.retryAfter = options.retryAfter;
  }
}

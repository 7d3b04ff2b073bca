import type { EventLog } from '../log.ts';
import type { Handlers } from '../mcp/handlers.ts';
import { wrapCapabilities } from '../mcp/wrap-capabilities.ts';
import type { CallContext, ToolResult } from '../tool/app.ts';
import type { Attempt } from '../tool/fetch-copper.ts';
import { ToolError } from '../tool/tool-error.ts';

/** One finished call, as logs and metrics tell it. */
export interface CallRecord {
  /** Its name, `unknown` for any that is no tool; the method for what is no call of a tool. */
  readonly tool: string;
  /** `ok`, the kind of the error, `cancelled`, `unknown_tool` or, of what is no tool, `not_found`. */
  readonly outcome: string;
  readonly ms: number;
  /** Requests sent to Copper. */
  readonly upstream: number;
  /** Of the text that the agent reads. */
  readonly characters: number;
}

/** Whoever wants to know, and what is known of the request already. */
export interface ObserveOptions {
  readonly log: EventLog;
  /** True to log arguments, too: they may hold names of people. */
  readonly logArguments: boolean;
  readonly now: () => number;
  readonly onCall: (record: CallRecord) => void;
  readonly onAttempt: (attempt: Attempt) => void;
}

/** The request that calls belong to. */
export interface RequestFacts {
  readonly id: string;
  readonly caller: string;
  /** Of its headers; that of its message goes before it. */
  readonly trace: string | undefined;
}

function outcomeOf(result: ToolResult | undefined): string {
  if (result === undefined) return 'unknown_tool';
  return result.isError ? (result.kind ?? 'error') : 'ok';
}

/** The same handlers, but that each call is made in the caller's name, counted and logged in one line without any text of it. */
export function observe(handlers: Handlers, facts: RequestFacts, options: ObserveOptions): Handlers {
  const { log, logArguments, now, onCall, onAttempt } = options;
  const { id, caller } = facts;

  /** Does the work in the caller's name; what it came to, and how long the text is, is told by `sum`. */
  async function told<T>(
    { tool, args }: { readonly tool: string; readonly args?: unknown },
    context: CallContext,
    work: (context: CallContext) => Promise<T>,
    sum: (result: T) => { readonly outcome: string; readonly characters: number },
  ): Promise<T> {
    const started = now();
    const trace = context.trace ?? facts.trace;
    let upstream = 0;
    const end = (outcome: string, characters: number) => {
      const name = outcome === 'unknown_tool' ? 'unknown' : tool;
      const record = { tool: name, outcome, ms: Math.round(now() - started), upstream, characters };
      onCall(record);
      const traced = trace === undefined ? {} : { trace };
      log.info({ id, caller, ...record, ...traced, ...(logArguments ? { args } : {}) }, 'call');
    };
    try {
      const result = await work({
        ...context,
        caller,
        ...(trace === undefined ? {} : { trace }),
        onAttempt(attempt) {
          upstream++;
          onAttempt(attempt);
        },
      });
      const { outcome, characters } = sum(result);
      end(outcome, characters);
      return result;
    } catch (error) {
      const kind = error instanceof ToolError ? error.kind : 'internal';
      end(context.signal.aborted ? 'cancelled' : kind, 0);
      throw error;
    }
  }

  return {
    ...handlers,
    ...wrapCapabilities(handlers, (method, context, work) =>
      told({ tool: method }, context, work, (result) => ({
        outcome: result === undefined ? 'not_found' : 'ok',
        characters: 0,
      })),
    ),
    call: (name, input, context) =>
      told(
        { tool: name, args: input },
        context,
        (own) => handlers.call(name, input, own),
        (result) => ({ outcome: outcomeOf(result), characters: result?.text.length ?? 0 }),
      ),
  };
}

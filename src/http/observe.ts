import type { EventLog } from '../log.ts';
import type { Handlers } from '../mcp/handlers.ts';
import type { CallContext, ToolResult } from '../tool/app.ts';
import type { Attempt } from '../tool/attempt.ts';

/** One finished call, as logs and metrics tell it. */
export interface CallRecord {
  /** Its name; `unknown` for any that is no tool. */
  readonly tool: string;
  /** `ok`, the kind of the error, `cancelled` or `unknown_tool`. */
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

  async function call(name: string, input: unknown, context: CallContext): Promise<ToolResult | undefined> {
    const started = now();
    const trace = context.trace ?? facts.trace;
    let upstream = 0;
    const end = (outcome: string, characters: number) => {
      const tool = outcome === 'unknown_tool' ? 'unknown' : name;
      const record = { tool, outcome, ms: Math.round(now() - started), upstream, characters };
      onCall(record);
      const traced = trace === undefined ? {} : { trace };
      log.info({ id, caller, ...record, ...traced, ...(logArguments ? { args: input } : {}) }, 'call');
    };
    try {
      const result = await handlers.call(name, input, {
        ...context,
        caller,
        ...(trace === undefined ? {} : { trace }),
        onAttempt(attempt) {
          upstream++;
          onAttempt(attempt);
        },
      });
      end(outcomeOf(result), result?.text.length ?? 0);
      return result;
    } catch (error) {
      end(context.signal.aborted ? 'cancelled' : 'internal', 0);
      throw error;
    }
  }

  return { ...handlers, call };
}

import type { EventLog } from '../log.ts';
import type { ObservedRequest, ObserveRequest } from '../mcp/handlers.ts';
import type { ToolResult } from '../tool/app.ts';
import type { Attempt } from '../tool/fetch-copper.ts';
import type { CredentialMask } from '../tool/outgoing-text.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { Audit } from './audit.ts';

/** One finished call, for logs and metrics. */
export interface CallRecord {
  /** The tool's name, or `unknown` if there is none of that name; the method if it is not a tool call. */
  readonly tool: string;
  /** `ok`, the kind of the error, `cancelled`, `unknown_tool` or, if it is not a tool call, `not_found`. */
  readonly outcome: string;
  readonly ms: number;
  /** Requests sent to Copper. */
  readonly upstream: number;
  /** Characters of the text that the agent reads. */
  readonly characters: number;
}

/** Where calls are recorded. */
export interface ObserveOptions {
  readonly log: EventLog;
  /** True to log the arguments too; they may contain people's names. */
  readonly logArguments: boolean;
  /** Milliseconds on a clock that nobody sets. */
  readonly now: () => number;
  readonly onCall: (record: CallRecord) => void;
  readonly onAttempt: (attempt: Attempt) => void;
  /** Where it is written who was shown which records; undefined if that is not wanted. */
  readonly audit?: Pick<Audit, 'write'> | undefined;
}

/** The HTTP request that a call belongs to. */
interface RequestFacts {
  readonly id: string;
  readonly caller: string;
  /** The client that the caller has signed in with, if that is known. */
  readonly client: string | undefined;
  /** The traceparent of its headers; that of the message takes precedence. */
  readonly trace: string | undefined;
  /** Hides the credentials of the request in what is logged and answered. */
  readonly mask: CredentialMask;
}

const isToolResult = (result: object): result is ToolResult => 'isError' in result;

/** The addresses of the resources that a result contains. */
const urisOf = (result: object | undefined): string[] =>
  result !== undefined && 'uri' in result && typeof result.uri === 'string' ? [result.uri] : [];

/** The outcome and the number of characters of a finished call. */
function summarize(
  { method }: ObservedRequest,
  result: object | undefined,
): Pick<CallRecord, 'outcome' | 'characters'> {
  if (result === undefined)
    return { outcome: method === 'tools/call' ? 'unknown_tool' : 'not_found', characters: 0 };
  if (!isToolResult(result)) return { outcome: 'ok', characters: 0 };
  return { outcome: result.isError ? (result.kind ?? 'error') : 'ok', characters: result.text.length };
}

/** Makes each call in the caller's name, counts it, and logs one line about it that contains nothing of its text. */
export function observe(facts: RequestFacts, options: ObserveOptions): ObserveRequest {
  const { log, logArguments, now, onCall, onAttempt, audit } = options;
  const { id, caller, client, mask } = facts;

  return async (work, context, run) => {
    const started = now();
    const trace = context.trace ?? facts.trace;
    const traced = trace === undefined ? {} : { trace };
    let upstream = 0;

    function record(outcome: string, characters: number, result?: object): void {
      const name = work.method === 'tools/call' ? work.tool : work.method;
      const tool = outcome === 'unknown_tool' ? 'unknown' : name;
      const call = { tool, outcome, ms: Math.round(now() - started), upstream, characters };
      onCall(call);
      const args = logArguments && work.method === 'tools/call' ? { args: work.input } : {};
      log.info(mask.value({ id, caller, ...call, ...traced, ...args }), 'call');
      const shown = result !== undefined && isToolResult(result) ? result.shown : undefined;
      audit?.write(
        mask.value({ id, caller, client, tool, outcome, shown, uris: urisOf(result), requests: upstream }),
      );
    }

    try {
      const result = await run({
        ...context,
        caller,
        ...traced,
        onAttempt(attempt) {
          upstream++;
          onAttempt(attempt);
        },
      });
      const { outcome, characters } = summarize(work, result);
      record(outcome, characters, result);
      return mask.value(result);
    } catch (error) {
      const kind = error instanceof ToolError ? error.kind : 'internal';
      record(context.signal.aborted ? 'cancelled' : kind, 0);
      throw error;
    }
  };
}

import type { CopperClient } from '../copper/copper.ts';
import type { CallContext } from '../tool/app.ts';
import { type Clock, type Deadline, startDeadline } from '../tool/clock.ts';
import { type CredentialMask, type ToolNames, withToolNames } from '../tool/outgoing-text.ts';
import { errorForLog, ToolError } from '../tool/tool-error.ts';
import type { AnswerContext } from './answer.ts';
import { writeJson } from './write-json.ts';

/** What the work of an app is done with. */
export interface WorkOptions {
  readonly copper: CopperClient | undefined;
  /** What all its calls share. */
  readonly shared: Omit<AnswerContext, 'copper' | 'withToolNames'>;
  /** All tools under their own names. */
  readonly ownNames: ToolNames;
  readonly mask: CredentialMask;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void };
  /** A number from 0 up to 1, for the ids of internal errors. */
  readonly random: () => number;
  /** What a call says if no credentials are configured. */
  readonly unconfigured: string;
}

/** Programs get data, and no model has to read it. */
const forPrograms = { write: writeJson, data: true, maxChars: Number.POSITIVE_INFINITY };

/** An error of this server: the agent gets only a short id, which is also in the log. */
function internalError(error: unknown, name: string, { log, random }: WorkOptions): ToolError {
  const id = Math.floor(random() * 36 ** 6)
    .toString(36)
    .padStart(6, '0');
  log.error({ id, tool: name, ...errorForLog(error) }, 'internal');
  return new ToolError(
    'internal',
    `Internal error of copper-mcp (${id}). Another question may work; tell the user this id, which is also in the log.`,
  );
}

/** The same error, if its message repeats no credential; else without it, and without its cause. */
function withoutSecrets(error: ToolError, mask: CredentialMask): ToolError {
  const { kind, withToolMarks, retryAfter, wait } = error;
  const message = mask.text(withToolMarks);
  return message === withToolMarks
    ? error
    : new ToolError(kind, message, {
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(wait === undefined ? {} : { wait }),
      });
}

/** Begins, bounds and ends the work of an app. */
export function createWork(options: WorkOptions) {
  const { copper, shared, ownNames, mask, clock, unconfigured } = options;
  /** Calls in progress. One signal for all would collect listeners or, with `AbortSignal.any`, memory. */
  const running = new Set<Deadline>();

  /** Begins work that ends when its time is up, its caller leaves or the app is closed. @throws ToolError `not_configured` */
  function begin(name: string, context: CallContext, timeMs: number) {
    if (copper === undefined) throw new ToolError('not_configured', unconfigured);
    const deadline = startDeadline(timeMs, clock, context.signal);
    running.add(deadline);
    const answerContext: AnswerContext = {
      ...shared,
      copper,
      withToolNames: (text) => withToolNames(text, context.toolNames ?? ownNames),
      ...(context.data === true ? forPrograms : {}),
    };
    return {
      answerContext,
      deadline,
      /** What the caller is told of an error. @throws the reason of a caller who left */
      failure(error: unknown): ToolError {
        context.signal.throwIfAborted();
        return error instanceof ToolError ? withoutSecrets(error, mask) : internalError(error, name, options);
      },
      end() {
        deadline.end();
        running.delete(deadline);
      },
    };
  }

  return {
    begin,
    /** Does one piece of work within its time. @throws ToolError, or the reason of a caller who left */
    async run<T>(
      name: string,
      context: CallContext,
      work: (answerContext: AnswerContext, context: CallContext) => Promise<T>,
      timeMs = shared.timeoutMs,
    ): Promise<T> {
      const { answerContext, deadline, failure, end } = begin(name, context, timeMs);
      try {
        return mask.value(await work(answerContext, { ...context, signal: deadline.signal }));
      } catch (error) {
        throw failure(error);
      } finally {
        end();
      }
    },
    /** Ends all work in progress with this reason. */
    stop(reason: unknown) {
      for (const work of running) work.stop(reason);
    },
  };
}

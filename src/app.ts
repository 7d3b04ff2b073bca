import { tools } from '../tools/index.ts';
import { reports } from '../tools/reports/index.ts';
import { answer, type Desk } from './answer/answer.ts';
import { createCalendar } from './answer/calendar.ts';
import { type Deadline, startDeadline } from './answer/deadline.ts';
import { errorResult, internalError } from './answer/outcome.ts';
import { report } from './answer/report.ts';
import { writeJson } from './answer/write-json.ts';
import { writeText } from './answer/write-text.ts';
import type { Config } from './config.ts';
import type { MakeBudget } from './copper/budget.ts';
import { type Copper, createCopper } from './copper/copper.ts';
import type { Credentials } from './copper/sign.ts';
import type { Log } from './log.ts';
import { createOffering, type Run } from './offering.ts';
import type { App, CallContext } from './tool/app.ts';
import type { Clock } from './tool/clock.ts';
import { frames } from './tool/frames.ts';
import type { Offering } from './tool/offer.ts';
import type { Send } from './tool/send.ts';
import { ToolError } from './tool/tool-error.ts';
import { nameTools, type ToolNames } from './tool/tool-names.ts';

/** The world, as the app meets it. */
export interface World {
  readonly config: Config;
  readonly send: Send;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1, for the jitter of retries and the ids of mistakes. */
  readonly random: () => number;
  readonly version: string;
  /** Where other processes use the same accounts: the budget of one of them. */
  readonly budgets?: { of(baseUrl: string, credentials: Credentials): MakeBudget } | undefined;
  /** What a call says where no credentials are configured; unless told, which variables to set. */
  readonly unconfigured?: string;
}

const noKey =
  'No Copper key is set. Ask the user to set COPPER_API_KEY and COPPER_USER_EMAIL for this server (of an extension: in its settings), or to start it with --sandbox to try it on invented data.';

/** Programs take data, and no model has to read it. */
const forPrograms = { write: writeJson, budget: Number.POSITIVE_INFINITY };

/** The only wiring: everything the tools need, made from the world. */
export function createApp({
  config,
  send,
  clock,
  log,
  random,
  version,
  budgets,
  unconfigured = noKey,
}: World): App & Offering & { readonly copper: Copper | undefined } {
  const toolOf = new Map(tools.map((tool) => [tool.name, tool]));
  const reportOf = new Map(reports.map((each) => [each.name, each]));
  const own: ToolNames = new Map([...tools, ...reports].map(({ name }) => [name, name]));
  const copper =
    config.credentials === undefined
      ? undefined
      : createCopper({
          send,
          clock,
          random,
          version,
          baseUrl: config.baseUrl,
          credentials: config.credentials,
          dialect: config.dialect,
          rateLimit: config.rateLimit,
          maxWaitMs: config.maxWaitMs,
          budget: budgets?.of(config.baseUrl, config.credentials),
          onAttempt: (attempt) => log.debug(attempt, 'copper'),
        });
  const desk = {
    calendar: createCalendar(config.timeZone, clock.now),
    dayOrder: { dayFirst: undefined },
    write: config.format === 'json' ? writeJson : writeText,
    budget: config.maxResultChars,
    clock,
    timeMs: config.reportTimeoutMs,
  } satisfies Omit<Desk, 'copper' | 'say'>;
  /** Calls under way. One signal that all of them listen to would gather listeners, or with `AbortSignal.any` memory. */
  const running = new Set<Deadline>();

  const run: Run = async (what, context, work, timeMs = config.timeoutMs) => {
    if (copper === undefined) throw new ToolError('not_configured', unconfigured);
    const deadline = startDeadline(timeMs, clock, context.signal);
    running.add(deadline);
    try {
      const say = (text: string) => nameTools(text, context.toolNames ?? own);
      const made = { ...desk, copper, say, ...(context.data === true ? forPrograms : {}) };
      return await work(made, { ...context, signal: deadline.signal });
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof ToolError) throw error;
      const id = Math.floor(random() * 36 ** 6)
        .toString(36)
        .padStart(6, '0');
      log.error({ id, tool: what, ...frames(error) }, 'internal');
      throw internalError(id);
    } finally {
      deadline.end();
      running.delete(deadline);
    }
  };

  function begin(name: string, input: unknown, context: CallContext) {
    const tool = toolOf.get(name);
    if (tool !== undefined) return run(name, context, (...at) => answer(tool, input, ...at));
    const asked = reportOf.get(name);
    if (asked === undefined) throw new Error(`There is no tool ${name}`);
    return run(name, context, (...at) => report(asked, input, ...at), config.reportTimeoutMs);
  }

  return {
    copper,
    ...createOffering(run, own),
    async call(name, input, context) {
      try {
        const written = await begin(name, input, context);
        return { ...written, isError: false };
      } catch (error) {
        context.signal.throwIfAborted();
        if (error instanceof ToolError) return errorResult(error, context.toolNames ?? own);
        throw error;
      }
    },
    async close() {
      for (const { stop } of running) stop(new ToolError('unavailable', 'The server is stopping.'));
      copper?.pacer.close();
    },
  };
}

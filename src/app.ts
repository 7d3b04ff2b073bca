import { tools } from '../tools/index.ts';
import { reports } from '../tools/reports/index.ts';
import { type AnswerContext, answer } from './answer/answer.ts';
import { createCalendar } from './answer/calendar.ts';
import { type Deadline, startDeadline } from './answer/deadline.ts';
import { errorResult, internalToolError } from './answer/outcome.ts';
import { report } from './answer/report.ts';
import { writeJson } from './answer/write-json.ts';
import { writeText } from './answer/write-text.ts';
import { createCapabilities, type RunWithDeadline } from './capabilities/capabilities.ts';
import type { Config } from './config.ts';
import { type CopperClient, createCopperClient } from './copper/copper.ts';
import type { CreateQuota } from './copper/rate-limit/quota.ts';
import type { Credentials } from './copper/sign.ts';
import type { Log } from './log.ts';
import type { App, CallContext } from './tool/app.ts';
import type { CapabilityHandlers } from './tool/capabilities.ts';
import type { Clock } from './tool/clock.ts';
import type { FetchCopper } from './tool/fetch-copper.ts';
import { errorForLog, ToolError } from './tool/tool-error.ts';
import { type ToolNames, withToolNames } from './tool/tool-names.ts';

/** The world, as the app meets it. */
export interface AppOptions {
  readonly config: Config;
  readonly fetch: FetchCopper;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1, for the jitter of retries and the ids of mistakes. */
  readonly random: () => number;
  readonly version: string;
  /** Where other processes use the same accounts: the budget of one of them. */
  readonly quotas?: { of(baseUrl: string, credentials: Credentials): CreateQuota } | undefined;
  /** What a call says where no credentials are configured; unless told, which variables to set. */
  readonly unconfigured?: string;
}

const noKey =
  'No Copper key is set. Ask the user to set COPPER_API_KEY and COPPER_USER_EMAIL for this server (of an extension: in its settings), or to start it with --sandbox to try it on invented data.';

/** Programs take data, and no model has to read it. */
const forPrograms = { write: writeJson, maxChars: Number.POSITIVE_INFINITY };

/** The only wiring: everything the tools need, made from the world. */
export function createApp({
  config,
  fetch,
  clock,
  log,
  random,
  version,
  quotas,
  unconfigured = noKey,
}: AppOptions): App & CapabilityHandlers & { readonly copper: CopperClient | undefined } {
  const toolOf = new Map(tools.map((tool) => [tool.name, tool]));
  const reportOf = new Map(reports.map((each) => [each.name, each]));
  const own: ToolNames = new Map([...tools, ...reports].map(({ name }) => [name, name]));
  const copper =
    config.credentials === undefined
      ? undefined
      : createCopperClient({
          fetch,
          clock,
          random,
          version,
          baseUrl: config.baseUrl,
          credentials: config.credentials,
          dialect: config.dialect,
          rateLimit: config.rateLimit,
          maxWaitMs: config.maxWaitMs,
          createQuota: quotas?.of(config.baseUrl, config.credentials),
          onAttempt: (attempt) => log.debug(attempt, 'copper'),
        });
  const desk = {
    calendar: createCalendar(config.timeZone, clock.now),
    dayOrder: { dayFirst: undefined },
    write: config.format === 'json' ? writeJson : writeText,
    maxChars: config.maxResultChars,
    clock,
    timeMs: config.reportTimeoutMs,
  } satisfies Omit<AnswerContext, 'copper' | 'withToolNames'>;
  /** Calls under way. One signal that all of them listen to would gather listeners, or with `AbortSignal.any` memory. */
  const running = new Set<Deadline>();

  const run: RunWithDeadline = async (what, context, work, timeMs = config.timeoutMs) => {
    if (copper === undefined) throw new ToolError('not_configured', unconfigured);
    const deadline = startDeadline(timeMs, clock, context.signal);
    running.add(deadline);
    try {
      const inContext = (text: string) => withToolNames(text, context.toolNames ?? own);
      const made = {
        ...desk,
        copper,
        withToolNames: inContext,
        ...(context.data === true ? forPrograms : {}),
      };
      return await work(made, { ...context, signal: deadline.signal });
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof ToolError) throw error;
      const id = Math.floor(random() * 36 ** 6)
        .toString(36)
        .padStart(6, '0');
      log.error({ id, tool: what, ...errorForLog(error) }, 'internal');
      throw internalToolError(id);
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
    ...createCapabilities(run, own),
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

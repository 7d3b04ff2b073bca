import { tools } from '../tools/index.ts';
import { reports } from '../tools/reports/index.ts';
import { researchTools } from '../tools/research/research-tools.ts';
import { type AnswerContext, answerTool } from './answer/answer.ts';
import type { ScanCache } from './answer/cached-rows.ts';
import { createCalendar } from './answer/calendar.ts';
import { errorResult } from './answer/error-result.ts';
import { runReport } from './answer/report.ts';
import { answerResearch } from './answer/research.ts';
import { createScanStore, type ScanStore } from './answer/scan-cache.ts';
import { fitToLength, writeText } from './answer/write-answer.ts';
import { writeJson } from './answer/write-json.ts';
import { createCapabilities, type RunWithDeadline } from './capabilities/capabilities.ts';
import type { Config } from './config.ts';
import type { Credentials } from './copper/ask.ts';
import { type CopperClient, createCopperClient } from './copper/copper.ts';
import type { CreateQuota } from './copper/rate-limit/quota.ts';
import type { Log } from './log.ts';
import type { App } from './tool/app.ts';
import type { CapabilityHandlers } from './tool/capabilities.ts';
import { type Clock, type Deadline, startDeadline } from './tool/clock.ts';
import type { FetchCopper } from './tool/fetch-copper.ts';
import { type CredentialMask, createMask, type ToolNames, withToolNames } from './tool/outgoing-text.ts';
import { errorForLog, ToolError } from './tool/tool-error.ts';

/** Everything that the app needs from outside. */
export interface AppOptions {
  readonly config: Config;
  readonly fetch: FetchCopper;
  readonly clock: Clock;
  readonly log: Log;
  /** A number from 0 up to 1, for the jitter of retries and the ids of internal errors. */
  readonly random: () => number;
  readonly version: string;
  /** If other processes use the same accounts: this process's share of their rate limits. */
  readonly quotas?: { of(baseUrl: string, credentials: Credentials): CreateQuota } | undefined;
  /** If accounts share one store of the rows that reports have read; default: one of its own. */
  readonly scanStore?: () => ScanStore;
  /** Credentials besides those of the configuration that no answer may show. */
  readonly secrets?: readonly string[];
  /** What a call says if no credentials are configured; default: which variables to set. */
  readonly unconfigured?: string;
}

const noKey =
  'No Copper key is set. Ask the user to set COPPER_API_KEY and COPPER_USER_EMAIL for this server (in an extension: in its settings), or to start it with --sandbox to try it on demo data.';

/** Programs get data, and no model has to read it. */
const forPrograms = { write: writeJson, data: true, maxChars: Number.POSITIVE_INFINITY };

/** An error of this server: the agent gets only a short id, which is also in the log. */
function internalError(error: unknown, name: string, log: Log, random: () => number): ToolError {
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

/** The store of the rows that reports have read, of one app or of several; made when a report first needs it. */
export function lazyScanStore({ reuseSeconds }: Config, clock: Clock): () => ScanStore {
  let store: ScanStore | undefined;
  return () => {
    store ??= createScanStore({ keepMs: reuseSeconds * 1000, clock });
    return store;
  };
}

/** The place of one app in a store; opened when a report first needs it: other calls do without. */
function createPlace(store: () => ScanStore, { reuseSeconds }: Config) {
  let place: ScanCache | undefined;
  return {
    open(): ScanCache | undefined {
      if (reuseSeconds > 0) place ??= store().open();
      return place;
    },
    drop: () => place?.drop(),
  };
}

/** Assembles the product: the tools and everything they need. */
export function createApp(
  options: AppOptions,
): App & CapabilityHandlers & { readonly copper: CopperClient | undefined } {
  const { config, clock, log, random, quotas, unconfigured = noKey } = options;
  const kept = createPlace(options.scanStore ?? lazyScanStore(config, clock), config);
  const { baseUrl, credentials, timeoutMs, reportTimeoutMs } = config;
  const all = new Map([...tools, ...reports, ...researchTools].map((tool) => [tool.name, tool]));
  const ownNames: ToolNames = new Map([...all.keys()].map((name) => [name, name]));
  const own = credentials?.kind === 'key' ? credentials.key : credentials?.token;
  const mask = createMask([own, ...(options.secrets ?? [])]);
  const copper =
    credentials &&
    createCopperClient({
      ...options,
      ...config,
      credentials,
      mask,
      createQuota: quotas?.of(baseUrl, credentials),
      onAttempt(attempt) {
        log.debug(attempt, 'copper');
        // Whoever is not let in any more must not go on reading from memory.
        if (attempt.status === 401) kept.drop();
      },
    });
  const shared = {
    scanCache: kept.open,
    calendar: createCalendar(config.timeZone, clock.now),
    dayOrder: { dayFirst: undefined, sampled: false },
    accountId: config.accountId,
    write: config.format === 'json' ? writeJson : writeText,
    data: config.format === 'json',
    maxChars: config.maxResultChars,
    clock,
    timeoutMs,
    reportTimeoutMs,
  };
  /** Calls in progress. One signal for all would collect listeners or, with `AbortSignal.any`, memory. */
  const running = new Set<Deadline>();

  const run: RunWithDeadline = async (name, context, work, timeMs = timeoutMs) => {
    if (copper === undefined) throw new ToolError('not_configured', unconfigured);
    const deadline = startDeadline(timeMs, clock, context.signal);
    running.add(deadline);
    const answerContext: AnswerContext = {
      ...shared,
      copper,
      withToolNames: (text) => withToolNames(text, context.toolNames ?? ownNames),
      ...(context.data === true ? forPrograms : {}),
    };
    try {
      return mask.value(await work(answerContext, { ...context, signal: deadline.signal }));
    } catch (error) {
      context.signal.throwIfAborted();
      throw error instanceof ToolError
        ? withoutSecrets(error, mask)
        : internalError(error, name, log, random);
    } finally {
      deadline.end();
      running.delete(deadline);
    }
  };

  /** Made when one is asked for: calls of tools need none of it. */
  const capabilities = () => createCapabilities(run, ownNames, config.maxResultChars);

  return {
    copper,
    read: (...request) => capabilities().read(...request),
    prompt: (...request) => capabilities().prompt(...request),
    skills: (...request) => capabilities().skills(...request),
    complete: (...request) => capabilities().complete(...request),
    async call(name, input, context) {
      const tool = all.get(name);
      if (tool === undefined) throw new Error(`There is no tool ${name}`);
      try {
        const written = await run(
          name,
          context,
          async (answerContext, callContext) => {
            const { maxChars, write } = answerContext;
            if ('form' in tool) return answerResearch(tool, input, answerContext, callContext);
            const answer =
              'operation' in tool
                ? answerTool(tool, input, answerContext, callContext)
                : runReport(tool, input, answerContext, callContext);
            return fitToLength(await answer, maxChars, write);
          },
          'operation' in tool ? timeoutMs : reportTimeoutMs,
        );
        return { ...written, isError: false };
      } catch (error) {
        context.signal.throwIfAborted();
        if (error instanceof ToolError)
          return errorResult(error, context.toolNames ?? ownNames, config.maxResultChars);
        throw error;
      }
    },
    async close() {
      for (const { stop } of running) stop(new ToolError('unavailable', 'The server is stopping.'));
      copper?.pacer.close();
      kept.drop();
    },
  };
}

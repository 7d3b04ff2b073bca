import { tools } from '../tools/index.ts';
import { reports } from '../tools/reports/index.ts';
import { researchTools } from '../tools/research/research-tools.ts';
import { answerTool } from './answer/answer.ts';
import type { ScanCache } from './answer/cached-rows.ts';
import { createCalendar } from './answer/calendar.ts';
import { errorResult } from './answer/error-result.ts';
import { runReport } from './answer/report.ts';
import { answerResearch } from './answer/research.ts';
import { createScanStore, type ScanStore } from './answer/scan-cache.ts';
import { createWork } from './answer/work.ts';
import { fitToLength, writeText } from './answer/write-answer.ts';
import { writeJson } from './answer/write-json.ts';
import { createCapabilities } from './capabilities/capabilities.ts';
import type { Config } from './config.ts';
import type { Credentials } from './copper/ask.ts';
import { type CopperClient, createCopperClient } from './copper/copper.ts';
import type { CreateQuota } from './copper/rate-limit/quota.ts';
import type { Log } from './log.ts';
import type { App } from './tool/app.ts';
import type { CapabilityHandlers } from './tool/capabilities.ts';
import type { Clock } from './tool/clock.ts';
import type { FetchCopper } from './tool/fetch-copper.ts';
import { createMask, type ToolNames } from './tool/outgoing-text.ts';
import type { RowsSource } from './tool/rows.ts';
import { ToolError } from './tool/tool-error.ts';

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
  /** Reads the targets of the account, for forecasts; default: there are none. */
  readonly readTargets?: (() => string) | undefined;
  /** Credentials besides those of the configuration that no answer may show. */
  readonly secrets?: readonly string[];
  /** What a call says if no credentials are configured; default: which variables to set. */
  readonly unconfigured?: string;
}

const noKey =
  'No Copper key is set. Ask the user to set COPPER_API_KEY and COPPER_USER_EMAIL for this server (in an extension: in its settings), or to start it with --sandbox to try it on demo data.';

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
): App & RowsSource & CapabilityHandlers & { readonly copper: CopperClient | undefined } {
  const { config, clock, log, random, quotas, unconfigured = noKey } = options;
  const kept = createPlace(options.scanStore ?? lazyScanStore(config, clock), config);
  const { baseUrl, credentials, timeoutMs, reportTimeoutMs } = config;
  const all = new Map([...tools, ...reports, ...researchTools].map((tool) => [tool.name, tool]));
  const toolNamed = (name: string) => {
    const tool = all.get(name);
    if (tool === undefined) throw new Error(`There is no tool ${name}`);
    return tool;
  };
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
    targets: options.readTargets,
    write: config.format === 'json' ? writeJson : writeText,
    data: config.format === 'json',
    maxChars: config.maxResultChars,
    clock,
    timeoutMs,
    reportTimeoutMs,
  };
  const { begin, run, stop } = createWork({
    copper,
    shared,
    ownNames,
    mask,
    clock,
    log,
    random,
    unconfigured,
  });

  const rows: RowsSource['rows'] = async (name, input, context) => {
    const tool = toolNamed(name);
    const { openRows } = await import('./answer/open-rows.ts');
    const timeMs = 'operation' in tool ? timeoutMs + config.maxWaitMs : reportTimeoutMs;
    const work = begin(name, { ...context, data: true }, timeMs);
    return openRows([tool, input], context, { ...work, mask });
  };

  /** Made when one is asked for: calls of tools need none of it. */
  const capabilities = () => createCapabilities(run, ownNames, config.maxResultChars);

  return {
    copper,
    read: (...request) => capabilities().read(...request),
    prompt: (...request) => capabilities().prompt(...request),
    skills: (...request) => capabilities().skills(...request),
    complete: (...request) => capabilities().complete(...request),
    rows,
    async call(name, input, context) {
      const tool = toolNamed(name);
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
      stop(new ToolError('unavailable', 'The server is stopping.'));
      copper?.pacer.close();
      kept.drop();
    },
  };
}

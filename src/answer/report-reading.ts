import { parseInput } from '../input/parse-input.ts';
import type { CallContext } from '../tool/app.ts';
import { startDeadline } from '../tool/clock.ts';
import type { Attempt } from '../tool/fetch-copper.ts';
import type { NameKind } from '../tool/names.ts';
import type { Column } from '../tool/record.ts';
import type { ReportContext } from '../tool/report.ts';
import type { DayCondition, FixedField, RequestOptions } from '../tool/request.ts';
import { formatNumber } from '../tool/sentences.ts';
import type { OperationTool, RequestContext } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type AnswerContext, readingShare } from './answer.ts';
import type { AnswerMoment } from './as-of.ts';
import { columnsFor, projectFields } from './columns.ts';
import {
  createRequestAllowance,
  type RequestAllowance,
  requestsNeeded,
  rowsText,
  sumCoverage,
  summarizeCoverage,
} from './coverage.ts';
import { createDayFilters, createDayReader } from './day-reader.ts';
import { idsInBoth, type ReadContext, readRange } from './read.ts';
import { readFirstPage } from './read-filtered.ts';
import { createProgress } from './report-progress.ts';
import { createScan, type PagedScan } from './scan.ts';
import { createReuse } from './scan-cache.ts';

/** Rows of a single reading by default. */
const defaultRows = 20;

/** What requests are made with; collects of which fields one exact value is asked for. */
interface ReadingContext extends RequestContext {
  readonly asOf: AnswerMoment;
  readonly fixedFields: FixedField[];
}

/** The tool's request, with the fields that the columns need and those that scans read besides. */
async function requestOf(
  tool: OperationTool,
  input: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
  context: ReadingContext,
  isScan = false,
) {
  const made = await tool.request(parseInput(tool, input, true).input, context);
  const { localFilters = [], localSort, days = [], fixedFields = [], ifNone: _, ...plain } = made;
  if (localSort !== undefined)
    throw new Error(`Copper cannot sort by ${localSort.by}; reports must sort rows themselves`);
  context.fixedFields.push(...fixedFields);
  const request = { operation: tool.operation, ...plain };
  const others = isScan ? tool.returns.record.scanned : [];
  return {
    localFilters,
    days,
    request: projectFields(request, tool.returns, columns, localFilters.length > 0, others),
  };
}

/** All fields of the tool's rows that may hold days. */
const fieldsOf = ({ returns }: OperationTool, columns: readonly Column[]) => [
  ...Object.values(returns.record.fields),
  ...columns.map(({ field }) => field),
];

/** @throws ToolError `invalid_input` if the scans so far take more requests than the agent allows */
function checkAllowance(scans: readonly PagedScan[], allowance: RequestAllowance): void {
  const parts = sumCoverage(scans.map((scan) => scan.coverage()));
  const needed = requestsNeeded(parts, allowance, 1);
  if (!allowance.isGiven || needed <= allowance.max) return;
  const known = parts.flatMap(({ noun, total }) => (total === undefined ? [] : [rowsText(total, noun)]));
  const rows = known.length === 0 ? 'this' : known.join(' and ');
  throw new ToolError(
    'invalid_input',
    `Reading ${rows} takes ${formatNumber(needed)} requests, max_requests allows ${formatNumber(allowance.max)}. Narrow the question, e.g. by owner or dates, or give max_requests=${needed}.`,
  );
}

/** Reads name lists ahead of their use; returns how many requests that took. Errors are reported when a list is needed. */
async function preloadNames(
  lists: readonly NameKind[],
  { copper }: AnswerContext,
  call: RequestOptions,
): Promise<number> {
  let sent = 0;
  const onAttempt = (attempt: Attempt) => {
    if (attempt.attempt === 1) sent++;
    call.onAttempt?.(attempt);
  };
  const names = copper.names({ ...call, onAttempt }, () => undefined);
  const read = lists.map(async (list) => {
    try {
      await names.all(list);
    } catch (error) {
      if (call.signal.aborted || !(error instanceof ToolError)) throw error;
    }
  });
  await Promise.all(read);
  return sent;
}

/**
 * Makes what a report reads with. Requests of scans yield to calls; requests for rows are counted against the allowance, pages are
 * reported as progress, and after four fifths of the time limit no further page is read.
 *
 * @param maxRequests the request allowance that the agent set; undefined for the default
 * @param collected what the answer says besides rows; of which fields the searches ask for one exact value is added to it
 */
export function createReportReading(
  answerContext: AnswerContext,
  { onProgress, ...origin }: CallContext,
  maxRequests: number | undefined,
  collected: Pick<ReadingContext, 'asOf' | 'note' | 'noteUnderstood' | 'fixedFields'>,
) {
  const { note, asOf } = collected;
  const { copper, calendar, dayOrder, accountId, clock, reportTimeoutMs } = answerContext;
  const allowance = createRequestAllowance(maxRequests);
  const deadline = startDeadline(reportTimeoutMs * readingShare, clock, origin.signal);
  const scans: PagedScan[] = [];
  const consumed = () => scans.filter((scan) => scan.hasReadRows);
  const searchCounts = { asked: 0, done: 0 };
  const progress = createProgress(
    () => (searchCounts.asked === 0 ? scans : consumed()),
    onProgress,
    copper.pacer.usage,
  );
  const call = allowance.counting({ ...origin, priority: 'interactive', onWait: progress.onWait });
  const rowCall = { ...call, onReply: asOf.include };
  const reading = { copper, softDeadline: deadline.signal, note };
  /** Counts one request for rows. */
  function oneRequest(priority: RequestOptions['priority']): ReadContext {
    allowance.used++;
    return { ...reading, call: { ...rowCall, priority }, progress: () => undefined };
  }
  const dayReader = createDayReader({ calendar, dayOrder, copper, call, note });
  const reuse = createReuse(answerContext.scanCache(), dayReader.testDay, asOf.include);
  const requestContext: ReadingContext = {
    names: copper.names(call, note),
    calendar,
    dayOf: dayReader.dayOf,
    ...collected,
  };
  /** Learns from the rows of a tool how days are written, and holds them against the days that were asked for. */
  const dayFiltersOf = (tool: OperationTool, columns: readonly Column[], days: readonly DayCondition[]) =>
    createDayFilters(dayReader, fieldsOf(tool, columns), days);

  const context: ReportContext = {
    ...requestContext,
    columns: columnsFor({ ...requestContext, accountId }),
    async scan(tool, input, columns, ids, { noun = tool.returns.record, maxPages } = {}) {
      const { days, ...made } = await requestOf(tool, input, columns, requestContext, true);
      const scan = createScan({
        ...made,
        ...(await reuse.take({ request: made.request, days, ids: idsInBoth(ids, made.request) })),
        dayFiltersFor: dayFiltersOf(tool, columns, days),
        ids,
        noun,
        maxPages,
        ...reading,
        call: rowCall,
        allowance,
        onPage: () => progress.onPage(scan.coverage()),
        onRequest() {
          checkAllowance(scans, allowance);
          progress.onRequest();
        },
      });
      scans.push(scan);
      await scan.start();
      return scan;
    },
    async rows(tool, input, columns, limit = defaultRows, { assumesLastPage } = {}) {
      const { request, localFilters, days } = await requestOf(tool, input, columns, requestContext);
      const { form, record } = tool.returns;
      const page = await readFirstPage(form, request, localFilters, limit, {
        ...oneRequest('interactive'),
        assumesLastPage,
        dayFiltersFor: dayFiltersOf(tool, columns, days),
      });
      progress.report(`read ${rowsText(page.rows.length, record)}`);
      return page;
    },
    async count(tool, input) {
      const { request, localFilters, days } = await requestOf(tool, input, [], requestContext);
      if (localFilters.length > 0) return undefined;
      const cached = await reuse.count({ request, days });
      // The first one is waited for; further ones are paced like scans.
      const priority = searchCounts.asked === 0 && scans.length === 0 ? 'interactive' : 'background';
      searchCounts.asked++;
      if (cached !== undefined) return cached;
      const found = await readRange(request, { offset: 0, limit: 0 }, oneRequest(priority));
      progress.report(`counted ${tool.returns.record.plural} (${formatNumber(++searchCounts.done)})`);
      return 'localFilters' in found ? undefined : found.total;
    },
    requestsLeft: () => Math.max(0, allowance.max - allowance.used),
    prepare: (lists) => preloadNames(lists, answerContext, call),
  };
  return {
    context,
    days: dayReader,
    /** Releases the timer, and the pages of scans that were not read to their end. */
    end() {
      deadline.end();
      reuse.end();
    },
    /** What has been read so far. */
    coverage() {
      const parts = consumed().map((scan) => scan.coverage());
      const counts = searchCounts.asked + scans.length - parts.length;
      return summarizeCoverage(parts, { counts, cached: reuse.counted() }, allowance, calendar.clockTime);
    },
  };
}

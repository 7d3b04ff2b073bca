import { maxReachable } from '../copper/operations.ts';
import type { CancelSignal } from '../tool/clock.ts';
import type { JsonObject } from '../tool/json.ts';
import { defaultMaxRequests, type RowNoun } from '../tool/report.ts';
import type { RequestOptions } from '../tool/request.ts';
import { formatNumber, joined, numbered } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';

/** An allowance of `given` requests for rows, or of the default number; counts the requests that are made. */
export function createRequestAllowance(given: number | undefined) {
  const allowance = {
    max: given ?? defaultMaxRequests,
    /** True if the agent set it. */
    isGiven: given !== undefined,
    /** Requests for rows so far, including those in flight. */
    used: 0,
    /** All requests sent: for rows and for names, retries included. */
    sent: 0,
    /** The options with every request sent by them counted in `sent`. */
    counting: (options: RequestOptions): RequestOptions => ({
      ...options,
      onAttempt(attempt) {
        allowance.sent++;
        options.onAttempt?.(attempt);
      },
    }),
  };
  return allowance;
}

/** How many requests for rows a report may make, and how many requests it has made. */
export type RequestAllowance = ReturnType<typeof createRequestAllowance>;

/** Why a reading ended before its end. */
type StopReason = 'requests' | 'time' | 'rate' | 'copper' | 'ceiling';

/** What ended a reading of which the rows before are still useful: the time, the rate limit or Copper. */
export interface ReadingStop {
  readonly stopped: StopReason;
  /** How long until the rate limit allows more, `5 s`. */
  readonly wait: string | undefined;
  readonly error: ToolError;
}

/** What ended a reading; undefined for an error after which there is no answer. `late` is aborted when the time is up. */
export function stopOf(error: unknown, late: CancelSignal | undefined): ReadingStop | undefined {
  if (!(error instanceof ToolError)) return undefined;
  const { kind, wait } = error;
  if (!['rate_limited', 'timeout', 'unavailable'].includes(kind)) return undefined;
  const stopped = late?.aborted === true ? 'time' : kind === 'rate_limited' ? 'rate' : 'copper';
  return { stopped, wait, error };
}

/** ` before the time limit`: how a reading ended; empty if nothing but its own limits ended it. */
export function stoppedBefore(stopped: StopReason | undefined): string {
  if (stopped === 'rate') return ' before the rate limit was used up';
  if (stopped === 'copper') return ' before Copper stopped responding';
  return stopped === 'time' ? ' before the time limit' : '';
}

/** ` before the time limit. Narrow …`: how the reading of a search ended, and how to get the other rows; empty words if it did not. */
export function stopText(stop: Pick<ReadingStop, 'stopped' | 'wait'> | undefined): string {
  const { stopped, wait = 'a minute or so' } = stop ?? {};
  const rest = 'to cover the rest.';
  if (stopped === 'rate')
    return `${stoppedBefore(stopped)}. Ask again in ${wait}, or narrow the question, ${rest}`;
  if (stopped === 'copper')
    return `${stoppedBefore(stopped)}. Ask again later, or narrow the question, ${rest}`;
  return `${stoppedBefore(stopped)}. Narrow the question ${rest}`;
}

/** How many of the matching rows were read. */
export interface Coverage {
  /** What one row is, and several are: `opportunities`, `opportunities with later contact`. */
  readonly noun: RowNoun;
  readonly read: number;
  readonly total: number | undefined;
  /** Requests needed to read all rows, as far as is known. */
  readonly pages: number | undefined;
  /** Requests made. */
  readonly pagesRead: number;
  /** Why reading ended early; undefined if it did not. */
  readonly stopped: StopReason | undefined;
  /** How long until the rate limit allows more, `5 s`, if it ended the reading. */
  readonly wait?: string | undefined;
  /** If rows were read for an earlier question. */
  readonly cached?: CacheTimes | undefined;
}

/** When rows that were kept were read, and when they will be read again; Unix seconds. */
export interface CacheTimes {
  readonly at: number;
  readonly until: number;
}

/** From when on some of these were read, and when all of them will be read again. */
export const joinCacheTimes = (...spans: readonly (CacheTimes | undefined)[]): CacheTimes | undefined =>
  spans.reduce(
    (one, other) =>
      one && other
        ? { at: Math.min(one.at, other.at), until: Math.max(one.until, other.until) }
        : (one ?? other),
    undefined,
  );

/** How much a report read, as its head line and its JSON say it. */
export interface CoverageSummary {
  readonly text: string;
  readonly data: JsonObject;
}

const requests = (count: number) => numbered(count, 'request', 'requests');

/** `12 opportunities`, `1 opportunity`. */
export const rowsText = (count: number, { name, plural }: RowNoun): string => numbered(count, name, plural);

/** `all 412 opportunities`, `1 opportunity`, `409 of 412 opportunities`; ` as of 14:02:05` if they were read before. */
function readOf({ noun, read, total, stopped, cached }: Coverage, clockTime: ClockTime): string {
  const asOf = cached === undefined ? '' : ` as of ${clockTime(cached.at)}`;
  if (stopped === undefined && (total === undefined || read >= total))
    return `${read === 1 ? '' : 'all '}${rowsText(read, noun)}${asOf}`;
  return total === undefined
    ? `${rowsText(read, noun)} of an unknown number${asOf}`
    : `${formatNumber(read)} of ${rowsText(total, noun)}${asOf}`;
}

/** `14:02:05` for Unix seconds, in the calendar's zone. */
type ClockTime = (seconds: number) => string;

/** Requests that reading everything takes: those made, and for each scan the pages still to read, or `unknown` pages. */
export function requestsNeeded(
  parts: readonly Coverage[],
  allowance: RequestAllowance,
  unknown: number,
): number {
  return parts.reduce((sum, { pages = unknown, pagesRead }) => sum + pages - pagesRead, allowance.used);
}

/** Why reading ended, and what to do about it. */
function advice(parts: readonly Coverage[], allowance: RequestAllowance): string {
  const { stopped, wait = 'a minute or so' } = parts.find((part) => part.stopped !== undefined) ?? {};
  switch (stopped) {
    case undefined:
      return 'Copper did not return the others: its total is an upper bound, or they moved meanwhile or are hidden';
    case 'rate':
      return `the rate limit was used up: ask again in ${wait}, or narrow the question`;
    case 'copper':
      return 'Copper stopped responding: narrow the question, or try again later';
    case 'time':
      return 'the time ran out: narrow the question, e.g. by owner or dates';
    case 'ceiling':
      return `Copper returns only the first ${formatNumber(maxReachable)} rows of a search: narrow the question, e.g. by owner or dates`;
    case 'requests': {
      const needed = requestsNeeded(parts, allowance, 0);
      const advice = needed > allowance.used ? `raise max_requests to ${needed}` : 'raise max_requests';
      return `narrow the question, e.g. by owner or dates, or ${advice}`;
    }
  }
}

/** One coverage for each kind of row. */
export function sumCoverage(parts: readonly Coverage[]): Coverage[] {
  const sum = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : a + b;
  const kinds = [...new Set(parts.map(({ noun }) => noun.plural))];
  return kinds.flatMap((plural) => {
    const [first, ...others] = parts.filter((part) => part.noun.plural === plural);
    const add = (one: Coverage, other: Coverage): Coverage => ({
      noun: one.noun,
      read: one.read + other.read,
      total: sum(one.total, other.total),
      pages: sum(one.pages, other.pages),
      pagesRead: one.pagesRead + other.pagesRead,
      stopped: one.stopped ?? other.stopped,
      wait: one.wait ?? other.wait,
      cached: joinCacheTimes(one.cached, other.cached),
    });
    return first === undefined ? [] : [others.reduce(add, first)];
  });
}

/** Where more than this share of the rows that Copper counts did not come, the answer is incomplete. */
const largeShare = 0.1;

/** Searches that only counted: how many, and when those were read whose rows were kept. */
export interface CountCoverage {
  readonly counts: number;
  readonly cached?: CacheTimes | undefined;
}

/** How much a report read, in how many requests; undefined for one that neither scanned nor counted. */
export function summarizeCoverage(
  scans: readonly Coverage[],
  { counts, cached: counted }: CountCoverage,
  allowance: RequestAllowance,
  clockTime: ClockTime,
): CoverageSummary | undefined {
  const parts = sumCoverage(scans);
  if (parts.length === 0 && counts === 0) return undefined;
  const cached = joinCacheTimes(counted, ...parts.map((part) => part.cached));
  const again = cached === undefined ? '' : ` (read again after ${clockTime(cached.until)})`;
  const sent = requests(allowance.sent);
  const missing = (share: number) =>
    parts.some(({ read, total }) => total !== undefined && read < total * (1 - share));
  const isWhole = parts.every(({ stopped }) => stopped === undefined);
  const complete = isWhole && !missing(0);
  const few = complete
    ? ''
    : ' (the others moved meanwhile or are hidden, or the total, an upper bound, is too high)';
  const read = `read ${joined(parts.map((part) => readOf(part, clockTime)))} in ${sent}${again}`;
  const text =
    isWhole && !missing(largeShare) ? `${read}${few}` : `INCOMPLETE: ${read}; ${advice(parts, allowance)}`;
  const data = {
    complete,
    requests: allowance.sent,
    read: parts.map(({ noun: { plural: what }, read, total }) => ({
      what,
      read,
      ...(total === undefined ? {} : { total }),
    })),
    ...(cached === undefined ? {} : { asOf: cached.at }),
  };
  const asOf = counted === undefined ? '' : ` as of ${clockTime(counted.at)}`;
  return { text: parts.length === 0 ? `counted${asOf} in ${sent}${again}` : text, data };
}

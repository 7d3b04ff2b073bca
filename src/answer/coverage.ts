import type { JsonObject } from '../tool/json.ts';
import { defaultMaxRequests } from '../tool/report.ts';
import type { RequestOptions } from '../tool/request.ts';
import { formatNumber } from './cell.ts';

/** An allowance of `given` requests for rows, or of the default number; counts the requests that are made. */
export function createRequestAllowance(given: number | undefined) {
  const allowance = {
    max: given ?? defaultMaxRequests,
    /** True where the agent set it. */
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

/** How many of the matching rows were read. */
export interface Coverage {
  /** `opportunities`. */
  readonly what: string;
  readonly read: number;
  readonly total: number | undefined;
  /** Requests needed to read all rows, as far as is known. */
  readonly pages: number | undefined;
  /** Requests made. */
  readonly pagesRead: number;
  /** Why reading ended early; undefined where it did not. */
  readonly stopped: 'requests' | 'time' | 'rate' | 'copper' | undefined;
}

/** How much a report read, as its head line and its JSON say it. */
export interface CoverageSummary {
  readonly text: string;
  readonly data: JsonObject;
}

/** True where every page was read and rows are missing all the same: records moved from page to page, or Copper counts too many. */
export const isShort = ({ read, total }: Pick<Coverage, 'read' | 'total'>): boolean =>
  total !== undefined && read < total;

const requests = (count: number) => `${formatNumber(count)} ${count === 1 ? 'request' : 'requests'}`;

/** `all 412 opportunities`, `409 of 412 opportunities`. */
function readOf({ what, read, total, stopped }: Coverage): string {
  if (stopped === undefined && (total === undefined || read >= total))
    return `all ${formatNumber(read)} ${what}`;
  return total === undefined
    ? `${formatNumber(read)} ${what} of an unknown number`
    : `${formatNumber(read)} of ${formatNumber(total)} ${what}`;
}

/** Requests that reading everything takes: those made, and for each sweep the pages still to read, or `unknown` pages. */
export function requestsNeeded(
  parts: readonly Coverage[],
  allowance: RequestAllowance,
  unknown: number,
): number {
  return parts.reduce((sum, { pages = unknown, pagesRead }) => sum + pages - pagesRead, allowance.used);
}

/** Why reading ended, and what to do about it. */
function advice(parts: readonly Coverage[], allowance: RequestAllowance): string {
  const stopped = parts.find((part) => part.stopped !== undefined)?.stopped;
  if (stopped === 'rate') return 'the rate limit is used up: narrow the question, or ask again in a minute';
  if (stopped === 'copper') return 'Copper stopped responding: narrow the question, or try again later';
  if (stopped === 'time') return 'the time ran out: narrow the question, e.g. by owner or dates';
  if (stopped === undefined)
    return 'the others moved while pages were read, or Copper counts too many: ask again';
  const needed = requestsNeeded(parts, allowance, 0);
  return `narrow the question, e.g. by owner or dates, or raise max_requests to ${needed}`;
}

const joined = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((word) => word !== '').join(' and ');

/** One coverage for each kind of record. */
export function sumCoverage(parts: readonly Coverage[]): Coverage[] {
  const sum = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : a + b;
  const kinds = [...new Set(parts.map(({ what }) => what))];
  return kinds.flatMap((what) => {
    const [first, ...others] = parts.filter((part) => part.what === what);
    const add = (one: Coverage, other: Coverage): Coverage => ({
      what,
      read: one.read + other.read,
      total: sum(one.total, other.total),
      pages: sum(one.pages, other.pages),
      pagesRead: one.pagesRead + other.pagesRead,
      stopped: one.stopped ?? other.stopped,
    });
    return first === undefined ? [] : [others.reduce(add, first)];
  });
}

/** How much a report read, in how many requests; undefined for one that neither swept nor counted. */
export function summarizeCoverage(
  sweeps: readonly Coverage[],
  counts: number,
  allowance: RequestAllowance,
): CoverageSummary | undefined {
  const parts = sumCoverage(sweeps);
  if (parts.length === 0 && counts === 0) return undefined;
  const sent = requests(allowance.sent);
  const complete = parts.every((part) => part.stopped === undefined && !isShort(part));
  const read = `read ${joined(parts.map(readOf))} in ${sent}`;
  const text = complete ? read : `INCOMPLETE: ${read}; ${advice(parts, allowance)}`;
  const data = {
    complete,
    requests: allowance.sent,
    read: parts.map(({ what, read, total }) => ({ what, read, ...(total === undefined ? {} : { total }) })),
  };
  return { text: parts.length === 0 ? `counted in ${sent}` : text, data };
}

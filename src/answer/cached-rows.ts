import type { SearchPage } from '../copper/pages.ts';
import { createYielder } from '../tool/clock.ts';
import { isObject, type JsonObject, parseJsonText } from '../tool/json.ts';
import type { LocalFilter } from '../tool/request.ts';
import {
  type DayTest,
  ignoresFields,
  type ReusePlan,
  type RowCheck,
  type ScanQuestion,
} from './reuse-plan.ts';

/** The rows of a scan that was read before, as its pages. */
export interface CachedRows {
  /** When its reading began, and when it will have to be read again; Unix seconds. */
  readonly at: number;
  readonly until: number;
  /** Matching rows over all pages; undefined if Copper gave no total. */
  readonly total: number | undefined;
  /** Rows per page. */
  readonly size: number;
  /** True if each of its entries is one row, and Copper checked all conditions. */
  readonly isUnfiltered: boolean;
  /** A page, counted from 1; to be asked for in order. Without entries beyond the last one. */
  page(number: number): Promise<SearchPage>;
}

/** A page as text in bytes, a tenth of what its objects take. */
export interface CachedPage {
  readonly text: Uint8Array;
  readonly localFilters: readonly LocalFilter[];
}

/** A scan of which all rows were read. */
export interface CachedScan extends Pick<CachedRows, 'at' | 'until' | 'total' | 'size' | 'isUnfiltered'> {
  readonly question: ScanQuestion;
  readonly pages: readonly CachedPage[];
  /** The fields that a row may lack because they are empty, each null; none if Copper sends empty ones. */
  readonly leftOut: JsonObject;
}

/** Pages of a scan that is being read: they are kept once it has read all its rows. */
export interface Recording {
  /** A page, counted from 1. */
  add(number: number, page: SearchPage): void;
  /** Keeps what was added. @param isUnfiltered see `CachedRows` */
  finish(size: number, isUnfiltered: boolean): void;
  /** Forgets what was added, unless it was finished. */
  abandon(): void;
}

/** Scans of one credential. */
export interface ScanCache {
  /** Rows that answer the question, the newest first; undefined if none do. */
  find(question: ScanQuestion, testDay: DayTest): Promise<CachedRows | undefined>;
  begin(question: ScanQuestion): Recording;
  /** Forgets everything. */
  drop(): void;
}

const decoder = new TextDecoder();

function rowsOf({ text }: CachedPage): JsonObject[] {
  const rows = parseJsonText(decoder.decode(text));
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

/** How many rows meet all conditions; undefined if one row does not decide it. Others have their turn between pages. */
async function countMatching(
  { pages, leftOut }: CachedScan,
  tests: readonly RowCheck[],
): Promise<number | undefined> {
  const yieldAfter = createYielder(5);
  let matching = 0;
  for (const page of pages) {
    await yieldAfter(1);
    for (const row of rowsOf(page)) {
      const verdicts = tests.map((test) => test({ ...leftOut, ...row }));
      if (verdicts.includes(false)) continue;
      if (verdicts.includes(undefined)) return undefined;
      matching++;
    }
  }
  return matching;
}

/** The pages that Copper would give for a narrower question: the rows that meet its conditions, so many on each. */
function narrowedPages({ pages, leftOut, size }: CachedScan, tests: readonly RowCheck[]) {
  const matches = (row: JsonObject) => tests.every((test) => test({ ...leftOut, ...row }) === true);
  const left = pages.values();
  const yieldAfter = createYielder(5);
  let rows: JsonObject[] = [];
  async function takePage(): Promise<JsonObject[]> {
    while (rows.length < size) {
      const next = left.next();
      if (next.done === true) break;
      rows.push(...rowsOf(next.value).filter(matches));
      await yieldAfter(1);
    }
    const page = rows.slice(0, size);
    rows = rows.slice(size);
    return page;
  }
  // Several pages may be asked for at once; each begins where the one before it ends.
  let before: Promise<unknown> = Promise.resolve();
  return () => {
    const page = before.then(takePage);
    before = page.catch(() => undefined);
    return page;
  };
}

/** The rows of a scan as those of a question that it covers; undefined if only Copper could tell which they are. */
export async function cachedRows(
  scan: CachedScan,
  { tests, project }: ReusePlan,
): Promise<CachedRows | undefined> {
  const { question, pages, at, until, size, isUnfiltered } = scan;
  if (tests.length > 0 && !scan.isUnfiltered) return undefined;
  const matching = tests.length === 0 ? 0 : await countMatching(scan, tests);
  if (matching === undefined) return undefined;
  const narrowed = narrowedPages(scan, tests);
  const own = (page: CachedPage | undefined) => (page === undefined ? [] : rowsOf(page));
  // A Copper that returns all fields does so for the other question, too.
  const isWhole = project === undefined || ignoresFields(question.request, own(pages[0])[0]);
  const total = scan.total === undefined || tests.length === 0 ? scan.total : matching;
  return {
    at,
    until,
    total,
    size,
    isUnfiltered,
    async page(number) {
      const page = pages[number - 1];
      const rows = tests.length > 0 ? await narrowed() : own(page);
      const { localFilters = [] } = page ?? pages[0] ?? {};
      return { entries: isWhole ? rows : rows.map(project), total, capped: false, localFilters };
    },
  };
}

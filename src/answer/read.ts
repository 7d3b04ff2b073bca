import type { CopperClient } from '../copper/copper.ts';
import { maxReachable } from '../copper/operations.ts';
import { readSearchPage, type SearchPage } from '../copper/pages.ts';
import { createRowFilter, entriesOf, type SkippedRows, skippedNote } from '../copper/reply-rows.ts';
import type { CancelSignal } from '../tool/clock.ts';
import type { JsonObject } from '../tool/json.ts';
import type { CopperRequest, LocalFilter, RequestOptions } from '../tool/request.ts';
import { formatNumber, numbered, quoteIfAmbiguous } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type ReadingStop, stopOf, stoppedBefore } from './coverage.ts';
import type { KeptRows } from './kept-rows.ts';

/** The names of conditions as a part of a text for agents, with what they were understood as. */
export const conditionNames = (conditions: readonly LocalFilter[]): string =>
  conditions
    .map(
      ({ name, understood }) => quoteIfAmbiguous(name) + (understood === undefined ? '' : ` (${understood})`),
    )
    .join(', ');

/** Which rows are wanted. */
export interface RowRange {
  readonly offset: number;
  readonly limit: number;
}

/** Raw rows and their position among all that match. */
export interface Rows {
  readonly rows: readonly JsonObject[];
  readonly offset: number;
  /** How many match; undefined if Copper gives no total. */
  readonly total: number | undefined;
  /** If not all rows could be read: how many of the rows read match. */
  readonly minTotal?: number;
  /** Offset of the next rows; undefined at the end. */
  readonly next: number | undefined;
  /** True where Copper returned no row at all, from the first one on. */
  readonly isNothing?: boolean;
}

/** Holds the rows of a page against the days that were asked for. */
export type DayFilters = (rows: readonly JsonObject[]) => Promise<readonly LocalFilter[]>;

/** What reading needs: the client, how requests are made, and where notes and progress go. */
export interface ReadContext {
  readonly copper: CopperClient;
  readonly call: RequestOptions;
  /** Aborted when no further page may be waited for, so that what was read can still be answered. */
  readonly softDeadline?: CancelSignal | undefined;
  note(text: string, kind?: 'gap'): void;
  /** Learns from rows how their days are written; returns the conditions on days that these rows do not meet. */
  readonly dayFiltersFor?: DayFilters;
  progress(done: number, total: number | undefined, message: string): void;
  /** Keeps the rows that are read for conditions which Copper cannot check: the next ones are then taken from them. */
  readonly kept?: () => KeptRows;
}

/** One range of the rows that are there. */
export const takeRange = (rows: readonly JsonObject[], { offset, limit }: RowRange) => ({
  rows: rows.slice(offset, offset + limit),
  offset,
  next: limit > 0 && offset + limit < rows.length ? offset + limit : undefined,
});

/** True if two pages, read one after the other, have different rows at a place that is on both. */
function hasMoved(
  before: readonly JsonObject[],
  { entries, total }: Pick<SearchPage, 'entries' | 'total'>,
  { at, start, size }: { readonly at: number; readonly start: number; readonly size: number },
): boolean {
  const [known, now] = [before.at(-1), entries[at - start]];
  // If rows of a page are hidden, their places are not known.
  const isWhole = entries.length === (total === undefined ? size : Math.min(size, total - start));
  return at >= start && isWhole && known?.id !== undefined && now?.id !== undefined && known.id !== now.id;
}

/** True if a page that follows others without common rows has one of theirs: rows have moved, or Copper repeats them. */
const hasComeAgain = (before: readonly JsonObject[], now: readonly JsonObject[]): boolean => {
  const known = new Set(before.map(({ id }) => id));
  return now.some(({ id }) => id !== undefined && id !== null && known.has(id));
};

/** Notes what Copper sent besides rows. */
export function noteSkipped(skipped: SkippedRows, note: ReadContext['note']): void {
  const text = skippedNote(skipped);
  if (text !== '') note(text);
}

/** Notes rows that should be in a range and are not, and those that no search reaches. */
function noteMissing(
  total: number | undefined,
  end: number,
  missing: number,
  note: ReadContext['note'],
): void {
  if (end >= maxReachable && (total === undefined || total > maxReachable)) {
    const all = formatNumber(maxReachable);
    note(
      `Copper returns only the first ${all} rows of a search. Narrow it, e.g. by owner or dates, for the others.`,
      'gap',
    );
  } else if (missing > 0) {
    note(
      `Copper counts ${total} but did not return ${numbered(missing, 'row', 'rows')} of this range: the total is an upper bound, or they are hidden from the key's owner.`,
      'gap',
    );
  }
}

const meanwhile = 'meanwhile: rows may be missing between its pages. Ask again.';

/**
 * So many full pages one call reads at most for a limit that no page can hold. Without a total it reads one: nobody would notice rows
 * that are removed between pages which have no row in common.
 */
export const maxWalkedPages = 4;

/**
 * The pages that contain the rows from `offset` to `offset + limit`: as few as possible, and one as small as possible. If it takes
 * two, they overlap if pages of any size do: whether rows moved between the two requests can be told from a row that is on both.
 * More rows than a page can hold are read in whole pages, one after another.
 *
 * @param cap the most rows one page can hold
 * @returns the number of each page, counted from 1, and how many rows it is asked for
 */
export function planPages(offset: number, limit: number, cap: number): { page: number; size: number }[] {
  if (limit === 0) return [{ page: 1, size: 1 }];
  const last = offset + limit - 1;
  if (limit > cap) {
    const first = Math.floor(offset / cap) + 1;
    return Array.from({ length: Math.floor(last / cap) + 2 - first }, (_, at) => ({
      page: first + at,
      size: cap,
    }));
  }
  for (let size = limit; size <= cap; size++) {
    const page = Math.floor(offset / size);
    if (page === Math.floor(last / size)) return [{ page: page + 1, size }];
  }
  for (let size = cap; size > 0; size--) {
    const before = Math.floor(last / size);
    for (let first = cap; first > 0; first--) {
      const page = Math.floor(offset / first) + 1;
      if (page * first > before * size)
        return [
          { page, size: first },
          { page: before + 1, size },
        ];
    }
  }
  const page = Math.floor(offset / limit) + 1;
  return [page, page + 1].map((one) => ({ page: one, size: limit }));
}

/** Reads one range of the rows of a search; the conditions instead if Copper turns out not to check some. */
export async function readRange(
  request: CopperRequest,
  { offset, limit }: RowRange,
  readContext: ReadContext,
): Promise<Rows | { readonly localFilters: readonly LocalFilter[] }> {
  const { copper, call, note } = readContext;
  const cap = copper.pageCap(request.operation);
  const reachable = offset < maxReachable ? maxReachable - offset : cap;
  const wanted = Math.min(limit, maxWalkedPages * cap, reachable);
  const entries: JsonObject[] = [];
  let before: readonly JsonObject[] = [];
  let total: number | undefined;
  let end = offset + wanted;
  let covered = offset;
  let returned = 0;
  let stop: ReadingStop | undefined;
  for (const [at, { page, size }] of planPages(offset, wanted, cap).entries()) {
    const shortPageSignal = readContext.softDeadline ?? call.signal;
    const options = { ...call, shortPageSignal, ...(at > 0 ? { signal: shortPageSignal } : {}) };
    const read = readSearchPage(copper, request, page, size, options);
    const found = await read.catch((error: unknown) => {
      stop = at > 0 && !call.signal.aborted ? stopOf(error, readContext.softDeadline) : undefined;
      if (stop === undefined) throw error;
      return undefined;
    });
    if (found === undefined) {
      end = covered;
      break;
    }
    const dayFilters = [...found.localFilters, ...((await readContext.dayFiltersFor?.(found.entries)) ?? [])];
    if (dayFilters.length > 0) return { localFilters: dayFilters };
    const start = (page - 1) * size;
    if ((found.total ?? 0) < (total ?? 0)) note(`Rows were removed ${meanwhile}`, 'gap');
    else if (
      hasMoved(before, found, { at: covered - 1, start, size }) ||
      (start >= covered && hasComeAgain(entries, found.entries))
    )
      note(`Rows moved ${meanwhile}`, 'gap');
    total = found.total;
    if (found.shortPageError !== undefined) {
      stop = stopOf(found.shortPageError, readContext.softDeadline);
      if (stop === undefined) throw found.shortPageError;
      end = Math.min(end, start + found.entries.length);
    }
    if (found.capped) {
      if (page > 1 || found.entries.length <= offset)
        return readRange(request, { offset, limit }, readContext);
      end = Math.min(end, found.entries.length);
    }
    returned += found.entries.length;
    entries.push(...found.entries.filter((_, row) => start + row >= covered && start + row < end));
    before = found.entries.length === size ? found.entries : [];
    covered = start + size;
    const last = total === undefined ? found.entries.length < size : covered >= total;
    if (total === undefined && wanted > cap) end = Math.min(end, covered);
    if (found.capped || stop !== undefined || last || covered >= end) break;
  }
  const filter = createRowFilter('listing');
  const rows = filter.take(entries).fresh;
  noteSkipped(filter.skipped, note);
  const expected = total === undefined ? 0 : Math.min(end, total) - offset;
  if (stop !== undefined)
    note(
      `Only ${numbered(entries.length, 'row was', 'rows were')} read here${stoppedBefore(stop.stopped)}; use offset=${end} for the others.`,
      'gap',
    );
  if (limit > 0) noteMissing(total, end, expected - entries.length, note);
  const follows = total === undefined ? entries.length === end - offset : end < total;
  const hasMore = entries.length > 0 && end < maxReachable && follows;
  return { rows, offset, total, next: hasMore ? end : undefined, isNothing: returned === 0 && offset === 0 };
}

/** True for a row that meets all conditions. */
export const passes = (row: JsonObject, localFilters: readonly LocalFilter[]) =>
  localFilters.every(({ test }) => test(row));

/** The ids that a search names itself, and those that a report asks for: both are conditions. */
export function idsInBoth(wanted: readonly number[] | undefined, { body }: CopperRequest) {
  const named = body?.ids;
  if (wanted === undefined || !Array.isArray(named) || named.length === 0) return wanted;
  const both = new Set(named.map(Number));
  return wanted.filter((id) => both.has(id));
}

/** Reads a list that Copper returns whole, and takes one range of the rows that match. */
export async function readList(
  request: CopperRequest,
  localFilters: readonly LocalFilter[],
  range: RowRange,
  { copper, call, note }: ReadContext,
): Promise<Rows> {
  const filter = createRowFilter('listing');
  const { fresh } = filter.take(entriesOf(await copper.ask(request, call)));
  noteSkipped(filter.skipped, note);
  const rows = fresh.filter((row) => passes(row, localFilters));
  return { ...takeRange(rows, range), total: rows.length };
}

/** Reads one record. */
export async function readOne(request: CopperRequest, { copper, call }: ReadContext): Promise<Rows> {
  const [row] = entriesOf(await copper.ask(request, call));
  if (row?.id === undefined || row.id === null)
    throw new ToolError('not_found', 'Copper returned no record; check the id or the e-mail address.');
  return { rows: [row], offset: 0, total: 1, next: undefined };
}

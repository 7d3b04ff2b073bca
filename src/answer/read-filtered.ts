import { type PageInOrder, readPagesInOrder, readSearchPage } from '../copper/pages.ts';
import { createRowFilter } from '../copper/reply-rows.ts';
import type { JsonObject } from '../tool/json.ts';
import type { Page } from '../tool/report.ts';
import type { CopperRequest, LocalFilter } from '../tool/request.ts';
import type { Returns } from '../tool/tool.ts';
import { type ReadingStop, stopOf, stopText } from './coverage.ts';
import { createFieldCheck } from './field-check.ts';
import { createKeeper, findKept, keptPages } from './kept-rows.ts';
import {
  conditionNames,
  noteSkipped,
  passes,
  type ReadContext,
  type RowRange,
  type Rows,
  readList,
  readOne,
  takeRange,
} from './read.ts';

/** The most pages that are read. */
const maxPages = 40;

/** So many pages count as one call; further ones as a scan, which yields to others. */
const callPages = 3;

/** The rows of a search that match all conditions, and how complete they are. */
export interface FilteredRows {
  /** Each row once, even if it moved between pages. */
  readonly rows: readonly JsonObject[];
  /** The conditions that Copper did not check. */
  readonly localFilters: readonly LocalFilter[];
  /** Rows read, matching or not. */
  readonly read: number;
  /** Rows that match the conditions that Copper checked; undefined if it gives no total. */
  readonly total: number | undefined;
  /** False if reading ended before the last page. */
  readonly complete: boolean;
  /** What ended it, if an error did. */
  readonly stop?: ReadingStop;
}

/** True if Copper counts rows that were not on any page: all of them have been read, or they are hidden. */
export const isShort = ({ read, total }: Pick<FilteredRows, 'read' | 'total'>) =>
  total !== undefined && read < total;

/** Notes which conditions were checked by this server, and on how many rows; if that is expected, only if rows are missing. */
export function noteFiltered(filtered: Omit<FilteredRows, 'rows'>, note: ReadContext['note']): void {
  const { localFilters, read, total, complete, stop } = filtered;
  const names = conditionNames(localFilters);
  const part = `Copper cannot search by ${names}: only ${read} of ${total ?? 'many'} rows ${read === 1 ? 'was' : 'were'} read and filtered here`;
  if (!complete && read !== total) {
    note(`${part}${stopText(stop)}`, 'gap');
  } else if (isShort(filtered)) {
    note(`${part}; Copper returned no more: its total is an upper bound, or the others are hidden.`, 'gap');
  } else if (!localFilters.every(({ notedOnlyIfPartial }) => notedOnlyIfPartial)) {
    const all = read === 1 ? '1 row was' : `all ${read} rows were`;
    note(`Copper cannot search by ${names}: ${all} read and filtered here.`);
  }
}

/** The pages until the time, the rate limit or Copper ends them; without a first page there is no answer, but the error. */
async function* untilLate(
  pages: AsyncGenerator<PageInOrder, void>,
  { call, softDeadline }: Pick<ReadContext, 'call' | 'softDeadline'>,
): AsyncGenerator<PageInOrder | ReadingStop> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      const { done, value } = await pages.next();
      if (done) return;
      yield value;
    } catch (error) {
      const stop = isFirst || call.signal.aborted ? undefined : stopOf(error, softDeadline);
      if (stop === undefined) throw error;
      yield stop;
      return;
    }
  }
}

/** Reads a search page by page from its start, for what Copper cannot do itself; stops once more than `max` rows are known to match. */
export async function readAll(
  request: CopperRequest,
  given: readonly LocalFilter[],
  { copper, call, softDeadline, note, progress, dayFiltersFor, kept }: ReadContext,
  max = Number.POSITIVE_INFINITY,
): Promise<FilteredRows> {
  const rows: JsonObject[] = [];
  const localFilters = [...given];
  const filter = createRowFilter();
  const returned = createFieldCheck();
  const { skipped } = filter;
  let read = 0;
  /** The largest total so far: what was removed meanwhile has moved rows to pages that had been read. */
  let most = 0;
  let all: FilteredRows = { rows, localFilters, read, total: undefined, complete: false };
  const optionsOf = (step: number) => ({
    ...call,
    signal: step === 1 ? call.signal : (softDeadline ?? call.signal),
    shortPageSignal: softDeadline,
    priority: step <= callPages ? ('interactive' as const) : ('background' as const),
  });
  const size = copper.pageCap(request.operation);
  const firstRows = maxPages * size;
  const cached = kept && (await findKept(kept, request, firstRows, note));
  const pages =
    cached === undefined ? readPagesInOrder(copper, request, optionsOf, filter) : keptPages(cached, filter);
  const keeper = createKeeper(cached === undefined ? kept : undefined, request, { size, firstRows });
  for await (const page of untilLate(pages, { call, softDeadline })) {
    if ('stopped' in page) {
      all = { ...all, complete: false, stop: page };
      break;
    }
    const { fresh, last, step } = page;
    keeper.take(page);
    for (const one of [...page.localFilters, ...((await dayFiltersFor?.(fresh)) ?? [])])
      if (!localFilters.some(({ name }) => name === one.name)) localFilters.push(one);
    read += fresh.length;
    returned.see(fresh, localFilters);
    rows.push(...fresh.filter((row) => passes(row, localFilters)));
    const others = skipped.empty + skipped.deleted + skipped.repeated;
    most = Math.max(most, page.total ?? 0);
    // A total that the rows of a later page contradict does not take back what an earlier one has said.
    const total = page.total === undefined && most === 0 ? undefined : Math.max(most - others, read);
    const needed =
      total === undefined
        ? undefined
        : Math.min(Math.ceil(total / copper.pageCap(request.operation)), maxPages);
    progress(step, needed, `read ${read}${total === undefined ? '' : ` of ${total}`} rows`);
    const matching = localFilters.length === 0 ? (total ?? rows.length) : rows.length;
    all = { rows, localFilters, read, total, complete: last };
    if (last || (cached === undefined && step === maxPages) || matching > max) break;
  }
  const others = skipped.empty + skipped.deleted + skipped.repeated;
  keeper.end(others === 0 ? all.read : 0, others === 0 && all.complete && !isShort(all));
  returned.check(localFilters, note);
  noteSkipped(filter.skipped, note);
  return all;
}

/** Reads a search from its start, filters the rows, and takes one range of those that match. */
export async function readFiltered(
  request: CopperRequest,
  localFilters: readonly LocalFilter[],
  range: RowRange,
  readContext: ReadContext,
): Promise<Rows> {
  const all = await readAll(request, localFilters, readContext);
  noteFiltered(all, readContext.note);
  const { rows } = all;
  const totals =
    all.complete && !isShort(all) ? { total: rows.length } : { total: undefined, minTotal: rows.length };
  return { ...takeRange(rows, range), ...totals, isNothing: all.read === 0 };
}

/**
 * The first `limit` rows, whatever the operation returns; at most one page, in one request. Where Copper gives no total, a page that comes
 * short may hold no more: unless `assumesLastPage`, further requests find that out.
 */
export async function readFirstPage(
  form: Returns['form'],
  request: CopperRequest,
  given: readonly LocalFilter[],
  limit: number,
  readContext: ReadContext & { readonly assumesLastPage?: boolean | undefined },
): Promise<Page> {
  if (form === 'one') return readOne(request, readContext);
  if (form === 'list') return readList(request, given, { offset: 0, limit: Infinity }, readContext);
  const { copper, call, note, dayFiltersFor, assumesLastPage = false } = readContext;
  const cap = copper.pageCap(request.operation);
  const size = given.length > 0 ? cap : Math.min(limit, cap);
  const page = await readSearchPage(copper, request, 1, size, {
    ...call,
    shortPageSignal: readContext.softDeadline,
    assumesLastPage,
  });
  const filter = createRowFilter();
  const rows = filter.take(page.entries).fresh;
  // The total is corrected by what else was left out.
  noteSkipped({ empty: filter.skipped.empty, deleted: 0, repeated: 0 }, note);
  const { length } = page.entries;
  const isAll = length < size && !page.capped && page.shortPageError === undefined;
  const total = page.total ?? (isAll ? length : undefined);
  const localFilters = [...given, ...page.localFilters, ...((await dayFiltersFor?.(rows)) ?? [])];
  const others = length - rows.length;
  const { isAssumedLast: isAssumedTotal = false } = page;
  if (localFilters.length === 0)
    return {
      rows: rows.slice(0, limit),
      total: total === undefined ? undefined : total - others,
      isAssumedTotal,
    };
  const returned = createFieldCheck();
  returned.see(rows, localFilters);
  returned.check(localFilters, note);
  const matching = rows.filter((row) => passes(row, localFilters));
  const complete = total !== undefined && length >= total;
  noteFiltered({ localFilters, read: rows.length, total, complete }, note);
  const shown = matching.slice(0, limit);
  return complete
    ? { rows: shown, total: matching.length, isAssumedTotal }
    : { rows: shown, total: undefined, minTotal: matching.length };
}

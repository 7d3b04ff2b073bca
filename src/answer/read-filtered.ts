import { readPagesInOrder, readSearchPage } from '../copper/pages.ts';
import type { JsonObject } from '../tool/json.ts';
import type { Page } from '../tool/report.ts';
import type { CopperRequest, PostFilter } from '../tool/request.ts';
import type { Returns } from '../tool/tool.ts';
import { passes, type Reading, type RowRange, type Rows, readList, readOne, takeRange } from './read.ts';

/** The most pages that are read. */
const maxPages = 40;

/** So many pages count as one call; further ones as a sweep, which yields to others. */
const callPages = 3;

/** The rows of a search that match all conditions, and how complete they are. */
export interface FilteredRows {
  /** Each row once, even if it moved between pages. */
  readonly rows: readonly JsonObject[];
  /** The conditions that Copper did not check. */
  readonly postFilters: readonly PostFilter[];
  /** Rows read, matching or not. */
  readonly read: number;
  /** Rows that match the conditions that Copper checked; undefined where it gives no total. */
  readonly total: number | undefined;
  /** False if reading ended before the last page. */
  readonly complete: boolean;
}

/** Notes which conditions were checked by this server, and on how many rows; where that is expected, only if rows are missing. */
export function noteFiltered(
  { postFilters, read, total, complete }: Omit<FilteredRows, 'rows'>,
  note: (text: string) => void,
): void {
  const names = postFilters.map(({ name }) => name).join(', ');
  if (!complete && read !== total) {
    const coverage = `only ${read} of ${total ?? 'many'} rows were read and filtered here`;
    note(`Copper cannot search by ${names}: ${coverage}. Narrow the question to cover the rest.`);
  } else if (!postFilters.every(({ expected }) => expected)) {
    note(`Copper cannot search by ${names}: all ${read} rows were read and filtered here.`);
  }
}

/** Reads a search page by page from its start, for what Copper cannot do itself; stops once more than `max` rows are known to match. */
export async function readAll(
  request: CopperRequest,
  given: readonly PostFilter[],
  { copper, call, progress, checkDays }: Reading,
  max = Number.POSITIVE_INFINITY,
): Promise<FilteredRows> {
  const rows: JsonObject[] = [];
  const postFilters = [...given];
  let read = 0;
  let all: FilteredRows = { rows, postFilters, read, total: undefined, complete: false };
  const pages = readPagesInOrder(copper, request, (step) => ({
    ...call,
    lane: step <= callPages ? 'call' : 'sweep',
  }));
  for await (const { fresh, total, last, step, ...page } of pages) {
    for (const one of [...page.postFilters, ...((await checkDays?.(fresh)) ?? [])])
      if (!postFilters.some(({ name }) => name === one.name)) postFilters.push(one);
    read += fresh.length;
    rows.push(...fresh.filter((row) => passes(row, postFilters)));
    const needed =
      total === undefined
        ? undefined
        : Math.min(Math.ceil(total / copper.pageCap(request.operation)), maxPages);
    progress(step, needed, `read ${read}${total === undefined ? '' : ` of ${total}`} rows`);
    const matching = postFilters.length === 0 ? (total ?? rows.length) : rows.length;
    all = { rows, postFilters, read, total, complete: last };
    if (last || step === maxPages || matching > max) break;
  }
  return all;
}

/** Reads a search from its start, filters the rows, and takes one range of those that match. */
export async function readFiltered(
  request: CopperRequest,
  postFilters: readonly PostFilter[],
  range: RowRange,
  reading: Reading,
): Promise<Rows> {
  const all = await readAll(request, postFilters, reading);
  noteFiltered(all, reading.note);
  const { rows, complete } = all;
  const totals = complete ? { total: rows.length } : { total: undefined, minTotal: rows.length };
  return { ...takeRange(rows, range), ...totals };
}

/** The first `limit` rows, whatever the operation returns; at most one page, in one request. */
export async function readFirstPage(
  form: Returns['form'],
  request: CopperRequest,
  given: readonly PostFilter[],
  limit: number,
  reading: Reading,
): Promise<Page> {
  if (form === 'one') return readOne(request, reading);
  if (form === 'list') return readList(request, given, { offset: 0, limit: Infinity }, reading);
  const { copper, call, note, checkDays } = reading;
  const cap = copper.pageCap(request.operation);
  const size = given.length > 0 ? cap : Math.min(limit, cap);
  const page = await readSearchPage(copper, request, 1, size, call);
  const read = page.rows.length;
  const total = page.total ?? (read < size ? read : undefined);
  const postFilters = [...given, ...page.postFilters, ...((await checkDays?.(page.rows)) ?? [])];
  if (postFilters.length === 0) return { rows: page.rows.slice(0, limit), total };
  const matching = page.rows.filter((row) => passes(row, postFilters));
  const complete = total !== undefined && read >= total;
  noteFiltered({ postFilters, read, total, complete }, note);
  const rows = matching.slice(0, limit);
  return complete ? { rows, total: matching.length } : { rows, total: undefined, minTotal: matching.length };
}

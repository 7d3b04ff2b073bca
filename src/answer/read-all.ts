import type { JsonObject, JsonValue } from '../tool/json.ts';
import type { CopperRequest, PostFilter } from '../tool/request.ts';
import { pageAfter } from './page-plan.ts';
import { asRows, isCapped, type Reading, type Rows, type Window, withPage } from './read.ts';
import { tellFiltered } from './tell-filtered.ts';

/** Pages read at most. */
const mostPages = 40;

/** So many pages are what one question may cost; more is a sweep, which yields to others. */
const fewPages = 3;

/** The rows of a search that pass, and how they were come by. */
export interface AllRows {
  /** Each once, also if it moved between pages. */
  readonly rows: readonly JsonObject[];
  /** The conditions that Copper left to us. */
  readonly unsent: readonly PostFilter[];
  /** Rows read, whether they pass or not. */
  readonly read: number;
  /** Rows that match what Copper was asked; undefined where it does not tell. */
  readonly total: number | undefined;
  /** False where the pages, or the rows that were wanted at most, came to their end first. */
  readonly complete: boolean;
}

/** Reads a search page by page from its start, for what Copper cannot do itself; stops once more than `most` rows are known to match. */
export async function readAll(
  request: CopperRequest,
  keep: readonly PostFilter[],
  { copper, call, progress }: Reading,
  most = Number.POSITIVE_INFINITY,
): Promise<AllRows> {
  const { operation } = request;
  const rows: JsonObject[] = [];
  const seen = new Set<JsonValue>();
  const unsent = [...keep];
  let read = 0;
  let covered = 0;
  let total: number | undefined;
  let complete = false;
  for (let step = 1; step <= mostPages && !complete; step++) {
    // The first reply may have taught the size that pages have here.
    const size = copper.pageCap(operation);
    const page = pageAfter(covered, size);
    const lane = step <= fewPages ? 'call' : 'sweep';
    const reply = await copper.ask(withPage(request, page, size), { ...call, lane });
    for (const one of reply.postFilters ?? [])
      if (!unsent.some(({ name }) => name === one.name)) unsent.push(one);
    const found = asRows(reply);
    total = reply.total;
    const capped = isCapped(found.length, total, page, size);
    if (capped) copper.learnPageCap(operation, found.length);
    covered = (page - 1) * size + (capped ? found.length : size);
    const fresh = found.filter(({ id }) => id === undefined || !seen.has(id));
    for (const { id } of fresh) if (id !== undefined) seen.add(id);
    read += fresh.length;
    rows.push(...fresh.filter((row) => unsent.every(({ test }) => test(row))));
    complete = found.length === 0 || (total === undefined ? found.length < size : covered >= total);
    const pages =
      total === undefined ? undefined : Math.min(Math.ceil(total / copper.pageCap(operation)), mostPages);
    progress(step, pages, `read ${read}${total === undefined ? '' : ` of ${total}`} rows`);
    if ((unsent.length === 0 ? (total ?? rows.length) : rows.length) > most) break;
  }
  return { rows, unsent, read, total, complete };
}

/** Notes that conditions were checked here, and on how many rows; those that everybody expects only where rows are missing. */
export function noteKept({ unsent, read, total, complete }: AllRows, { note }: Reading): void {
  tellFiltered(unsent, read, complete ? read : (total ?? 'many'), note);
}

/** Reads a search from its start, keeps what passes, and takes the window out of that. */
export async function readKept(
  request: CopperRequest,
  keep: readonly PostFilter[],
  { offset, limit }: Window,
  reading: Reading,
): Promise<Rows> {
  const all = await readAll(request, keep, reading);
  noteKept(all, reading);
  const { rows, complete } = all;
  return {
    rows: rows.slice(offset, offset + limit),
    offset,
    total: complete ? rows.length : undefined,
    ...(complete ? {} : { minTotal: rows.length }),
    next: offset + limit < rows.length ? offset + limit : undefined,
  };
}

import type { PageInOrder } from '../copper/pages.ts';
import type { RowFilter } from '../copper/reply-rows.ts';
import type { JsonObject } from '../tool/json.ts';
import type { CopperRequest } from '../tool/request.ts';
import type { CachedRows, Recording, ScanCache } from './cached-rows.ts';
import type { DayTest } from './reuse-plan.ts';

/** Where one call finds the rows that were read for the first ones of its question, and keeps those that it reads. */
export interface KeptRows {
  readonly scans: () => ScanCache | undefined;
  /** Of the first row that is wanted. */
  readonly offset: number;
  readonly testDay: DayTest;
  /** A moment in Unix seconds as the time of day. */
  clockTime(seconds: number): string;
}

/**
 * Rows of a search that were read before, all or so many of the first; undefined if they were not, or are too old. Rows from the first
 * one on always come from Copper; those that follow it from what was read for it, with a note of when that was.
 */
export async function findKept(
  { scans, offset, testDay, clockTime }: KeptRows,
  request: CopperRequest,
  firstRows: number,
  note: (text: string) => void,
): Promise<CachedRows | undefined> {
  const own = offset === 0 ? undefined : scans();
  const found = (await own?.find({ request }, testDay)) ?? (await own?.find({ request, firstRows }, testDay));
  if (found !== undefined)
    note(`The rows are as of ${clockTime(found.at)}; read again after ${clockTime(found.until)}.`);
  return found;
}

/** The pages of rows that are kept, which the filter has not seen. */
export async function* keptPages(cached: CachedRows, filter: RowFilter): AsyncGenerator<PageInOrder, void> {
  let read = 0;
  for (let step = 1; ; step++) {
    const page = await cached.page(step);
    const { entries, total } = page;
    read += entries.length;
    const last = entries.length === 0 || (total !== undefined && read >= total);
    yield { ...page, fresh: filter.take(entries).fresh, step, last };
    if (last) return;
  }
}

/** Keeps the rows of a search that are new as pages of one size, whatever the size of those in which they came. */
export function createKeeper(
  kept: KeptRows | undefined,
  request: CopperRequest,
  { size, firstRows }: { readonly size: number; readonly firstRows: number },
) {
  let recording: Recording | undefined;
  let left: JsonObject[] = [];
  let pages = 0;
  let isUnfiltered = true;
  let isCut = false;
  function addPage(page: PageInOrder): void {
    recording?.add(++pages, { ...page, entries: left.slice(0, size) });
    left = left.slice(size);
  }
  return {
    take(page: PageInOrder): void {
      if (page.step === 1) {
        isCut = page.total !== undefined && page.total > firstRows;
        recording = kept?.scans()?.begin({ request, ...(isCut ? { firstRows } : {}) });
      }
      if (recording === undefined) return;
      isUnfiltered &&= page.localFilters.length === 0;
      left.push(...page.fresh);
      while (left.length >= size) addPage(page);
      if (page.last && left.length > 0) addPage(page);
    },
    /** Keeps them if they are all that were to be read. */
    end(read: number, isAll: boolean): void {
      if (isCut ? read === firstRows : isAll) recording?.finish(size, isUnfiltered);
      recording?.abandon();
    },
  };
}

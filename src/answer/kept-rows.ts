import type { PageInOrder } from '../copper/pages.ts';
import type { RowFilter } from '../copper/reply-rows.ts';
import type { Calendar } from '../tool/clock.ts';
import type { JsonObject } from '../tool/json.ts';
import type { CopperRequest } from '../tool/request.ts';
import type { CachedRows } from './cached-rows.ts';
import type { DayTest } from './reuse-plan.ts';
import type { Recording, ScanCache } from './scan-cache.ts';

/** Where rows are kept between the answers to one question. */
export interface KeptRows {
  /** Rows of a search that were read before, all or so many of the first; undefined if they were not, or are too old. */
  find(request: CopperRequest, firstRows: number): Promise<CachedRows | undefined>;
  /** The place for them; `firstRows` if there are more. */
  begin(request: CopperRequest, firstRows?: number): Recording | undefined;
}

/**
 * Where one call takes rows from, and leaves them for the next one: rows from the first one on always come from Copper, those that
 * follow from what was read for the first ones, which says of when it is.
 */
export const keptRows = (
  scans: () => ScanCache | undefined,
  {
    offset,
    testDay,
    clockTime,
    note,
  }: Pick<Calendar, 'clockTime'> & {
    readonly offset: number;
    readonly testDay: DayTest;
    readonly note: (text: string) => void;
  },
): KeptRows => ({
  async find(request, firstRows) {
    const own = offset === 0 ? undefined : scans();
    const found =
      (await own?.find({ request }, testDay)) ?? (await own?.find({ request, firstRows }, testDay));
    if (found !== undefined)
      note(`The rows are as of ${clockTime(found.at)}; read again after ${clockTime(found.until)}.`);
    return found;
  },
  begin: (request, firstRows) =>
    scans()?.begin({ request, ...(firstRows === undefined ? {} : { firstRows }) }),
});

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

/** Keeps the rows of a search that are new, at most `firstRows`, as pages of one size, whatever the size of those in which they came. */
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
        recording = kept?.begin(request, isCut ? firstRows : undefined);
      }
      if (recording === undefined) return;
      isUnfiltered &&= page.localFilters.length === 0;
      left.push(...page.fresh);
      while (left.length >= size) addPage(page);
      if (page.last && left.length > 0) addPage(page);
    },
    /** Keeps them if they are all that were to be read; `isWhole` if they are all there are. */
    end(read: number, isWhole: boolean): void {
      if (isCut ? read === firstRows : isWhole) recording?.finish(size, isUnfiltered);
      recording?.abandon();
    },
  };
}

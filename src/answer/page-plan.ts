/** Which pages to ask for. */
export interface PagePlan {
  readonly size: number;
  /** Page numbers, counted from 1. */
  readonly pages: readonly number[];
}

/** The page to read when the first `covered` rows have been: of another size than before it may hold some of them again, never skip any. */
export const pageAfter = (covered: number, size: number): number => Math.floor(covered / size) + 1;

/**
 * The pages that hold the rows from `offset` to `offset + limit`: as few pages as can be, and of those the smallest.
 *
 * @param cap the most rows one page may hold; `limit` is at most that
 */
export function planPages(offset: number, limit: number, cap: number): PagePlan {
  const last = offset + limit - 1;
  for (let size = limit; size <= cap; size++) {
    const page = Math.floor(offset / size);
    if (page === Math.floor(last / size)) return { size, pages: [page + 1] };
  }
  const page = Math.floor(offset / limit);
  return { size: limit, pages: [page + 1, page + 2] };
}

import { paging } from '../../inputs/paging.ts';

/** Rows of one answer at most. */
const most = 100;

/** Which rows of a report's list are shown. */
export const listPaging = paging(most);

/** The rows that were asked for; a larger limit is lowered, and that is said. */
export function readPaging(
  { limit, offset = 0 }: { readonly limit?: number | undefined; readonly offset?: number | undefined },
  usual: number,
  note: (text: string) => void,
): { limit: number; offset: number } {
  if (limit !== undefined && limit > most) note(`limit ${limit} was lowered to ${most}; go on by offset.`);
  return { limit: Math.min(limit ?? usual, most), offset };
}

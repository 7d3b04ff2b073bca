import type { Page } from '../tool/report.ts';
import type { CopperRequest, PostFilter } from '../tool/request.ts';
import type { Returns } from '../tool/tool.ts';
import { asRows, isCapped, type Reading, readList, readOne, withPage } from './read.ts';
import { tellFiltered } from './tell-filtered.ts';

/** The first `limit` rows of whatever form an operation answers in, at most one page of it: one request. */
export async function readFirstPage(
  form: Returns['form'],
  request: CopperRequest,
  keep: readonly PostFilter[],
  limit: number,
  reading: Reading,
): Promise<Page> {
  if (form === 'one') return readOne(request, reading);
  if (form === 'list') return readList(request, keep, { offset: 0, limit: Infinity }, reading);
  const { copper, call, note } = reading;
  const cap = copper.pageCap(request.operation);
  const size = keep.length > 0 ? cap : Math.min(limit, cap);
  const reply = await copper.ask(withPage(request, 1, size), call);
  const found = asRows(reply);
  if (isCapped(found.length, reply.total, 1, size)) copper.learnPageCap(request.operation, found.length);
  const total = reply.total ?? (found.length < size ? found.length : undefined);
  const left = [...keep, ...(reply.postFilters ?? [])];
  if (left.length === 0) return { rows: found.slice(0, limit), total };
  const kept = found.filter((row) => left.every(({ test }) => test(row)));
  const complete = total !== undefined && found.length >= total;
  tellFiltered(left, found.length, complete ? found.length : (total ?? 'many'), note);
  const rows = kept.slice(0, limit);
  return complete ? { rows, total: kept.length } : { rows, total: undefined, minTotal: kept.length };
}

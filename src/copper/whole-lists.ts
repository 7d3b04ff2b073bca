import { ListTooLong } from '../names/name-resolver.ts';
import type { JsonObject } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import type { PageSource } from './ask.ts';
import { operations } from './operations.ts';
import { readPagesInOrder } from './pages.ts';
import { rowsOf } from './reply-rows.ts';

/** A list that was read whole, and the requests and replies of all pages but the first. */
interface KnownList {
  readonly rows: readonly JsonObject[];
  readonly further: readonly (readonly [CopperRequest, CopperReply])[];
}

/** True if the further pages still have the same replies. */
async function isAsBefore(
  { further }: KnownList,
  ask: (request: CopperRequest) => Promise<CopperReply>,
): Promise<boolean> {
  for (const [request, reply] of further) if ((await ask(request)) !== reply) return false;
  return true;
}

/** Pages and bytes of one list of names; no account has as many users. */
const maxListPages = 25;
const maxListBytes = 10_000_000;

/** All rows of a lookup, page after page, until all are there or a page has no new ones. @throws ListTooLong */
async function readWholeList(
  source: PageSource,
  operation: OperationId,
  call: RequestOptions,
): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  let bytes = 0;
  for await (const page of readPagesInOrder(source, { operation }, () => call)) {
    const { fresh, total, last, step } = page;
    bytes += page.bytes ?? 0;
    for (const row of fresh) rows.push(row);
    if (fresh.length === 0 || (total === undefined ? last : rows.length >= total)) break;
    if (step >= maxListPages || bytes > maxListBytes) throw new ListTooLong(rows.length);
  }
  return rows;
}

/**
 * Reads all rows of a lookup, and remembers them for as long as its first page is cached and its further ones have the same replies: rows
 * that are the same objects as before have an index of their names. @throws ListTooLong
 */
export function createListReader(source: PageSource) {
  const lists = new WeakMap<CopperReply, KnownList>();

  return async (
    operation: OperationId,
    call: RequestOptions,
    maxAgeMs?: number,
  ): Promise<readonly JsonObject[]> => {
    const hasPages = operations[operation].pageCap !== undefined;
    const body = { page_number: 1, page_size: source.pageCap(operation) };
    const first = await source.ask(hasPages ? { operation, body } : { operation }, call, maxAgeMs);
    const cached = lists.get(first);
    if (cached !== undefined && (await isAsBefore(cached, (request) => source.ask(request, call, maxAgeMs))))
      return cached.rows;
    const further: [CopperRequest, CopperReply][] = [];
    let requests = 0;
    const counted: PageSource = {
      ...source,
      async ask(request, options, ageMs = maxAgeMs) {
        if (++requests === 1) return first;
        const reply = await source.ask(request, options, ageMs);
        further.push([request, reply]);
        return reply;
      },
    };
    const rows = hasPages ? await readWholeList(counted, operation, call) : rowsOf(first);
    lists.set(first, { rows, further });
    return rows;
  };
}

import type { JsonObject } from '../../../src/tool/json.ts';
import type { Column } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { neededMembers } from './deal-values.ts';

/** Deals per request for deals by id, made while the feed is read: if requests run out, the newest changes have their deals. */
const batch = 100;

/** What the coverage calls deals that are read because they changed: those that were created are counted apart. */
const changedDeals = { name: 'changed opportunity', plural: 'changed opportunities' };

/**
 * Reads deals by their ids, batch by batch.
 *
 * @param conditions inputs of the deal search: deals that do not match are missing
 */
export function createDealReader(
  conditions: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
  { scan }: Pick<ReportContext, 'scan'>,
) {
  const deals = new Map<number, JsonObject>();
  const requested = new Set<number>();
  const unread = new Set<number>();
  let waiting: number[] = [];
  let complete = true;
  function add(row: JsonObject): JsonObject {
    const deal = neededMembers(row, columns);
    deals.set(Number(row.id), deal);
    return deal;
  }
  async function flush(): Promise<void> {
    const ids = waiting;
    waiting = [];
    if (ids.length === 0) return;
    // Once the requests have run out, no later batch can be read either.
    const found =
      unread.size > 0
        ? undefined
        : await scan(searchOpportunities, conditions, columns, ids, { noun: changedDeals });
    for await (const row of found ?? []) add(row);
    complete &&= found?.complete === true;
    if (found?.endedEarly !== false) for (const id of ids) unread.add(id);
  }
  return {
    /** Raw deals by id, those that match the conditions. */
    deals,
    /** Takes a deal that was read in another way. */
    add,
    /** Reads what was requested and not read yet. */
    flush,
    async request(id: number) {
      if (requested.has(id) || deals.has(id)) return;
      requested.add(id);
      if (waiting.push(id) >= batch) await flush();
    },
    isComplete: () => complete,
    /** True for a deal that was requested, and for which the requests did not last. */
    isUnread: (id: number) => unread.has(id) && !deals.has(id),
    /** How many deals were asked for and not found, among those for which the requests lasted. */
    missing: () => [...requested].filter((id) => !deals.has(id) && !unread.has(id)).length,
  };
}

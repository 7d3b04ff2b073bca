import type { JsonObject } from '../../../src/tool/json.ts';
import { dealValue, comparableValue } from '../deals/money.ts';

/** Deals by what is at stake; of any number of them only the first few are kept. */
export interface DealRanking {
  add(deal: JsonObject): void;
  /** Deals that were added. */
  count(): number;
  /** The first ones, in order. */
  first(): JsonObject[];
  /** How deals of several currencies were put in order, where these rows or those behind them are of several. */
  note(rows: readonly JsonObject[]): string | undefined;
}

const id = (deal: JsonObject) => Number(deal.id ?? 0);
const larger = (a: JsonObject, b: JsonObject) =>
  (comparableValue(b)?.value ?? 0) - (comparableValue(a)?.value ?? 0) || id(a) - id(b);

/** The first `most` of any number of rows in the order of `larger`; at most twice as many and a hundred are kept meanwhile. */
function createShelf(most: number) {
  let kept: JsonObject[] = [];
  let count = 0;
  const first = () => kept.sort(larger).slice(0, most);
  return {
    first,
    count: () => count,
    add(row: JsonObject) {
      count++;
      kept.push(row);
      if (kept.length > 2 * most + 100) kept = first();
    },
  };
}

/**
 * Keeps the `most` deals with the largest value: in the account's currency as Copper converts it, else one currency after the other,
 * that of most deals first, for numbers of different currencies have no order. Deals without a value come last.
 */
export function createDealRanking(most: number): DealRanking {
  const shelves = new Map<string | undefined, ReturnType<typeof createShelf>>();
  const byCount = () =>
    [...shelves].sort(
      ([a, left], [b, right]) =>
        Number(a === undefined) - Number(b === undefined) ||
        right.count() - left.count() ||
        String(a).localeCompare(String(b)),
    );
  return {
    add(deal) {
      const unit = comparableValue(deal)?.unit;
      const shelf = shelves.get(unit) ?? createShelf(most);
      shelves.set(unit, shelf);
      shelf.add(deal);
    },
    count: () => [...shelves.values()].reduce((sum, shelf) => sum + shelf.count(), 0),
    first: () =>
      byCount()
        .flatMap(([, shelf]) => shelf.first())
        .slice(0, most),
    note(rows) {
      if ([...shelves.keys()].filter((unit) => unit !== undefined).length > 1)
        return 'Currencies are not compared: deals stand by currency, that of most deals first.';
      const units = new Set(rows.flatMap((row) => dealValue(row)?.unit ?? []));
      return units.size > 1 ? "Sorted by value in the account's currency, as Copper converts it." : undefined;
    },
  };
}

import type { JsonObject } from '../../../src/tool/json.ts';
import { comparableValue, dealValue } from '../deals/deal-values.ts';
import { createFirstRows } from './first-rows.ts';

const id = (deal: JsonObject) => Number(deal.id ?? 0);
const larger = (a: JsonObject, b: JsonObject) =>
  (comparableValue(b)?.value ?? 0) - (comparableValue(a)?.value ?? 0) || id(a) - id(b);

/**
 * Keeps the `most` deals with the largest value, in the account's currency as Copper converts it. If Copper does not convert, numbers
 * of different currencies cannot be compared: one currency comes after the other, the one of most deals first. Deals without a value
 * come last.
 */
export function createDealRanking(most: number) {
  const byUnit = new Map<string | undefined, ReturnType<typeof createFirstRows>>();
  const byCount = () =>
    [...byUnit].sort(
      ([a, left], [b, right]) =>
        Number(a === undefined) - Number(b === undefined) ||
        right.count() - left.count() ||
        String(a).localeCompare(String(b)),
    );
  return {
    add(deal: JsonObject): void {
      const unit = comparableValue(deal)?.unit;
      const largest = byUnit.get(unit) ?? createFirstRows(most, larger);
      byUnit.set(unit, largest);
      largest.add(deal);
    },
    /** How many deals were added. */
    count: (): number => [...byUnit.values()].reduce((sum, { count }) => sum + count(), 0),
    /** The first ones, in order. */
    first: (): JsonObject[] =>
      byCount()
        .flatMap(([, { first }]) => first())
        .slice(0, most),
    /** How deals of several currencies were sorted, if these rows or those after them have several. */
    note(rows: readonly JsonObject[]): string | undefined {
      if ([...byUnit.keys()].filter((unit) => unit !== undefined).length > 1)
        return 'Currencies are not compared: deals are grouped by currency, the one with most deals first.';
      const units = new Set(rows.flatMap((row) => dealValue(row)?.unit ?? []));
      return units.size > 1 ? "Sorted by value in the account's currency, as Copper converts it." : undefined;
    },
  };
}

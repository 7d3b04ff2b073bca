import { type Dimension, noGroup } from './dimensions.ts';
import type { Fact } from './facts.ts';
import { type Measure, result } from './measures.ts';
import { seen } from './text.ts';

/** One row of a table of groups: what stands in its cells. */
export interface GroupRow {
  readonly keys: readonly string[];
  readonly currency: string;
  readonly count: number;
  readonly results: readonly (number | null)[];
}

/** Records by group and currency. */
export interface Grouped {
  /** Currencies that stand apart, the most used first. */
  readonly currencies: readonly string[];
  readonly groups: readonly (readonly GroupRow[])[];
  readonly total: readonly GroupRow[];
  /** The rows of a group that is made of all but some groups. */
  without(keys: ReadonlySet<string>): readonly GroupRow[];
}

/** What stands between the keys of a group when they are one text. */
export const keyText = (keys: readonly string[]): string => keys.map(seen).join(' / ').toLowerCase();

/** In which currency a record is counted; undefined where it has no amount. */
type CurrencyOf = (fact: Fact) => string | undefined;

/** What money is measured: the value as it was entered, before what Copper converts. */
function moneyOf(measures: readonly Measure[]): CurrencyOf | undefined {
  const money = measures.map(({ quantity }) => quantity).filter(({ currency }) => currency !== undefined);
  const first = money.find(({ currency }) => currency === 'currency') ?? money[0];
  if (first === undefined) return undefined;
  return (fact) => {
    const amount = money.includes(first) ? first.of(fact) : null;
    const currency = String(fact.values[first.currency ?? ''] ?? '');
    return amount === null || (amount === 0 && currency === '') ? undefined : currency;
  };
}

const earns = ({ values }: Fact) => values.earns !== false;

/**
 * Records as they are counted: each currency apart; records without an amount with the currency that is used most; the money of
 * pipelines that earn nothing not at all, unless there is no other. `main` chooses among currencies that are used equally often.
 */
export function group(
  facts: readonly Fact[],
  dimensions: readonly Dimension[],
  reading: number,
  measures: readonly Measure[],
  main = 0,
): Grouped {
  const currencyOf = moneyOf(measures);
  const valued = currencyOf === undefined ? [] : facts.filter((fact) => currencyOf(fact) !== undefined);
  const earning = valued.filter(earns);
  const shown = earning.length > 0 ? earning : valued;
  const uses = new Map<string, number>();
  for (const fact of shown) {
    const currency = currencyOf?.(fact) ?? '';
    uses.set(currency, (uses.get(currency) ?? 0) + 1);
  }
  const byUse = [...uses].sort(([, a], [, b]) => b - a);
  const most = byUse[0]?.[1] ?? 0;
  const ties = byUse.filter(([, count]) => count === most).map(([currency]) => currency);
  const usual = ties[main % Math.max(1, ties.length)] ?? '';
  const currencies = [usual, ...byUse.map(([currency]) => currency).filter((one) => one !== usual)];
  const isShown = new Set(shown);
  // One measure may have a number where another has none: a weighted value needs a chance to win.
  const hasMoney = (fact: Fact) =>
    measures.some(({ quantity }) => quantity.currency !== undefined && quantity.of(fact) !== null);
  const isLeftOut = new Set(
    earning.length === 0 ? [] : facts.filter((fact) => !earns(fact) && hasMoney(fact)),
  );
  const homeOf = (fact: Fact) => (isShown.has(fact) ? (currencyOf?.(fact) ?? usual) : usual);
  const rowsOf = (some: readonly Fact[], keys: readonly string[]): GroupRow[] =>
    currencies.flatMap((currency) => {
      const here = some.filter((fact) => homeOf(fact) === currency);
      if (here.length === 0) return [];
      const results = measures.map(({ how, quantity }) => {
        const counts = (fact: Fact) => quantity.currency === undefined || !isLeftOut.has(fact);
        return result(
          how,
          here.filter(counts).flatMap((fact) => quantity.of(fact) ?? []),
        );
      });
      return [{ keys, currency: currency === '' ? noGroup : currency, count: here.length, results }];
    });

  const members = new Map<string, { keys: readonly string[]; facts: Fact[] }>();
  for (const fact of facts) {
    for (const keys of keysOf(fact, dimensions, reading)) {
      const text = keyText(keys);
      const known = members.get(text) ?? { keys, facts: [] };
      known.facts.push(fact);
      members.set(text, known);
    }
  }
  const all = [...members.values()];
  return {
    currencies,
    groups: dimensions.length === 0 ? [] : all.map((one) => rowsOf(one.facts, one.keys)),
    total: rowsOf(facts, []),
    without: (keys) =>
      rowsOf(
        all.flatMap((one) => (keys.has(keyText(one.keys)) ? [] : one.facts)),
        [],
      ),
  };
}

/** The groups of a record: one of each dimension, in every combination. */
function keysOf(
  fact: Fact,
  dimensions: readonly Dimension[],
  reading: number,
): readonly (readonly string[])[] {
  return dimensions.reduce<readonly (readonly string[])[]>(
    (all, { readings }) => {
      const read = readings[reading % readings.length];
      const found = read?.(fact) ?? [];
      const keys = found.length === 0 ? [noGroup] : found;
      return all.flatMap((before) => keys.map((key) => [...before, key]));
    },
    [[]],
  );
}

import { type Fact, textsIn } from './facts.ts';
import type { Sortable } from './kind.ts';

/** What a row is sorted by; null comes last, whichever way. */
type Key = string | number | null;

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Two ways to order texts, of which an answer keeps to one: letter by letter as Copper does, or as a dictionary does. */
const textOrders = [
  (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0),
  (a: string, b: string) => collator.compare(a, b),
];

function keyOf({ values }: Fact, { of, order }: Pick<Sortable, 'of' | 'order'>): Key {
  const value = values[of] ?? null;
  if (order !== undefined) return typeof value === 'string' ? order.indexOf(value) : null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  const text = textsIn(value).join(', ');
  return text === '' ? null : text.toLowerCase();
}

/** Records in order, equal ones side by side: each group of them may come in any order. */
export type Ranks = readonly (readonly Fact[])[];

/** The orders that an answer may have: one, unless texts decide. */
export function ordersOf(
  facts: readonly Fact[],
  by: Pick<Sortable, 'of' | 'order'>,
  descending: boolean,
): readonly Ranks[] {
  return textOrders.map((compareTexts) => {
    const compare = (a: Key, b: Key): number => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      const found =
        typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b));
      return descending ? -found : found;
    };
    const keyed = facts.map((fact) => ({ fact, key: keyOf(fact, by) }));
    keyed.sort((a, b) => compare(a.key, b.key));
    const ranks: Fact[][] = [];
    for (const [at, { fact, key }] of keyed.entries()) {
      const before = keyed[at - 1];
      if (before !== undefined && compare(before.key, key) === 0) ranks.at(-1)?.push(fact);
      else ranks.push([fact]);
    }
    return ranks;
  });
}

import type { Account } from './account.ts';
import type { Fact } from './facts.ts';
import type { Random } from './random.ts';
import type { Span } from './spans.ts';

/** One condition as an agent puts it, and which records it is true of. */
export interface Condition {
  /** No two conditions of a question are about the same. */
  readonly slot: string;
  /** The input or the filter. */
  readonly name: string;
  /** True where it may be an input of its own. */
  readonly own: boolean;
  /** A text, a list of texts, a number or a yes or no. */
  readonly value: unknown;
  /** Whether a record fits, at a moment in Unix seconds. */
  readonly keep: (fact: Fact, now: number) => boolean;
  /** The days that it asks for. */
  readonly span?: Span;
  /** True where saying that it cannot be asked is right, too. */
  readonly mayRefuse?: true;
}

/** A condition of which only its value and its meaning are still to be said. */
export type Meaning = Pick<Condition, 'value' | 'keep' | 'span'>;

/** How the conditions of a question are written. */
export interface Written {
  readonly [input: string]: unknown;
  readonly filters?: readonly object[];
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `{name, value}`, or `{name, min, max}` where a range has two dots. */
function filterOf({ name, value }: Condition, random: Random): object {
  const [min = '', max = '', more] = typeof value === 'string' ? value.split('..') : [];
  if (typeof value === 'string' && value.includes('..') && more === undefined && random.chance(0.4))
    return { name, ...(min === '' ? {} : { min }), ...(max === '' ? {} : { max }) };
  const [only, ...others] = Array.isArray(value) ? value : [value];
  return { name, value: others.length === 0 ? asText(only) : asText(value) };
}

/** Writes conditions as inputs of a search: as inputs of their own, or as filters, which all can be. */
export function written(conditions: readonly Condition[], random: Random): Written {
  const inputs: Record<string, unknown> = {};
  const filters: object[] = [];
  for (const one of conditions) {
    const { name, own, value } = one;
    if (!own || random.chance(0.15)) filters.push(filterOf(one, random));
    else inputs[name] = Array.isArray(value) && value.length === 1 && random.chance(0.5) ? value[0] : value;
  }
  return filters.length === 0 ? inputs : { ...inputs, filters };
}

/** Whether a record fits all conditions. */
export const fits = (conditions: readonly Condition[], fact: Fact, now: number): boolean =>
  conditions.every(({ keep }) => keep(fact, now));

/** The signs and words that people put before what they do not want. */
const negations = ['!', '-', '≠', '<>', '!=', '~', '^', 'not ', '¬', 'NOT '];

/** The same condition turned round: everything else is right, and so is saying that this cannot be asked; the thing itself never is. */
export function negated(condition: Condition, random: Random): Condition | undefined {
  const [value, second] = Array.isArray(condition.value) ? condition.value : [condition.value];
  if (typeof value !== 'string' || second !== undefined || value.includes('..')) return undefined;
  return {
    ...condition,
    value: `${random.pick(negations)}${value}`,
    keep: (fact, now) => !condition.keep(fact, now),
    mayRefuse: true,
  };
}

/** A text in another case, now and then. */
export function recased(text: string, random: Random): string {
  return random.pick([
    text,
    text,
    text.toLowerCase(),
    text.toUpperCase().toLowerCase() === text.toLowerCase() ? text.toUpperCase() : text,
  ]);
}

/** Everything that conditions are made from. */
export interface Making {
  readonly account: Account;
  readonly random: Random;
  /** Unix seconds. */
  readonly now: number;
}

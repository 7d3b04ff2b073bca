import type { World } from '../../src/sandbox/sandbox.ts';

/** Calls of one tool; with `input`, only those whose argument, or condition in `filters`, matches. */
export interface CallPattern {
  readonly tool: string;
  /** By argument or by field of `filters`, in lower case; `false` for one that must not be there. */
  readonly input?: Readonly<Record<string, RegExp | false>>;
}

/** What an answer in words must and must not say, computed from the data of the account. */
export interface Expected {
  /** Each must be there, rounded or not; of a list, one of them. */
  readonly numbers?: readonly (number | readonly number[])[];
  /** None may be there. */
  readonly notNumbers?: readonly number[];
  /** Each must be there, whatever its case. */
  readonly names?: readonly string[];
  /** At least so many of these must be there. */
  readonly some?: { readonly atLeast: number; readonly of: readonly string[] };
  /** None may be there, unless it is part of a name that may. */
  readonly notNames?: readonly string[];
  /** Days as `2026-11-23`, in whichever way they are written. */
  readonly days?: readonly string[];
  /** True if the answer must say that this cannot be known or done. */
  readonly notKnown?: true;
}

/** The account that questions are asked about. */
export interface Account {
  readonly world: World;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * A question for a model, which calls answer it, and what its answer has to say. A call is forbidden if a pattern in `forbidden` or none
 * at all fits; otherwise it is optimal if one in `optimal` fits.
 */
export interface EvalQuestion {
  /** 1 to 60; the first forty are those of the tests. */
  readonly number: number;
  readonly asks: string;
  /** Those with which the fewest calls answer it. */
  readonly optimal: readonly CallPattern[];
  /** True if it takes all of these, the most important first; by default, one of them is enough. */
  readonly together?: true;
  /** Those that help as well, at the price of more calls or rows. */
  readonly acceptable?: readonly CallPattern[];
  /** Those that look as if they helped, and mislead. */
  readonly forbidden?: readonly CallPattern[];
  readonly expects: (account: Account) => Expected;
}

/** Calls of this tool, with these arguments where they matter. */
export const call = (tool: string, input?: CallPattern['input']): CallPattern =>
  input === undefined ? { tool } : { tool, input };

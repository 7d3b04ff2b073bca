import type { TargetAmount } from './target-amount.ts';
import type { Days } from './targets-file.ts';

/** By what a forecast may be grouped. */
export const forecastGroupings = ['owner', 'team', 'pipeline', 'month'] as const;

/** One of them. */
export type ForecastGrouping = (typeof forecastGroupings)[number];

/** The question that targets are for. */
export interface TargetQuestion extends Days {
  readonly by: ForecastGrouping | undefined;
  readonly target: readonly string[] | undefined;
  readonly owner: readonly string[] | undefined;
  readonly pipeline: readonly string[] | undefined;
  /** True if other conditions narrow the deals. */
  readonly isNarrowed: boolean;
}

/** A target in its currency, which is empty if Copper names none. */
export interface CurrencyTarget {
  readonly value: number;
  readonly unit: string;
}

/** The currency of a target, as the deals tell it if none was given. */
export type UnitOf = (target: TargetAmount) => string;

/** The targets that fit a question, each currency once. */
export interface FittingTargets {
  /** Of all deals of the question. */
  readonly whole: readonly CurrencyTarget[];
  /** Of the groups that have one, by the group's key: an id as text, or a month. */
  readonly groups: ReadonlyMap<string, readonly CurrencyTarget[]>;
}

/** The targets for a question, before its deals are read. */
export interface Targets {
  /** How the deals are grouped: as asked, else as the targets are. */
  readonly by: ForecastGrouping | undefined;
  /** What the answer says if none fits; empty if nothing needs to be said. */
  readonly ifNone: string;
  /** @throws ToolError `invalid_input` for a target whose currency is not known */
  fitting(unitOf: UnitOf): FittingTargets;
}

/** No target at all, or none that fits. */
export const noTargets = ({ by }: TargetQuestion, ifNone: string): Targets => ({
  by,
  ifNone,
  fitting: () => ({ whole: [], groups: new Map() }),
});

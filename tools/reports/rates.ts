/** What a rate is of: how many cases went one way, and how many cases there are. */
export interface RateCases {
  readonly hits: number;
  readonly cases: number;
}

/** Fewer cases than this say nothing about a rate: three of four leaves anything from 30 to 95 % open. */
const tooFew = 5;

/** From this many cases on, the interval is within ten points either way, and the rate speaks for itself. */
const enough = 100;

/** The normal quantile of 95 %, two-sided. */
const z = 1.959964;

/**
 * The Wilson score interval of a rate at 95 %, in parts of one (E. B. Wilson, 1927): unlike the rate plus or minus its error, it holds for
 * few cases and at the ends, so five of five is not certainty.
 *
 * @param of at least one case
 */
export function wilsonInterval({ hits, cases }: RateCases): { readonly low: number; readonly high: number } {
  const rate = hits / cases;
  const scale = 1 + z ** 2 / cases;
  const middle = (rate + z ** 2 / (2 * cases)) / scale;
  const half = (z * Math.sqrt((rate * (1 - rate)) / cases + z ** 2 / (4 * cases ** 2))) / scale;
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** True for a rate of cases so few that nothing should be computed from it. */
export const tooFewToSay = ({ cases }: RateCases): boolean => cases < tooFew;

/** A rate in percent to one decimal; null without cases. */
export const percentOf = ({ hits, cases }: RateCases): number | null =>
  cases === 0 ? null : Math.round((1_000 * hits) / cases) / 10;

/**
 * What stands beside a rate of few cases: its interval at 95 % in whole percent, `57..100`, or that there are too few to say. Null for a
 * rate that needs neither: of no cases, or of many.
 */
export function rateInterval(of: RateCases): string | null {
  if (of.cases === 0 || of.cases >= enough) return null;
  if (tooFewToSay(of)) return 'too few to say';
  const { low, high } = wilsonInterval(of);
  return `${Math.round(100 * low)}..${Math.round(100 * high)}`;
}

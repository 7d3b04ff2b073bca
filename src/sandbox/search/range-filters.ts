import type { HandlerContext } from '../handler-context.ts';
import { asNumber } from '../read-value.ts';
import { parameterLabel, validationError } from '../reply.ts';
import { createFilter, invalidValue, type SearchFilter, type SearchFilters } from './filter.ts';

/** The largest Unix time that Copper accepts; milliseconds are far above it. */
const maxSeconds = 2_147_483_648;

/** The number that is compared; null never passes (how Copper treats it is not public). */
type NumberOf<T> = (row: T, context: HandlerContext) => number | null | undefined;

/** `minimum_<name>` and `maximum_<name>`, both inclusive. */
export function rangeFilters<T>(name: string, pick: NumberOf<T>): SearchFilters<T> {
  return bounds(name, pick, Number.POSITIVE_INFINITY);
}

/** The same for Unix seconds. */
export function dateRangeFilters<T>(name: string, pick: NumberOf<T>): SearchFilters<T> {
  return bounds(name, pick, maxSeconds);
}

/** The filters of interaction count and last contact. */
export function interactionFilters<T extends { interaction_count: number }>(
  contact: NumberOf<T>,
): SearchFilters<T> {
  return {
    ...rangeFilters<T>('interaction_count', (row) => row.interaction_count),
    ...dateRangeFilters('interaction_date', contact),
  };
}

/** At most this many seconds old. */
export const ageFilter: SearchFilter<{ date_created: number }> = createFilter((value, name, context) => {
  const seconds = asNumber(value);
  if (seconds === undefined) throw invalidValue(name, value);
  return (row) => row.date_created >= context.now - seconds;
});

function bounds<T>(name: string, pick: NumberOf<T>, max: number): SearchFilters<T> {
  const bound = (passes: (value: number, limit: number) => boolean): SearchFilter<T> =>
    createFilter((value, parameter, context) => {
      const limit = asNumber(value);
      if (limit === undefined) throw invalidValue(parameter, value);
      if (limit > max)
        throw validationError(`${parameterLabel(parameter)}: must be less than or equal to ${max}`);
      return (row) => {
        const found = pick(row, context);
        return found !== null && found !== undefined && passes(found, limit);
      };
    });
  return {
    [`minimum_${name}`]: bound((value, limit) => value >= limit),
    [`maximum_${name}`]: bound((value, limit) => value <= limit),
  };
}

import { asNumber } from '../read-value.ts';
import { invalid, label } from '../refusal.ts';
import type { Scene } from '../scene.ts';
import { badValue, type Filter, type Filters, filter } from './filter.ts';

/** Where Unix seconds end; milliseconds lie far beyond. */
const LAST_SECOND = 2_147_483_648;

/** What is compared; null never passes: how Copper treats it is not public. */
type Pick<T> = (row: T, scene: Scene) => number | null | undefined;

/** `minimum_<name>` and `maximum_<name>`, both inclusive. */
export function between<T>(name: string, pick: Pick<T>): Filters<T> {
  return bounds(name, pick, Number.POSITIVE_INFINITY);
}

/** The same for Unix seconds. */
export function betweenDates<T>(name: string, pick: Pick<T>): Filters<T> {
  return bounds(name, pick, LAST_SECOND);
}

/** The filters of interaction count and of last contact. */
export function interactions<T extends { interaction_count: number }>(contact: Pick<T>): Filters<T> {
  return {
    ...between<T>('interaction_count', (row) => row.interaction_count),
    ...betweenDates<T>('interaction_date', contact),
  };
}

/** At most this many seconds old. */
export function age<T extends { date_created: number }>(): Filter<T> {
  return filter((value, name, scene) => {
    const seconds = asNumber(value);
    if (seconds === undefined) throw badValue(name, value);
    return (row) => row.date_created >= scene.now - seconds;
  });
}

function bounds<T>(name: string, pick: Pick<T>, most: number): Filters<T> {
  const bound = (passes: (value: number, limit: number) => boolean): Filter<T> =>
    filter((value, parameter, scene) => {
      const limit = asNumber(value);
      if (limit === undefined) throw badValue(parameter, value);
      if (limit > most) throw invalid(`${label(parameter)}: must be less than or equal to ${most}`);
      return (row) => {
        const found = pick(row, scene);
        return found !== null && found !== undefined && passes(found, limit);
      };
    });
  return {
    [`minimum_${name}`]: bound((value, limit) => value >= limit),
    [`maximum_${name}`]: bound((value, limit) => value <= limit),
  };
}

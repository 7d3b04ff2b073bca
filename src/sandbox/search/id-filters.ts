import { asInteger, asList } from '../read-value.ts';
import { invalid, label } from '../refusal.ts';
import { badValue, type Filter, filter } from './filter.ts';

/** In place of an id: records that have none. */
const NONE = -2;

/** Any of these ids. */
export function ids<T>(pick: (row: T) => number | null): Filter<T> {
  return filter((value, name) => {
    const wanted = readIds(value, name, false);
    return (row) => wanted.has(pick(row));
  });
}

/** Any of these ids, where -2 finds records without one. */
export function idsOrNone<T>(pick: (row: T) => number | null): Filter<T> {
  return filter((value, name) => {
    const wanted = readIds(value, name, true);
    return (row) => wanted.has(pick(row));
  });
}

/** Any of these words or numbers, out of a closed set; each stands for one value of the record. */
export function oneOf<T>(values: Readonly<Record<string, unknown>>, pick: (row: T) => unknown): Filter<T> {
  return filter((value, name) => {
    const wanted = new Set(
      asList(value).map((item) => {
        if (!Object.hasOwn(values, String(item))) throw badValue(name, item);
        return values[String(item)];
      }),
    );
    return (row) => wanted.has(pick(row));
  });
}

/** Ids as given; -2 becomes null where it is allowed. */
export function readIds(value: unknown, name: string, none: boolean): Set<number | null> {
  return new Set(
    asList(value).map((item) => {
      const id = asInteger(item);
      if (none && id === NONE) return null;
      if (id !== undefined && id >= 0) return id;
      const title = label(name.replace(/s$/, ''));
      throw invalid(`${title}: Invalid value for ${title}: IDs must be positive integers: ${String(item)}`);
    }),
  );
}

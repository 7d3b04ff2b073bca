import { asInteger, asList } from '../read-value.ts';
import { parameterLabel, validationError } from '../refusal.ts';
import { createFilter, invalidValue, type SearchFilter } from './filter.ts';

/** In place of an id: records that have none. */
const noneId = -2;

/** Any of these ids. */
export function idFilter<T>(pick: (row: T) => number | null): SearchFilter<T> {
  return createFilter((value, name) => {
    const wanted = readIds(value, name, false);
    return (row) => wanted.has(pick(row));
  });
}

/** Any of these ids, where -2 finds records without one. */
export function idOrNoneFilter<T>(pick: (row: T) => number | null): SearchFilter<T> {
  return createFilter((value, name) => {
    const wanted = readIds(value, name, true);
    return (row) => wanted.has(pick(row));
  });
}

/** Any of these words or numbers, out of a closed set; each stands for one value of the record. */
export function choiceFilter<T>(
  values: Readonly<Record<string, unknown>>,
  pick: (row: T) => unknown,
): SearchFilter<T> {
  return createFilter((value, name) => {
    const wanted = new Set(
      asList(value).map((item) => {
        if (!Object.hasOwn(values, String(item))) throw invalidValue(name, item);
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
      if (none && id === noneId) return null;
      if (id !== undefined && id >= 0) return id;
      const title = parameterLabel(name.replace(/s$/, ''));
      throw validationError(
        `${title}: Invalid value for ${title}: IDs must be positive integers: ${String(item)}`,
      );
    }),
  );
}

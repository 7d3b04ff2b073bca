import { asInteger, asList } from '../read-value.ts';
import { parameterLabel, validationError } from '../reply.ts';
import type { EntityType } from '../world/records.ts';
import { createFilter, invalidValue, type SearchFilter, type SearchFilters } from './filter.ts';

/** In place of an id: records that have none. */
const noneId = -2;

/** Any of these ids; with `none`, -2 finds records without one. */
export function idFilter<T>(pick: (row: T) => number | null, none = false): SearchFilter<T> {
  return createFilter((value, name) => {
    const wanted = readIds(value, name, none);
    return (row) => wanted.has(pick(row));
  });
}

/** Such a filter for each of these columns, by its plural: `status_ids` for `status_id`. */
export function idFilters<Column extends string>(
  columns: readonly Column[],
  none = false,
): SearchFilters<Readonly<Record<Column, number | null>>> {
  return Object.fromEntries(columns.map((column) => [`${column}s`, idFilter((row) => row[column], none)]));
}

/** Any of the keys of `choices`, each of which stands for one value of the record. */
export function choiceFilter<T>(
  choices: Readonly<Record<string, unknown>>,
  pick: (row: T) => unknown,
): SearchFilter<T> {
  return createFilter((value, name) => {
    const wanted = new Set(
      asList(value).map((item) => {
        if (!Object.hasOwn(choices, String(item))) throw invalidValue(name, item);
        return choices[String(item)];
      }),
    );
    return (row) => wanted.has(pick(row));
  });
}

/** Words as choices that stand for themselves. */
export function wordChoices(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, word]));
}

/** 1: followed by the user of the credential; 2: not followed. */
export function followedFilter(type: EntityType): SearchFilter<{ id: number }> {
  return createFilter((value, name, { world, user }) => {
    const choice = asInteger(value);
    if (choice !== 1 && choice !== 2) throw invalidValue(name, value);
    return (row) => (world.followers.get(`${type} ${row.id}`)?.has(user.id) ?? false) === (choice === 1);
  });
}

/** One id or several; -2 becomes null if `none` allows it. Throws a 422 for other values. */
export function readIds(value: unknown, name: string, none: boolean): Set<number | null> {
  return new Set(
    asList(value).map((item) => {
      const id = asInteger(item);
      if (none && id === noneId) return null;
      if (id !== undefined && id > 0) return id;
      const label = parameterLabel(name.replace(/s$/, ''));
      throw validationError(
        `${label}: Invalid value for ${label}: IDs must be positive integers: ${String(item)}`,
      );
    }),
  );
}

import { asList, isJsonObject } from '../read-value.ts';
import { parameterLabel, validationError } from '../reply.ts';
import type { Phone } from '../world/records.ts';
import { createFilter, invalidValue, matchOption, type SearchFilter, type SearchFilters } from './filter.ts';

/** The same text, in any case. */
export function textFilter<T>(pick: (row: T) => string | null | undefined): SearchFilter<T> {
  return createFilter((value, name) => {
    const wanted = readText(value, name).toLowerCase();
    return (row) => (pick(row) ?? '').toLowerCase() === wanted;
  });
}

/** Such a filter for each of these columns, by its name. */
export function textFilters<Column extends string>(
  ...columns: readonly Column[]
): SearchFilters<Readonly<Record<Column, string | null>>> {
  return Object.fromEntries(columns.map((column) => [column, textFilter((row) => row[column])]));
}

/** Any of these texts is among the row's, in any case. */
export function anyTextFilter<T>(pick: (row: T) => readonly string[]): SearchFilter<T> {
  return createFilter((value, name) => {
    const wanted = new Set(asList(value).map((item) => readText(item, name).toLowerCase()));
    return (row) => pick(row).some((item) => wanted.has(item.toLowerCase()));
  });
}

/** Text is the whole name; `{value, special_value: [{type: 'partial'}]}` a part of it. */
export const nameFilter: SearchFilter<{ name: string }> = createFilter((value, name) => {
  const given = isJsonObject(value) ? value.value : value;
  if (typeof given !== 'string') throw invalidValue(name, value);
  const wanted = given.toLowerCase();
  if (isJsonObject(value) && isPartial(value.special_value, name)) {
    return (row) => row.name.toLowerCase().includes(wanted);
  }
  return (row) => row.name.toLowerCase() === wanted;
});

/** Any of the tags, or what the option of `{option: ANY|ALL|NONE, value}` says. */
export const tagFilter: SearchFilter<{ tags: readonly string[] }> = createFilter((value, name) => {
  const { option = 'ANY', value: given } = isJsonObject(value) ? value : { value };
  const tags = asList(given).map((tag) => readText(tag, name));
  const matches = matchOption(option);
  if (matches === undefined) throw invalidValue(name, value);
  return (row) => matches(tags, (tag) => row.tags.includes(tag));
});

/** Phone numbers: text, `{value, match: 'partial'}`, or a list of either, any of which may match. */
export const phoneFilter: SearchFilter<{ phone_numbers: readonly Phone[] }> = createFilter((value, name) => {
  const endings = asList(value).map((item) => requiredEnding(item, name));
  return (row) => row.phone_numbers.some(({ number }) => endings.some((end) => digits(number).endsWith(end)));
});

/**
 * The digits that a number must end with.
 *
 * Up to six digits must match. Of more, up to six leading digits are ignored as long as six remain, so false hits are
 * normal. `match: 'partial'` ignores none.
 */
function requiredEnding(item: unknown, name: string): string {
  const strict = isJsonObject(item) && item.match === 'partial';
  const given = isJsonObject(item) ? item.value : item;
  if (typeof given !== 'string' || digits(given) === '') throw invalidValue(name, item);
  const all = digits(given);
  return strict ? all : all.slice(-Math.max(6, all.length - 6));
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

function isPartial(special: unknown, name: string): boolean {
  const [first] = asList(special);
  const type = isJsonObject(first) ? first.type : undefined;
  if (type !== 'partial' && type !== 'exact') {
    throw validationError(`${parameterLabel(name)}: special_value must be partial or exact`);
  }
  return type === 'partial';
}

function readText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalidValue(name, value);
  return value;
}

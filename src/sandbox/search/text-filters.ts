import { asList, isJsonObject } from '../read-value.ts';
import { parameterLabel, validationError } from '../refusal.ts';
import type { Address, WebLink } from '../world/records.ts';
import { createFilter, invalidValue, type SearchFilter, type SearchFilters } from './filter.ts';

const fold = (text: string): string => text.toLowerCase();

/** The same text, whatever the case. */
export function textFilter<T>(pick: (row: T) => string | null | undefined): SearchFilter<T> {
  return createFilter((value, name) => {
    if (typeof value !== 'string') throw invalidValue(name, value);
    const wanted = fold(value);
    return (row) => fold(pick(row) ?? '') === wanted;
  });
}

/** Any of these texts is among the row's, whatever the case. */
export function anyTextFilter<T>(pick: (row: T) => readonly string[]): SearchFilter<T> {
  return createFilter((value, name) => {
    const wanted = new Set(asList(value).map((item) => fold(word(item, name))));
    return (row) => pick(row).some((item) => wanted.has(fold(item)));
  });
}

/** Plain text is the exact name; `{value, special_value: [{type: 'partial'}]}` a part of it. */
export function nameFilter<T extends { name: string }>(): SearchFilter<T> {
  return createFilter((value, parameter) => {
    const plain = typeof value === 'string' ? value : undefined;
    const { value: given, special_value } = isJsonObject(value) ? value : { value: plain, special_value: [] };
    if (typeof given !== 'string') throw invalidValue(parameter, value);
    const wanted = fold(given);
    if (plain === undefined && isPartial(special_value, parameter)) {
      return (row) => fold(row.name).includes(wanted);
    }
    return (row) => fold(row.name) === wanted;
  });
}

/** `city`, `state`, `postal_code`, `country`. */
export function addressFilters<T extends { address: Address | null }>(): SearchFilters<T> {
  return {
    city: textFilter<T>((row) => row.address?.city),
    state: textFilter<T>((row) => row.address?.state),
    postal_code: textFilter<T>((row) => row.address?.postal_code),
    country: textFilter<T>((row) => row.address?.country),
  };
}

export function socialFilter<T extends { socials: readonly WebLink[] }>(): SearchFilter<T> {
  return anyTextFilter((row) => row.socials.map((profile) => profile.url));
}

/** Any of the tags; `{option: ANY|ALL|NONE, value}` says otherwise. */
export function tagFilter<T extends { tags: readonly string[] }>(): SearchFilter<T> {
  return createFilter((value, name) => {
    const { option = 'ANY', value: given } = isJsonObject(value) ? value : { value };
    const tags = asList(given).map((tag) => word(tag, name));
    if (option === 'ANY') return (row) => tags.some((tag) => row.tags.includes(tag));
    if (option === 'ALL') return (row) => tags.every((tag) => row.tags.includes(tag));
    if (option === 'NONE') return (row) => !tags.some((tag) => row.tags.includes(tag));
    throw invalidValue(name, value);
  });
}

function isPartial(special: unknown, parameter: string): boolean {
  const [first] = asList(special);
  const type = isJsonObject(first) ? first.type : undefined;
  if (type !== 'partial' && type !== 'exact') {
    throw validationError(`${parameterLabel(parameter)}: special_value must be partial or exact`);
  }
  return type === 'partial';
}

function word(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalidValue(name, value);
  return value;
}

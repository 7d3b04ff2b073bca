import { asList, isObject } from '../read-value.ts';
import { invalid, label } from '../refusal.ts';
import type { Address, Link } from '../world/records.ts';
import { badValue, type Filter, type Filters, filter } from './filter.ts';

const fold = (text: string): string => text.toLowerCase();

/** The same text, whatever the case. */
export function text<T>(pick: (row: T) => string | null | undefined): Filter<T> {
  return filter((value, name) => {
    if (typeof value !== 'string') throw badValue(name, value);
    const wanted = fold(value);
    return (row) => fold(pick(row) ?? '') === wanted;
  });
}

/** Any of these texts is among the row's, whatever the case. */
export function anyText<T>(pick: (row: T) => readonly string[]): Filter<T> {
  return filter((value, name) => {
    const wanted = new Set(asList(value).map((item) => fold(word(item, name))));
    return (row) => pick(row).some((item) => wanted.has(fold(item)));
  });
}

/** Plain text is the exact name; `{value, special_value: [{type: 'partial'}]}` a part of it. */
export function named<T extends { name: string }>(): Filter<T> {
  return filter((value, parameter) => {
    const plain = typeof value === 'string' ? value : undefined;
    const { value: given, special_value } = isObject(value) ? value : { value: plain, special_value: [] };
    if (typeof given !== 'string') throw badValue(parameter, value);
    const wanted = fold(given);
    if (plain === undefined && isPartial(special_value, parameter)) {
      return (row) => fold(row.name).includes(wanted);
    }
    return (row) => fold(row.name) === wanted;
  });
}

/** `city`, `state`, `postal_code`, `country`. */
export function place<T extends { address: Address | null }>(): Filters<T> {
  return {
    city: text<T>((row) => row.address?.city),
    state: text<T>((row) => row.address?.state),
    postal_code: text<T>((row) => row.address?.postal_code),
    country: text<T>((row) => row.address?.country),
  };
}

export function socialProfiles<T extends { socials: readonly Link[] }>(): Filter<T> {
  return anyText((row) => row.socials.map((profile) => profile.url));
}

/** Any of the tags; `{option: ANY|ALL|NONE, value}` says otherwise. */
export function tagged<T extends { tags: readonly string[] }>(): Filter<T> {
  return filter((value, name) => {
    const { option = 'ANY', value: given } = isObject(value) ? value : { value };
    const tags = asList(given).map((tag) => word(tag, name));
    if (option === 'ANY') return (row) => tags.some((tag) => row.tags.includes(tag));
    if (option === 'ALL') return (row) => tags.every((tag) => row.tags.includes(tag));
    if (option === 'NONE') return (row) => !tags.some((tag) => row.tags.includes(tag));
    throw badValue(name, value);
  });
}

function isPartial(special: unknown, parameter: string): boolean {
  const [first] = asList(special);
  const type = isObject(first) ? first.type : undefined;
  if (type !== 'partial' && type !== 'exact') {
    throw invalid(`${label(parameter)}: special_value must be partial or exact`);
  }
  return type === 'partial';
}

function word(value: unknown, name: string): string {
  if (typeof value !== 'string') throw badValue(name, value);
  return value;
}

import { asList, isJsonObject } from '../read-value.ts';
import type { Phone } from '../world/records.ts';
import { createFilter, invalidValue, type SearchFilter } from './filter.ts';

const shortestMatch = 6;

interface HasPhones {
  phone_numbers: readonly Phone[];
}

/** By phone number; text, `{value, match: 'partial'}`, or a list of either, any of which may match. */
export function phoneFilter<T extends HasPhones>(): SearchFilter<T> {
  return createFilter((value, name) => {
    const endings = asList(value).map((item) => requiredEnding(item, name));
    return (row) =>
      row.phone_numbers.some(({ number }) => endings.some((end) => digits(number).endsWith(end)));
  });
}

/**
 * The digits a number must end with.
 *
 * Up to six digits match as a suffix. With seven or more, up to six leading digits are forgiven as long as six
 * remain, so the shortest remainder decides and false hits are normal. `match: 'partial'` forgives nothing.
 */
function requiredEnding(item: unknown, name: string): string {
  const strict = isJsonObject(item) && item.match === 'partial';
  const given = isJsonObject(item) ? item.value : item;
  if (typeof given !== 'string' || digits(given) === '') throw invalidValue(name, item);
  const all = digits(given);
  return strict ? all : all.slice(-Math.max(shortestMatch, all.length - shortestMatch));
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

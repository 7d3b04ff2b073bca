import { asList, isObject } from '../read-value.ts';
import type { Phone } from '../world/records.ts';
import { badValue, type Filter, filter } from './filter.ts';

const SHORTEST = 6;

interface Called {
  phone_numbers: readonly Phone[];
}

/** By phone number; text, `{value, match: 'partial'}`, or a list of either, any of which may match. */
export function phone<T extends Called>(): Filter<T> {
  return filter((value, name) => {
    const endings = asList(value).map((item) => ending(item, name));
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
function ending(item: unknown, name: string): string {
  const strict = isObject(item) && item.match === 'partial';
  const given = isObject(item) ? item.value : item;
  if (typeof given !== 'string' || digits(given) === '') throw badValue(name, item);
  const all = digits(given);
  return strict ? all : all.slice(-Math.max(SHORTEST, all.length - SHORTEST));
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

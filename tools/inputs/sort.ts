import { normalizeName } from '../../src/names/nearest-names.ts';
import type { Parameter } from './parameter.ts';
import { words } from './words.ts';

/**
 * `value` or `-value` (descending). What is no key of Copper's is an order that the pipeline gives, if there is such a field.
 *
 * @param keys the contract's sort keys by the names of our fields; the contract's own words are taken as well.
 */
export const sort = (keys: Readonly<Record<string, string>>): Parameter => {
  const byName = new Map(
    [...Object.values(keys).map((key) => [key, key] as const), ...Object.entries(keys)].map(
      ([name, key]) => [normalizeName(name), key] as const,
    ),
  );
  return {
    input: words.describe(`any field, like -${Object.keys(keys)[0]}`),
    sends: ['sort_by', 'sort_direction'],
    send: (value: string) => {
      const text = value.trim();
      const by = text.replace(/^[-+]/, '').trim();
      const descending = text.startsWith('-');
      const key = byName.get(normalizeName(by));
      if (key === undefined) return { postSort: { by, descending, keys: Object.keys(keys) } };
      return { body: { sort_by: key, sort_direction: descending ? 'desc' : 'asc' } };
    },
  };
};

import { normalizeName } from '../../src/names/nearest-names.ts';
import { defineParameter, type Parameter } from './parameter.ts';
import { shortText } from './schemas.ts';

/** Sort keys that the contract gives the names of our fields. */
export const sameKeys = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, name]));

/** The sort keys of every search that has any. */
const dateKeys = { created: 'date_created', modified: 'date_modified' };

/**
 * `value` or `-value` (descending). What Copper has no sort key for is sorted by the pipeline, if there is such a field.
 *
 * @param ownKeys the contract's sort keys by the names of our fields; the contract's own names are accepted too
 */
export function sort(ownKeys: Readonly<Record<string, string>>): Parameter {
  const keys = { ...ownKeys, ...dateKeys };
  const own = Object.entries(keys);
  const contract = own.map(([, key]) => [key, key] as const);
  const byName = new Map([...contract, ...own].map(([name, key]) => [normalizeName(name), key]));
  return defineParameter({
    input: shortText.describe(`any field, like -${Object.keys(keys)[0]}`),
    sends: ['sort_by', 'sort_direction'],
    toRequest: (value) => {
      const text = value.trim();
      const by = text.replace(/^[-+]/, '').trim();
      const descending = text.startsWith('-');
      const key = byName.get(normalizeName(by));
      if (key === undefined) return { postSort: { by, descending, keys: Object.keys(keys) } };
      return { body: { sort_by: key, sort_direction: descending ? 'desc' : 'asc' } };
    },
  });
}

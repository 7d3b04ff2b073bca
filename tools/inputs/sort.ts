import { normalizeName } from '../../src/names/nearest-names.ts';
import { defineParameter, type Parameter } from './parameter.ts';
import { shortText } from './schemas.ts';

/**
 * `value` or `-value` (descending). What Copper has no sort key for is sorted by the pipeline, if there is such a field.
 *
 * @param keys the contract's sort keys by the names of our fields; the contract's own names are accepted too
 */
export function sort(keys: Readonly<Record<string, string>>): Parameter {
  const own = Object.entries(keys);
  const contract = own.map(([, key]) => [key, key] as const);
  const byName = new Map([...contract, ...own].map(([name, key]) => [normalizeName(name), key]));
  return defineParameter({
    input: shortText.describe(`any field, e.g. -${Object.keys(keys)[0]}`),
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

import { nearest, plain } from '../../src/tool/nearest.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import type { Parameter } from './parameter.ts';
import { words } from './words.ts';

/**
 * `value` or `-value` (descending).
 *
 * @param keys the contract's sort keys by the names of our fields; the contract's own words are taken as well.
 */
export const sort = (keys: Readonly<Record<string, string>>): Parameter => {
  const byName = new Map(
    [...Object.values(keys).map((key) => [key, key] as const), ...Object.entries(keys)].map(
      ([name, key]) => [plain(name), key] as const,
    ),
  );
  return {
    input: words.describe(`e.g. -${Object.keys(keys)[0]}`),
    sends: ['sort_by', 'sort_direction'],
    send: (value: string) => {
      const text = value.trim();
      const name = text.replace(/^[-+]/, '').trim();
      const key = byName.get(plain(name));
      if (key === undefined) {
        const near = nearest(name, Object.keys(keys), 3);
        const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
        const allowed = Object.keys(keys).join(', ');
        throw new ToolError(
          'invalid_input',
          `Copper cannot sort by "${name.slice(0, 60)}".${hint} It can by: ${allowed}.`,
        );
      }
      return { body: { sort_by: key, sort_direction: text.startsWith('-') ? 'desc' : 'asc' } };
    },
  };
};

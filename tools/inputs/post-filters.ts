import { quoted } from '../../src/names/nearest-names.ts';
import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import type { Field } from '../../src/tool/record.ts';
import type { PostFilter } from '../../src/tool/request.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { anyCurrency, numberRange } from './amounts.ts';
import { shortText } from './schemas.ts';

/** All values in a raw value, as texts: nothing for null, empty text and empty lists. */
function textsOf(value: JsonValue | undefined): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [String(value)];
}

/** Whether a text contains one of the wanted ones, `=…` whether it equals it; case does not matter. */
export function textMatcher(wanted: readonly string[]): (text: string) => boolean {
  const parts = wanted.map((part) => part.toLowerCase());
  return (given) => {
    const text = given.toLowerCase();
    return parts.some((part) => (part.startsWith('=') ? text === part.slice(1) : text.includes(part)));
  };
}

/** `none` and `any` ask whether there is a value at all; undefined for every other text. */
export function presenceFilter(
  text: string,
  name: string,
  read: (row: JsonObject) => JsonValue | undefined,
): PostFilter | undefined {
  const word = text.trim().toLowerCase();
  if (word !== 'none' && word !== 'any') return undefined;
  return { name, test: (row) => textsOf(read(row)).length > 0 === (word === 'any') };
}

/** Part of a name, for lists that Copper only returns whole. */
export const namePart = {
  input: { name: shortText.optional() },
  postFilters(part: string | undefined): PostFilter[] {
    if (part === undefined) return [];
    const wanted = part.toLowerCase();
    const nameOf = (row: JsonObject) => String(row.name ?? '').toLowerCase();
    return [{ name: 'name', expected: true, test: (row) => nameOf(row).includes(wanted) }];
  },
};

/**
 * A condition on a field that answers show and Copper cannot search by: rows are read whole and filtered by the pipeline. Text by its
 * parts (`=…` exact), numbers and moments by ranges, names as everywhere.
 *
 * @throws ToolError `invalid_input` or `unknown_name`
 */
export async function fieldFilter(
  name: string,
  field: Field,
  value: string,
  { names, calendar, note }: RequestContext,
): Promise<PostFilter> {
  const presence = presenceFilter(value, name, field.read);
  if (presence !== undefined) return presence;
  const anyOf = (matches: (text: string) => boolean): PostFilter => ({
    name,
    test: (row) => textsOf(field.read(row)).some(matches),
  });
  switch (field.as) {
    case 'number': {
      const { from = -Infinity, to = Infinity, currency } = numberRange(value);
      if (currency) note(anyCurrency(name));
      return anyOf((text) => Number(text) >= from && Number(text) <= to);
    }
    case 'time': {
      const { from = -Infinity, to = Infinity } = calendar.range(value);
      return anyOf((text) => Number(text) >= from && Number(text) <= to);
    }
    case 'name': {
      const entries = field.nameList === undefined ? [] : await names.find(field.nameList, [value]);
      const keys = new Set(entries.map(({ key }) => key));
      return anyOf((text) => keys.has(text));
    }
    case 'text':
    case 'flag':
      return anyOf(textMatcher([value]));
    default:
      throw new ToolError('invalid_input', `The filter ${quoted(name)} only takes "none" or "any".`);
  }
}

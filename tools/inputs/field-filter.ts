import type { JsonObject, JsonValue } from '../../src/tool/json.ts';
import type { Field } from '../../src/tool/record.ts';
import type { PostFilter } from '../../src/tool/request.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { numberRange } from './ranges.ts';

/** What a raw value holds, as texts: nothing for null, empty text and empty lists. */
function texts(value: JsonValue | undefined): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap(texts);
  return typeof value === 'object' ? Object.values(value).flatMap(texts) : [String(value)];
}

/** `none` and `any` ask whether there is a value at all; undefined for every other text. */
export function presence(
  text: string,
  name: string,
  read: (row: JsonObject) => JsonValue | undefined,
): PostFilter | undefined {
  const word = text.trim().toLowerCase();
  if (word !== 'none' && word !== 'any') return undefined;
  return { name, test: (row) => texts(read(row)).length > 0 === (word === 'any') };
}

/**
 * A condition on a field that answers show and Copper cannot search by: rows are read and kept here. Text by its parts (`=…` whole),
 * numbers and moments by ranges, names as everywhere.
 *
 * @throws ToolError `invalid_input` or `unknown_name`
 */
export async function fieldFilter(
  name: string,
  field: Field,
  value: string,
  { names, calendar }: RequestContext,
): Promise<PostFilter> {
  const read = (row: JsonObject) => field.read(row);
  const present = presence(value, name, read);
  if (present !== undefined) return present;
  const within = (from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): PostFilter => ({
    name,
    test: (row) => texts(read(row)).some((one) => Number(one) >= from && Number(one) <= to),
  });
  switch (field.as) {
    case 'number': {
      const { from, to } = numberRange(value);
      return within(from, to);
    }
    case 'time': {
      const { from, to } = calendar.range(value);
      return within(from, to);
    }
    case 'name': {
      const entries = field.nameList === undefined ? [] : await names.find(field.nameList, [value]);
      const keys = new Set(entries.map(({ key }) => key));
      return { name, test: (row) => texts(read(row)).some((one) => keys.has(one)) };
    }
    case 'text':
    case 'flag': {
      const wanted = value.toLowerCase();
      const fits = (one: string) => (wanted.startsWith('=') ? one === wanted.slice(1) : one.includes(wanted));
      return { name, test: (row) => texts(read(row)).some((one) => fits(one.toLowerCase())) };
    }
    default:
      throw new ToolError('invalid_input', `The filter ${name} only takes "none" or "any".`);
  }
}

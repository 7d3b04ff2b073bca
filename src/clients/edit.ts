import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { Path } from './path.ts';
import { type Syntax, UneditableText } from './syntax.ts';

/** One change: a value that is put at a path, objects and lists on the way made; or without a value, what is taken away. */
export interface Edit {
  readonly path: Path;
  readonly value?: JsonValue;
}

/** The same change made to the value that the text means. */
function edited(value: JsonValue | undefined, [step, ...rest]: Path, put: JsonValue | undefined): JsonValue {
  if (step === undefined) return put ?? null;
  const gone = rest.length === 0 && put === undefined;
  if (typeof step === 'string') {
    const entries = Object.entries(isObject(value) ? value : {});
    const at = entries.findIndex(([key]) => key === step);
    if (gone) return Object.fromEntries(entries.filter(([key]) => key !== step));
    const made: [string, JsonValue | undefined] = [step, edited(entries[at]?.[1], rest, put)];
    return Object.fromEntries(at < 0 ? [...entries, made] : entries.with(at, made));
  }
  const list = Array.isArray(value) ? value : [];
  const at = list.findIndex((one) => isObject(one) && one.id === step.id);
  if (gone) return list.filter((_, place) => place !== at);
  const made = edited(list[at], rest, put);
  return at < 0 ? [...list, made] : list.with(at, made);
}

/**
 * Makes changes in a text and proves them: the new text must mean what the old one meant, with these changes and no others.
 *
 * @throws UneditableText where that cannot be done
 */
export function editText(text: string, syntax: Syntax, edits: readonly Edit[]): string {
  let after = text;
  let wanted: JsonObject = syntax.read(text);
  for (const { path, value } of edits) {
    after = value === undefined ? syntax.remove(after, path) : syntax.put(after, path, value);
    const next = edited(wanted, path, value);
    wanted = isObject(next) ? next : {};
  }
  if (!isDeepStrictEqual(withoutEmpty(meaning(syntax, after)), withoutEmpty(wanted)))
    throw new UneditableText('its form is one that cannot be changed safely');
  return after;
}

/** In TOML a table that nothing is left of is gone. */
function withoutEmpty(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((one) => withoutEmpty(one) ?? null);
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, withoutEmpty(one)] as const);
  const left = entries.filter(([, one]) => one !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

function meaning(syntax: Syntax, text: string): JsonObject | undefined {
  try {
    return syntax.read(text);
  } catch {
    return undefined;
  }
}

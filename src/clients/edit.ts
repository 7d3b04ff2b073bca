import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import { type ConfigPath, type ConfigSyntax, type MaybeValue, UneditableText } from './syntax.ts';

/** One change: a value to put at a path, creating the objects and lists that lead there; without a value, what is there is removed. */
export interface ConfigEdit {
  readonly path: ConfigPath;
  readonly value?: JsonValue;
}

/** The same change made to the parsed value. */
function edited(value: MaybeValue, [step, ...rest]: ConfigPath, put: MaybeValue): JsonValue {
  if (step === undefined) return put ?? null;
  const removed = rest.length === 0 && put === undefined;
  if (typeof step === 'string') {
    const entries = Object.entries(isObject(value) ? value : {});
    const at = entries.findIndex(([key]) => key === step);
    if (removed) return Object.fromEntries(entries.filter(([key]) => key !== step));
    const changed: [string, MaybeValue] = [step, edited(entries[at]?.[1], rest, put)];
    return Object.fromEntries(at < 0 ? [...entries, changed] : entries.with(at, changed));
  }
  const list = Array.isArray(value) ? value : [];
  const at = list.findIndex((one) => isObject(one) && one.id === step.id);
  if (removed) return list.filter((_, index) => index !== at);
  const changed = edited(list[at], rest, put);
  return at < 0 ? [...list, changed] : list.with(at, changed);
}

/**
 * Changes a text and verifies the result: parsed, it must differ from the old one by these changes only.
 *
 * @throws UneditableText if that cannot be done
 */
export function editText(text: string, syntax: ConfigSyntax, edits: readonly ConfigEdit[]): string {
  let after = text;
  let expected: JsonObject = syntax.read(text);
  for (const { path, value } of edits) {
    after = value === undefined ? syntax.remove(after, path) : syntax.put(after, path, value);
    const next = edited(expected, path, value);
    expected = isObject(next) ? next : {};
  }
  const written = parsed(syntax, after);
  const isExpected =
    isDeepStrictEqual(written, expected) || isDeepStrictEqual(withoutEmpty(written), withoutEmpty(expected));
  if (!isExpected) throw new UneditableText('it is written in a form that cannot be changed safely');
  return after;
}

/** True for an object that is not an instance of a class, such as a date of TOML. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype;
}

/** In TOML a table without entries disappears. */
function withoutEmpty(value: MaybeValue): MaybeValue {
  if (Array.isArray(value)) return value.map((one) => withoutEmpty(one) ?? null);
  if (!isObject(value) || !isPlain(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, withoutEmpty(one)] as const);
  const left = entries.filter(([, one]) => one !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

function parsed(syntax: ConfigSyntax, text: string): JsonObject | undefined {
  try {
    return syntax.read(text);
  } catch {
    return undefined;
  }
}

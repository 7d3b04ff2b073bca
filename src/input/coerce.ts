import {
  ZodArray,
  ZodBoolean,
  ZodEffects,
  ZodEnum,
  ZodNumber,
  ZodObject,
  ZodOptional,
  ZodString,
} from 'zod/v3';
import { bySpelling } from '../names/spelling.ts';
import { parseJson } from '../tool/json-text.ts';
import type { InputSchema } from '../tool/tool.ts';

/** The value of a JSON text; any other text as it is. */
function fromJson(text: string): unknown {
  const value = parseJson(text);
  return value === undefined ? text : value;
}

/** A single text where a list is expected: it may be a JSON object, or words of an enum or numbers separated by commas. */
function listOfText(element: InputSchema, text: string): unknown[] {
  if (element instanceof ZodEnum || element instanceof ZodNumber)
    return text.split(',').map((word) => word.trim());
  return [element instanceof ZodObject ? fromJson(text) : text];
}

/** A value where a list is expected, as a list. */
function toList(element: InputSchema, value: unknown): unknown[] {
  const given = typeof value === 'string' && value.trim().startsWith('[') ? fromJson(value) : value;
  if (Array.isArray(given)) return given;
  return typeof given === 'string' ? listOfText(element, given) : [given];
}

function toBoolean(value: unknown): unknown {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === 'true' || word === 'yes' || word === 1 || word === '1') return true;
  return word === 'false' || word === 'no' || word === 0 || word === '0' ? false : value;
}

/** True for a text without any character that is seen. */
export const isBlankText = (value: unknown) => typeof value === 'string' && value.trim() === '';

/** An object whose members are all blank: clients that fill in every member of a schema send one for an empty list. */
const isEmptyObject = (value: unknown) =>
  value instanceof Object && !Array.isArray(value) && Object.values(value).every(isBlankText);

/** What an optional argument holds that was not given: clients that must fill in every argument send these. */
const isAbsent = (value: unknown) =>
  isBlankText(value) || isEmptyObject(value) || (Array.isArray(value) && value.every(isBlankText));

/** The word of an enum that a text is in another spelling; the text itself where there is none. */
function wordOf(words: readonly string[], text: string): string {
  const [word, second] = bySpelling(text, words, (one) => [one])?.found ?? [];
  return word === undefined || second !== undefined ? text : word;
}

/** Several words of an enum; `!x` and `not x` leave x out, of all words where only such are given. */
function wordsOf(words: readonly string[], given: readonly unknown[]): unknown[] {
  const excluded = given.map((item) =>
    typeof item === 'string' ? /^(?:!=?|<>|≠|-|not(?=\s))\s*(\S.*)$/isu.exec(item.trim())?.[1] : undefined,
  );
  const not = excluded.flatMap((text) => (text === undefined ? [] : wordOf(words, text)));
  if (not.length === 0 || !not.every((word) => words.includes(word)))
    return given.map((item) => (typeof item === 'string' ? wordOf(words, item) : item));
  const some = given.filter((_, at) => excluded[at] === undefined);
  const wanted = some.length === 0 ? words : some.map((item) => wordOf(words, String(item)));
  return wanted.filter((word) => !not.includes(word));
}

// `instanceof` alone would give the parts of a schema as values of any type.
const isOptional = (schema: InputSchema): schema is ZodOptional<InputSchema> => schema instanceof ZodOptional;
const isEffects = (schema: InputSchema): schema is ZodEffects<InputSchema> => schema instanceof ZodEffects;
const isEnum = (schema: InputSchema): schema is ZodEnum<[string, ...string[]]> => schema instanceof ZodEnum;
const isArray = (schema: InputSchema): schema is ZodArray<InputSchema> => schema instanceof ZodArray;
const isShape = (schema: InputSchema): schema is ZodObject<Record<string, InputSchema>> =>
  schema instanceof ZodObject;

/**
 * The same value in the form that the schema expects, where only the form differs: `"20"` for a number, one value for a list, JSON text
 * for a list or an object, another case for a word of an enum; without optional members that are empty. Anything else is returned unchanged, for the schema to reject.
 */
export function coerce(schema: InputSchema, value: unknown): unknown {
  if (isOptional(schema)) return coerce(schema.unwrap(), value);
  if (isEffects(schema)) return coerce(schema.innerType(), value);
  if (schema instanceof ZodBoolean) return toBoolean(value);
  if (schema instanceof ZodNumber) {
    const isNumeric = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
    return isNumeric ? Number(value) : value;
  }
  if (schema instanceof ZodString) {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return Array.isArray(value) ? JSON.stringify(value) : value;
  }
  if (isEnum(schema)) return typeof value === 'string' ? wordOf(schema.options, value) : value;
  if (isArray(schema)) {
    const { element } = schema;
    const items = toList(element, value);
    if (isEnum(element)) return wordsOf(element.options, items);
    return items.map((item) => coerce(element, item)).filter((item) => !isEmptyObject(item));
  }
  if (isShape(schema)) {
    const given = typeof value === 'string' && value.trim().startsWith('{') ? fromJson(value) : value;
    if (!(given instanceof Object) || Array.isArray(given)) return given;
    const shape = new Map(Object.entries(schema.shape));
    const entries = Object.entries(given).filter(
      ([, item]: [string, unknown]) => item !== null && item !== undefined,
    );
    return Object.fromEntries(
      entries.flatMap(([key, item]: [string, unknown]): [string, unknown][] => {
        const expected = shape.get(key);
        if (expected === undefined) return [[key, item]];
        const optional = expected.isOptional();
        if (optional && isAbsent(item)) return [];
        const read = coerce(expected, item);
        return optional && isAbsent(read) ? [] : [[key, read]];
      }),
    );
  }
  return value;
}

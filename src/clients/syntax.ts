import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';

/** A key of an object, or the element of a list that has this id. */
export type PathStep = string | { readonly id: string };

/** Where a value is in a configuration. */
export type ConfigPath = readonly PathStep[];

/** A value of a configuration; undefined if there is none. */
export type MaybeValue = JsonValue | undefined;

/** The value at a path; undefined if there is none. */
export function valueAt(value: MaybeValue, [step, ...rest]: ConfigPath): MaybeValue {
  if (step === undefined) return value;
  if (typeof step === 'string')
    return isObject(value) && Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined;
  const element = Array.isArray(value) ? value.find((one) => isObject(one) && one.id === step.id) : undefined;
  return valueAt(element, rest);
}

/** A position in a text; both count from 1. */
interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** A text that its format does not allow, and where. */
export class BrokenText extends Error {
  readonly position: TextPosition;

  constructor(why: string, position: TextPosition) {
    super(why);
    this.position = position;
  }
}

/** A text whose form does not allow a change; it must be changed by hand. */
export class UneditableText extends Error {}

/** A format of configuration texts, read and changed in place. Texts have no byte order mark. */
export interface ConfigSyntax {
  /**
   * What the text means; an empty object for an empty text.
   *
   * @throws BrokenText
   */
  read(text: string): JsonObject;
  /** Where the value at a path begins; undefined if there is none. */
  where(text: string, path: ConfigPath): TextPosition | undefined;
  /** The text with a value put at a path; every other byte stays. */
  put(text: string, path: ConfigPath, value: JsonValue): string;
  /** The text without the value at a path; every other byte stays. */
  remove(text: string, path: ConfigPath): string;
}

/** The line and column of an offset. */
export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The type of a value, with its article. */
export function kindOf(value: MaybeValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

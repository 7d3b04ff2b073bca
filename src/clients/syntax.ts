import type { JsonObject, JsonValue } from '../tool/json.ts';
import type { Path } from './path.ts';

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text that its format does not allow, and where. */
export class BrokenText extends Error {
  readonly place: Place;

  constructor(why: string, place: Place) {
    super(why);
    this.place = place;
  }
}

/** A change that a text's form does not allow; the text must be changed by hand. */
export class UneditableText extends Error {}

/** A format of configuration texts, read and changed in place. Texts have no byte order mark. */
export interface Syntax {
  /**
   * What the text means; an empty object for a text that says nothing.
   *
   * @throws BrokenText
   */
  read(text: string): JsonObject;
  /** Where the value at a path begins; undefined where there is none. */
  where(text: string, path: Path): Place | undefined;
  /** The text with a value put at a path; all else stays byte for byte. */
  put(text: string, path: Path, value: JsonValue): string;
  /** The text without what stands at a path; all else stays byte for byte. */
  remove(text: string, path: Path): string;
}

/** Which line and column an offset is. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The kind of a value, as people say it. */
export function kindOf(value: JsonValue | undefined): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

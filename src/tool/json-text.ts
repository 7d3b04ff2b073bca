import { type JsonValue, parseJsonText } from './json.ts';

/** What parsing a JSON text will cost beside its bytes. */
interface JsonSize {
  /** Levels of lists and objects. */
  readonly depth: number;
  /** Lists, objects and members at most; those in texts are not counted. */
  readonly values: number;
}

/** Measures a JSON text without parsing it, in one pass; of a text that is no JSON it says nothing useful. */
export function jsonSize(text: string): JsonSize {
  let depth = 0;
  let deepest = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfText(text, at);
    else if (code === 0x5b || code === 0x7b) {
      depth++;
      values++;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x5d || code === 0x7d) depth--;
    else if (code === 0x2c) values++;
  }
  return { depth: deepest, values };
}

/** The place of the quotation mark that ends the text that begins here; the end of all if there is none. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === 0x22) return at;
  }
  return text.length;
}

/** No client nests deeper: a call is five levels of lists and objects, filters a few more. */
const maxDepth = 64;

/** The most values of a message: a list of 20,000 ids is more than any tool takes. */
const maxValues = 50_000;

/** Why a message is not parsed although it may be JSON; undefined for one that is. */
export function jsonProblem(text: string): string | undefined {
  const { depth, values } = jsonSize(text);
  if (depth > maxDepth) return `it is nested more than ${maxDepth} levels deep`;
  return values > maxValues ? `it has more than ${maxValues.toLocaleString('en-US')} values` : undefined;
}

/** The value of a JSON text; undefined where it is no JSON, and where it is not parsed because of its depth or its number of values. */
export function parseJson(text: string): JsonValue | undefined {
  if (jsonProblem(text) !== undefined) return undefined;
  try {
    return parseJsonText(text);
  } catch {
    return undefined;
  }
}

import { isObject, type JsonValue } from '../tool/json.ts';

const isText = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' && value.trim() !== '';

/**
 * Copper's own message in a failed reply, unchanged: `message`, else `error`, else `error.message`, else the first of `errors`;
 * undefined if there is none.
 *
 * The contract promises the third form; recorded replies have the first two. `message` can be an object, which is ignored.
 */
export function upstreamMessage(body: JsonValue | undefined): string | undefined {
  if (!isObject(body)) return undefined;
  const { message, error, errors } = body;
  const [first] = [errors].flat();
  const inner = [error, first].map((one) => (isObject(one) ? one.message : undefined));
  return [message, error, inner[0], first, inner[1], body.detail].find(isText);
}

/**
 * A message fit for an agent: one line, at most 300 characters, without control, zero-width, bidi and tag characters; undefined
 * for HTML, and if nothing is left.
 */
export function cleanMessage(raw: string): string | undefined {
  const start = raw.slice(0, 2000);
  if (/<[a-z!/][^<>]*>/i.test(start)) return undefined;
  const line = start
    .trim()
    .replace(/(?<!\s)\s*[\r\n\u2028\u2029]\s*/g, '; ')
    .replace(/\t/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{DI}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...line];
  const text = letters.length > 300 ? `${letters.slice(0, 299).join('')}…` : line;
  return text === '' ? undefined : text;
}

/** A message that lists the rejected parameters is never longer: each parameter of a request is listed at most once. */
const maxMessageChars = 10_000;

/**
 * The names in "Unrecognized attributes specified: a, b": Copper answers 422 to body keys it does not know, one message per line.
 */
export function unrecognizedAttributes(message: string): string[] {
  const lists = [
    ...message.slice(0, maxMessageChars).matchAll(/unrecognized attributes? specified:([^\r\n;]*)/gi),
  ];
  const names = lists.flatMap(([, list = '']) => list.split(','));
  return [
    ...new Set(
      names
        .map((name) => name.replace(/(?<!["'`\s.])["'`\s.]+$|^["'`\s]+/g, ''))
        .filter((name) => name !== ''),
    ),
  ];
}

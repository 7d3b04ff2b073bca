import { isObject, type JsonValue } from '../tool/json.ts';

/**
 * Copper's own message in a failed reply, unchanged: `message`, else `error`, else `error.message`; undefined if there is none.
 *
 * The contract promises the last form; recorded replies have the first two. `message` can be an object, which is ignored.
 */
export function upstreamMessage(body: JsonValue | undefined): string | undefined {
  if (!isObject(body)) return undefined;
  const { message, error } = body;
  const found = [message, error, isObject(error) ? error.message : undefined].find(
    (each) => typeof each === 'string',
  );
  return typeof found === 'string' && found.trim() !== '' ? found : undefined;
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

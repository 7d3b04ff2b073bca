import type { Credentials } from '../copper/sign.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';

/** One line of the callers file. */
export interface CallerEntry {
  readonly name: string;
  /** Of the bearer token, in hexadecimal. */
  readonly sha256?: string;
  /** What the claims of a token must hold: `{"sub": "…"}`, `{"email": "…"}`. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Whose Copper credentials count: those of the server, those the caller brings, or these. */
  readonly copper: 'server' | 'caller' | Credentials;
}

/** A callers file that cannot be used; the message says which entry and why, and quotes no secret. */
export class CallersError extends Error {
  override readonly name = 'CallersError';
}

const known = ['name', 'sha256', 'claims', 'copper'];

function text(object: JsonObject, name: string, where: string, pattern = /^[\x21-\x7e]+$/): string {
  const value = object[name];
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new CallersError(`${where}: "${name}" is missing or is no text that can be used.`);
}

function readCopper(value: JsonValue | undefined, where: string): CallerEntry['copper'] {
  if (value === undefined || value === 'server') return 'server';
  if (value === 'caller') return 'caller';
  if (isObject(value) && 'apiKey' in value) {
    return { kind: 'key', key: text(value, 'apiKey', where), email: text(value, 'userEmail', where) };
  }
  if (isObject(value) && 'accessToken' in value) {
    return { kind: 'bearer', token: text(value, 'accessToken', where) };
  }
  const forms = '"server", "caller", {"apiKey", "userEmail"} or {"accessToken"}';
  throw new CallersError(`${where}: "copper" can be ${forms}.`);
}

function readClaims(value: JsonValue, where: string): Record<string, string> {
  const pairs = Object.entries(isObject(value) ? value : {});
  const claims = pairs.flatMap(([name, one]) => (typeof one === 'string' ? [[name, one] as const] : []));
  if (claims.length > 0 && claims.length === pairs.length) return Object.fromEntries(claims);
  throw new CallersError(
    `${where}: "claims" must be an object of texts, e.g. {"email": "jane@example.com"}.`,
  );
}

function readEntry(value: JsonValue, at: number): CallerEntry {
  if (!isObject(value)) throw new CallersError(`entry ${at + 1} is no object.`);
  const name = text(value, 'name', `entry ${at + 1}`, /^[\w.@+-][\w .@+-]{0,99}$/);
  const strange = Object.keys(value).find((key) => !known.includes(key));
  if (strange !== undefined) throw new CallersError(`${name}: "${strange}" is none of ${known.join(', ')}.`);
  return {
    name,
    ...(value.sha256 === undefined ? {} : { sha256: text(value, 'sha256', name, /^[0-9a-f]{64}$/i) }),
    ...(value.claims === undefined ? {} : { claims: readClaims(value.claims, name) }),
    copper: readCopper(value.copper, name),
  };
}

/**
 * Reads a callers file: a JSON array of entries.
 *
 * @throws CallersError
 */
export function parseCallers(json: string): readonly CallerEntry[] {
  let value: JsonValue;
  try {
    value = JSON.parse(json);
  } catch {
    throw new CallersError('the file is no JSON.');
  }
  if (!Array.isArray(value)) throw new CallersError('the file must hold a JSON array of callers.');
  const entries = value.map(readEntry);
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new CallersError(`"${twice}" stands there twice.`);
  return entries;
}

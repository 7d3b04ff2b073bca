import type { Credentials } from '../copper/ask.ts';
import type { EventLog } from '../log.ts';
import { isObject, type JsonObject, type JsonValue, parseJsonText } from '../tool/json.ts';
import { formatNumber } from '../tool/sentences.ts';
import { createProblemLog } from './problem-log.ts';

/** One entry of the callers file. */
export interface CallerEntry {
  readonly name: string;
  /** The SHA-256 of the bearer token, in hexadecimal. */
  readonly sha256?: string;
  /** What a token's claims must contain: `{"sub": "…"}`, `{"email": "…"}`. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Which Copper credentials to use: the server's, those the caller sends, or these. */
  readonly copper: 'server' | 'caller' | Credentials;
}

/** A callers file that cannot be used; the message says which entry and why, and quotes no secret. */
export class CallersError extends Error {
  override readonly name = 'CallersError';
}

/** Every request is compared with all of them, and the file is read again whenever it changes. */
const maxCallers = 10_000;

const knownKeys = ['name', 'sha256', 'claims', 'copper'];

function readText(object: JsonObject, name: string, where: string, pattern = /^[\x21-\x7e]+$/): string {
  const value = object[name];
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new CallersError(`${where}: "${name}" is missing or not valid.`);
}

function readCopper(value: JsonValue | undefined, where: string): CallerEntry['copper'] {
  if (value === undefined || value === 'server') return 'server';
  if (value === 'caller') return 'caller';
  if (isObject(value) && 'apiKey' in value) {
    return { kind: 'key', key: readText(value, 'apiKey', where), email: readText(value, 'userEmail', where) };
  }
  if (isObject(value) && 'accessToken' in value) {
    return { kind: 'bearer', token: readText(value, 'accessToken', where) };
  }
  const forms = '"server", "caller", {"apiKey", "userEmail"} or {"accessToken"}';
  throw new CallersError(`${where}: "copper" can be ${forms}.`);
}

function readClaims(value: JsonValue, where: string): Record<string, string> {
  const pairs = Object.entries(isObject(value) ? value : {});
  const claims = pairs.flatMap(([name, one]) => (typeof one === 'string' ? [[name, one] as const] : []));
  if (claims.length > 0 && claims.length === pairs.length) return Object.fromEntries(claims);
  throw new CallersError(
    `${where}: "claims" must be an object with strings as values, e.g. {"email": "jane@example.com"}.`,
  );
}

function readEntry(value: JsonValue, at: number): CallerEntry {
  if (!isObject(value)) throw new CallersError(`entry ${at + 1} is not an object.`);
  const name = readText(value, 'name', `entry ${at + 1}`, /^[\w.@+-][\w .@+-]{0,99}$/);
  const unknown = Object.keys(value).find((key) => !knownKeys.includes(key));
  if (unknown !== undefined)
    throw new CallersError(`${name}: unknown key "${unknown}"; use ${knownKeys.join(', ')}.`);
  return {
    name,
    ...(value.sha256 === undefined ? {} : { sha256: readText(value, 'sha256', name, /^[0-9a-f]{64}$/i) }),
    ...(value.claims === undefined ? {} : { claims: readClaims(value.claims, name) }),
    copper: readCopper(value.copper, name),
  };
}

/**
 * Reads the text of a callers file: a JSON array of entries.
 *
 * @throws CallersError
 */
export function parseCallers(json: string): readonly CallerEntry[] {
  let value: JsonValue;
  try {
    value = parseJsonText(json);
  } catch {
    throw new CallersError('the file is not valid JSON.');
  }
  if (!Array.isArray(value)) throw new CallersError('the file must contain a JSON array of callers.');
  if (value.length > maxCallers) {
    const [found, most] = [value.length, maxCallers].map((count) => formatNumber(count));
    throw new CallersError(`the file has ${found} callers; at most ${most} are possible.`);
  }
  const names = new Set<string>();
  return value.map((one, at) => {
    const entry = readEntry(one, at);
    if (names.has(entry.name)) throw new CallersError(`there is already a caller named "${entry.name}".`);
    names.add(entry.name);
    return entry;
  });
}

/** Options of a callers file. */
interface CallersFileOptions {
  readonly path: string;
  readonly readFile: (path: string) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: EventLog;
}

/** The shortest time between two looks at the file, in milliseconds. */
const checkIntervalMs = 1_000;

/**
 * The callers in the file: it is checked for changes when a request arrives, at most once a second. A file that can no longer be used
 * changes nothing and is logged once.
 *
 * @throws CallersError, or what `readFile` throws, for the first reading only
 */
export function openCallersFile(options: CallersFileOptions): () => readonly CallerEntry[] {
  const { path, readFile, now, log } = options;
  let text = readFile(path);
  let entries = parseCallers(text);
  let checkedAt = now();
  const problems = createProblemLog(log, 'callers file cannot be used; still using its last valid version');

  function check(): void {
    try {
      const current = readFile(path);
      if (current !== text) {
        text = current;
        entries = parseCallers(current);
        log.info({ callers: entries.length }, 'callers file reloaded');
      }
      problems.solved();
    } catch (error) {
      problems.report(error);
    }
  }

  return () => {
    if (now() - checkedAt >= checkIntervalMs) {
      checkedAt = now();
      check();
    }
    return entries;
  };
}

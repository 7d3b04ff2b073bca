import type { IncomingRequest } from './options.ts';
import { SandboxError } from './reply.ts';

/** Reads values as loosely as the real API does: numbers may be text, and a single value stands for a list. */

/** A finite number, or decimal text as a number. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  return undefined;
}

/** The same, when it is a whole number. */
export function asInteger(value: unknown): number | undefined {
  const number = asNumber(value);
  return Number.isInteger(number) ? number : undefined;
}

/** A boolean, also from `true`, `false`, 1 and 0 as text or number. */
export function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1' || value === 1) return true;
  if (value === 'false' || value === '0' || value === 0) return false;
  return undefined;
}

/** A list as it is; any other value as a list of one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Whether a value is an object, not null and not a list. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is null, missing, empty text or an empty list, which Copper ignores. */
export function isBlank(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** The body as JSON; undefined when it is empty, the text itself when it is not valid JSON. */
export function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The body for a handler, empty when there is none; throws a 400 when it is not an object. */
export function bodyObject(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined) return {};
  if (!isJsonObject(body)) throw new SandboxError(400, 'There was a problem in the JSON you submitted');
  return body;
}

/** Whether a request is a GET with a body, which Copper's proxy refuses. */
export function hasForbiddenBody({ method, headers }: IncomingRequest): boolean {
  return method === 'GET' && (Number(headers.get('content-length')) > 0 || headers.has('transfer-encoding'));
}

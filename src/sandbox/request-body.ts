import { isJsonObject } from './read-value.ts';
import { SandboxError } from './refusal.ts';

/** The body as JSON; undefined when it is empty, the text itself when it is no JSON. */
export function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a handler reads; no body is an empty one. */
export function bodyObject(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined) return {};
  if (!isJsonObject(body)) throw new SandboxError(400, 'There was a problem in the JSON you submitted');
  return body;
}

/** The front end refuses a GET that carries a body before Copper sees it. */
export function hasForbiddenBody({ method, headers }: Request): boolean {
  return method === 'GET' && (Number(headers.get('content-length')) > 0 || headers.has('transfer-encoding'));
}

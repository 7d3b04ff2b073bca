import { isJsonObject } from './read-value.ts';
import { SandboxError } from './reply.ts';

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
export function hasForbiddenBody({ method, headers }: Request): boolean {
  return method === 'GET' && (Number(headers.get('content-length')) > 0 || headers.has('transfer-encoding'));
}

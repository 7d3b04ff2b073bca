import { isObject, type JsonObject } from '../tool/json.ts';

/** A request or notification of JSON-RPC 2.0 as it came in; a notification has no id. */
export interface Incoming {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method: string;
  readonly params?: JsonObject;
}

/** True for a well-formed request or notification. */
export function isIncoming(value: unknown): value is Incoming {
  if (!isObject(value) || value.jsonrpc !== '2.0' || typeof value.method !== 'string') return false;
  const { id, params } = value;
  return (
    (id === undefined || typeof id === 'string' || Number.isInteger(id)) &&
    (params === undefined || isObject(params))
  );
}

/** True for an answer to a request; we never send requests, so such an answer means nothing to us. */
export function isAnswer(value: unknown): boolean {
  return isObject(value) && value.jsonrpc === '2.0' && ('result' in value || 'error' in value);
}

/** JSON-RPC: the body is no JSON. */
export const parseError = -32700;
/** JSON-RPC: the body is no request. */
export const invalidRequest = -32600;
/** JSON-RPC: a mistake of ours. */
export const internalError = -32603;
/** The protocol's own code for what goes wrong with a request of HTTP, as both SDKs use it. */
export const badHttp = -32000;

/** A refusal: an error of JSON-RPC to nobody in particular, with the status that says the same to HTTP. */
export function refusal(
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, headers });
}

import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';

/** The id of a request. */
export type RpcId = string | number;

/** An error in answer to a request; the id is null if the request has none that can be repeated. */
export interface RpcErrorAnswer {
  readonly jsonrpc: '2.0';
  readonly id: RpcId | null;
  readonly error: { readonly code: number; readonly message: string };
}

/** An error in answer to the request with this id. */
export const rpcErrorAnswer = (id: RpcId | null, code: number, message: string): RpcErrorAnswer => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

/** The first revision without a handshake: each request states the revision it uses. */
export const firstModern = '2026-07-28';

/** Where a request states it. */
const versionKey = 'io.modelcontextprotocol/protocolVersion';

/**
 * True for a message from a modern client (2026-07-28 or later): its `_meta` or its `MCP-Protocol-Version` header says so. As in the
 * SDK, a message that states a revision is modern even if that revision does not exist.
 */
export function isModern(message: unknown, versionHeader?: string | null): boolean {
  if (typeof versionHeader === 'string' && versionHeader.trim() >= firstModern) return true;
  if (!isObject(message) || message.method === 'initialize') return false;
  const meta = isObject(message.params) ? message.params._meta : undefined;
  return message.method === 'server/discover' || (isObject(meta) && versionKey in meta);
}

/** What a modern client says in the `_meta` of a request that it can do; undefined for a legacy one, which says so in its handshake. */
export const declaredIn = (meta: unknown): JsonValue | undefined =>
  isObject(meta) ? meta['io.modelcontextprotocol/clientCapabilities'] : undefined;

/** Error codes of JSON-RPC 2.0, and `badHttp`, which both SDKs use for a faulty HTTP request. */
export const rpcCodes = {
  parseError: -32700,
  invalidRequest: -32600,
  invalidParams: -32602,
  internalError: -32603,
  badHttp: -32000,
} as const;

/** An error that a request is answered with; both SDKs send its code, message and data. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;
  readonly data: JsonObject | undefined;

  constructor(code: number, message: string, data?: JsonObject) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** The error that a request is answered with, as both SDKs write it. */
export function rpcErrorOf(error: unknown) {
  const { internalError } = rpcCodes;
  if (!(error instanceof RpcError))
    return { code: internalError, message: error instanceof Error ? error.message : 'Internal error' };
  const { code, message, data } = error;
  return { code, message, ...(data === undefined ? {} : { data }) };
}

/** The answer to a request that has not been answered in time, or that failed for reasons that are not the client's. */
export const internalAnswer = (id: RpcId) =>
  rpcErrorAnswer(id, rpcCodes.internalError, 'Internal error: the request was not answered, or not in time');

/** The answer to a request that the SDK of its generation does not read. */
export const unreadableAnswer = (id: RpcId) =>
  rpcErrorAnswer(
    id,
    rpcCodes.invalidRequest,
    'Invalid Request: params or _meta has a member of a wrong type',
  );

/** An HTTP response with a JSON-RPC error, by default one that refers to no request. */
export function rpcErrorResponse(
  status: number,
  code: number,
  message: string,
  { headers = {}, id = null }: { headers?: Record<string, string>; id?: RpcId | null } = {},
): Response {
  return Response.json(rpcErrorAnswer(id, code, message), { status, headers });
}

/** True for the `Content-Type` of JSON. */
export const isJson = (contentType: string | null | undefined): boolean =>
  /^\s*application\/json\s*(;|$)/i.test(contentType ?? '');

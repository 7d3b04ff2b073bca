import { isObject, type JsonObject } from '../tool/json.ts';

/** A JSON-RPC 2.0 request or notification; a notification has no id. */
interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method: string;
  readonly params?: JsonObject;
}

/** True for a well-formed request or notification. */
export function isRpcRequest(value: unknown): value is RpcRequest {
  if (!isObject(value) || value.jsonrpc !== '2.0' || typeof value.method !== 'string') return false;
  const { id, params } = value;
  return (
    (id === undefined || typeof id === 'string' || Number.isInteger(id)) &&
    (params === undefined || isObject(params))
  );
}

/** True for a response. This server sends no requests, so it ignores every response. */
export function isRpcResponse(value: unknown): boolean {
  return isObject(value) && value.jsonrpc === '2.0' && ('result' in value || 'error' in value);
}

/** The first revision without a handshake: each request states the revision it uses. */
const firstModern = '2026-07-28';

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

/** An HTTP response with a JSON-RPC error that refers to no request. */
export function rpcErrorResponse(
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, headers });
}

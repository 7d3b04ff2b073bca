import { isObject } from '../tool/json.ts';

/** The first revision without a handshake: each request says by itself which revision it speaks. */
const firstModern = '2026-07-28';

/** Where a request says so. */
const versionKey = 'io.modelcontextprotocol/protocolVersion';

/**
 * True for a message of a client of 2026-07-28 or later: its `_meta` or its `MCP-Protocol-Version` header says so. The message alone
 * decides, as in the SDK: a message that carries the claim is modern even if the revision it names does not exist.
 */
export function isModern(message: unknown, versionHeader?: string | null): boolean {
  if (typeof versionHeader === 'string' && versionHeader.trim() >= firstModern) return true;
  if (!isObject(message) || message.method === 'initialize') return false;
  const meta = isObject(message.params) ? message.params._meta : undefined;
  return message.method === 'server/discover' || (isObject(meta) && versionKey in meta);
}

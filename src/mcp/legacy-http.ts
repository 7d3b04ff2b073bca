import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import type { Handlers } from './handlers.ts';
import { badHttp, invalidRequest, isAnswer, isIncoming, refusal } from './json-rpc.ts';
import { exchange } from './legacy-exchange.ts';
import { createLegacyServer } from './legacy-server.ts';

/**
 * Answers a message of a client of 2024-11-05 to 2025-11-25 without sessions: each request meets a server of its own, so a client that
 * initialized at another replica is served as well. For the same reason `notifications/cancelled` cannot find the request it
 * means: it is accepted and nothing happens; the call ends by itself, at its deadline at the latest.
 */
export async function answerLegacy(
  headers: Headers,
  body: unknown,
  handlers: Handlers,
  version: string,
): Promise<Response> {
  const accept = headers.get('accept') ?? '';
  if (!accept.includes('application/json') || !accept.includes('text/event-stream'))
    return refusal(406, badHttp, 'Not Acceptable: Accept must list application/json and text/event-stream');
  if (!isIncoming(body)) {
    if (isAnswer(body)) return accepted();
    return refusal(400, invalidRequest, 'Invalid Request: the body is not a message of JSON-RPC 2.0');
  }
  const spoken = headers.get('mcp-protocol-version');
  // Before the handshake there is no version; without the header it is 2025-03-26, which is served like its neighbours.
  if (body.method !== 'initialize' && spoken !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(spoken))
    return refusal(
      400,
      badHttp,
      `Bad Request: Unsupported protocol version ${spoken.slice(0, 40)} (supported: ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')})`,
    );
  const { id } = body;
  if (id === undefined) return accepted();
  return exchange(createLegacyServer(handlers, version), { ...body, id });
}

const accepted = () => new Response(null, { status: 202 });

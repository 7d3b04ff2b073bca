import { ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import { announcedCapabilities } from './capabilities.ts';
import type { Handlers } from './handlers.ts';
import { modernContext, serveModernCapabilities } from './modern-capabilities.ts';
import { callResult, noValidator, serverInfo, unknownTool } from './result-text.ts';

/**
 * Lists are the same for every caller of one address, which holds the choice of tools (`?tools=`), and change only when the server is
 * started anew; a client may keep them this long, in milliseconds.
 */
const cache = { ttlMs: 300_000, cacheScope: 'public' } as const;

/** What anyone may keep. What is read at an address is not among it: that belongs to who reads it and is old at once. */
const cacheHints = {
  'server/discover': cache,
  'tools/list': cache,
  'resources/list': cache,
  'resources/templates/list': cache,
  'prompts/list': cache,
};

/** A server for clients of 2026-07-28, over the low-level class of the newer SDK, which adds resultType and serverInfo to results. */
export function createModernServer(handlers: Handlers, version: string): Server {
  const server = new Server(serverInfo(version), {
    capabilities: announcedCapabilities(handlers),
    instructions: handlers.instructions,
    jsonSchemaValidator: noValidator,
    cacheHints,
  });
  server.setRequestHandler('tools/list', () => ({ tools: [...handlers.list] }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const result = await handlers.call(params.name, params.arguments, modernContext(context));
    if (result === undefined)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(params.name, handlers.leftOut));
    return callResult(result);
  });
  serveModernCapabilities(server, handlers);
  return server;
}

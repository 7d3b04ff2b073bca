import { ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import type { Progress } from '../tool/app.ts';
import type { Handlers } from './handlers.ts';
import { callResult, noValidator, progressNotification, serverInfo, unknownTool } from './words.ts';

/** The list is the same for every caller and changes only with a release; a client may keep it this long, in milliseconds. */
const cache = { ttlMs: 300_000, cacheScope: 'public' } as const;

/** A server for clients of 2026-07-28, over the low-level class of the newer SDK, which adds resultType and serverInfo to results. */
export function createModernServer(handlers: Handlers, version: string): Server {
  const server = new Server(serverInfo(version), {
    capabilities: { tools: {} },
    instructions: handlers.instructions,
    jsonSchemaValidator: noValidator,
    cacheHints: { 'tools/list': cache, 'server/discover': cache },
  });
  server.setRequestHandler('tools/list', () => ({ tools: [...handlers.list] }));
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq: { signal, _meta, notify } }) => {
    const token = _meta?.progressToken;
    const onProgress = (progress: Progress) =>
      void notify(progressNotification(token ?? '', progress)).catch(() => undefined);
    const context = token === undefined ? { signal } : { signal, onProgress };
    const result = await handlers.call(params.name, params.arguments, context);
    if (result === undefined)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(params.name));
    return callResult(result);
  });
  return server;
}

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { announcedCapabilities } from './capabilities.ts';
import type { Handlers } from './handlers.ts';
import { legacyContext, serveLegacyCapabilities } from './legacy-capabilities.ts';
import { callResult, noValidator, serverInfo, unknownTool } from './result-text.ts';

/** A server for clients of 2024-11-05 to 2025-11-25, over the SDK's low-level class: the list goes out as it is. */
export function createLegacyServer(handlers: Handlers, version: string): Server {
  const server = new Server(serverInfo(version), {
    capabilities: announcedCapabilities(handlers),
    instructions: handlers.instructions,
    jsonSchemaValidator: noValidator,
  });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...handlers.list] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const result = await handlers.call(params.name, params.arguments, legacyContext(extra));
    if (result === undefined)
      throw new McpError(ErrorCode.InvalidParams, unknownTool(params.name, handlers.leftOut));
    return callResult(result);
  });
  serveLegacyCapabilities(server, handlers);
  return server;
}

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type { Progress } from '../tool/app.ts';
import type { Handlers } from './handlers.ts';
import { callResult, noValidator, progressNotification, serverInfo, unknownTool } from './words.ts';

/** A server for clients of 2024-11-05 to 2025-11-25, over the SDK's low-level class: the list goes out as it is. */
export function createSdkServer(handlers: Handlers, version: string): Server {
  const server = new Server(serverInfo(version), {
    capabilities: { tools: {} },
    instructions: handlers.instructions,
    jsonSchemaValidator: noValidator,
  });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...handlers.list] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const token = params._meta?.progressToken;
    const onProgress = (progress: Progress) =>
      void sendNotification(progressNotification(token ?? '', progress)).catch(() => undefined);
    const context = token === undefined ? { signal } : { signal, onProgress };
    const result = await handlers.call(params.name, params.arguments, context);
    if (result === undefined) throw new McpError(ErrorCode.InvalidParams, unknownTool(params.name));
    return callResult(result);
  });
  return server;
}

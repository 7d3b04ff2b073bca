import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type { Progress } from '../tool/app.ts';
import type { Handlers } from './handlers.ts';

/** Nothing here asks clients for structured input, so the SDK's own validator (Ajv, 10 ms to make) never has work. */
const noValidator = {
  getValidator() {
    throw new Error('no schema of a client is ever validated');
  },
};

/** A server for clients of 2024-11-05 to 2025-11-25, over the SDK's low-level class: the list goes out as it is. */
export function createSdkServer(handlers: Handlers, version: string): Server {
  const server = new Server(
    { name: 'copper-mcp', title: 'Copper CRM', version },
    {
      capabilities: { tools: {} },
      instructions: handlers.instructions,
      jsonSchemaValidator: noValidator,
    },
  );
  const list = { tools: handlers.list.map((tool) => ({ ...tool })) };
  server.setRequestHandler(ListToolsRequestSchema, () => list);
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const token = params._meta?.progressToken;
    const onProgress = ({ done, total, message }: Progress) => {
      const progress = {
        progressToken: token ?? '',
        progress: done,
        message,
        ...(total === undefined ? {} : { total }),
      };
      void sendNotification({ method: 'notifications/progress', params: progress }).catch(() => undefined);
    };
    const context = token === undefined ? { signal } : { signal, onProgress };
    const result = await handlers.call(params.name, params.arguments, context);
    if (result === undefined)
      throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name.slice(0, 100)}`);
    return {
      content: [{ type: 'text', text: result.text }],
      isError: result.isError,
      ...(result.structured === undefined ? {} : { structuredContent: result.structured }),
    };
  });
  return server;
}

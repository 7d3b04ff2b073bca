import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  isJSONRPCNotification,
  isJSONRPCRequest,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { contextOf, type Handlers } from './handlers.ts';
import { createMethods, serverInfo, serverOptions } from './methods.ts';
import type { SendToClient, StdioPeer } from './stdio-exchanges.ts';
import { showsViews } from './views.ts';

/** Legacy revisions have a code of their own for this; the SDK does not name it. */
const resourceNotFound = -32002;

const legacyContext = (
  { signal, _meta, sendNotification }: RequestHandlerExtra<ServerRequest, ServerNotification>,
  views = false,
) => contextOf(signal, _meta, sendNotification, views);

/** A server for legacy clients (2024-11-05 to 2025-11-25), built on the SDK's low-level class, which sends the list of tools unchanged. */
export function createLegacyServer(handlers: Handlers, version: string): Server {
  const server = new Server(serverInfo(version), serverOptions(handlers));
  const { listTools, callTool, resources, prompts, complete } = createMethods(handlers, resourceNotFound);
  // Known after the handshake: over HTTP, where each request has a server of its own, never.
  const views = () => showsViews(server.getClientCapabilities());
  server.setRequestHandler(ListToolsRequestSchema, () => listTools(views()));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) =>
    callTool(params, legacyContext(extra, views())),
  );
  if (resources !== undefined) {
    server.setRequestHandler(ListResourcesRequestSchema, resources.list);
    server.setRequestHandler(ListResourceTemplatesRequestSchema, resources.listTemplates);
    server.setRequestHandler(ReadResourceRequestSchema, ({ params }, extra) =>
      resources.read(params, legacyContext(extra)),
    );
  }
  if (prompts !== undefined) {
    server.setRequestHandler(ListPromptsRequestSchema, prompts.list);
    server.setRequestHandler(GetPromptRequestSchema, ({ params }, extra) =>
      prompts.get(params, legacyContext(extra)),
    );
  }
  if (complete !== undefined)
    server.setRequestHandler(CompleteRequestSchema, ({ params }, extra) =>
      complete(params, legacyContext(extra)),
    );
  return server;
}

/** Connects one legacy client over stdio. */
export async function connectLegacyStdio(
  handlers: Handlers,
  version: string,
  send: SendToClient,
): Promise<StdioPeer> {
  const server = createLegacyServer(handlers, version);
  const transport: Transport = {
    async start() {},
    async close() {
      transport.onclose?.();
    },
    async send(message) {
      send(message);
    },
  };
  await server.connect(transport);
  return {
    close: () => server.close(),
    receive(message) {
      const isReadable = isJSONRPCRequest(message) || isJSONRPCNotification(message);
      if (isReadable) transport.onmessage?.(message);
      return isReadable;
    },
  };
}

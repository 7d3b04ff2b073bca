import type { Readable, Writable } from 'node:stream';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { Handlers } from './handlers.ts';
import { contextOf, createMethods, serverInfo, serverOptions } from './methods.ts';

/** Legacy revisions have a code of their own for this; the SDK does not name it. */
const resourceNotFound = -32002;

const legacyContext = ({
  signal,
  _meta,
  sendNotification,
}: RequestHandlerExtra<ServerRequest, ServerNotification>) => contextOf(signal, _meta, sendNotification);

/** A server for legacy clients (2024-11-05 to 2025-11-25), built on the SDK's low-level class, which sends the list of tools unchanged. */
export function createLegacyServer(handlers: Handlers, version: string): Server {
  const server = new Server(serverInfo(version), serverOptions(handlers));
  const { listTools, callTool, resources, prompts, complete } = createMethods(handlers, resourceNotFound);
  server.setRequestHandler(ListToolsRequestSchema, listTools);
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) =>
    callTool(params, legacyContext(extra)),
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

/** Serves one legacy client over stdio. `onClose` is called when the SDK closes the connection itself. */
export async function connectLegacyStdio(
  input: Readable,
  output: Writable,
  handlers: Handlers,
  version: string,
  onClose: () => void,
) {
  const server = createLegacyServer(handlers, version);
  server.onclose = onClose;
  await server.connect(new StdioServerTransport(input, output));
  return server;
}

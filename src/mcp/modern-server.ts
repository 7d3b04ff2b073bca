import type { Readable, Writable } from 'node:stream';
import { createMcpHandler, Server, type ServerContext } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio as serveModernStdio } from '@modelcontextprotocol/server/stdio';
import type { Handlers } from './handlers.ts';
import { rpcCodes } from './json-rpc.ts';
import { contextOf, createMethods, serverInfo, serverOptions } from './methods.ts';

/**
 * Lists are the same for every caller of one address, which includes the choice of tools (`?tools=`), and change only when the server
 * restarts. A client may cache them for this long, in milliseconds.
 */
const cache = { ttlMs: 300_000, cacheScope: 'public' } as const;

/** What any client or proxy may cache. Resource contents are not included: they belong to the caller and change at any time. */
const cacheHints = {
  'server/discover': cache,
  'tools/list': cache,
  'resources/list': cache,
  'resources/templates/list': cache,
  'prompts/list': cache,
};

const modernContext = ({ mcpReq: { signal, _meta, notify } }: ServerContext) =>
  contextOf(signal, _meta, notify);

/** A server for modern clients (2026-07-28), built on the newer SDK's low-level class, which adds resultType and serverInfo to results. */
function createModernServer(handlers: Handlers, version: string): Server {
  const server = new Server(serverInfo(version), { ...serverOptions(handlers), cacheHints });
  const methods = createMethods(handlers, rpcCodes.invalidParams);
  const { listTools, callTool, resources, prompts, complete } = methods;
  server.setRequestHandler('tools/list', listTools);
  server.setRequestHandler('tools/call', ({ params }, context) => callTool(params, modernContext(context)));
  if (resources !== undefined) {
    server.setRequestHandler('resources/list', resources.list);
    server.setRequestHandler('resources/templates/list', resources.listTemplates);
    server.setRequestHandler('resources/read', ({ params }, context) =>
      resources.read(params, modernContext(context)),
    );
  }
  if (prompts !== undefined) {
    server.setRequestHandler('prompts/list', prompts.list);
    server.setRequestHandler('prompts/get', ({ params }, context) =>
      prompts.get(params, modernContext(context)),
    );
  }
  if (complete !== undefined)
    server.setRequestHandler('completion/complete', ({ params }, context) =>
      complete(params, modernContext(context)),
    );
  return server;
}

/**
 * Serves one modern client over stdio. A client that only sent `server/discover` and then opens a legacy session is served too: this
 * SDK speaks both generations.
 */
export async function connectModernStdio(
  input: Readable,
  output: Writable,
  handlers: Handlers,
  version: string,
) {
  return serveModernStdio(() => createModernServer(handlers, version), {
    transport: new StdioServerTransport(input, output),
  });
}

/**
 * Answers one HTTP request from a modern client by the SDK's own rules: headers must match the body, progress turns the response into a
 * stream, and a closed connection cancels the call. Nothing here ever changes, so a subscription is acknowledged with nothing in it and
 * ended at once: no stream stays open.
 */
export function answerModern(
  request: Request,
  body: unknown,
  handlers: Handlers,
  version: string,
): Promise<Response> {
  const { fetch } = createMcpHandler(() => createModernServer(handlers, version), { legacy: 'reject' });
  return fetch(request, { parsedBody: body });
}

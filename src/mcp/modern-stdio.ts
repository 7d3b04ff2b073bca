import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Handlers } from './handlers.ts';
import { createModernServer } from './modern-server.ts';

/**
 * Connects a client of 2026-07-28. One that only asked (`server/discover`) and then shakes hands like its elders is served too: this
 * SDK knows the older generation as well.
 */
export async function connectModernStdio(
  input: Readable,
  output: Writable,
  handlers: Handlers,
  version: string,
) {
  return serveStdio(() => createModernServer(handlers, version), {
    transport: new StdioServerTransport(input, output),
  });
}

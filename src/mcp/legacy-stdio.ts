import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Handlers } from './handlers.ts';
import { createLegacyServer } from './legacy-server.ts';

/** Connects a client of 2024-11-05 to 2025-11-25; `onClose` is told when the SDK ends the connection by itself. */
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

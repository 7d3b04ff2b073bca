import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

/** Where a client connects to: a program to start, or an address (and how to fetch it). */
type Where =
  | { readonly command: string; readonly args: string[]; readonly env: Record<string, string> }
  | { readonly url: string; readonly fetch?: (url: string | URL, init?: RequestInit) => Promise<Response> };

/** A client of either SDK, as far as the tests need it. */
interface AnyClient {
  /** The revision it agreed on with the server. */
  readonly version: string | undefined;
  readonly instructions: string | undefined;
  list(): Promise<string[]>;
  call(
    name: string,
    input?: Record<string, unknown>,
    onprogress?: (message: unknown) => void,
  ): Promise<unknown>;
  close(): Promise<void>;
}

const info = { name: 'copper-mcp-test', version: '1.0.0' };

const modes = {
  'client 2.4, legacy': 'legacy',
  'client 2.4, auto': 'auto',
  'client 2.4, pin 2026-07-28': { pin: '2026-07-28' },
} as const;

/** Every kind of client, and the revision it speaks with a server of both generations. */
export const clients = {
  'sdk 1.32': { version: '2025-11-25', connect: connectOld },
  'client 2.4, legacy': { version: '2025-11-25', connect: connectNew('client 2.4, legacy') },
  'client 2.4, auto': { version: '2026-07-28', connect: connectNew('client 2.4, auto') },
  'client 2.4, pin 2026-07-28': { version: '2026-07-28', connect: connectNew('client 2.4, pin 2026-07-28') },
};

async function connectOld(where: Where): Promise<AnyClient> {
  const client = new OldClient(info);
  const transport: Transport & { protocolVersion?: string | undefined } =
    'url' in where
      ? new OldHttp(new URL(where.url), where.fetch === undefined ? {} : { fetch: where.fetch })
      : new OldStdio(where);
  let version: string | undefined;
  const { setProtocolVersion } = transport;
  transport.setProtocolVersion = (agreed) => {
    version = agreed;
    setProtocolVersion?.call(transport, agreed);
  };
  await client.connect(transport);
  return {
    version,
    instructions: client.getInstructions(),
    list: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: (name, input = {}, onprogress) =>
      client.callTool({ name, arguments: input }, undefined, onprogress === undefined ? {} : { onprogress }),
    close: () => client.close(),
  };
}

function connectNew(kind: keyof typeof modes) {
  return async (where: Where): Promise<AnyClient> => {
    const client = new NewClient(info, { versionNegotiation: { mode: modes[kind] } });
    await client.connect(
      'url' in where
        ? new NewHttp(new URL(where.url), where.fetch === undefined ? {} : { fetch: where.fetch })
        : new NewStdio(where),
    );
    return {
      version: client.getNegotiatedProtocolVersion(),
      instructions: client.getInstructions(),
      list: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: (name, input = {}, onprogress) =>
        client.callTool({ name, arguments: input }, onprogress === undefined ? {} : { onprogress }),
      close: () => client.close(),
    };
  };
}

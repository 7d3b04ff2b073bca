import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { Handlers } from './handlers.ts';
import { isModern } from './json-rpc.ts';

/** Options of a connection over stdio. */
interface StdioOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly handlers: Handlers;
  readonly version: string;
}

/** A connection over stdio. */
interface StdioConnection {
  /** Resolves when the input has ended and every message before its end is being processed. */
  readonly ended: Promise<void>;
  /** Resolves when the SDK closes the connection itself, as it does for a message over 10 MB; it then stops reading. */
  readonly closedBySdk: Promise<void>;
  /** Ends the running calls. */
  close(): Promise<void>;
}

/** Bytes of the longest first message; a longer one goes to the legacy server, which refuses it. */
const maxFirstMessage = 1_000_000;

/**
 * Serves one client. Its first message decides the generation, and only the code for that generation is loaded. The server reads a
 * stream that does not end with the input, so that running calls are still answered when the input has ended.
 */
export function serveStdio({ stdin, stdout, handlers, version }: StdioOptions): StdioConnection {
  let server: { close(): Promise<void> } | undefined;
  let opened: Promise<void> | undefined;
  let onClose = () => {};
  const closedBySdk = new Promise<void>((resolve) => {
    onClose = resolve;
  });

  async function open(first: Buffer): Promise<void> {
    const input = new PassThrough();
    const connect = isModern(firstMessage(first))
      ? (await import('./modern-server.ts')).connectModernStdio
      : (await import('./legacy-server.ts')).connectLegacyStdio;
    server = await connect(input, stdout, handlers, version, onClose);
    input.write(first);
    stdin.pipe(input, { end: false });
  }

  readFirstLine(stdin, (first) => {
    opened = open(first);
  });
  const ended = new Promise<void>((resolve) => {
    const end = async () => {
      await opened;
      setImmediate(resolve);
    };
    for (const event of ['end', 'close', 'error']) stdin.once(event, end);
  });
  return { ended, closedBySdk, close: async () => server?.close() };
}

/** Reads up to the first line break, pauses the stream and passes on everything that was read. */
function readFirstLine(stdin: Readable, then: (first: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  stdin.on('data', function read(chunk: Buffer) {
    chunks.push(chunk);
    length += chunk.length;
    if (!chunk.includes(10) && length < maxFirstMessage) return;
    stdin.off('data', read).pause();
    then(Buffer.concat(chunks));
  });
}

/** The message in the first line, if it is JSON. */
function firstMessage(first: Buffer): unknown {
  const end = first.indexOf(10);
  try {
    return JSON.parse(first.toString('utf8', 0, end < 0 ? undefined : end));
  } catch {
    return undefined;
  }
}

import { PassThrough, type Readable, type Writable } from 'node:stream';
import { isModern } from './generation.ts';
import type { Handlers } from './handlers.ts';

/** What a connection over stdio is made of. */
export interface StdioParts {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly handlers: Handlers;
  readonly version: string;
}

/** A connection over stdio. */
export interface StdioConnection {
  /** Resolves when the input has ended and everything that came before its end is being worked on. */
  readonly ended: Promise<void>;
  /** Resolves when the SDK hangs up by itself, as it does at a message beyond its 10 MB; it then reads no more. */
  readonly hungUp: Promise<void>;
  /** Ends the calls under way. */
  close(): Promise<void>;
}

/** No opening message is longer; what is goes to the older generation, which refuses it. */
const longestOpening = 1_000_000;

/**
 * Serves one client whose first message decides which generation it is served by; only that one is loaded. The server reads a stream
 * that does not end with the input, so that calls under way at the end are still answered.
 */
export function serveStdio({ stdin, stdout, handlers, version }: StdioParts): StdioConnection {
  let server: { close(): Promise<void> } | undefined;
  let hangUp = () => {};
  const hungUp = new Promise<void>((resolve) => {
    hangUp = resolve;
  });
  let opened: Promise<void> | undefined;
  async function open(opening: Buffer): Promise<void> {
    const wire = new PassThrough();
    const { connect } = isModern(parsed(opening))
      ? { connect: (await import('./modern-stdio.ts')).connectModernStdio }
      : { connect: (await import('./legacy-stdio.ts')).connectLegacyStdio };
    server = await connect(wire, stdout, handlers, version, hangUp);
    wire.write(opening);
    stdin.pipe(wire, { end: false });
  }
  firstLine(stdin, (opening) => {
    opened = open(opening);
  });
  const ended = new Promise<void>((resolve) => {
    const end = async () => {
      await opened;
      setImmediate(resolve);
    };
    for (const event of ['end', 'close', 'error']) stdin.once(event, end);
  });
  return {
    ended,
    hungUp,
    close: async () => server?.close(),
  };
}

/** Reads up to the first end of a line, stops the stream there and hands over all that was read. */
function firstLine(stdin: Readable, then: (opening: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  stdin.on('data', function read(chunk: Buffer) {
    chunks.push(chunk);
    length += chunk.length;
    if (!chunk.includes(10) && length < longestOpening) return;
    stdin.off('data', read).pause();
    then(Buffer.concat(chunks));
  });
}

/** The message of the first line, if it is one. */
function parsed(opening: Buffer): unknown {
  const end = opening.indexOf(10);
  try {
    return JSON.parse(opening.toString('utf8', 0, end < 0 ? undefined : end));
  } catch {
    return undefined;
  }
}

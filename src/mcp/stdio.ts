import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../tool/clock.ts';
import { isObject, type JsonValue, parseJsonText } from '../tool/json.ts';
import { batchProblem, type Frame, readFrame } from './frame.ts';
import type { Handlers } from './handlers.ts';
import { firstModern, internalAnswer, isModern, rpcCodes, rpcErrorAnswer } from './json-rpc.ts';
import { readLines } from './read-lines.ts';
import { createExchanges, type StdioPeer } from './stdio-exchanges.ts';

/** Options of a connection over stdio. */
interface StdioOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly handlers: Handlers;
  readonly version: string;
  readonly clock: Clock;
  /** The longest time from a request to its answer, in milliseconds: longer than any call may take. */
  readonly exchangeMs: number;
}

/** A connection over stdio. */
interface StdioConnection {
  /** Resolves when the input has ended and every message before its end is being processed. */
  readonly ended: Promise<void>;
  /** Resolves when a message is longer than 10 MB; the server then stops reading. */
  readonly tooLong: Promise<void>;
  /** Ends the running calls. */
  close(): Promise<void>;
}

/** The revision that an answer to `initialize` agrees on. */
function agreedRevision(message: object): string | undefined {
  const result = 'result' in message && isObject(message.result) ? message.result : {};
  return typeof result.protocolVersion === 'string' ? result.protocolVersion : undefined;
}

/**
 * Serves one client. Its first message decides the generation, and only the code for that generation is loaded. Lines that hold no
 * message are answered here and decide nothing. The end of the input ends no call: running calls are still answered.
 */
export function serveStdio({
  stdin,
  stdout,
  handlers,
  version,
  clock,
  exchangeMs,
}: StdioOptions): StdioConnection {
  const write = (message: object) => void stdout.write(`${JSON.stringify(message)}\n`);
  const exchanges = createExchanges({ write, clock, exchangeMs });
  let peer: StdioPeer | undefined;
  let revision: string | undefined;
  let onTooLong = () => {};
  const tooLong = new Promise<void>((resolve) => {
    onTooLong = resolve;
  });

  function send(message: object): void {
    revision = agreedRevision(message) ?? revision;
    exchanges.send(message);
  }

  /** The server of the generation that these messages are of; opened with the first of them. */
  async function peerFor(frames: readonly Frame[]): Promise<StdioPeer> {
    if (peer !== undefined) return peer;
    const modern = frames.some((frame) => 'message' in frame && isModern(frame.message));
    if (modern) revision = firstModern;
    const connect = modern
      ? (await import('./modern-server.ts')).connectModernStdio
      : (await import('./legacy-server.ts')).connectLegacyStdio;
    peer = await connect(handlers, version, send);
    return peer;
  }

  async function take(message: JsonValue | undefined): Promise<void> {
    if (message === undefined)
      return write(rpcErrorAnswer(null, rpcCodes.parseError, 'Parse error: the line is not JSON'));
    if (!Array.isArray(message)) {
      const frame = readFrame(message);
      if (frame.kind === 'refused') return write(frame.answer);
      return frame.kind === 'response' ? undefined : exchanges.pass(frame, await peerFor([frame]));
    }
    const frames = message.map((each) => readFrame(each));
    const server = frames.length === 0 ? undefined : await peerFor(frames);
    const problem = batchProblem(frames, revision);
    if (server === undefined || problem !== undefined) return exchanges.refuseBatch(frames, problem);
    exchanges.passBatch(frames, server);
  }

  /** Answers what could not be handed over, because the code of its generation could not be loaded. */
  function apologize(message: JsonValue | undefined): void {
    const frames = [message ?? []].flat().map((each) => readFrame(each));
    for (const frame of frames) if (frame.kind === 'request') write(internalAnswer(frame.message.id));
  }

  /** Messages are handed over in the order in which they came, also while the first one loads its generation. */
  let taken = Promise.resolve();
  readLines(stdin, {
    onLine(line) {
      const message = parseLine(line);
      taken = taken.then(() => take(message)).catch(() => apologize(message));
    },
    onTooLong: () => onTooLong(),
  });
  const ended = new Promise<void>((resolve) => {
    const end = async () => {
      await taken;
      setImmediate(resolve);
    };
    for (const event of ['end', 'close', 'error']) stdin.once(event, end);
    // A client that reads no more has gone as well.
    stdout.on('error', end);
  });
  return {
    ended,
    tooLong,
    async close() {
      exchanges.close();
      await peer?.close();
    },
  };
}

/** The message in a line; undefined if it is not JSON. */
function parseLine(line: string): JsonValue | undefined {
  try {
    return parseJsonText(line);
  } catch {
    return undefined;
  }
}

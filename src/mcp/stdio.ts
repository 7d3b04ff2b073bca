import type { Readable, Writable } from 'node:stream';
import { createByteCollector } from '../tool/byte-collector.ts';
import type { Clock } from '../tool/clock.ts';
import { bytesOfMessage, isObject, type JsonValue, jsonProblem, parseJson } from '../tool/json.ts';
import { createDirectPeer } from './direct-call.ts';
import { createFirstPeer, type FirstPeer } from './first-answers.ts';
import { batchProblem, type Frame, readFrame } from './frame.ts';
import type { Handlers } from './handlers.ts';
import {
  firstModern,
  internalAnswer,
  isModern,
  RpcError,
  type RpcId,
  rpcCodes,
  rpcErrorAnswer,
} from './json-rpc.ts';
import { createExchanges, type DirectPeer, type StdioPeer } from './stdio-exchanges.ts';

/** Options of a connection over stdio. */
interface StdioOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly handlers: Handlers;
  readonly version: string;
  readonly clock: Clock;
  /** The longest time from a request to its answer, in milliseconds: longer than any call may take. */
  readonly answerTimeoutMs: number;
  /** Called when the SDK of a generation cannot be loaded, which Node does not try again; says how to answer what needs it. */
  readonly onNotLoaded?: (error: unknown) => RpcError;
}

/** A connection over stdio. */
interface StdioConnection {
  /** Resolves when the input has ended and every message before its end is being processed. */
  readonly ended: Promise<void>;
  /** Resolves when 32 MB of answers have not been read, and nothing more is written. */
  readonly unread: Promise<void>;
  /** Ends the running calls. */
  close(): Promise<void>;
}

/** Bytes of answers that may wait for the client to read them. */
const maxUnreadBytes = 32_000_000;

/** The revision that an answer to `initialize` agrees on. */
function agreedRevision(message: object): string | undefined {
  const result = 'result' in message && isObject(message.result) ? message.result : {};
  return typeof result.protocolVersion === 'string' ? result.protocolVersion : undefined;
}

const connectOf = async (modern: boolean) =>
  modern
    ? (await import('./modern-server.ts')).connectModernStdio
    : (await import('./legacy-server.ts')).connectLegacyStdio;

/** The SDK's server for all but the calls of tools that are answered without it. */
const besideCalls = (calls: DirectPeer, server: StdioPeer): StdioPeer => ({
  receive(message) {
    if (calls.takes(message)) return calls.receive(message);
    calls.observe(message);
    return server.receive(message);
  },
  async close() {
    await calls.close();
    await server.close();
  },
});

/**
 * Serves one client. Its first message decides the generation, and only the SDK of that generation is loaded, with the first message that
 * needs it. Lines that hold no message, or one of more than 10 MB, are answered here and decide nothing. The end of the input ends no call:
 * running calls are still answered.
 */
export function serveStdio({
  stdin,
  stdout,
  handlers,
  version,
  clock,
  answerTimeoutMs,
  onNotLoaded,
}: StdioOptions): StdioConnection {
  let giveUp = () => {};
  const unread = new Promise<void>((resolve) => {
    giveUp = resolve;
  });

  function write(message: object): void {
    if (stdout.writableLength > maxUnreadBytes) giveUp();
    else stdout.write(`${JSON.stringify(message)}\n`);
  }
  const exchanges = createExchanges({ write, clock, answerTimeoutMs });
  let peer: StdioPeer | undefined;
  let first: FirstPeer | undefined;
  let calls: DirectPeer | undefined;
  let modern: boolean | undefined;
  let revision: string | undefined;

  function send(message: object): void {
    revision = agreedRevision(message) ?? revision;
    exchanges.send(message);
  }

  /** The SDK's server of the generation that the first messages are of; until a message needs it, what answers in its place. */
  async function peerFor(frames: readonly Frame[]): Promise<StdioPeer> {
    if (peer !== undefined) return peer;
    modern ??= frames.some((frame) => 'message' in frame && isModern(frame.message));
    if (modern) revision ??= firstModern;
    calls ??= createDirectPeer(handlers, { version, modern, send, clock });
    first ??= createFirstPeer({ handlers, version, modern, send, calls });
    if (first.takes(frames)) return first;
    const connect = await connectOf(modern).catch((error: unknown) => {
      throw onNotLoaded?.(error) ?? error;
    });
    peer = besideCalls(calls, await first.handOver((toClient) => connect(handlers, version, toClient)));
    return peer;
  }

  /**
   * @param problem why there is no message
   * @param bytes what it takes of the memory
   */
  async function take(message: JsonValue | undefined, problem: string, bytes: number): Promise<void> {
    if (message === undefined)
      return write(rpcErrorAnswer(null, rpcCodes.parseError, `Parse error: ${problem}`));
    if (!Array.isArray(message)) {
      const frame = readFrame(message);
      if (frame.kind === 'refused') return write(frame.answer);
      return frame.kind === 'response'
        ? calls?.hear(message)
        : exchanges.pass(frame, await peerFor([frame]), bytes);
    }
    const frames = message.map((each) => readFrame(each));
    const server = frames.length === 0 ? undefined : await peerFor(frames);
    const refusal = batchProblem(frames, revision);
    if (server === undefined || refusal !== undefined) return exchanges.refuseBatch(frames, refusal);
    exchanges.passBatch(frames, server, bytes);
  }

  /** Answers what could not be handed over. */
  function apologize(message: JsonValue | undefined, error: unknown): void {
    const answer = (id: RpcId) =>
      error instanceof RpcError ? rpcErrorAnswer(id, error.code, error.message) : internalAnswer(id);
    const frames = [message ?? []].flat().map((each) => readFrame(each));
    for (const frame of frames) if (frame.kind === 'request') write(answer(frame.message.id));
  }

  /** Messages are handed over in the order in which they came, also while the first one loads its generation. */
  let handedOver = Promise.resolve();
  readLines(stdin, {
    onLine(line) {
      const message = parseJson(line);
      const problem = message === undefined ? jsonProblem(line) : undefined;
      handedOver = handedOver
        .then(() => take(message, problem ?? 'the line is not JSON', bytesOfMessage(line)))
        .catch((error: unknown) => apologize(message, error));
    },
    onTooLong() {
      // Its id was not read: JSON-RPC answers such a message with null.
      const refused = rpcErrorAnswer(
        null,
        rpcCodes.invalidRequest,
        'Invalid Request: a message must not exceed 10 MB. It was skipped',
      );
      handedOver = handedOver.then(() => write(refused));
    },
  });
  const ended = new Promise<void>((resolve) => {
    const end = async () => {
      await handedOver;
      setImmediate(resolve);
    };
    for (const event of ['end', 'close', 'error']) stdin.once(event, end);
    // A client that reads no more has gone as well.
    stdout.on('error', end);
  });
  return {
    ended,
    unread,
    async close() {
      exchanges.close();
      await (peer ?? first)?.close();
    },
  };
}

/** Bytes of the longest line. */
const maxBytes = 10_000_000;

/** What becomes of the lines of a stream. */
interface LineReader {
  /** A line without its end; never an empty one. */
  readonly onLine: (line: string) => void;
  /** Called once for a line that is too long, as soon as it is; the rest of it is skipped. */
  readonly onTooLong: () => void;
}

/** Reads the lines of a stream, in UTF-8; what follows the last line break is not a line. */
function readLines(stdin: Readable, { onLine, onTooLong }: LineReader): void {
  const line = createByteCollector();

  let tooLong = false;

  /** Adds to the current line, of which nothing is kept once it is too long. */
  function add(part: Buffer): void {
    if (tooLong) return;
    tooLong = line.size + part.length > maxBytes;
    if (!tooLong) {
      line.add(part);
      return;
    }
    line.take();
    onTooLong();
  }

  function take(): void {
    const text = line
      .take()
      .replace(/^\uFEFF/, '')
      .trim();
    tooLong = false;
    if (text !== '') onLine(text);
  }

  function read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end));
      take();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  stdin.on('data', read);
}

import { type Clock, runAfter } from '../tool/clock.ts';
import type { JsonValue } from '../tool/json.ts';
import { type Frame, type RpcNotification, type RpcRequest, withPlainError } from './frame.ts';
import { internalAnswer, type RpcId, rpcCodes, rpcErrorAnswer, unreadableAnswer } from './json-rpc.ts';

/** Sends one message to the client. */
export type SendToClient = (message: object) => void;

/** The server of one generation, behind a connection over stdio. */
export interface StdioPeer {
  /** Hands over a message; false if the SDK does not read it, and so would never answer. */
  receive(message: RpcRequest | RpcNotification): boolean;
  /** Ends the running calls. */
  close(): Promise<void>;
}

/** The peer for calls of tools over stdio; `takes` is true for what it answers, or ends. */
export interface DirectPeer extends StdioPeer {
  takes(message: RpcRequest | RpcNotification): boolean;
  /** To be told of every message that it does not take. */
  observe(message: RpcRequest | RpcNotification): void;
  /** Takes a response of the client to a question. */
  hear(response: JsonValue): void;
}

/** The answers to a batch, which are sent together. */
interface Batch {
  left: number;
  readonly answers: object[];
}

/** One request that has not been answered. */
interface Exchange {
  /** Ends the wait for its time to be up. */
  readonly stopTimer: () => void;
  /** What its message takes of the memory. */
  readonly bytes: number;
  readonly batch: Batch | undefined;
}

/** Options of the exchanges of one connection. */
interface ExchangeOptions {
  readonly write: (message: object) => void;
  readonly clock: Clock;
  /** The longest time to an answer, in milliseconds. */
  readonly answerTimeoutMs: number;
}

/** The most requests that may be open at once: a client that sends more has stopped waiting for its answers. */
const maxOpen = 2_000;

/** What the messages of open requests may take of the memory, in bytes: three of the largest, or all of the usual size. */
const maxOpenBytes = 32_000_000;

/**
 * The requests of one connection: each of them is answered once, at the end of its time at the latest. An id that comes again before its
 * answer is refused: nobody could tell which of two answers belongs to which request, and a client would take one for the other.
 */
export function createExchanges({ write, clock, answerTimeoutMs }: ExchangeOptions) {
  const open = new Map<RpcId, Exchange>();
  let held = 0;

  function deliver(answer: object | undefined, batch: Batch | undefined): void {
    if (batch === undefined) {
      if (answer !== undefined) write(answer);
      return;
    }
    batch.left--;
    if (answer !== undefined) batch.answers.push(answer);
    if (batch.left === 0 && batch.answers.length > 0) write(batch.answers);
  }

  /** Ends an exchange, with an answer or without; one that is not open has been answered or cancelled. */
  function settle(id: RpcId, answer: object | undefined): void {
    const exchange = open.get(id);
    if (exchange === undefined) return;
    open.delete(id);
    held -= exchange.bytes;
    exchange.stopTimer();
    deliver(answer, exchange.batch);
  }

  function start(request: RpcRequest, peer: StdioPeer, bytes: number, batch: Batch | undefined): void {
    const { id } = request;
    held += bytes;
    const stopTimer = runAfter(clock, answerTimeoutMs, () => {
      settle(id, internalAnswer(id));
      peer.receive(cancellation(id));
    });
    open.set(id, { stopTimer, bytes, batch });
    try {
      if (!peer.receive(request)) settle(id, unreadableAnswer(id));
    } catch {
      settle(id, internalAnswer(id));
    }
  }

  function pass(frame: Frame, peer: StdioPeer, bytes: number, batch?: Batch): void {
    if (frame.kind === 'request') {
      const { id } = frame.message;
      const hasRoom = open.size < maxOpen && held + bytes <= maxOpenBytes;
      if (open.has(id)) deliver(repeatedAnswer(id), batch);
      else if (hasRoom) start(frame.message, peer, bytes, batch);
      else deliver(crowdedAnswer(id, open.size), batch);
    }
    if (frame.kind === 'refused') deliver(frame.answer, batch);
    if (frame.kind !== 'notification') return;
    const { method, params } = frame.message;
    peer.receive(frame.message);
    const cancelled = method === 'notifications/cancelled' ? params?.requestId : undefined;
    if (typeof cancelled === 'string' || typeof cancelled === 'number') settle(cancelled, undefined);
  }

  return {
    /** Takes one message from the client, and how many bytes of memory it takes. */
    pass: (frame: Frame, peer: StdioPeer, bytes: number) => pass(frame, peer, bytes),
    /** Takes a batch; its answers are sent as one list. */
    passBatch(frames: readonly Frame[], peer: StdioPeer, bytes: number): void {
      const left = frames.filter(({ kind }) => kind === 'request' || kind === 'refused').length;
      const batch = { left, answers: [] };
      for (const frame of frames) pass(frame, peer, bytes / frames.length, batch);
    },
    /** Refuses a batch: each of its requests is told why, because each of them is waited for. */
    refuseBatch(frames: readonly Frame[], problem = 'the batch is empty'): void {
      const reason = `Invalid Request: ${problem}`;
      const ids = frames.flatMap((frame) => idOf(frame) ?? []);
      for (const id of ids.length === 0 ? [null] : ids)
        write(rpcErrorAnswer(id, rpcCodes.invalidRequest, reason));
    },
    /** Sends a message of the server's. */
    send(message: object): void {
      if ('method' in message) write(message);
      else if ('id' in message && (typeof message.id === 'string' || typeof message.id === 'number'))
        settle(message.id, withPlainError(message));
    },
    /** Releases the timers. */
    close(): void {
      for (const { stopTimer } of open.values()) stopTimer();
    },
  };
}

const repeatedAnswer = (id: RpcId) =>
  rpcErrorAnswer(
    id,
    rpcCodes.invalidRequest,
    'Invalid Request: another request with this id has not been answered yet; give each request an id of its own',
  );

const crowdedAnswer = (id: RpcId, count: number) =>
  rpcErrorAnswer(
    id,
    rpcCodes.internalError,
    `Too much at once: ${count} ${count === 1 ? 'request has' : 'requests have'} not been answered yet; wait, then send this one again`,
  );

/** The id that is waited for. */
function idOf(frame: Frame): RpcId | null {
  if (frame.kind === 'request') return frame.message.id;
  return frame.kind === 'refused' ? frame.answer.id : null;
}

/** What ends a request whose time is up. */
const cancellation = (requestId: RpcId): RpcNotification => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId },
});

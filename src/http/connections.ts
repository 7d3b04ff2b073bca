import type { Socket } from 'node:net';
import { addressKey } from './request-context.ts';

/** How many connections there may be. */
interface ConnectionLimits {
  readonly total: number;
  /** Of one address; behind a proxy all come from its address, so that it is the total there. */
  readonly perAddress: number;
  /** How long a stranger's connection may be idle, in milliseconds. */
  readonly strangerIdleMs: number;
}

/**
 * Requests of one connection that may be under way at once. No client of the protocol sends another one before the answer, and a thousand
 * fit into one packet that is read: without this limit a few connections would keep everybody else waiting.
 */
const maxAtOnce = 16;

/** One connection: how many requests are under way, since when there is none, and whether its last request came from a known caller. */
interface Connection {
  readonly source: string;
  busy: number;
  known: boolean;
}

/** The connections of one server. */
export interface Connections {
  /** Takes a new connection; if there are too many, the one that has been idle for longest makes room, those of strangers first. */
  add(socket: Socket): void;
  /**
   * A request begins; the function it returns ends it, and says whether its caller was known. Undefined for one that is not served: too many
   * are under way on its connection, which is closed, or it came with them.
   */
  begin(socket: Socket): ((known: boolean) => void) | undefined;
  /** From now on a connection closes as soon as it is idle. */
  closeWhenIdle(): void;
}

/** Keeps track of connections, so that those of strangers cannot keep out anybody else. */
export function createConnections({ total, perAddress, strangerIdleMs }: ConnectionLimits): Connections {
  /** In the order in which they became idle; those that are busy stand anywhere. */
  const open = new Map<Socket, Connection>();
  const countOf = new Map<string, number>();
  let closing = false;

  function remove(socket: Socket): void {
    const connection = open.get(socket);
    if (connection === undefined || !open.delete(socket)) return;
    const left = (countOf.get(connection.source) ?? 1) - 1;
    if (left === 0) countOf.delete(connection.source);
    else countOf.set(connection.source, left);
  }

  /** The connection that makes room for another one from this address; undefined if all are busy. */
  function leaving(source: string | undefined): Socket | undefined {
    let known: Socket | undefined;
    for (const [socket, connection] of open) {
      if (connection.busy > 0 || (source !== undefined && connection.source !== source)) continue;
      if (!connection.known) return socket;
      known ??= socket;
    }
    return known;
  }

  /** Makes room among the connections of one address, or of all. False if there is none. */
  function makeRoom(source: string | undefined): boolean {
    const socket = leaving(source);
    if (socket === undefined) return false;
    remove(socket);
    socket.destroy();
    return true;
  }

  return {
    add(socket) {
      const source = addressKey(socket.remoteAddress ?? '');
      const hasRoom =
        ((countOf.get(source) ?? 0) < perAddress || makeRoom(source)) &&
        (open.size < total || makeRoom(undefined));
      if (!hasRoom) return void socket.destroy();
      open.set(socket, { source, busy: 0, known: false });
      countOf.set(source, (countOf.get(source) ?? 0) + 1);
      socket.once('close', () => remove(socket));
    },
    begin(socket) {
      const connection = open.get(socket);
      if (connection !== undefined && ++connection.busy > maxAtOnce) socket.destroy();
      if (socket.destroyed) return undefined;
      return (known) => {
        if (connection === undefined || !open.has(socket)) return;
        connection.known = known;
        if (--connection.busy > 0) return;
        open.delete(socket);
        open.set(socket, connection);
        if (closing) socket.end();
        else if (!known) socket.setTimeout(strangerIdleMs);
      };
    },
    closeWhenIdle() {
      closing = true;
      for (const [socket, { busy }] of open) if (busy === 0) socket.end();
    },
  };
}

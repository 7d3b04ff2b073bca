import type { Log } from '../log.ts';
import { type CancelSignal, type Clock, createCancellation } from '../tool/clock.ts';
import { readSnapshot, stepArguments, type WindowSnapshot, type WindowStep } from './script.ts';

/** One connection to Redis that runs the window script and reconnects by itself. */
export interface RedisClient {
  /** Rejects at once while there is no connection. */
  run(key: string, args: readonly string[]): Promise<unknown>;
  /** Resolves when everything sent before has arrived. */
  quit(): Promise<unknown>;
  disconnect(): void;
}

/** Callbacks for changes of the connection. */
interface LinkListener {
  /** Redis is unavailable from now on. */
  onDown(): void;
  /** Redis is available again, and may have lost its data. */
  onUp(): void;
}

/** Whether Redis is available. */
export interface RedisState {
  /** False while each process uses only its own share. */
  readonly up: boolean;
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  /** Why it is not up. */
  readonly reason?: string;
}

/** The connection that all quotas of a process share. */
export interface RedisLink {
  state(): RedisState;
  /** Takes one step in the window of `key`. @throws Error when Redis rejects it or does not answer in time; `onDown` is then called. */
  step(key: string, step: WindowStep): Promise<WindowSnapshot>;
  /** Finds out whether Redis is available. */
  probe(): void;
  /** Returns a function that removes the listener. */
  listen(listener: LinkListener): () => void;
  close(): Promise<void>;
}

/** What a link needs. */
export interface RedisLinkOptions {
  /**
   * Called once, before the first step (again only if it failed), and resolves before it is connected; it calls `onLost` whenever the
   * connection breaks.
   */
  readonly connect: (onLost: () => void) => Promise<RedisClient>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long Redis may take to answer, in milliseconds. */
const timeoutMs = 500;
/** The last part of it, in which this process is certainly awake. */
const readMs = 50;
/** Between two probes of a Redis that is down, in milliseconds. */
const probeIntervalMs = 200;
const probeKey = 'copper-mcp:probe';
/** A step that writes: a Redis that is full or a replica still answers everything else. */
const probeStep: WindowStep = {
  windowMs: 1,
  limit: 1,
  wanted: 1,
  who: 'probe',
  firstNumber: 1,
  untrustedLimit: 1,
};

/** Redis counts as down after the first failure, and as up after the next step that it takes, which writes. */
export function createRedisLink({ connect, clock, log }: RedisLinkOptions): RedisLink {
  const listeners = new Set<LinkListener>();
  const closing = new AbortController();
  let client: Promise<RedisClient> | undefined;
  let state: RedisState = { up: true, since: clock.now() };

  async function attempt(key: string, step: WindowStep): Promise<WindowSnapshot> {
    client ??= connect(() => goDown('the connection broke', false)).catch((error: unknown) => {
      client = undefined;
      throw error;
    });
    const open = await client;
    const stop = createCancellation();
    try {
      const reply = open.run(key, stepArguments(step));
      return readSnapshot(await Promise.race([reply, timeout(clock, stop.signal)]), step);
    } finally {
      stop.abort();
    }
  }

  function logDown(reason: string): void {
    const message = 'Redis is unavailable: until it is back, each process uses only its share of the limit';
    log.warn({ reason }, message);
  }

  /** A broken connection is often restored in a moment; it is logged only if it is not. */
  function goDown(reason: string, logNow: boolean): void {
    if (!state.up || closing.signal.aborted) return;
    state = { up: false, since: clock.now(), reason };
    if (logNow) logDown(reason);
    for (const listener of listeners) listener.onDown();
    probeUntilUp(logNow).catch(() => {});
  }

  async function probeUntilUp(isDownLogged: boolean): Promise<void> {
    for (let isLogged = isDownLogged; ; isLogged = true) {
      await clock.sleep(probeIntervalMs, closing.signal);
      const reason = await attempt(probeKey, probeStep).then(() => undefined, messageOf);
      closing.signal.throwIfAborted();
      if (reason === undefined) {
        state = { up: true, since: clock.now() };
        if (isLogged) log.warn({}, 'Redis is back: the limit is shared again');
        for (const listener of listeners) listener.onUp();
        return;
      }
      state = { ...state, reason };
      if (!isLogged) logDown(reason);
    }
  }

  async function step(key: string, what: WindowStep): Promise<WindowSnapshot> {
    try {
      return await attempt(key, what);
    } catch (error) {
      goDown(messageOf(error), true);
      throw error;
    }
  }

  return {
    state: () => state,
    step,
    probe: () => void step(probeKey, probeStep).catch(() => {}),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      closing.abort();
      const open = await client?.catch(() => undefined);
      if (open === undefined) return;
      const stop = new AbortController();
      await Promise.race([open.quit(), clock.sleep(timeoutMs, stop.signal)]).catch(() => {});
      stop.abort();
      open.disconnect();
    },
  };
}

/** Sleeps in two parts: an answer that arrived while this process was too busy to read it is read between them. */
async function timeout(clock: Clock, signal: CancelSignal): Promise<never> {
  await clock.sleep(timeoutMs - readMs, signal);
  await clock.sleep(readMs, signal);
  throw new Error(`no answer within ${timeoutMs} ms`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { Log } from '../log.ts';
import type { Clock } from '../tool/clock.ts';
import { readSeen, type Seen, type Step, stepArguments } from './script.ts';

/** One connection to Redis that runs our script; a broken one is made anew by itself. */
export interface Client {
  /** Rejects at once while there is no connection. */
  run(key: string, args: readonly string[]): Promise<unknown>;
  /** Resolves when all that was said before has arrived. */
  finish(): Promise<unknown>;
  /** Lets go of the connection. */
  drop(): void;
}

/** Who wants to know how Redis is. */
export interface Member {
  /** Redis cannot be relied on from now on. */
  fell(): void;
  /** It can again, and may know nothing any more. */
  rose(): void;
}

/** How it stands with Redis. */
export interface LinkState {
  /** False while each process keeps to its own share. */
  readonly up: boolean;
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  /** Why it is not up. */
  readonly reason?: string;
}

/** What all budgets of a process share: Redis, or the knowledge that it is away. */
export interface Link {
  state(): LinkState;
  /** Takes one step in the window of `key`. @throws Error when Redis did not take it or did not say so in time: then all members fell. */
  step(key: string, step: Step): Promise<Seen>;
  /** Finds out how it stands with Redis. */
  look(): void;
  /** Gives what ends the membership. */
  join(member: Member): () => void;
  close(): Promise<void>;
}

/** What a link is made of. */
export interface LinkOptions {
  /** Called once, before the first step (again only where it failed), and resolves before it is connected; `lost` is to be called whenever the connection broke. */
  readonly connect: (lost: () => void) => Promise<Client>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Redis has this long for an answer, in milliseconds. */
const answerMs = 500;
/** The last of it, in which this process is awake for certain. */
const readMs = 50;
/** Between two looks whether Redis is back, in milliseconds. */
const lookMs = 200;
/** A step that writes: a Redis that is full or a replica answers everything else. */
const lookStep: Step = { windowMs: 1, limit: 1, wanted: 1, who: 'look', first: 1, forget: true };

/** Redis counts as away from the first thing that goes wrong, and as back when it has taken a step again, a written one. */
export function createLink({ connect, clock, log }: LinkOptions): Link {
  const members = new Set<Member>();
  const closing = new AbortController();
  let client: Promise<Client> | undefined;
  let state: LinkState = { up: true, since: clock.now() };

  /** In two parts: an answer that came while this process was too busy to read it is read between them. */
  async function patience(signal: AbortSignal): Promise<void> {
    await clock.sleep(answerMs - readMs, signal);
    await clock.sleep(readMs, signal);
  }

  async function attempt(key: string, step: Step): Promise<Seen> {
    client ??= connect(() => fall('the connection broke', false)).catch((error: unknown) => {
      client = undefined;
      throw error;
    });
    const open = await client;
    const stop = new AbortController();
    const tooLate = patience(stop.signal).then(() => {
      throw new Error(`no answer within ${answerMs} ms`);
    });
    try {
      return readSeen(await Promise.race([open.run(key, stepArguments(step)), tooLate]));
    } finally {
      stop.abort();
    }
  }

  function say(reason: string): void {
    log.warn({ reason }, 'Redis is away: each process keeps to its share of the limit until it is back');
  }

  /** A broken connection is often whole again in a moment; it is worth a line only when it is not. */
  function fall(reason: string, loud: boolean): void {
    if (!state.up || closing.signal.aborted) return;
    state = { up: false, since: clock.now(), reason };
    if (loud) say(reason);
    for (const member of members) member.fell();
    comeBack(loud).catch(() => {});
  }

  async function comeBack(said: boolean): Promise<void> {
    for (let told = said; ; ) {
      await clock.sleep(lookMs, closing.signal);
      const failure = await attempt('copper-mcp:look', lookStep).then(() => undefined, reasonOf);
      closing.signal.throwIfAborted();
      if (failure === undefined) {
        state = { up: true, since: clock.now() };
        if (told) log.warn({}, 'Redis is back: the limit is shared again');
        for (const member of members) member.rose();
        return;
      }
      state = { ...state, reason: failure };
      if (!told) say(failure);
      told = true;
    }
  }

  async function step(key: string, what: Step): Promise<Seen> {
    try {
      return await attempt(key, what);
    } catch (error) {
      fall(reasonOf(error), true);
      throw error;
    }
  }

  return {
    state: () => state,
    step,
    look: () => void step('copper-mcp:look', lookStep).catch(() => {}),
    join(member) {
      members.add(member);
      return () => void members.delete(member);
    },
    async close() {
      closing.abort();
      const open = await client?.catch(() => undefined);
      if (open === undefined) return;
      const stop = new AbortController();
      await Promise.race([open.finish(), clock.sleep(answerMs, stop.signal)]).catch(() => {});
      stop.abort();
      open.drop();
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

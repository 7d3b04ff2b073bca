import type { IncomingMessage } from 'node:http';
import type { Arrival } from './request-info.ts';

/** One request while it is in the house. */
export interface Visit {
  readonly arrival: Arrival;
  readonly incoming: IncomingMessage;
  /** Aborted when the client's connection closes. */
  readonly signal: AbortSignal;
  /** Runs when the response is written and all work that was held has ended. */
  after(leave: () => void): void;
  /** Work that goes on even if the client has left. */
  hold<T>(work: Promise<T>): Promise<T>;
}

/** Answers a visit. @throws Refusal */
export type Route = (visit: Visit) => Promise<Response>;

/** A visit, and its end. */
export function startVisit(
  arrival: Arrival,
  incoming: IncomingMessage,
): { readonly visit: Visit; readonly gone: AbortController; end(): Promise<void> } {
  const gone = new AbortController();
  const leaves: (() => void)[] = [];
  const held = new Set<Promise<unknown>>();
  const visit: Visit = {
    arrival,
    incoming,
    signal: gone.signal,
    after: (leave) => void leaves.push(leave),
    hold(work) {
      held.add(work);
      return work;
    },
  };
  return {
    visit,
    gone,
    async end() {
      if (held.size > 0) await Promise.allSettled(held);
      for (const leave of leaves.reverse()) leave();
    },
  };
}

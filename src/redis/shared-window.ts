import type { QuotaHost } from '../copper/rate-limit/quota.ts';
import type { Clock } from '../tool/clock.ts';
import type { RedisLink } from './link.ts';
import type { WindowSnapshot, WindowStep } from './script.ts';

/** An account in Redis, and this process. */
export interface SharedWindowOptions {
  readonly link: RedisLink;
  /** The key of the account in Redis. */
  readonly key: string;
  /** The name of this process in Redis. */
  readonly who: string;
  readonly clock: Clock;
}

/** Slots in use after the last step, and when the first of them expire, in order. */
interface KnownState {
  readonly used: number;
  readonly ends: readonly number[];
}

/** The earliest start of a request that has `ahead` others before it (fewer than 0: it has a slot); minus infinity if it can start at once. */
function earliestStartIn({ used, ends }: KnownState, ahead: number, limit: number, windowMs: number): number {
  const index = used - limit + (ahead % limit);
  const end = ahead < 0 || index < 0 ? undefined : (ends[index] ?? ends.at(-1));
  return (end ?? Number.NEGATIVE_INFINITY) + Math.floor(ahead / limit) * windowMs;
}

/**
 * The rolling window of one account in Redis, as this process knows it: the state after the last step (in truth as many slots are
 * in use, or more), this process's own starts, and slots that Redis granted and no request has taken yet.
 *
 * Starts are numbered, so that Redis can be told about them. Which of them a reply belongs to makes no difference: all open ones
 * count alike. Times in milliseconds since 1970.
 */
export function createSharedWindow({ link, key, who, clock }: SharedWindowOptions, host: QuotaHost) {
  const { windowMs } = host;
  const open: number[] = [];
  const ends = new Map<number, number>();
  let next = 1;
  let granted = 0;
  let last: KnownState = { used: 0, ends: [] };
  /** Steps whose answers decide what may start; a new object after each failure of Redis, as earlier answers are ignored. */
  let pending = { steps: 0 };

  async function step(part: Partial<WindowStep>): Promise<WindowSnapshot | undefined> {
    const before = pending;
    const whole = { windowMs, limit: host.accountLimit(), wanted: 0, who, first: 0, ...part };
    const snapshot = await link.step(key, whole).catch(() => undefined);
    if (snapshot === undefined || before !== pending) return undefined;
    const now = clock.now();
    last = { used: snapshot.used, ends: snapshot.freeIn.map((ms) => now + ms) };
    return snapshot;
  }

  /** Takes a step; nothing starts until it is answered. */
  async function stepAndWait(part: Partial<WindowStep>): Promise<void> {
    const before = pending;
    before.steps++;
    const snapshot = await step(part);
    before.steps--;
    if (before !== pending) return;
    const count = snapshot?.granted ?? 0;
    for (let each = 0; each < count; each++) open.push((part.first ?? 0) + each);
    granted += count;
    host.onChange();
  }

  function prune(now: number): void {
    for (const [number, end] of ends) if (end <= now) ends.delete(number);
  }

  return {
    /** Redis is down: answers to earlier steps are ignored. */
    ignorePending(): void {
      pending = { steps: 0 };
    },
    isPending: () => pending.steps > 0,
    request(wanted: number): void {
      stepAndWait({ wanted, first: next });
      next += wanted;
    },
    /** True if there was a granted slot, which is now taken. */
    takeGranted(): boolean {
      if (granted === 0) return false;
      granted--;
      return true;
    },
    giveBackGranted(): void {
      const starts = open.splice(open.length - granted, granted).map((number) => [number, 0] as const);
      granted = 0;
      if (link.state().up && starts.length > 0) step({ starts });
    },
    startWithoutRedis: () => void open.push(next++),
    /** One start was answered; the oldest open one is taken for it. */
    complete(): void {
      const number = open.shift();
      if (number === undefined) return;
      ends.set(number, clock.now() + windowMs);
      if (link.state().up) step({ starts: [[number, windowMs]] });
    },
    /** Reports all own starts, in place of those reported before. */
    reportAll(): void {
      const now = clock.now();
      prune(now);
      const unanswered = open.map((number) => [number, undefined] as const);
      const answered = [...ends].map(([number, end]) => [number, end - now] as const);
      stepAndWait({ forget: true, starts: [...unanswered, ...answered] });
    },
    /** Own starts that count at `now`. */
    own(now: number): number {
      prune(now);
      return open.length + ends.size;
    },
    /** Slots that were in use at the last step and still are. */
    used: (now: number) => last.used - last.ends.filter((end) => end <= now).length,
    /** The earliest start of a request that has `ahead` others before it; a past time if it can start at once. */
    earliestStart: (ahead: number, limit: number) => earliestStartIn(last, ahead - granted, limit, windowMs),
    /** When the slots in use expire. */
    ends: (now: number) => last.ends.filter((end) => end > now),
  };
}

import type { QuotaHost } from '../copper/rate-limit/quota.ts';
import { reservedSlots } from '../copper/rate-limit/rolling-window.ts';
import { type Clock, createWakeTimer } from '../tool/clock.ts';
import type { RedisLink } from './link.ts';
import { createOwnStarts } from './own-starts.ts';
import { heartbeatMs, retryMs, type WindowSnapshot, type WindowStep } from './script.ts';

/** An account in Redis, and this process. */
export interface SharedWindowOptions {
  readonly link: RedisLink;
  /** The key of the account in Redis. */
  readonly key: string;
  /** The name of this process in Redis. */
  readonly who: string;
  /** Processes that share the account. */
  readonly replicas: number;
  readonly clock: Clock;
}

/** The window after the last step. */
interface WindowState {
  /** Slots in use. */
  readonly used: number;
  /** When the first of them expire, in order. */
  readonly ends: readonly number[];
  /** Nothing is granted before. */
  readonly opensAt: number;
  /** When all slots that are reserved for calls were last free. */
  readonly reserveLastFreeAt?: number;
  /** By how much Redis's clock is ahead of ours. */
  readonly clockOffset?: number;
}

function windowState(snapshot: WindowSnapshot, now: number): WindowState {
  const { used, freeIn, closedMs, reserveInUseMs, now: theirs } = snapshot;
  const opensAt = closedMs > 0 ? now + closedMs : Number.NEGATIVE_INFINITY;
  return {
    used,
    ends: freeIn.map((ms) => now + ms),
    opensAt,
    reserveLastFreeAt: now - reserveInUseMs,
    clockOffset: theirs - now,
  };
}

/**
 * The earliest start of a request that has `queuedBefore` others before it (fewer than 0: it has a slot); minus infinity if it can start at
 * once.
 */
function earliestStartIn(
  { used, ends, opensAt }: WindowState,
  queuedBefore: number,
  limit: number,
  windowMs: number,
): number {
  const index = used - limit + (queuedBefore % limit);
  const end = queuedBefore < 0 || index < 0 ? undefined : (ends[index] ?? ends.at(-1));
  const opens = queuedBefore < 0 ? Number.NEGATIVE_INFINITY : opensAt;
  return Math.max(opens, end ?? opens) + Math.floor(queuedBefore / limit) * windowMs;
}

interface Contention {
  /** When Redis last granted something. */
  grantedAt: number;
  /** Until when others are known to use the account, too. */
  until: number;
}

/** The start of a process that lets others come first. */
function afterOthers(start: number, now: number, { grantedAt, until }: Contention, windowMs: number): number {
  return Math.max(start, now < until ? grantedAt : start) + 3 * retryMs(windowMs);
}

/** The part of the limit of one process while Redis is unavailable. */
export function shareOf(limit: number, replicas: number): number {
  return Math.max(1, Math.floor(limit / replicas));
}

/** The limits of a step. While the window is not trusted, all processes together use not more than the share of one. */
function limitsOf(limit: number, replicas: number) {
  const untrustedLimit = shareOf(shareOf(limit, replicas), replicas);
  return { limit, untrustedLimit, reserved: reservedSlots(limit) };
}

/**
 * The rolling window of one account in Redis, as this process knows it: the state after the last step (in truth as many slots are
 * in use, or more), this process's own starts, and slots that Redis granted and no request has used yet.
 *
 * Starts are numbered, so that they can be reported. Each step reports all of them, and there is one whenever an own start expires and
 * once in a beat. Times in milliseconds since 1970.
 */
export function createSharedWindow(options: SharedWindowOptions, host: QuotaHost) {
  const { link, key, who, replicas, clock } = options;
  const { windowMs } = host;
  const own = createOwnStarts(windowMs);
  let next = 1;
  let granted = 0;
  let isClosed = false;
  const contention: Contention = { grantedAt: 0, until: 0 };
  let last: WindowState = { used: 0, ends: [], opensAt: Number.NEGATIVE_INFINITY };
  /**
   * Steps whose answers decide what may start, and the first number that may be granted by them; a new object after each failure of
   * Redis, as earlier answers are ignored.
   */
  let pending = { steps: 0, firstNumber: 0 };
  const setTimer = createWakeTimer(clock, () => {
    if (link.state().up) step({});
  });

  /** Sets the time of the next step, unless Redis has no start of ours. */
  function keepReporting(lefts: readonly number[]): void {
    if (lefts.length > 0 && !isClosed) setTimer(clock.now() + Math.min(heartbeatMs(windowMs), ...lefts));
  }

  async function step(part: Partial<WindowStep>): Promise<WindowSnapshot | undefined> {
    const before = pending;
    const sent = clock.now();
    const starts = own.report(sent);
    keepReporting(starts.map(([, left]) => left));
    const expected = last.clockOffset === undefined ? 0 : sent + last.clockOffset;
    const usual = { windowMs, who, ...limitsOf(host.accountLimit(), replicas), expected, starts };
    const whole = { ...usual, wanted: 0, firstNumber: pending.firstNumber, ...part };
    const snapshot = await link.step(key, whole).catch(() => undefined);
    if (snapshot === undefined || before !== pending) return undefined;
    const now = clock.now();
    if (snapshot.used - snapshot.granted > starts.length) contention.until = now + 2 * windowMs;
    last = windowState(snapshot, now);
    return snapshot;
  }

  /** Takes a step; nothing starts until it is answered. */
  async function stepAndWait(part: Partial<WindowStep>): Promise<void> {
    const before = pending;
    before.steps++;
    const answer = step(part);
    before.firstNumber = part.firstNumber ?? before.firstNumber;
    const snapshot = await answer;
    before.steps--;
    before.firstNumber = 0;
    if (before !== pending) return;
    const count = snapshot?.granted ?? 0;
    own.add(part.firstNumber ?? 0, count);
    if (count > 0) {
      keepReporting([windowMs]);
      contention.grantedAt = clock.now();
    }
    granted += count;
    host.onChange();
  }

  return {
    /** Redis is down: answers to earlier steps are ignored. */
    ignorePending(): void {
      pending = { steps: 0, firstNumber: 0 };
    },
    isPending: () => pending.steps > 0,
    request(part: Pick<WindowStep, 'wanted' | 'background' | 'leaveFree'>): void {
      stepAndWait({ ...part, firstNumber: next });
      next += part.wanted;
    },
    /** True if there was a granted slot, which is now used. */
    useGranted: () => granted > 0 && granted-- > 0,
    giveBackGranted(): void {
      const unused = granted;
      own.undo(unused);
      granted = 0;
      if (link.state().up && unused > 0) step({});
    },
    startWithoutRedis: () => own.add(next++, 1),
    /** One start was answered. */
    complete(): void {
      if (own.complete(clock.now()) && link.state().up) step({});
    },
    /** Reports all own starts to Redis before anything else starts. */
    reportAll: () => void stepAndWait({}),
    own: own.count,
    /** Slots that were in use at the last step and still are, without those that no request has used. */
    used: (now: number) => last.used - granted - last.ends.filter((end) => end <= now).length,
    reserveLastFreeAt: () => last.reserveLastFreeAt,
    /**
     * The earliest start of a request that has `queuedBefore` others before it; a past time if it can start at once. If this process
     * uses its share already, it starts a little later, both when a slot becomes free and between two grants, so that others come first.
     */
    earliestStart(queuedBefore: number, limit: number): number {
      const now = clock.now();
      const start = earliestStartIn(last, queuedBefore - granted, limit, windowMs);
      const isFirst = queuedBefore < granted || own.count(now) < shareOf(limit, replicas);
      return isFirst ? start : afterOthers(start, now, contention, windowMs);
    },
    /** When the slots in use expire. */
    ends: (now: number) => last.ends.filter((end) => end > now),
    /** Reports nothing more. */
    close(): void {
      isClosed = true;
      setTimer(undefined);
    },
  };
}

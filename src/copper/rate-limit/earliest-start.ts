import type { RequestOptions } from '../../tool/request.ts';
import type { QueuedCall } from './fair-queue.ts';
import type { Quota } from './quota.ts';
import type { RollingWindow } from './rolling-window.ts';

/** What a start depends on; times in milliseconds since 1970. */
export interface StartConditions {
  readonly rollingWindow: RollingWindow;
  /** How long a request counts. */
  readonly windowMs: number;
  /** Asked after the rolling window. */
  readonly quota: Quota;
  /** Slots in use by all who share the limit. */
  readonly used: (now: number) => number;
  /** The limit as it is now, and the time before which nothing may start. */
  readonly rateLimit: () => { readonly limit: number; readonly blockedUntil: number };
  /** When the slots that background requests leave to calls were last all free. */
  readonly roomyAt: () => number;
}

/** Slots that background requests leave to calls, at first: a quarter of the limit, at least 20, but never more than half of it. */
export const keptSlots = (limit: number): number =>
  Math.min(Math.max(20, Math.ceil(limit / 4)), Math.floor(limit / 2));

/** How many of these they never take. */
const leastKept = (kept: number): number => Math.floor(kept / 9);

/** Slots that background requests leave free at `now`. */
export function keptSlotsAt({ rateLimit, windowMs, roomyAt }: StartConditions, now: number): number {
  const kept = keptSlots(rateLimit().limit);
  const least = leastKept(kept);
  const taken = Math.floor(((kept - least) * (now - roomyAt())) / windowMs);
  return Math.max(least, Math.min(kept, kept - taken));
}

/** The earliest start of a request that has `ahead` others before it. */
function earliestSlot(
  { quota, rollingWindow, rateLimit }: StartConditions,
  ahead: number,
  now: number,
): number {
  const { limit, blockedUntil } = rateLimit();
  const shared = quota.earliestStart(ahead, now);
  return Math.max(shared, rollingWindow.earliestStart(ahead, limit, now, blockedUntil));
}

/**
 * The earliest start, or a time before it, of a background request that has `ahead` others before it.
 *
 * Background requests start at once as long as they leave `keptSlots` free for calls. In the course of a window they take these as well,
 * one by one, all but `leastKept`; from then on they start as slots come free. So they use nearly the whole limit, and a call hardly ever
 * waits.
 */
function earliestInBackground(conditions: StartConditions, ahead: number, now: number): number {
  const { rateLimit, used, windowMs, roomyAt } = conditions;
  const { limit } = rateLimit();
  const slot = earliestSlot(conditions, ahead, now);
  const kept = keptSlots(limit);
  const least = leastKept(kept);
  const free = limit - used(now) - ahead - 1;
  if (slot > now || free >= kept) return slot;
  const another = earliestSlot(conditions, ahead + free + 1, now);
  if (free < least) return another;
  const enough = roomyAt() + Math.ceil((windowMs * (kept - free)) / (kept - least));
  return Math.max(now, Math.min(enough, another));
}

/** The earliest start, or a time before it, of a request that has these before it in the queue. */
export function earliestStart(
  conditions: StartConditions,
  priority: RequestOptions['priority'],
  before: readonly QueuedCall[],
  now: number,
): number {
  const earliest = priority === 'interactive' ? earliestSlot : earliestInBackground;
  return earliest(conditions, before.length, now);
}

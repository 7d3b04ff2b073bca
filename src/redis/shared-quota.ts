import type { CreateQuota } from '../copper/rate-limit/quota.ts';
import type { Clock } from '../tool/clock.ts';
import { createLedger } from './ledger.ts';
import type { Link } from './link.ts';
import { createMirror } from './mirror.ts';
import type { Seen, Step } from './script.ts';

/** Where and with whom one account is shared. */
export interface SharedQuotaOptions {
  readonly link: Link;
  /** The account, as Redis knows it. */
  readonly key: string;
  /** This process, as Redis knows it. */
  readonly who: string;
  /** Processes that share the account. */
  readonly replicas: number;
  readonly clock: Clock;
}

/** Slots asked for in one step at most. */
const atOnce = 100;
/** After Redis is back everybody keeps to its share for this long, until all others have told their starts. */
const cautionMs = 3000;

/**
 * Every start takes its slot in Redis first; while Redis is away, this process keeps to its share of the limit.
 *
 * At the moment Redis goes, this process takes its part of what all held in its sight for its own, so that those who held little do not
 * start their whole share on top of what the others hold. When Redis is back, it tells all its starts anew: Redis may have
 * lost them, and may hold some that never happened.
 */
export function sharedQuota({ link, key, who, replicas, clock }: SharedQuotaOptions): CreateQuota {
  return (keeper) => {
    const { windowMs } = keeper;
    const ledger = createLedger();
    const mirror = createMirror(windowMs);
    /** Counts the falls: an answer from before one is void. */
    let era = 0;
    let shared = link.state().up;
    let cautiousUntil = 0;
    let asked = 0;
    let inHand = 0;

    const share = (limit: number): number => Math.max(1, Math.floor(limit / replicas));

    async function step(part: Partial<Step>): Promise<Seen | undefined> {
      const then = era;
      const whole = { windowMs, limit: keeper.limit(), wanted: 0, who, first: 0, ...part };
      const seen = await link.step(key, whole).catch(() => undefined);
      if (seen === undefined || then !== era) return undefined;
      mirror.see(seen, clock.now());
      return seen;
    }

    /** Nothing starts until the answer is there. */
    async function ask(part: Partial<Step>): Promise<void> {
      const then = era;
      asked++;
      const { granted = 0 } = (await step(part)) ?? {};
      if (then !== era) return;
      asked--;
      ledger.open(part.first ?? 0, granted);
      inHand += granted;
      keeper.changed();
    }

    const leave = link.join({
      fell() {
        const now = clock.now();
        era++;
        asked = 0;
        shared = false;
        const part = mirror.part(replicas, now);
        const missing = part.length - keeper.used();
        if (missing > 0) for (const end of part.slice(-missing)) keeper.hold(end);
        keeper.changed();
      },
      rose() {
        const now = clock.now();
        shared = true;
        cautiousUntil = now + cautionMs;
        ask({ forget: true, starts: ledger.entries(now) });
        clock.sleep(cautionMs).then(keeper.changed);
      },
    });

    return {
      limit: (limit) => (shared && clock.now() >= cautiousUntil ? limit : share(limit)),
      used: (now) => (shared ? mirror.used(now) : 0),
      asking: () => asked > 0,
      startAt(ahead, now) {
        if (!shared || ahead < inHand) return now;
        const limit = keeper.limit();
        // Who holds more than its share looks a little later, so that the others come first.
        const politeness = ledger.count(now) >= share(limit) ? windowMs / 1000 : 0;
        return Math.max(now, Math.ceil(mirror.startAt(ahead - inHand, limit) + politeness));
      },
      pass(wanted) {
        if (inHand > 0) {
          inHand--;
          return true;
        }
        if (!shared) {
          ledger.open(ledger.reserve(1), 1);
          return true;
        }
        if (asked === 0) {
          const count = Math.min(wanted(), atOnce);
          ask({ wanted: count, first: ledger.reserve(count) });
        }
        return false;
      },
      rest() {
        if (inHand === 0) return;
        const starts = ledger.drop(inHand).map((number): [number, number] => [number, 0]);
        inHand = 0;
        if (shared) step({ starts });
      },
      settle() {
        const number = ledger.settle(clock.now() + windowMs);
        if (shared && number !== undefined) step({ starts: [[number, windowMs]] });
      },
      close: leave,
    };
  };
}

import { createRedisLink, type RedisClient } from '../../src/redis/link.ts';
import type { ManualClock } from '../manual-clock.ts';

/** A Redis that does in memory, on the clock of the test, what the window script does; it can be slow, refuse, lie and die. */
export interface FakeRedis {
  /** Milliseconds until the answer. */
  latency: number;
  /** What every step is refused with. */
  error: string | undefined;
  /** By how many milliseconds its clock is ahead. */
  ahead: number;
  /** The connection breaks and everything is forgotten. */
  die(): void;
  /** Everything is forgotten, as after FLUSHALL. */
  forget(): void;
  /** The window of an account that has been there for long. */
  known(key: string): FakeRedis;
  /** A start that nobody reported, with the moment at which it ends. */
  plant(key: string, end: number): void;
  /** Ends of the starts of an account, by member. */
  window(key: string): ReadonlyMap<string, number>;
  steps: number;
  connect(onLost: () => void): Promise<RedisClient>;
}

interface Ledger {
  untrustedUntil: number;
  /** When there was room for background requests. */
  reserveLastFreeAt: number;
  /** Starts by process and number. */
  starts: { readonly who: string; readonly number: number; end: number; isQuestioned: boolean }[];
}

/** Times are in microseconds, as in the script. */
export function fakeRedis(clock: ManualClock): FakeRedis {
  const ledgers = new Map<string, Ledger>();
  const connections: (() => void)[] = [];

  function run(key: string, [who = '', ...args]: readonly string[]): number[] {
    const [window = 0, settle = 0, grace = 0, retry = 0, ...amounts] = args.map(Number);
    const [limit = 0, untrustedLimit = 0, wanted = 0, firstNumber = 0, expected = 0, ...others] = amounts;
    const [background = 0, leaveFree = 0, roomy = 0, ...reported] = others;
    const now = (clock.now() + fake.ahead) * 1000;
    const jumped = expected > 0 && Math.abs(now - expected) > settle;
    const ledger = ledgers.get(key) ?? {
      untrustedUntil: Number.POSITIVE_INFINITY,
      reserveLastFreeAt: now,
      starts: [],
    };
    ledgers.set(key, ledger);
    let distrusted = jumped;

    ledger.starts = ledger.starts.filter((start) => {
      if (start.who === who)
        return !start.isQuestioned && wanted === 0 && firstNumber > 0 && start.number >= firstNumber;
      const isGone = start.isQuestioned && start.end <= now && !jumped;
      const isFar = start.end > now + window;
      const isOverdue = start.isQuestioned ? start.end <= now : start.end + grace <= now;
      if (isGone || !(isFar || isOverdue)) return !isGone;
      distrusted = true;
      start.isQuestioned = true;
      start.end = now + (isFar ? window : settle);
      return true;
    });
    ledger.untrustedUntil = distrusted ? now + settle : Math.min(ledger.untrustedUntil, now + settle);

    const take = (number: number, end: number) =>
      ledger.starts.push({ who, number, end, isQuestioned: false });
    for (let at = 0; at < reported.length; at += 2) take(reported[at] ?? 0, now + (reported[at + 1] ?? 0));
    const untrusted = ledger.untrustedUntil > now;
    const own = reported.length / 2;
    const free = limit - ledger.starts.length;
    if (free > roomy || ledger.reserveLastFreeAt > now) ledger.reserveLastFreeAt = now;
    const allowed = untrusted ? Math.min(free, untrustedLimit - own) : free;
    const calls = Math.max(0, Math.min(wanted - background, allowed));
    const granted = calls + Math.max(0, Math.min(background, free - leaveFree - calls, allowed - calls));
    for (let each = 0; each < granted; each++) take(firstNumber + each, now + window);

    const closed = untrusted && own + granted >= untrustedLimit ? ledger.untrustedUntil : 0;
    const ends = ledger.starts.map(({ end }) =>
      Math.min(end <= now ? now + retry : end, untrusted ? ledger.untrustedUntil : now + window),
    );
    const sorted = ends.sort((a, b) => a - b);
    return [now, granted, ledger.starts.length, closed, ledger.reserveLastFreeAt, ...sorted].map(Math.trunc);
  }

  const fake: FakeRedis = {
    latency: 0,
    error: undefined,
    ahead: 0,
    steps: 0,
    die() {
      ledgers.clear();
      for (const onLost of connections) onLost();
    },
    forget: () => ledgers.clear(),
    known(key) {
      ledgers.set(key, { untrustedUntil: 0, reserveLastFreeAt: 0, starts: [] });
      return fake;
    },
    plant(key, end) {
      const start = { who: 'nobody', number: 1, end: end * 1000, isQuestioned: false };
      ledgers.get(key)?.starts.push(start);
    },
    window: (key) =>
      new Map(ledgers.get(key)?.starts.map(({ who, number, end }) => [`${who}${number}`, end])),
    async connect(onLost) {
      connections.push(onLost);
      return {
        async run(key, args) {
          fake.steps++;
          if (fake.latency > 0) await clock.sleep(fake.latency);
          if (fake.error !== undefined) throw new Error(fake.error);
          return run(key, args);
        },
        quit: async () => {},
        disconnect() {},
      };
    },
  };
  return fake;
}

/** The link of one process to a fake Redis, and what it logs. */
export function fakeLink(redis: FakeRedis, clock: ManualClock) {
  const logged: string[] = [];
  const write = (_: object, message: string) => void logged.push(message);
  const log = { debug: write, info: write, warn: write, error: write };
  return { link: createRedisLink({ connect: redis.connect, clock, log }), logged };
}

import { createRedisLink, type RedisClient } from '../../src/redis/link.ts';
import type { ManualClock } from '../manual-clock.ts';

/** A Redis that does in memory, on the clock of the test, what the window script does; it can be slow, refuse and die. */
export interface FakeRedis {
  /** Milliseconds until the answer. */
  latency: number;
  /** What every step is refused with. */
  error: string | undefined;
  /** The connection breaks and everything is forgotten. */
  die(): void;
  /** Ends of the starts of an account, by member. */
  window(key: string): ReadonlyMap<string, number>;
  steps: number;
  connect(onLost: () => void): Promise<RedisClient>;
}

/** Times are in microseconds, as in the script. */
export function fakeRedis(clock: ManualClock): FakeRedis {
  const windows = new Map<string, Map<string, number>>();
  const connections: (() => void)[] = [];

  function run(key: string, args: readonly string[]): number[] {
    const [windowMs = 0, hold = 0, limit = 0, wanted = 0] = args.slice(0, 4).map(Number);
    const [who = '', first = '0', forget] = args.slice(4, 7);
    const now = clock.now() * 1000;
    const held = windows.get(key) ?? new Map<string, number>();
    windows.set(key, held);
    for (const [member, end] of held) {
      if (end <= now || (forget === '1' && member.startsWith(who))) held.delete(member);
    }
    for (let at = 7; at < args.length; at += 2) {
      const left = Number(args[at + 1]);
      held.delete(who + args[at]);
      if (left > 0) held.set(who + args[at], now + left);
    }
    const granted = Math.max(0, Math.min(wanted, limit - held.size));
    for (let each = 0; each < granted; each++) held.set(`${who}${Number(first) + each}`, now + hold);
    const ends = [...held.values()].map((end) => Math.min(end, now + windowMs));
    return [now, granted, held.size, ...ends.sort((a, b) => a - b)];
  }

  const fake: FakeRedis = {
    latency: 0,
    error: undefined,
    steps: 0,
    die() {
      windows.clear();
      for (const onLost of connections) onLost();
    },
    window: (key) => windows.get(key) ?? new Map(),
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

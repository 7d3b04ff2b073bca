// Four processes share one limit through Redis: `npx tsx test/bench/redis.ts`, some four minutes; needs redis-server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { realClock } from '../../src/tool/clock.ts';
import { type RedisServer, startRedis } from '../../test/redis/redis-server.ts';
import { cleanEnv, sandboxAccess } from '../built.ts';

const limit = 600;
const minute = 60_000;
const share = limit / 4;
const worker = fileURLToPath(new URL('./redis-worker.ts', import.meta.url));

/** One figure, and what it must reach. */
interface Row {
  readonly what: string;
  readonly measured: string;
  readonly bar: string;
  readonly ok: boolean;
}

interface Plan {
  readonly seconds: number;
  /** What each of the four asks a second; 0: as much as it can. */
  readonly perSecond: readonly number[];
  /** Of the sandbox; 0: none, so that all starts are seen. */
  readonly enforced: number;
  /** What happens to Redis meanwhile. */
  readonly meanwhile?: (server: RedisServer) => Promise<void>;
}

async function run({ seconds, perSecond, enforced, meanwhile }: Plan) {
  const server = await startRedis();
  const sandbox = createSandbox({ now: realClock.now, sleep: realClock.sleep, limit: enforced });
  const arrivals: number[] = [];
  let refused = 0;
  const served = await serveSandbox({
    ...sandbox,
    async send(request) {
      arrivals.push(Date.now());
      const response = await sandbox.send(request);
      if (response.status === 429) refused++;
      return response;
    },
  });
  const env = cleanEnv({
    ...sandboxAccess(served.url),
    COPPER_RATE_LIMIT: String(limit),
    COPPER_MAX_WAIT_MS: '600000',
    COPPER_REDIS_URL: server.url,
    COPPER_REPLICAS: String(perSecond.length),
    BENCH_SECONDS: String(seconds),
  });
  const processes = perSecond.map(async (rate) => {
    const child = spawn(process.execPath, ['--import', 'tsx', worker], {
      env: { ...env, BENCH_PER_SECOND: String(rate) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return JSON.parse(said) as { answered: number; failures: string[] };
  });
  const [ends] = await Promise.all([Promise.all(processes), meanwhile?.(server)]);
  await served.close();
  await server.close();
  const within = (from: number) => arrivals.filter((at) => at > from && at <= from + minute).length;
  /** How long each start had to wait for the one that is a whole limit before it. */
  const rounds = arrivals.slice(limit).map((at, index) => at - (arrivals[index] ?? at));
  return {
    refused,
    answered: ends.map(({ answered }) => answered),
    failures: ends.flatMap(({ failures }) => failures),
    most: Math.max(...arrivals.map((at) => within(at - 1))),
    /** The limit's use in the round that used it least. */
    use: minute / Math.max(...rounds),
  };
}

/** Full demand: the whole limit, and never a 429. */
async function fullDemand(): Promise<Row> {
  const { most, use, refused, answered, failures } = await run({
    seconds: 75,
    perSecond: [0, 0, 0, 0],
    enforced: limit,
  });
  return {
    what: `4 processes on one Redis, full demand, limit ${limit} a minute`,
    measured: `at most ${most} in any 60 s, ${(use * 100).toFixed(1)} % of the limit used, ${refused} times 429, ${failures.length} failed; answered ${answered.join(' + ')}`,
    bar: `at most ${limit}, at least 97 %, no 429, none failed`,
    ok: use >= 0.97 && most <= limit && refused === 0 && failures.length === 0,
  };
}

/** Redis is killed while the window is being filled, and started again, empty. */
async function outage(what: string, perSecond: readonly number[]): Promise<Row> {
  const { most, answered, failures } = await run({
    seconds: 140,
    perSecond,
    enforced: 0,
    async meanwhile(server) {
      await realClock.sleep(40_000);
      await server.kill();
      await realClock.sleep(15_000);
      await server.start();
    },
  });
  return {
    what: `the same, ${what} demand, Redis killed after 40 s and back after 55 s, for 140 s`,
    measured: `at most ${most} in any 60 s, ${failures.length} failed; answered ${answered.join(' + ')}`,
    bar: `at most ${limit + share}, none failed`,
    ok: most <= limit + share && failures.length === 0,
  };
}

const chosen = process.argv[2];
const rows = {
  full: fullDemand,
  even: () => outage('even', [2.75, 2.75, 2.75, 2.75]),
  uneven: () => outage('uneven', [6, 3, 1.5, 0.5]),
};
for (const [name, measure] of Object.entries(rows)) {
  if (chosen !== undefined && chosen !== name) continue;
  const { what, measured, bar, ok } = await measure();
  process.stdout.write(`${ok ? 'ok ' : 'NOT'} ${what}\n    ${measured}\n    (${bar})\n`);
  if (!ok) process.exitCode = 1;
}

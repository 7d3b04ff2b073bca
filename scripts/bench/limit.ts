import { EventEmitter } from 'node:events';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { realClock } from '../../src/tool/clock.ts';
import { builtFile, sandboxAccess, startBuilt } from '../built.ts';
import { type Row, thousands } from './row.ts';

/** Calls sent all at once to a server whose Copper has this limit, and what became of them; the clock runs from the first request on. */
async function burst(limit: number, count: number, env: Readonly<Record<string, string>> = {}) {
  const seen = { first: 0, refused: 0 };
  const sandbox = createSandbox({ now: realClock.now, sleep: realClock.sleep, limit });
  const send = async (request: Request) => {
    seen.first ||= performance.now();
    const response = await sandbox.send(request);
    if (response.status === 429) seen.refused += 1;
    return response;
  };
  const served = await serveSandbox({ ...sandbox, send });
  const server = await startBuilt({
    args: [builtFile],
    env: { ...sandboxAccess(served.url), COPPER_RATE_LIMIT: String(limit), ...env },
  });
  const listeners = EventEmitter.defaultMaxListeners;
  // The client waits for its full pipe with a listener for each message: as many as there are calls.
  EventEmitter.defaultMaxListeners = Math.max(listeners, count);
  try {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, at) =>
        server.call('search_companies', { fields: ['name'], limit: 1, offset: at }),
      ),
    );
    const seconds = (performance.now() - seen.first) / 1000;
    const answered = answers.filter(({ isError }) => !isError).length;
    const told = answers.filter(({ isError, text }) => isError && /Wait \d+ s/.test(text)).length;
    return { seconds, answered, told, refused: seen.refused };
  } finally {
    EventEmitter.defaultMaxListeners = listeners;
    await server.close();
    await served.close();
  }
}

/** A burst beyond the limit: what fits is answered, the rest is told at once when to come back, and no 429 is provoked. */
export async function waitBound(): Promise<Row[]> {
  const [limit, count] = [180, 400];
  const { answered, told, refused } = await burst(limit, count);
  return [
    {
      what: `${count} calls at once, limit ${limit} a minute`,
      measured: `${answered} answered, ${told} told when to come back, ${refused} times 429`,
      bar: `${limit} answered, the rest told, no 429`,
      ok: answered === limit && told === count - limit && refused === 0,
    },
  ];
}

/** A thousand calls under a limit of 600 a minute: 600 at once, the others when the first minute is over. Takes that minute. */
export async function throughput(): Promise<Row[]> {
  const [limit, count, least] = [600, 1000, 60];
  const patient = { COPPER_MAX_WAIT_MS: '120000', COPPER_TIMEOUT_MS: '180000' };
  const { seconds, answered, refused } = await burst(limit, count, patient);
  return [
    {
      what: `${thousands(count)} calls at once, limit ${limit} a minute, with patience`,
      measured: `${seconds.toFixed(1)} s for ${thousands(answered)} answers, ${refused} times 429`,
      bar: `at most ${(least * 1.03).toFixed(1)} s, no 429`,
      ok: answered === count && seconds <= least * 1.03 && refused === 0,
    },
  ];
}

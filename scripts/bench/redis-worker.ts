// One of the processes of redis.ts: asks as much as it is told to, for as long as it is told to, and says what became of it.
import { createApp } from '../../src/app.ts';
import { createLog, sharedQuotas } from '../../src/cli/environment.ts';
import { readConfig } from '../../src/config.ts';
import { createLiveFetch } from '../../src/copper/live-fetch.ts';
import { realClock } from '../../src/tool/clock.ts';

const { env, pid, stdout, stderr } = process;
const [seconds, perSecond] = [Number(env.BENCH_SECONDS), Number(env.BENCH_PER_SECOND)];

const config = readConfig(env, () => '', 'UTC');
const log = createLog(config.logLevel, (line) => stderr.write(line));
const live = createLiveFetch();
const quotas = await sharedQuotas(config, realClock, log);
const world = { config, fetch: live.fetch, clock: realClock, log, random: Math.random, version: 'bench' };
const { copper, close } = createApp({ ...world, quotas });

const over = AbortSignal.timeout(seconds * 1000);
let asked = 0;
let answered = 0;
const failures: string[] = [];

/** Each asks for another page, so that nothing is shared or cached. */
async function ask(): Promise<void> {
  const body = { page_number: (pid % 1000) * 1_000_000 + ++asked, page_size: 1 };
  try {
    await copper?.ask(
      { operation: 'searchTasks', body },
      { priority: 'interactive', signal: new AbortController().signal },
    );
    answered++;
  } catch (error) {
    if (!over.aborted) failures.push(String(error));
  }
}

async function asMuchAsPossible(): Promise<void> {
  while (!over.aborted) await ask();
}

async function atThisRate(): Promise<void> {
  while (!over.aborted) {
    ask();
    await realClock.sleep(1000 / perSecond);
  }
}

if (perSecond > 0) atThisRate();
else for (let each = 0; each < 20; each++) asMuchAsPossible();
await realClock.sleep(seconds * 1000);
stdout.write(`${JSON.stringify({ answered, failures, state: quotas?.state() })}\n`);
await Promise.race([close().then(() => quotas?.close()), realClock.sleep(1000)]);
process.exit(0);

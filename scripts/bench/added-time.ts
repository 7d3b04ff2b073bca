import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLiveFetch } from '../../src/copper/live-fetch.ts';
import { realClock } from '../../src/tool/clock.ts';
import { builtFile, startBuilt } from '../built.ts';
import { median, type Row } from './row.ts';
import { type SandboxProcess, startSandbox } from './sandbox-process.ts';

const rounds = 400;
const warmUp = 100;

/** The same 20 open deals, a page further each time, asked for in three ways. */
const columns = ['id', 'name', 'status', 'value', 'closes'];
const upstream = ['id', 'name', 'status', 'monetary_value', 'close_date'];
const input = (page: number) => ({ fields: columns, status: 'Open', limit: 20, offset: 20 * page });

type Way = (page: number) => Promise<unknown>;

/** The request alone: what any program would send, its JSON read. */
function bareFetch({ url, env }: SandboxProcess): Way {
  const headers = {
    'content-type': 'application/json',
    'x-pw-accesstoken': env.COPPER_API_KEY ?? '',
    'x-pw-application': 'developer_api',
    'x-pw-useremail': env.COPPER_USER_EMAIL ?? '',
  };
  return async (page) => {
    const body = JSON.stringify({
      statuses: ['Open'],
      fields: upstream,
      page_number: page + 1,
      page_size: 20,
    });
    const response = await fetch(`${url}/opportunities/search`, { method: 'POST', headers, body });
    return response.json();
  };
}

const silent = { debug() {}, warn() {}, error() {} };

/** The product in this process: from arguments to the finished text, without a protocol around it. */
function inProcess(env: Readonly<Record<string, string>>): { way: Way; close(): Promise<void> } {
  const live = createLiveFetch();
  const config = readConfig(env, () => '', 'UTC');
  const world = { config, fetch: live.fetch, clock: realClock, log: silent, random: Math.random };
  const app = createApp({ ...world, version: 'bench' });
  return {
    async way(page) {
      const { signal } = new AbortController();
      const result = await app.call('search_opportunities', input(page), { signal });
      if (result.isError) throw new Error(result.text);
    },
    async close() {
      await app.close();
      await live.close();
    },
  };
}

async function timed(way: Way, page: number): Promise<number> {
  const start = performance.now();
  await way(page);
  return performance.now() - start;
}

/** Milliseconds of each way in each round, one after the other in an order that turns. */
async function race(ways: readonly Way[]): Promise<number[][]> {
  const times: number[][] = ways.map(() => []);
  for (let round = 0; round < warmUp + rounds; round++) {
    for (let turn = 0; turn < ways.length; turn++) {
      const at = (round + turn) % ways.length;
      const way = ways[at];
      if (way === undefined) continue;
      const ms = await timed(way, round % 5);
      if (round >= warmUp) times[at]?.push(ms);
    }
  }
  return times;
}

/** What the product adds to a request, against a sandbox in a process of its own. */
export async function addedTime(): Promise<Row[]> {
  const sandbox = await startSandbox(['--limit', '0']);
  const env = { ...sandbox.env, COPPER_RATE_LIMIT: '100000' };
  const server = await startBuilt({ args: [builtFile], env });
  const product = inProcess(env);
  try {
    const overStdio: Way = (page) => server.answer('search_opportunities', input(page));
    const [bare = [], inside = [], stdio = []] = await race([bareFetch(sandbox), product.way, overStdio]);
    const added = (times: readonly number[]) => median(times.map((ms, at) => ms - (bare[at] ?? 0)));
    const told = (times: readonly number[]) =>
      `${added(times).toFixed(2)} ms (${median(times).toFixed(2)} against ${median(bare).toFixed(2)})`;
    return [
      {
        what: `time added to a request by a call, over bare fetch (median of ${rounds})`,
        measured: told(inside),
        bar: 'under 1 ms',
        ok: added(inside) < 1,
      },
      {
        what: 'the same with the client, stdio and the protocol around it',
        measured: told(stdio),
        bar: 'told only',
        ok: true,
      },
    ];
  } finally {
    await product.close();
    await server.close();
    await sandbox.close();
  }
}

import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLiveFetch } from '../../src/copper/live-fetch.ts';
import type { App } from '../../src/tool/app.ts';
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

const usualPage = { statuses: ['Open'], fields: upstream, page_size: 20 };

type Way = (page: number) => Promise<unknown>;

/** The request alone: what any program would send, its JSON read. */
function bareFetch({ url, env }: SandboxProcess, asked: object = usualPage): Way {
  const headers = {
    'content-type': 'application/json',
    'x-pw-accesstoken': env.COPPER_API_KEY ?? '',
    'x-pw-application': 'developer_api',
    'x-pw-useremail': env.COPPER_USER_EMAIL ?? '',
  };
  return async (page) => {
    const body = JSON.stringify({ ...asked, page_number: page + 1 });
    const response = await fetch(`${url}/opportunities/search`, { method: 'POST', headers, body });
    return response.json();
  };
}

const silent = { debug() {}, warn() {}, error() {} };

/** The product in this process: from arguments to the finished text, without a protocol around it. */
function inProcess(env: Readonly<Record<string, string>>): { app: App; way: Way; close(): Promise<void> } {
  const live = createLiveFetch();
  const config = readConfig(env, () => '', 'UTC');
  const world = { config, fetch: live.fetch, clock: realClock, log: silent, random: Math.random };
  const app = createApp({ ...world, version: 'bench' });
  return {
    app,
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

/** The usual page of 25 open deals and the same with all fields, which ask Copper for the whole record. */
const pages: readonly { what: string; bar: number; old: number; fields?: string[]; upstream?: string[] }[] = [
  {
    what: 'the usual fields',
    bar: 1.8,
    old: 2.3,
    upstream: [
      ...['id', 'name', 'company_name', 'pipeline_stage_id', 'pipeline_id', 'assignee_id'],
      ...['monetary_value', 'monetary_unit', 'close_date', 'status'],
    ],
  },
  { what: 'all fields', bar: 2.5, old: 4.6, fields: ['*'] },
];

/** Pages of 25 in this process, each against a bare fetch of the same page. */
async function pageRows(sandbox: SandboxProcess, product: { readonly app: App }): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, bar, old, fields, upstream: columnsOf } of pages) {
    const body = { statuses: ['Open'], page_size: 25, ...(columnsOf && { fields: columnsOf }) };
    const call: Way = async (page) => {
      const { signal } = new AbortController();
      const asked = { status: 'Open', limit: 25, offset: 25 * page, ...(fields && { fields }) };
      const result = await product.app.call('search_opportunities', asked, { signal });
      if (result.isError) throw new Error(result.text);
    };
    const [bare = [], ours = []] = await race([bareFetch(sandbox, body), call]);
    const ratio = median(ours) / median(bare);
    rows.push({
      what: `a page of 25 deals with ${what}, against a bare fetch of it (${old.toFixed(1)} times before rows were read once)`,
      measured: `${ratio.toFixed(2)} times (${median(ours).toFixed(2)} ms against ${median(bare).toFixed(2)})`,
      bar: `at most ${bar.toFixed(1)} times`,
      ok: ratio <= bar,
    });
  }
  return rows;
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
      ...(await pageRows(sandbox, product)),
    ];
  } finally {
    await product.close();
    await server.close();
    await sandbox.close();
  }
}

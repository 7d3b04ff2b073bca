// Calls a second over HTTP, beside a bare node:http server that asks the same sandbox: `npx tsx test/bench/http.ts` prints the rows.
import { fileURLToPath } from 'node:url';
import { type Load, load, type Shot } from './http-load.ts';
import { type HttpProcess, startHttp } from './http-process.ts';
import { median, type Row } from './row.ts';

const bar = 1500;
const connections = 8;

/** A new process compiles itself for its first thousands of calls; what counts is how it goes on. */
const warmUpSeconds = 6;
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const fields = ['id', 'name', 'status', 'value', 'closes'];
const upstream = ['id', 'name', 'status', 'monetary_value', 'close_date'];
const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Which page of deals a call asks for: rows, how many pages take turns, and the fields if not the usual ones. */
interface PageInput {
  readonly limit: number;
  readonly pages?: number;
  readonly fields?: readonly string[];
}

/** The product's call: a page of open deals; pages take turns, so that none is answered from what another just asked. */
const call = (page: number, { limit, pages = 16, ...input }: PageInput, meta: object = {}) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: page,
    method: 'tools/call',
    params: {
      name: 'search_opportunities',
      arguments: { ...input, status: 'Open', limit, offset: limit * (page % pages) },
      ...meta,
    },
  });

const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
};

const generations = {
  '2025-11-25': (url: string, limit: number): Shot => ({
    url,
    headers: { ...json, 'mcp-protocol-version': '2025-11-25' },
    body: (page) => call(page, { fields, limit }),
  }),
  '2026-07-28': (url: string, limit: number): Shot => ({
    url,
    headers: {
      ...json,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'search_opportunities',
    },
    body: (page) => call(page, { fields, limit }, { _meta }),
  }),
};

/** The usual page: open deals with the fields that are shown by default. */
const usualShot = (url: string): Shot => ({
  url,
  headers: { ...json, 'mcp-protocol-version': '2025-11-25' },
  body: (page) => call(page, { limit: 25, pages: 8 }),
});

/** The question that the product's call becomes, for the bare server. */
const bareShot = (url: string, page_size: number): Shot => ({
  url,
  headers: json,
  body: (page) =>
    JSON.stringify({ statuses: ['Open'], fields: upstream, page_number: 1 + (page % 16), page_size }),
});

interface Measured extends Load {
  /** Calls that one second of one core's work answers; undefined if the system does not tell. */
  readonly perCore: number | undefined;
}

async function measure(
  server: HttpProcess,
  shot: Shot,
  isGood: (text: string) => boolean,
): Promise<Measured> {
  await load(shot, { connections, seconds: warmUpSeconds, isGood });
  const before = server.cpuSeconds();
  const seconds = 3;
  const result = await load(shot, { connections, seconds, isGood });
  const after = server.cpuSeconds();
  const work = before === undefined || after === undefined ? undefined : after - before;
  return { ...result, perCore: work === undefined ? undefined : (result.perSecond * seconds) / work };
}

const whole = (value: number | undefined) => Math.round(value ?? 0).toLocaleString('en-US');

const told = ({ perSecond, perCore }: Measured) =>
  `${whole(perSecond)}${perCore === undefined ? '' : ` (${whole(perCore)} for a core's worth of server)`}`;

/** How many times as many calls a second as before. */
const manyBar = 2.5;

/**
 * The usual page for 50 clients. Figures of another machine or another hour say nothing, so it is held against an earlier build in the
 * same run, in turns, if BENCH_BEFORE names the start file of one; else it is only told.
 */
async function manyClients(): Promise<Row> {
  const before = process.env.BENCH_BEFORE;
  const isGood = (text: string) => text.includes('"isError":false');
  const files = [at('../../dist/copper-mcp.js'), ...(before === undefined ? [] : [before])];
  const env = { COPPER_RATE_LIMIT: '100000' };
  const servers = await Promise.all(
    files.map((file) => startHttp([file, 'http', '--sandbox', '--port', '0'], env)),
  );
  try {
    const figures: number[][] = servers.map(() => []);
    let failed = 0;
    for (let round = 0; round < 4; round++)
      for (const [which, { url }] of servers.entries()) {
        const found = await load(usualShot(url), { connections: 50, seconds: 4, isGood });
        failed += found.failed;
        // The first round only compiles.
        if (round > 0) figures[which]?.push(found.perSecond);
      }
    const [now = 0, then] = figures.map(median);
    const ratio = then === undefined ? undefined : now / then;
    return {
      what: 'calls a second over HTTP, usual page of 25, 50 connections',
      measured: `${whole(now)}${ratio === undefined ? '' : `, ${ratio.toFixed(2)} times the ${whole(then)} of the earlier build`}, ${failed} failed`,
      bar: ratio === undefined ? 'none failed' : `at least ${manyBar} times, none failed`,
      ok: failed === 0 && (ratio === undefined || ratio >= manyBar),
    };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** The rows of the benchmark: each generation of clients, for small and usual answers, against the bare server. */
export async function httpThroughput() {
  const env = { COPPER_RATE_LIMIT: '100000' };
  const product = await startHttp([at('../../dist/copper-mcp.js'), 'http', '--sandbox', '--port', '0'], env);
  const bare = await startHttp(['--import', 'tsx', at('http-bare.ts')]);
  const rows = [];
  try {
    for (const limit of [1, 20]) {
      const without = await measure(bare, bareShot(bare.url, limit), (text) =>
        text.includes('monetary_value'),
      );
      for (const [revision, shot] of Object.entries(generations)) {
        const isGood = (text: string) => text.includes('"isError":false');
        const result = await measure(product, shot(product.url, limit), isGood);
        const least = limit === 1 ? bar : 0;
        rows.push({
          what: `calls a second over HTTP, ${limit} deal${limit === 1 ? '' : 's'} each, client of ${revision}, ${connections} connections`,
          measured: `${told(result)}, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms, ${result.failed} failed, against ${told(without)} of a bare server`,
          bar: least === 0 ? 'none failed' : `at least ${whole(least)} for a core's worth, none failed`,
          ok: (result.perCore ?? result.perSecond) >= least && result.failed === 0,
        });
      }
    }
    rows.push({
      what: 'memory after that, over HTTP',
      measured: `${whole(product.megabytes())} MB resident, against ${whole(bare.megabytes())} MB of the bare server`,
      bar: '',
      ok: true,
    });
  } finally {
    await product.close();
    await bare.close();
  }
  return [...rows, await manyClients()];
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { what, measured, bar: least, ok } of await httpThroughput())
    process.stdout.write(`${ok ? 'ok  ' : 'MISS'} ${what}\n       ${measured}; ${least}\n`);

import { execFileSync } from 'node:child_process';
import { builtFile, startBuilt } from '../built.ts';
import { load } from './http-load.ts';
import { startHttp } from './http-process.ts';
import type { Row } from './row.ts';
import { startSandbox } from './sandbox-process.ts';

const calls = 100;

/** For how long the clients of HTTP ask, in seconds. */
const httpSeconds = 10;

/** Resident megabytes that each stage may take. */
const bars = { usual: 75, allFields: 85, http: 120 };

const searches = [
  'search_opportunities',
  'search_people',
  'search_companies',
  'search_leads',
  'search_tasks',
];

/** Resident megabytes of a process. */
const resident = (pid: number) =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

const rowOf = (what: string, megabytes: number, before: string, bar: number): Row => ({
  what: `memory ${what}`,
  measured: `${megabytes.toFixed(0)} MB resident, ${before} before`,
  bar: `at most ${bar} MB`,
  ok: megabytes <= bar,
});

/** Of the server over stdio: after a hundred usual calls, then after as many pages of 25 rows with all fields. */
async function overStdio(env: Readonly<Record<string, string>>): Promise<Row[]> {
  const server = await startBuilt({ args: [builtFile], env });
  try {
    const ask = async (input: (at: number) => Record<string, unknown>) => {
      for (let at = 0; at < calls; at++) await server.answer(searches[at % searches.length] ?? '', input(at));
      return resident(server.pid);
    };
    const usual = await ask((offset) => ({ limit: 20, offset }));
    const all = await ask((offset) => ({ limit: 25, fields: ['*'], offset }));
    return [
      rowOf(`after ${calls} calls over stdio`, usual, '90', bars.usual),
      rowOf(`after ${calls} more, pages of 25 rows with all fields`, all, '119', bars.allFields),
    ];
  } finally {
    await server.close();
  }
}

/** Of the server over HTTP, while 50 clients ask for pages of 25 deals as fast as they are answered. */
async function overHttp(env: Readonly<Record<string, string>>): Promise<Row[]> {
  const server = await startHttp([builtFile, 'http', '--port', '0'], env);
  try {
    const body = (page: number) =>
      JSON.stringify({
        jsonrpc: '2.0',
        id: page,
        method: 'tools/call',
        params: { name: 'search_opportunities', arguments: { limit: 25, offset: 25 * (page % 16) } },
      });
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    };
    const isGood = (text: string) => text.includes('"isError":false');
    const { perSecond } = await load(
      { url: server.url, headers, body },
      { connections: 50, seconds: httpSeconds, isGood },
    );
    const megabytes = server.megabytes();
    if (megabytes === undefined) return [];
    const sent = Math.round(perSecond * httpSeconds);
    return [rowOf(`over HTTP after ${sent} calls of 50 clients`, megabytes, '180', bars.http)];
  } finally {
    await server.close();
  }
}

/** Memory of the server, with Copper (a sandbox) in another process. */
export async function memory(): Promise<Row[]> {
  const sandbox = await startSandbox(['--limit', '0']);
  const env = { ...sandbox.env, COPPER_RATE_LIMIT: '100000' };
  try {
    return [...(await overStdio(env)), ...(await overHttp(env))];
  } finally {
    await sandbox.close();
  }
}

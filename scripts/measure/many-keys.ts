// What nine callers notice of a tenth who brings 2,000 keys: `npx tsx scripts/measure/many-keys.ts`.
// The built server asks a sandbox that takes 50 ms, in a process of its own. First the nine call alone; then the tenth sends 10,000 calls
// besides, 250 at a time, the key changing with each call. The medians and 99th percentiles of the nine are compared.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHttp } from '../bench/http-process.ts';
import { startSandbox } from '../bench/sandbox-process.ts';
import { builtFile } from '../built.ts';

const calls = 10_000;
const keys = 2_000;
const priorities = 250;
/** How slow the nine may become. */
const bar = 2;

const print = (line: string) => process.stdout.write(`${line}\n`);

const agent = new Agent({ keepAlive: true, maxSockets: 600 });

/** Calls `list_tags`; the status, and whether the tool answered. */
function ask(url: string, token: string, key: string): Promise<{ status: number; ok: boolean }> {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: 'search_opportunities',
      arguments: { limit: 5, offset: 5 * Math.floor(Math.random() * 10) },
    },
  });
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    Authorization: `Bearer ${token}`,
    'X-Copper-Api-Key': key,
    'X-Copper-User-Email': 'dana.li@example.com',
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, ok: text.includes('"isError":false') }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** The nine, each calling once after the other, until told to stop; how long their calls took, and how many failed. */
async function nine(url: string, stop: AbortSignal, rounds = Number.POSITIVE_INFINITY) {
  const times: number[] = [];
  let failed = 0;
  await Promise.all(
    Array.from({ length: 9 }, async (_, at) => {
      for (let round = 0; round < rounds && !stop.aborted; round++) {
        const began = performance.now();
        const { ok } = await ask(url, `token-${at}`, `key-${at}`);
        times.push(performance.now() - began);
        if (!ok) failed++;
      }
    }),
  );
  times.sort((a, b) => a - b);
  const share = (part: number) => times[Math.floor(times.length * part)] ?? 0;
  return { count: times.length, failed, p50: share(0.5), p99: share(0.99) };
}

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-'));
const callers = join(folder, 'callers.json');
const tokens = [...Array.from({ length: 9 }, (_, at) => `token-${at}`), 'greedy'];
writeFileSync(
  callers,
  JSON.stringify(
    tokens.map((token) => ({
      name: token,
      sha256: createHash('sha256').update(token).digest('hex'),
      copper: 'caller',
    })),
  ),
);
const sandbox = await startSandbox(['--latency', '50', '--limit', '0']);
const server = await startHttp(
  [builtFile, 'http', '--port', '0', '--auth', 'token', '--callers', callers, '--caller-keys'],
  { ...sandbox.env, COPPER_RATE_LIMIT: '100000' },
);
try {
  const { url } = server;
  await nine(url, new AbortController().signal, 150);
  const alone = await nine(url, new AbortController().signal, 150);
  const statuses = new Map<number, number>();
  const done = new AbortController();
  let sent = 0;
  const work = server.cpuSeconds() ?? 0;
  const began = performance.now();
  const beside = nine(url, done.signal);
  await Promise.all(
    Array.from({ length: priorities }, async () => {
      while (sent < calls) {
        const { status } = await ask(url, 'greedy', `invented-${sent++ % keys}`);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  done.abort();
  const together = await beside;
  const seconds = (performance.now() - began) / 1000;
  const ms = ({ count, failed, p50, p99 }: typeof alone) =>
    `${count} calls, ${failed} failed, median ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
  print(`alone:  ${ms(alone)}`);
  print(`beside: ${ms(together)}`);
  print(
    `the tenth: ${calls} calls in ${seconds.toFixed(1)} s, statuses ${JSON.stringify(Object.fromEntries(statuses))}`,
  );
  const used = (server.cpuSeconds() ?? 0) - work;
  print(`the server: ${used.toFixed(1)} s of processor time, ${server.megabytes()?.toFixed(0)} MB`);
  const slower = together.p50 / alone.p50;
  print(`${slower.toFixed(2)} times as slow (bar: ${bar})`);
  process.exitCode = slower <= bar && together.failed === 0 ? 0 : 1;
} finally {
  agent.destroy();
  await server.close();
  await sandbox.close();
  rmSync(folder, { recursive: true });
}

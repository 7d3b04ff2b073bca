import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { builtFile, cleanEnv } from '../built.ts';
import { median, type Row } from './row.ts';

const rounds = 21;
const bar = 2.5;

const messages = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
];

/** From spawn to the last byte of the list of tools. */
async function listed(): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [builtFile], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: cleanEnv({ COPPER_API_KEY: 'bench', COPPER_USER_EMAIL: 'bench@example.com' }),
  });
  child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.split('\n').length > 2) break;
  }
  const ms = performance.now() - start;
  child.stdin.end();
  if (child.exitCode === null) await once(child, 'exit');
  return ms;
}

/** From spawn to exit of a Node that does nothing. */
async function empty(): Promise<number> {
  const start = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - start;
}

/** The cold start of the built server against an empty Node, in turns. */
export async function coldStart(): Promise<Row[]> {
  const times = { server: [] as number[], node: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.node.push(await empty());
    times.server.push(await listed());
  }
  const [server, node] = [median(times.server), median(times.node)];
  return [
    {
      what: `start to tools/list answered, against an empty node -e 0 (median of ${rounds})`,
      measured: `${(server / node).toFixed(2)} × (${server.toFixed(0)} ms against ${node.toFixed(0)} ms)`,
      bar: `at most ${bar} ×`,
      ok: server <= bar * node,
    },
  ];
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { builtFile, cleanEnv } from '../built.ts';
import { median, type Row } from './row.ts';

const rounds = 31;
const bar = 2;

/** What a request of 2026-07-28 says of its client. */
const meta = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

/** How clients of both generations begin. */
const beginnings = {
  initialize: [
    {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'bench', version: '1' },
      },
    },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    { jsonrpc: '2.0', id: 2, method: 'tools/list' },
  ],
  'server/discover': [
    { jsonrpc: '2.0', id: 1, method: 'server/discover', params: meta },
    { jsonrpc: '2.0', id: 2, method: 'tools/list', params: meta },
  ],
};

/** From spawn to the last byte of the list of tools. */
async function listed(messages: readonly object[]): Promise<number> {
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
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore', env: cleanEnv() }), 'exit');
  return performance.now() - start;
}

/** The cold start of the built server against an empty Node, in turns, every other round in reverse; both without NODE_EXTRA_CA_CERTS, which slows down each Node. */
export async function coldStart(): Promise<Row[]> {
  const node: number[] = [];
  const ways = Object.entries(beginnings).map(([first, messages]) => ({
    first,
    messages,
    times: [] as number[],
  }));
  const turns = [
    async () => node.push(await empty()),
    ...ways.map(
      ({ messages, times }) =>
        async () =>
          times.push(await listed(messages)),
    ),
  ];
  for (let round = 0; round < rounds; round++)
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  const base = median(node);
  return ways.map(({ first, times }) => {
    const server = median(times);
    return {
      what: `start to tools/list answered after ${first}, against an empty node -e 0 (median of ${rounds})`,
      measured: `${(server / base).toFixed(2)} × (${server.toFixed(0)} ms against ${base.toFixed(0)} ms)`,
      bar: `at most ${bar} ×`,
      ok: server <= bar * base,
    };
  });
}

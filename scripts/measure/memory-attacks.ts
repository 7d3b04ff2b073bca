// Whether callers can end the built server by what they send: `npx tsx scripts/measure/memory-attacks.ts`.
// It runs with --max-old-space-size=256. Each attack is made by many connections at once; afterwards a caller is served as before.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startHttp } from '../bench/http-process.ts';
import { builtFile } from '../built.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

const head = (more: string) =>
  `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n${more}\r\n`;
const whole = (body: string) => `${head(`Content-Length: ${Buffer.byteLength(body)}\r\n`)}${body}`;
const call = (method: string, params: object = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const megabyte = 1_000_000;
const junk = (text: string) =>
  call('tools/call', { name: 'search_people', arguments: {}, _meta: { junk: text } });
/** A call that carries values without end. */
const values = (value: string, count: number) =>
  junk('#').replace('"#"', `[${Array(count).fill(value).join()}]`);

interface Attack {
  readonly connections: number;
  readonly text: string;
  /** True for a client that never reads. */
  readonly deaf?: boolean;
}

const attacks: Readonly<Record<string, Attack>> = {
  'bodies in pieces of one byte': {
    connections: 100,
    text: `${head('Transfer-Encoding: chunked\r\n')}${'1\r\nx\r\n'.repeat(140_000)}`,
  },
  'unfinished bodies of a megabyte': {
    connections: 300,
    text: `${head(`Content-Length: ${megabyte}\r\n`)}${'x'.repeat(megabyte - 1)}`,
  },
  brackets: { connections: 200, text: whole('['.repeat(megabyte)) },
  'brackets in arguments': { connections: 200, text: whole(junk('['.repeat(megabyte))) },
  'brackets as text in arguments': {
    connections: 200,
    text: whole(call('tools/call', { name: 'search_people', arguments: '['.repeat(megabyte) })),
  },
  'empty objects': { connections: 200, text: whole(values('{}', 300_000)) },
  'as many empty objects as are read': { connections: 300, text: whole(values('{}', 45_000)) },
  'long texts': { connections: 300, text: whole(junk('x'.repeat(megabyte))) },
  'many small members': {
    connections: 200,
    text: whole(call('tools/call', Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [at, 0])))),
  },
  'batches of lists, never read': {
    connections: 300,
    deaf: true,
    text: whole(`[${Array(50).fill(call('tools/list')).join()}]`),
  },
  'pipelined lists, never read': {
    connections: 200,
    deaf: true,
    text: whole(call('tools/list')).repeat(200),
  },
  'headers without end': { connections: 500, text: `${head('')}`.slice(0, -2) + 'X-A: b\r\n'.repeat(1_500) },
  'the page, never read': {
    connections: 1_000,
    deaf: true,
    text: 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50),
  },
};

/** All connections of an attack; they stay for a while. */
async function run(port: number, { connections, text, deaf = false }: Attack): Promise<void> {
  const sockets = Array.from({ length: connections }, (): Socket => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    if (deaf) socket.pause();
    else socket.resume();
    socket.write(text);
    return socket;
  });
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  for (const socket of sockets) socket.destroy();
  await Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close')));
}

const server = await startHttp(['--max-old-space-size=256', builtFile, 'http', '--port', '0', '--sandbox']);
try {
  for (const [name, attack] of Object.entries(attacks)) {
    await run(Number(new URL(server.url).port), attack);
    const began = performance.now();
    const body = call('tools/call', { name: 'list_pipelines', arguments: {} });
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    const response = await fetch(server.url, { method: 'POST', headers, body });
    const served = (await response.text()).includes('"isError":false');
    const ms = (performance.now() - began).toFixed(0);
    print(
      `${served ? 'served' : `NOT SERVED (${response.status})`} after ${ms} ms, ${server.megabytes()?.toFixed(0)} MB: ${name}`,
    );
    if (!served) process.exitCode = 1;
  }
} finally {
  await server.close();
}

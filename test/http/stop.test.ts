import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cleanEnv } from '../../scripts/built.ts';
import { realClock } from '../../src/tool/clock.ts';
import { manualClock } from '../manual-clock.ts';
import { ask, callTool, startFront } from './front.ts';

/** A Copper that waits for `answer` before it responds. */
function slowCopper() {
  let answer = () => {};
  let arrived = () => {};
  const asked = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const send = () => async (request: Request) => {
    arrived();
    await new Promise<void>((resolve, reject) => {
      answered.then(resolve);
      request.signal.addEventListener('abort', () => reject(request.signal.reason));
    });
    return Response.json([]);
  };
  return { send, asked, answer: () => answer() };
}

test('running requests finish, their connections close with them, and no new ones are accepted', async () => {
  const copper = slowCopper();
  const front = await startFront({ sendFor: copper.send });
  const call = callTool(front.url, 'list_tags');
  await copper.asked;
  front.server.health.stop();
  const drained = front.listening.drain(realClock, 5_000);
  await expect(ask(`${front.url}/healthz`)).rejects.toThrow('ECONNREFUSED');
  copper.answer();
  const { status, headers } = await call;
  expect(status).toBe(200);
  expect(headers.connection).toBe('close');
  expect(await drained).toBe(true);
});

test('a stream that is under way ends, too, and its connection with it', async () => {
  let finish = () => {};
  const parts = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('data: 1\n\n'));
      finish = () => {
        controller.enqueue(new TextEncoder().encode('data: 2\n\n'));
        controller.close();
      };
    },
  });
  const stream = new Response(parts, { headers: { 'Content-Type': 'text/event-stream' } });
  const front = await startFront({ over: { endpoint: { handle: async () => stream } } });
  const arrived: string[] = [];
  const whole = new Promise<void>((resolve) => {
    const asked = request(
      `${front.url}/mcp`,
      { method: 'POST', agent: new Agent({ keepAlive: true }) },
      (response) => {
        response.on('data', (part: Buffer) => arrived.push(part.toString()));
        response.on('end', resolve);
      },
    );
    asked.end('{}');
  });
  await expect.poll(() => arrived).toEqual(['data: 1\n\n']);
  front.server.health.stop();
  const drained = front.listening.drain(realClock, 5_000);
  finish();
  await whole;
  expect(arrived).toEqual(['data: 1\n\n', 'data: 2\n\n']);
  expect(await drained).toBe(true);
});

test('a call that does not finish in time gets an error before its connection is closed', async () => {
  const copper = slowCopper();
  const front = await startFront({ sendFor: copper.send });
  const call = callTool(front.url, 'list_tags');
  await copper.asked;
  const clock = manualClock();
  const drained = front.listening.drain(clock, 9_000);
  await clock.advance(9_000);
  expect(await drained).toBe(false);
  await front.server.accounts.close();
  const { text } = await call;
  expect(text).toContain('The server is stopping.');
  await front.close();
});

/** Calls again and again over one connection that is kept; ends when it is told that the connection closes. */
function keepCalling(url: string, pauseMs: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const counts = { broken: 0, said: false };
  const call = () =>
    new Promise<void>((resolve) => {
      const asked = request(`${url}/healthz`, { agent }, (response) => {
        counts.said = response.headers.connection === 'close';
        response.resume().on('end', resolve);
      });
      asked.on('error', () => {
        counts.broken++;
        resolve();
      });
      asked.end();
    });
  const begun = call();
  const ended = (async () => {
    await begun;
    while (!counts.said && counts.broken === 0) {
      await realClock.sleep(pauseMs);
      await call();
    }
    agent.destroy();
  })();
  return { counts, begun, ended };
}

/** Stops a server that this many callers keep asking, each over its own connection. */
async function stopWhileAsked(count: number, pauseMs: number): Promise<void> {
  const front = await startFront();
  const callers = Array.from({ length: count }, () => keepCalling(front.url, pauseMs));
  await Promise.all(callers.map(({ begun }) => begun));
  front.server.health.stop();
  const drained = front.listening.drain(realClock, 5_000);
  await Promise.all(callers.map(({ ended }) => ended));
  expect(callers.map(({ counts }) => counts.broken)).toEqual(Array(count).fill(0));
  expect(callers.every(({ counts }) => counts.said)).toBe(true);
  expect(await drained).toBe(true);
}

const name = '%i kept connections that call every %i ms: each is told, and none is reset';
test.each([
  [50, 0],
  [50, 1],
  [50, 5],
  [50, 10],
  [50, 20],
])(name, stopWhileAsked);
// These mostly wait.
test.concurrent.each([
  [40, 50],
  [40, 100],
  [40, 200],
  [40, 500],
  [30, 1_000],
  [30, 1_500],
])(name, stopWhileAsked);

test('a connection that stays idle is closed in order, not reset', async () => {
  const front = await startFront();
  const socket = connect(Number(new URL(front.url).port), '127.0.0.1');
  const ends: string[] = [];
  socket.on('error', ({ message }) => ends.push(message));
  socket.on('end', () => ends.push('end'));
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  const clock = manualClock();
  const drained = front.listening.drain(clock, 9_000);
  await clock.advance(1_999);
  expect(ends).toEqual([]);
  await clock.advance(1);
  expect(await drained).toBe(true);
  expect(ends).toEqual(['end']);
});

function start(): ChildProcess {
  const bin = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url));
  const args = ['--import', 'tsx', bin, 'http', '--port', '0', '--sandbox'];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnv() });
}

// Windows has no signals: there a process that is asked to stop is killed at once.
test.skipIf(process.platform === 'win32')(
  'SIGTERM: a real process ends with code 0, at once when it has nothing to do',
  async () => {
    const child = start();
    const [line] = child.stdout === null ? [] : await once(child.stdout, 'data');
    const url = String(line)
      .trim()
      .replace(/\/mcp$/, '');
    expect((await callTool(url, 'list_pipelines')).status).toBe(200);
    const stoppedAt = Date.now();
    child.kill('SIGTERM');
    const [code, signal] = await once(child, 'exit');
    expect([code, signal]).toEqual([0, null]);
    // Unfinished calls would be given nine seconds.
    expect(Date.now() - stoppedAt).toBeLessThan(5_000);
  },
);

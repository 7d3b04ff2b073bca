import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { builtFile, cleanEnv } from '../../scripts/built.ts';
import type { OutgoingRequest } from '../../src/tool/fetch-copper.ts';
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
  const send = () => async (request: OutgoingRequest) => {
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
  const drained = front.listening.drain(manualClock(), 5_000);
  // A program that another test is just starting holds the port until it runs: a connection of that moment is reset instead.
  await expect(ask(`${front.url}/healthz`)).rejects.toThrow(/connect ECONN(REFUSED|RESET)/);
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
  const clock = manualClock();
  const drained = front.listening.drain(clock, 5_000);
  finish();
  await whole;
  expect(arrived).toEqual(['data: 1\n\n', 'data: 2\n\n']);
  await clock.advance(2_000);
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
function keepCalling(url: string, pause: () => Promise<void>) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const caller = { broken: 0, said: false, resting: false };
  const call = () =>
    new Promise<void>((resolve) => {
      const asked = request(`${url}/healthz`, { agent }, (response) => {
        caller.said = response.headers.connection === 'close';
        response.resume().on('end', resolve);
      });
      asked.on('error', () => {
        caller.broken++;
        resolve();
      });
      asked.end();
    });
  const begun = call();
  const ended = (async () => {
    await begun;
    while (!caller.said && caller.broken === 0) {
      caller.resting = true;
      await pause();
      caller.resting = false;
      await call();
    }
    caller.resting = true;
    agent.destroy();
  })();
  return { caller, begun, ended };
}

/**
 * Stops a server that this many callers keep asking, each over its own connection and with its own beat. Time passes when all of them have
 * their answers, but for the moment of the signal: then calls are under way.
 */
async function stopWhileAsked(count: number, pauseMs: number): Promise<void> {
  const front = await startFront();
  const clock = manualClock();
  const callers = Array.from({ length: count }, (_, at) => {
    let nextMs = (pauseMs * (at + 1)) / count;
    return keepCalling(front.url, () => {
      const ms = nextMs;
      nextMs = pauseMs;
      return pauseMs === 0 ? clock.settle() : clock.sleep(ms);
    });
  });
  await Promise.all(callers.map(({ begun }) => begun));
  await clock.advance(pauseMs * 0.75);
  front.server.health.stop();
  const drained = front.listening.drain(clock, 5_000);
  const rest = () => callers.every(({ caller }) => caller.resting || caller.said || caller.broken > 0);
  const left = () => callers.some(({ caller }) => !caller.said && caller.broken === 0);
  while (pauseMs > 0 && left()) {
    await expect.poll(rest).toBe(true);
    if (left()) await clock.skip();
  }
  await Promise.all(callers.map(({ ended }) => ended));
  expect(callers.map(({ caller }) => caller.broken)).toEqual(Array(count).fill(0));
  expect(await drained).toBe(true);
}

test.each([
  [50, 0],
  [50, 1],
  [50, 5],
  [50, 10],
  [50, 20],
  [40, 50],
  [40, 100],
  [40, 200],
  [40, 500],
  [30, 1_000],
  [30, 1_500],
  [30, 1_999],
])('%i kept connections that call every %i ms: each is told, and none is reset', stopWhileAsked);

test('one that calls after the last requests meets a closed connection, in order', async () => {
  const front = await startFront();
  const clock = manualClock();
  const { caller, begun, ended } = keepCalling(front.url, () => clock.sleep(2_001));
  await begun;
  front.server.health.stop();
  const drained = front.listening.drain(clock, 5_000);
  await clock.advance(2_000);
  expect(await drained).toBe(true);
  await clock.advance(1);
  await ended;
  expect(caller).toMatchObject({ broken: 1, said: false });
});

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
  const args = [builtFile, 'http', '--port', '0', '--sandbox'];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnv() });
}

// Windows has no signals: there a process that is asked to stop is killed at once.
test.skipIf(process.platform === 'win32')(
  'SIGTERM: a real process that has nothing to do ends with code 0, before the time for unfinished calls is over',
  async () => {
    const child = start();
    const [line] = child.stdout === null ? [] : await once(child.stdout, 'data');
    const url = String(line)
      .trim()
      .replace(/\/mcp$/, '');
    expect((await callTool(url, 'list_pipelines')).status).toBe(200);
    let logged = '';
    child.stderr?.on('data', (text) => {
      logged += text;
    });
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(logged).toMatch(/"finished":true,"msg":"stopped"\}\n$/);
  },
);

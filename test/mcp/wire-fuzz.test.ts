import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import type { Handlers } from '../../src/mcp/handlers.ts';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { realClock } from '../../src/tool/clock.ts';
import { manualClock } from '../manual-clock.ts';
import { wideHandlers } from './fixture.ts';
import { type RandomFrame, randomFrames } from './random-frames.ts';
import { modernMeta } from './raw.ts';

/** Frames for each transport and generation; 20,000 where somebody has the time. */
const count = Number(process.env.FUZZ_FRAMES ?? 600);
const seed = Number(process.env.FUZZ_SEED ?? 20261127);
const timeoutMs = 180_000 + count * 20;

/** When an answer is given up: far longer than any takes on a slow machine. */
const givenUpMs = 60_000;

/** Handlers that count the calls that are running. */
function countedHandlers() {
  let running = 0;
  const handlers: Handlers = wideHandlers();
  const counted: Handlers = {
    ...handlers,
    async call(...args) {
      running++;
      try {
        return await handlers.call(...args);
      } finally {
        running--;
      }
    },
  };
  return { handlers: counted, running: () => running };
}

/** A connection over stdio that keeps what came back: how often each id was answered, and how many answers had none. */
function openStdio() {
  const { handlers, running } = countedHandlers();
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const connection = serveStdio({
    stdin,
    stdout,
    handlers,
    version: '0.0.0-test',
    clock: realClock,
    answerTimeoutMs: 60 * givenUpMs,
  });
  const answered = new Map<string, number>();
  let rest = '';
  stdout.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const message of lines.flatMap((line) => JSON.parse(line))) {
      if (!('id' in message)) continue;
      const key = JSON.stringify(message.id);
      answered.set(key, (answered.get(key) ?? 0) + 1);
    }
  });
  return { stdin, answered, running, close: connection.close };
}

const discover = { jsonrpc: '2.0', method: 'server/discover', params: { _meta: modernMeta } };

describe.each([
  ['2025', false],
  ['2026-07-28', true],
])('random frames of %s', (_, modern) => {
  const frames = randomFrames(seed, count, modern);

  test(
    'over stdio each id is answered once',
    async () => {
      const { stdin, answered, running, close } = openStdio();
      if (modern) stdin.write(`${JSON.stringify({ ...discover, id: 'first' })}\n`);
      for (let at = 0; at < frames.length; at += 50) {
        const part = frames.slice(at, at + 50);
        for (const { text } of part) stdin.write(`${text}\n`);
        const missing = () =>
          part.flatMap(({ ids }) => ids).filter((id) => !answered.has(JSON.stringify(id)));
        await expect.poll(missing, { timeout: givenUpMs }).toEqual([]);
      }
      // A second answer would follow at once.
      const { settle } = manualClock();
      for (let round = 0; round < 20; round++) await settle();
      const once = frames.flatMap(({ ids }) => ids).filter((id) => answered.get(JSON.stringify(id)) !== 1);
      expect(once).toEqual([]);
      const anonymous = [...answered].filter(([key]) => !/^\d+$|^"/.test(key)).map(([, times]) => times);
      const wanted = frames.filter((frame) => frame.anonymous).length;
      expect(anonymous.reduce((sum, times) => sum + times, 0)).toBeGreaterThanOrEqual(wanted);
      expect(running()).toBe(0);
      await close();
    },
    timeoutMs,
  );

  test(
    'over HTTP each one is answered, a request with its id',
    async () => {
      const { handlers, running } = countedHandlers();
      const endpoint = createEndpoint({ version: '0.0.0-test' });
      for (const frame of frames) {
        const late = new AbortController();
        const answer = endpoint.handle(request(frame, modern), handlers).then(readAnswer);
        const timer = realClock.sleep(givenUpMs, late.signal).then(() => `no answer to ${frame.text}`);
        timer.catch(() => undefined);
        const got = await Promise.race([answer, timer]);
        late.abort();
        if (typeof got === 'string') throw new Error(got);
        const [id] = frame.ids;
        if (frame.ids.length === 1 && got.messages.length > 0 && got.status === 200)
          expect(
            got.messages.map((each) => each.id),
            frame.text,
          ).toContain(id);
        if (frame.ids.length > 0) expect(got.messages, frame.text).not.toEqual([]);
      }
      expect(running()).toBe(0);
    },
    timeoutMs,
  );
});

/** The frame as a client sends it over HTTP. */
function request({ text, method, name }: RandomFrame, modern: boolean): Request {
  const repeated = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': encodeURIComponent(method ?? '').slice(0, 100),
    ...(name === undefined ? {} : { 'mcp-name': name }),
  };
  return new Request('http://server.test/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: '*/*', ...(modern ? repeated : {}) },
    body: text,
  });
}

async function readAnswer(response: Response): Promise<{ status: number; messages: { id?: unknown }[] }> {
  const { status, headers } = response;
  const text = await response.text();
  if (text === '') return { status, messages: [] };
  if (headers.get('content-type') !== 'text/event-stream')
    return { status, messages: [JSON.parse(text)].flat() };
  const data = text.split('\n').filter((line) => line.startsWith('data: '));
  return { status, messages: data.map((line) => JSON.parse(line.slice('data: '.length))) };
}

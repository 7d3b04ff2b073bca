import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { serveStdio } from '../../src/mcp/stdio.ts';
import type { ToolResult } from '../../src/tool/app.ts';
import type { CancelSignal } from '../../src/tool/clock.ts';
import { realClock } from '../../src/tool/clock.ts';
import { fixtureHandlers } from './fixture.ts';
import { modernMeta } from './raw.ts';

/** A tool that answers only on demand. */
function waitingTool() {
  const called: string[] = [];
  let answer = (_: ToolResult) => {};
  const answered = new Promise<ToolResult>((resolve) => {
    answer = resolve;
  });
  const call = (name: string) => {
    called.push(name);
    return answered;
  };
  return { handlers: { ...fixtureHandlers(), call }, called, answer };
}

test.each([
  ['2025-11-25', {}],
  ['2026-07-28', { _meta: modernMeta }],
])('a call of %s is running when the input ends, and is still answered', async (_, meta) => {
  const { handlers, called, answer } = waitingTool();
  const params = { name: 'test_simple_text', ...meta };
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
  const stdin = Readable.from([Buffer.from(`${JSON.stringify(message)}\n`)]);
  const stdout = new PassThrough();
  const { ended, close } = serveStdio({
    stdin,
    stdout,
    handlers,
    version: '0.0.0-test',
    clock: realClock,
    answerTimeoutMs: 60_000,
  });
  await ended;
  expect(called).toEqual(['test_simple_text']);
  answer({ text: 'late', isError: false });
  const [line] = await once(stdout, 'data');
  expect(JSON.parse(String(line))).toMatchObject({ id: 1, result: { content: [{ text: 'late' }] } });
  await close();
});

test('calls under way end when the connection is closed', async () => {
  let signal: CancelSignal | undefined;
  const handlers = fixtureHandlers({
    async long(context) {
      signal = context.signal;
      return new Promise(() => {});
    },
  });
  const stdin = new PassThrough();
  const { close } = serveStdio({
    stdin,
    stdout: new PassThrough(),
    handlers,
    version: '0.0.0-test',
    clock: realClock,
    answerTimeoutMs: 60_000,
  });
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'long' } };
  const text = `${JSON.stringify(message)}\n`;
  stdin.write(text.slice(0, 20));
  stdin.write(text.slice(20));
  await expect.poll(() => signal?.aborted).toBe(false);
  await close();
  expect(signal?.aborted).toBe(true);
});

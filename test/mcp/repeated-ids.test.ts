import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Handlers } from '../../src/mcp/handlers.ts';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { realClock } from '../../src/tool/clock.ts';
import { fixtureHandlers } from './fixture.ts';
import { modernMeta } from './raw.ts';

/** A server whose first call waits; the others are answered at once. */
function serveFirstSlow() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let calls = 0;
  const handlers: Handlers = {
    ...fixtureHandlers(),
    async call() {
      calls += 1;
      if (calls > 1) return { text: 'another', isError: false };
      await released;
      return { text: 'the first', isError: false };
    },
  };
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const lines: string[] = [];
  createInterface({ input: stdout }).on('line', (text) => lines.push(text));
  const options = { version: '0.0.0-test', clock: realClock, answerTimeoutMs: 60_000 };
  const { close } = serveStdio({ stdin, stdout, handlers, ...options });
  return {
    send: (message: object) => void stdin.write(`${JSON.stringify(message)}\n`),
    next: async (count: number) => {
      await expect.poll(() => lines.length).toBe(count);
      return lines.at(-1) ?? '';
    },
    release: () => release(),
    close,
  };
}

const request = (id: number | string, method: string, params: object) => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
const call = (id: number | string, _meta?: object) =>
  request(id, 'tools/call', { name: 'test_simple_text', ...(_meta && { _meta }) });

test.each<[string, object, object | readonly object[]]>([
  ['a call', call(7), call(7)],
  ['a ping', call(7), request(7, 'ping', {})],
  ['a list of tools', call(7), request(7, 'tools/list', {})],
  ['a request for the SDK', call(7), request(7, 'prompts/get', { name: 'test_simple_prompt' })],
  ['a text', call('seven'), call('seven')],
  ['in a batch', call(7), [call(7)]],
  ['a modern call', call(7, modernMeta), call(7, modernMeta)],
])(
  'an id that comes again before its answer is refused, and the first is answered: %s',
  async (_, first, again) => {
    const { send, next, release, close } = serveFirstSlow();
    send(first);
    send(again);
    const refused = await next(1);
    expect(refused).toContain('-32600');
    expect(refused).toContain('another request with this id has not been answered yet');
    release();
    expect(await next(2)).toContain('the first');
    send(first);
    expect(await next(3)).toContain('another');
    await close();
  },
);

test('of two requests with one id in a batch the second is refused', async () => {
  const { send, next, release, close } = serveFirstSlow();
  send([call(7), call(7)]);
  release();
  const answers: { error?: { code: number } }[] = JSON.parse(await next(1));
  expect(answers.map(({ error }) => error?.code)).toEqual([-32600, undefined]);
  await close();
});

test('an id whose request was cancelled can be used again', async () => {
  const { send, next, close } = serveFirstSlow();
  send(call(7));
  send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } });
  send(call(7));
  expect(await next(1)).toContain('another');
  await close();
});

import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Handlers } from '../../src/mcp/handlers.ts';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { realClock } from '../../src/tool/clock.ts';
import { fixtureHandlers } from './fixture.ts';
import { modernMeta, raw, toModernRequest, toRequest } from './raw.ts';

type Meta = Readonly<Record<string, unknown>>;

const params = (_meta: Meta) => ({ name: 'look', arguments: {}, _meta });

/** One message over stdio, and its answer. */
async function overStdio(handlers: Handlers, meta: Meta): Promise<void> {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const { close } = serveStdio({
    stdin,
    stdout,
    handlers,
    version: '0.0.0-test',
    clock: realClock,
    answerTimeoutMs: 60_000,
  });
  const answer = new Promise((resolve) => stdout.once('data', resolve));
  stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: params(meta) })}\n`);
  await answer;
  await close();
}

const ways: [string, (handlers: Handlers, meta: Meta) => Promise<unknown>][] = [
  ['stdio, up to 2025-11-25', overStdio],
  ['stdio, 2026-07-28', (handlers, meta) => overStdio(handlers, { ...modernMeta, ...meta })],
  [
    'HTTP, up to 2025-11-25',
    (handlers, meta) =>
      raw(handlers, toRequest({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: params(meta) })),
  ],
  [
    'HTTP, 2026-07-28',
    (handlers, meta) =>
      raw(handlers, toModernRequest({ method: 'tools/call', params: params({ ...modernMeta, ...meta }) })),
  ],
];

describe.each(ways)('%s', (_, call) => {
  const good = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  test.each<[string, Meta, string | undefined]>([
    ['goes to the call', { traceparent: good }, good],
    ['that is none does not', { traceparent: `${good}\r\nX-Evil: 1` }, undefined],
    ['of zeros does not', { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }, undefined],
    ['that is no text does not', { traceparent: 7 }, undefined],
    ['may be missing', {}, undefined],
  ])('a traceparent %s', async (_name, meta, expected) => {
    const seen: (string | undefined)[] = [];
    const handlers = fixtureHandlers({
      async look({ trace }) {
        seen.push(trace);
        return { text: 'seen', isError: false };
      },
    });
    await call(handlers, meta);
    expect(seen).toEqual([expected]);
  });
});

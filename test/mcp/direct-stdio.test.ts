import { describe, expect, test } from 'vitest';
import { createDirectPeer } from '../../src/mcp/direct-call.ts';
import { type Frame, readFrame } from '../../src/mcp/frame.ts';
import type { Handlers } from '../../src/mcp/handlers.ts';
import { connectLegacyStdio } from '../../src/mcp/legacy-server.ts';
import { connectModernStdio } from '../../src/mcp/modern-server.ts';
import type { SendToClient, StdioPeer } from '../../src/mcp/stdio-exchanges.ts';
import { realClock } from '../../src/tool/clock.ts';
import { parseJson, parseJsonText } from '../../src/tool/json.ts';
import { fixtureHandlers } from './fixture.ts';
import { randomFrames } from './random-frames.ts';
import { modernMeta } from './raw.ts';
import { calls, handlersFor, ids, metas } from './usual-calls.ts';

const version = '1.2.3';
type Connect = (handlers: Handlers, send: SendToClient) => StdioPeer | Promise<StdioPeer>;
type Message = Extract<Frame, { kind: 'request' }>['message'];

/** All that a peer sends up to its answer, in JSON, and the calls of tools that it makes for it. */
async function exchange(connect: Connect, message: Message) {
  const made: unknown[] = [];
  const sent: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const send: SendToClient = (one) => {
      sent.push(JSON.stringify(one));
      if (!('method' in one)) resolve();
    };
    Promise.resolve(connect(handlersFor(made), send))
      .then((peer) => peer.receive(message) || resolve())
      .catch(reject);
  });
  return { sent, made };
}

const directPeer = (modern: boolean) => (handlers: Handlers, send: SendToClient) =>
  createDirectPeer(handlers, { version, modern, send, clock: realClock });
const sdkPeer = (modern: boolean) => (handlers: Handlers, send: SendToClient) =>
  (modern ? connectModernStdio : connectLegacyStdio)(handlers, version, send);

/** Sends it both ways; true if it is answered directly. */
async function expectSame(text: string, modern: boolean): Promise<boolean> {
  const frame = readFrame(parseJsonText(text));
  if (frame.kind !== 'request') return false;
  if (!directPeer(modern)(handlersFor([]), () => {}).takes(frame.message)) return false;
  const expected = await exchange(sdkPeer(modern), frame.message);
  expect(await exchange(directPeer(modern), frame.message), text.slice(0, 300)).toEqual(expected);
  return true;
}

const callOf = (modern: boolean, params: Record<string, unknown>, id: unknown = 1) => {
  const { _meta, ...others } = params;
  const meta = modern ? { ...modernMeta, ...(_meta as object) } : _meta;
  return JSON.stringify({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { ...others, ...(meta === undefined ? {} : { _meta: meta }) },
  });
};

describe.each([
  ['2025-11-25', false],
  ['2026-07-28', true],
])('what a client of %s is answered over stdio without the SDK is what the SDK answers', (_, modern) => {
  test('every call, with every kind of metadata, progress and errors included', async () => {
    const direct: unknown[] = [];
    for (const call of calls)
      for (const _meta of metas)
        if (await expectSame(callOf(modern, { ...call, ...(_meta && { _meta }) }), modern))
          direct.push(call.name);
    expect(direct.length).toBeGreaterThan(60);
    expect(new Set(direct)).toEqual(
      new Set([
        ...['plain', 'long', 'data', 'failed', 'broken', 'refusing', 'progressing', 'test_image_content'],
      ]),
    );
  });

  test('every id', async () => {
    const direct: unknown[] = [];
    for (const id of ids)
      if (await expectSame(callOf(modern, { name: 'plain' }, id), modern)) direct.push(id);
    expect(direct.length).toBeGreaterThan(5);
  });

  test('random frames, most of them wrong', async () => {
    for (const { text } of randomFrames(20261128, 400, modern))
      if (parseJson(text) !== undefined) await expectSame(text, modern);
  });

  test('a call that is cancelled ends, with the reason that was given, and is not answered', async () => {
    const outcomes = [];
    for (const connect of [directPeer(modern), sdkPeer(modern)]) {
      const sent: object[] = [];
      let ended = (_: unknown) => {};
      const reason = new Promise((resolve) => {
        ended = resolve;
      });
      let started = () => {};
      const running = new Promise<void>((resolve) => {
        started = resolve;
      });
      const handlers = fixtureHandlers({
        endless: ({ signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              ended(signal.reason);
              reject(signal.reason);
            });
            started();
          }),
      });
      const peer = await connect(handlers, (one) => void sent.push(one));
      const call = readFrame(parseJsonText(callOf(modern, { name: 'endless' }, 'x')));
      if (call.kind !== 'request') throw new Error('it is a request');
      peer.receive(call.message);
      await running;
      const params = { requestId: 'x', reason: 'enough', ...(modern && { _meta: modernMeta }) };
      peer.receive({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
      outcomes.push({ reason: await reason, sent });
      await peer.close();
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]).toEqual({ reason: 'enough', sent: [] });
  });
});

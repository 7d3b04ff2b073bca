import type { Progress } from '@modelcontextprotocol/sdk/types.js';
import { expect, test } from 'vitest';
import type { Harness } from '../harness.ts';
import { startInTest } from '../start-in-test.ts';
import { turning } from '../turning.ts';

type Params = Parameters<Harness['client']['callTool']>[0];
type Call = Promise<Awaited<ReturnType<Harness['client']['callTool']>>>;

/** A call whose progress is asked for, and what came of it. */
function watched({ client }: Harness, params: Params, signal?: AbortSignal) {
  const shown: Progress[] = [];
  const onprogress = (progress: Progress) => void shown.push(progress);
  const call: Call = client.callTool(params, undefined, {
    onprogress,
    ...(signal === undefined ? {} : { signal }),
  });
  return { call, shown };
}

/** Puts down every message that the client receives. */
function overheard({ client }: Harness): object[] {
  const heard: object[] = [];
  const { transport } = client;
  const deliver = transport?.onmessage;
  if (transport === undefined) throw new Error('not connected');
  transport.onmessage = (message, extra) => {
    heard.push(message);
    deliver?.(message, extra);
  };
  return heard;
}
const rising = (shown: readonly Progress[]) =>
  shown.every(({ progress }, at) => at === 0 || progress > (shown[at - 1]?.progress ?? 0));

/** Text that no search of Copper's takes, so that all rows are read here: 24 pages of 25 deals. */
const scan = {
  name: 'search_opportunities',
  arguments: { filters: [{ name: 'Contract link', value: 'zzz' }] },
};
const single = (id: number) => ({
  name: 'search_people',
  arguments: { filters: [{ name: 'ids', value: String(id) }], fields: ['id'] },
});

test('waiting for the rate limit is shown to a client that asked', async () => {
  const harness = await startInTest({
    env: { COPPER_RATE_LIMIT: '1', COPPER_MAX_WAIT_MS: '120000', COPPER_TIMEOUT_MS: '200000' },
  });
  await harness.call('search_people', single(1).arguments);
  const { call, shown } = watched(harness, single(2));
  await turning(call, harness.clock, 1_000);
  expect(shown).toEqual([{ progress: 1, message: "waiting 60 s for Copper's rate limit" }]);
});

test('pages of a scan are shown, rising to their number', async () => {
  const harness = await startInTest();
  const { call, shown } = watched(harness, scan);
  expect(await turning(call, harness.clock)).toMatchObject({ isError: false });
  expect(shown.length).toBeGreaterThanOrEqual(20);
  expect(rising(shown)).toBe(true);
  expect(shown.every(({ progress, total }) => total === undefined || progress <= total)).toBe(true);
  expect(shown.at(-1)?.message).toBe('read 600 of 600 rows');
});

test('who asked for no progress hears none', async () => {
  const harness = await startInTest();
  const heard = overheard(harness);
  await turning(harness.call(scan.name, scan.arguments), harness.clock);
  expect(heard).toHaveLength(1);
  expect(heard[0]).toHaveProperty('result');
});

test('nothing is said after the answer', async () => {
  const harness = await startInTest();
  const heard = overheard(harness);
  const { call } = watched(harness, scan);
  await turning(call, harness.clock);
  await harness.clock.advance(5_000);
  expect(heard.at(-1)).toHaveProperty('result');
  expect(heard.filter((message) => 'result' in message)).toHaveLength(1);
});

test('a call that is cancelled while it waits for the rate limit asks no more, and is not answered', async () => {
  const harness = await startInTest({
    env: { COPPER_RATE_LIMIT: '1', COPPER_MAX_WAIT_MS: '120000', COPPER_TIMEOUT_MS: '200000' },
  });
  await harness.call('search_people', single(1).arguments);
  const heard = overheard(harness);
  const asked = harness.sandbox.log.length;
  const stop = new AbortController();
  const { call } = watched(harness, single(2), stop.signal);
  await harness.clock.advance(1_000);
  expect(harness.clock.sleepers()).toBeGreaterThan(0);
  stop.abort('enough');
  await expect(call).rejects.toThrow('enough');
  await harness.clock.settle();
  expect(harness.clock.sleepers()).toBe(0);
  await harness.clock.advance(200_000);
  expect(harness.sandbox.log).toHaveLength(asked);
  expect(heard.filter((message) => 'result' in message || 'error' in message)).toEqual([]);
});

test('a scan that is cancelled stops reading', async () => {
  const harness = await startInTest({ sandbox: { latency: 200 } });
  const stop = new AbortController();
  const { call } = watched(harness, scan, stop.signal);
  const failed = expect(call).rejects.toThrow('enough');
  await harness.clock.advance(1_000);
  const asked = harness.sandbox.log.length;
  expect(asked).toBeGreaterThan(3);
  stop.abort('enough');
  await failed;
  await harness.clock.advance(60_000);
  expect(harness.sandbox.log).toHaveLength(asked);
});

test('a cancelled call leaves the next one alone', async () => {
  const harness = await startInTest({
    env: { COPPER_RATE_LIMIT: '1', COPPER_MAX_WAIT_MS: '120000', COPPER_TIMEOUT_MS: '200000' },
  });
  await harness.call('search_people', single(1).arguments);
  const stop = new AbortController();
  const cancelled = watched(harness, single(2), stop.signal);
  const failed = expect(cancelled.call).rejects.toThrow();
  const next = watched(harness, single(3));
  await harness.clock.advance(1_000);
  stop.abort();
  await failed;
  expect(await turning(next.call, harness.clock, 1_000)).toMatchObject({ isError: false });
  expect(harness.sandbox.log).toHaveLength(2);
});

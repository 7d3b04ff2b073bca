import { expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { observe } from '../../src/http/observe.ts';
import type { CallContext } from '../../src/tool/app.ts';
import { createMask } from '../../src/tool/outgoing-text.ts';
import { manualClock } from '../manual-clock.ts';

test('callers of one credential take turns: one call never waits for the ten of another', async () => {
  const clock = manualClock();
  const sent: string[] = [];
  const env = {
    COPPER_API_KEY: 'k',
    COPPER_USER_EMAIL: 'a@example.com',
    COPPER_RATE_LIMIT: '2',
    COPPER_MAX_WAIT_MS: '600000',
    COPPER_TIMEOUT_MS: '600000',
  };
  const app = createApp({
    config: readConfig(env, () => '', 'UTC'),
    async fetch(request) {
      sent.push(new URL(request.url).pathname.split('/').at(-1) ?? '');
      return Response.json({ id: 1, name: 'Deal' });
    },
    clock,
    log: { debug() {}, warn() {}, error() {} },
    random: () => 0.5,
    version: '0',
  });
  const { signal } = new AbortController();
  const attempts: Record<string, number> = {};
  const call = (caller: string, id: number) =>
    app.call(
      'get_opportunity',
      { id, fields: ['name'] },
      {
        signal,
        caller,
        onAttempt: () => {
          attempts[caller] = (attempts[caller] ?? 0) + 1;
        },
      },
    );
  const calls = [1, 2, 3, 4, 5].map((id) => call('greedy', id));
  await clock.settle();
  calls.push(call('modest', 100));
  await clock.settle();
  expect(sent).toEqual(['1', '2']);
  await clock.advance(60_000);
  expect(sent.slice(2)).toContain('100');
  await clock.advance(120_000);
  expect((await Promise.all(calls)).map(({ isError }) => isError)).toEqual(Array(6).fill(false));
  expect(attempts).toEqual({ greedy: 5, modest: 1 });
});

test('the app learns who calls', async () => {
  const seen: CallContext[] = [];
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const options = { log: quiet, logArguments: false, now: () => 0, onCall() {}, onAttempt() {} };
  const run = observe(
    { id: '1', caller: 'jane', client: undefined, trace: undefined, mask: createMask([]) },
    options,
  );
  const { signal } = new AbortController();
  await run({ method: 'tools/call', tool: 'list_tags', input: {} }, { signal }, async (context) => {
    seen.push(context);
    return { text: 'x', isError: false };
  });
  expect(seen).toEqual([{ signal, caller: 'jane', onAttempt: expect.any(Function) }]);
});

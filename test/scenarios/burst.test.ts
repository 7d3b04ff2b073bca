import { describe, expect, test } from 'vitest';
import type { Harness } from '../harness.ts';
import { startInTest } from '../start-in-test.ts';

interface Answered {
  readonly text: string;
  readonly isError: boolean;
}

/** One call of many: the harness's own would list the requests of all the others each time. */
async function call({ client }: Harness, name: string, input: Record<string, unknown>): Promise<Answered> {
  const { content, isError } = await client.callTool({ name, arguments: input });
  const [first] = Array.isArray(content) ? content : [];
  return { text: String(first?.text), isError: isError === true };
}

/** So many calls at once, each of one request and none like another. */
const ask = (harness: Harness, count: number): Promise<Answered>[] =>
  Array.from({ length: count }, (_, at) => call(harness, 'search_people', { name: `n${at}`, limit: 0 }));

/** Turns the clock from sleeper to sleeper until all is answered. */
async function finish<T>({ clock }: Harness, work: readonly Promise<T>[]): Promise<T[]> {
  const all = Promise.all(work);
  const state = { open: true };
  const close = () => {
    state.open = false;
  };
  all.then(close, close);
  await clock.settle();
  while (state.open) await clock.skip();
  return all;
}

/** The most requests that any 60 seconds saw. */
function densest({ sandbox: { log } }: Harness): number {
  const counts = log.map(({ at }) => log.filter((each) => each.at > at - 60_000 && each.at <= at).length);
  return Math.max(...counts);
}

const refused = ({ log }: Harness['sandbox']) => log.filter(({ status }) => status === 429);
const secondsToWait = ({ text }: Answered) =>
  Number(
    /^rate_limited: Copper's rate limit is used up \(180 requests a minute\)\. Wait (\d+) s/.exec(text)?.[1],
  );

describe('400 calls at once where 180 a minute are allowed', () => {
  test('as many as fit are answered; the others learn when to try again, and then are answered', async () => {
    const harness = await startInTest({ sandbox: { latency: 100 } });
    const first = await finish(harness, ask(harness, 400));
    const limited = first.filter(({ isError }) => isError);
    expect(limited).toHaveLength(220);
    const seconds = Math.max(...limited.map(secondsToWait));
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);

    await harness.clock.advance(seconds * 1000);
    const second = await finish(harness, ask(harness, 220));
    expect(second.filter(({ isError }) => !isError)).toHaveLength(180);
    const again = Math.max(...second.filter(({ isError }) => isError).map(secondsToWait));
    await harness.clock.advance(again * 1000);
    const third = await finish(harness, ask(harness, 40));
    expect(third.filter(({ isError }) => isError)).toEqual([]);

    expect(refused(harness.sandbox)).toEqual([]);
    expect(densest(harness)).toBe(180);
  });

  test('with lookups among them', async () => {
    const harness = await startInTest({ sandbox: { latency: 100 } });
    const calls = Array.from({ length: 400 }, (_, at) =>
      call(harness, 'search_opportunities', { owner: 'Dana Li', limit: 1, offset: at }),
    );
    const answers = await finish(harness, calls);
    const wrong = answers.filter((one) => one.isError && Number.isNaN(secondsToWait(one)));
    expect(wrong).toEqual([]);
    expect(answers.filter(({ isError }) => !isError).length).toBeGreaterThan(170);
    expect(refused(harness.sandbox)).toEqual([]);
    expect(densest(harness)).toBeLessThanOrEqual(180);
  });

  test('a patient client waits, and all are answered', async () => {
    const env = { COPPER_MAX_WAIT_MS: '600000', COPPER_TIMEOUT_MS: '600000' };
    const harness = await startInTest({ env, sandbox: { latency: 100 } });
    const answers = await finish(harness, ask(harness, 400));
    expect(answers.filter(({ isError }) => isError)).toEqual([]);
    expect(refused(harness.sandbox)).toEqual([]);
    expect(harness.sandbox.log).toHaveLength(400);
  });
});

test('1,000 calls where 600 a minute are allowed take at most 3 % longer than they must', async () => {
  const env = { COPPER_RATE_LIMIT: '600', COPPER_MAX_WAIT_MS: '120000', COPPER_TIMEOUT_MS: '300000' };
  const harness = await startInTest({ env, sandbox: { limit: 600, latency: 200 } });
  const began = harness.clock.now();
  const answers = await finish(harness, ask(harness, 1000));
  const took = harness.clock.now() - began;
  expect(answers.filter(({ isError }) => isError)).toEqual([]);
  expect(refused(harness.sandbox)).toEqual([]);
  expect(harness.sandbox.log).toHaveLength(1000);
  expect(took).toBeGreaterThanOrEqual(60_000);
  expect(took).toBeLessThanOrEqual(60_000 * 1.03);
});

test('equal questions in flight are one request', async () => {
  const harness = await startInTest({ sandbox: { latency: 100 } });
  const calls = Array.from({ length: 50 }, () => call(harness, 'search_people', { name: 'an', limit: 0 }));
  const answers = await finish(harness, calls);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(harness.sandbox.log).toHaveLength(1);
});

test('lookups are asked once in ten minutes', async () => {
  const harness = await startInTest({});
  const ask = () =>
    harness.call('search_opportunities', { owner: 'Dana Li', stage: 'Negotiation', limit: 3 });
  const count = (path: string) => harness.sandbox.log.filter((each) => each.path.endsWith(path)).length;
  const counts = () => [count('/users/search'), count('/pipelines'), count('/opportunities/search')];
  expect((await ask()).isError).toBe(false);
  expect(counts()).toEqual([1, 1, 1]);
  await harness.clock.advance(599_000);
  await ask();
  expect(counts()).toEqual([1, 1, 2]);
  await harness.clock.advance(1_000);
  await ask();
  expect(counts()).toEqual([2, 2, 3]);
});

test('who stops waiting leaves the line, and who stood behind moves up', async () => {
  const env = { COPPER_RATE_LIMIT: '1', COPPER_MAX_WAIT_MS: '600000', COPPER_TIMEOUT_MS: '600000' };
  const harness = await startInTest({ env });
  await finish(harness, ask(harness, 1));
  const stop = new AbortController();
  const leaves = harness.client.callTool({ name: 'list_tags' }, undefined, { signal: stop.signal });
  const stays = harness.call('list_pipelines');
  await harness.clock.settle();
  stop.abort('enough');
  await expect(leaves).rejects.toThrow('enough');
  await harness.clock.advance(60_000);
  expect((await stays).isError).toBe(false);
  expect(harness.sandbox.log.map(({ path }) => path.split('/').at(-1))).toEqual(['search', 'pipelines']);
});

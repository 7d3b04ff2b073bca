import { expect, test } from 'vitest';
import { createConnectionShares } from '../../src/copper/connection-shares.ts';

/** A network that answers on demand. */
function start(most: number) {
  const open: { url: string; answer: () => void; fail: () => void }[] = [];
  const shareOf = createConnectionShares(
    ({ url }) =>
      new Promise((resolve, reject) => {
        open.push({
          url,
          answer: () => resolve(new Response()),
          fail: () => reject(new TypeError('broken')),
        });
      }),
    most,
  );
  const asked: Promise<unknown>[] = [];
  const ask = (owner: string, signal = new AbortController().signal) => {
    const result = shareOf(owner)(new Request(`http://${owner}.test/`, { signal }));
    asked.push(result.catch(() => undefined));
    return result;
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const running = async (owner: string) => {
    await settle();
    return open.filter(({ url }) => url.includes(owner)).length;
  };
  return { open, ask, running, settle };
}

test.each([1, 2, 3, 5, 8, 9, 10, 50, 100, 1_000])(
  'of %i requests of one owner at most eight are under way, another is not kept waiting, and all are sent in the end',
  async (count) => {
    const { open, ask, running, settle } = start(8);
    for (let at = 0; at < count; at++) void ask('eve');
    expect(await running('eve')).toBe(Math.min(8, count));
    void ask('jane');
    expect(await running('jane')).toBe(1);
    for (let at = 0; at < open.length; at++) {
      if (at % 3 === 0) open[at]?.answer();
      else open[at]?.fail();
      await settle();
    }
    expect(await running('eve')).toBe(count);
  },
);

test('who gives up while waiting is not sent, and keeps no place', async () => {
  const { open, ask, running } = start(1);
  void ask('eve');
  const stop = new AbortController();
  const given = ask('eve', stop.signal);
  void ask('eve');
  stop.abort(new Error('given up'));
  await expect(given).rejects.toThrow('given up');
  expect(await running('eve')).toBe(1);
  open[0]?.answer();
  expect(await running('eve')).toBe(2);
  open[1]?.answer();
  await expect(ask('eve', stop.signal)).rejects.toThrow('given up');
  void ask('eve');
  expect(await running('eve')).toBe(3);
});

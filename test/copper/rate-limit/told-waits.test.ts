import { expect, test } from 'vitest';
import { createAsk, signHeaders } from '../../../src/copper/ask.ts';
import { createPacer } from '../../../src/copper/rate-limit/pacer.ts';
import type { CopperRequest } from '../../../src/tool/request.ts';
import { manualClock } from '../../manual-clock.ts';

const began = Date.UTC(2026, 10, 23, 12);
const headers = signHeaders({ kind: 'key', key: 'k1', email: 'ann@x.example' }, '0.0.0');
const search = (name: string): CopperRequest => ({ operation: 'searchPeople', body: { name } });

/** An account whose first replies are refusals; each start is the name searched for and the milliseconds since the beginning. */
function account(refusal: () => Response, refusals: number, maxWaitMs: number) {
  const clock = manualClock(began);
  const starts: string[] = [];
  const pacer = createPacer({ limit: 180, clock, maxWaitMs });
  let left = refusals;
  const ask = createAsk({
    fetch: async (request) => {
      const { name } = JSON.parse(await request.text());
      starts.push(`${name}@${clock.now() - began}`);
      return left-- > 0 ? refusal() : Response.json([]);
    },
    baseUrl: 'https://copper.example/v1',
    headers,
    pacer,
    clock,
    random: () => 0.5,
    maxWaitMs,
  });
  const { signal } = new AbortController();
  return { clock, starts, ask: (name: string) => ask(search(name), { signal, priority: 'interactive' }) };
}

const resetAt = (ms: number) => String((began + ms) / 1000);

const waits: [string, Record<string, string>, number][] = [
  ['nothing', {}, 5000],
  ['an empty Retry-After', { 'Retry-After': ' ' }, 5000],
  ['words', { 'Retry-After': 'soon' }, 5000],
  ['a negative number', { 'Retry-After': '-3' }, 5000],
  ['seconds', { 'Retry-After': '7' }, 7000],
  ['seconds with a unit', { 'Retry-After': '3 s' }, 3000],
  ['milliseconds', { 'Retry-After': '1500ms' }, 1500],
  ['a fraction', { 'Retry-After': '2.5' }, 2500],
  ['a date', { 'Retry-After': new Date(began + 9000).toUTCString() }, 9000],
  ['the end of a used window', { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': resetAt(4000) }, 4000],
  ['Retry-After before the window', { 'Retry-After': '2', 'X-RateLimit-Reset': resetAt(40_000) }, 2000],
  ['a window that is not used up', { 'X-RateLimit-Remaining': '9' }, 5000],
];
const forms: [string, (said: Record<string, string>) => Response][] = [
  ['429', (said) => Response.json({ success: false, status: 429 }, { status: 429, headers: said })],
  ['a 200 with 429', (said) => Response.json({ success: false, status: 429 }, { headers: said })],
  ['a 200 with "429"', (said) => Response.json({ success: false, status: '429' }, { headers: said })],
  [
    "a 200 with the contract's error",
    (said) =>
      Response.json({ error: { code: 'RATE_LIMIT_EXCEEDED', message: 'too many' } }, { headers: said }),
  ],
];

test.each(
  forms.flatMap(([form, reply]) => waits.map(([what, said, ms]) => [form, what, ms, said, reply] as const)),
)(
  '%s that says %s holds its own call and all others for %i ms, and its error says so',
  async (_form, _what, ms, said, reply) => {
    const waiting = account(() => reply(said), 1, 20_000);
    const first = waiting.ask('a');
    await waiting.clock.settle();
    const second = waiting.ask('b');
    await waiting.clock.advance(20_000);
    expect(await Promise.all([first, second])).toMatchObject([{ data: [] }, { data: [] }]);
    expect(waiting.starts.toSorted()).toEqual(['a@0', `a@${ms}`, `b@${ms}`]);

    const hasty = account(() => reply(said), 9, ms - 1);
    const refused = { kind: 'rate_limited', retryAfter: Math.ceil(ms / 1000) };
    await expect(hasty.ask('a')).rejects.toMatchObject(refused);
    await expect(hasty.ask('b')).rejects.toMatchObject(refused);
    expect(hasty.starts).toEqual(['a@0']);
  },
);

import { afterEach, describe, expect, test } from 'vitest';
import { type Harness, startHarness } from '../harness.ts';

let harness: Harness | undefined;
afterEach(() => harness?.close());

/** A Copper whose lists have so many records with such long names. */
async function start(maxChars: number, { count = 0, nameChars = 0 } = {}): Promise<Harness> {
  harness = await startHarness({
    env: { COPPER_MAX_RESULT_CHARS: String(maxChars) },
    wrap: (send) => async (request) => {
      const reply = await send(request);
      const rows: unknown = await reply.clone().json();
      if (count === 0 || !Array.isArray(rows)) return reply;
      const [first] = rows;
      const many = Array.from({ length: count }, (_, at) => ({
        ...first,
        id: at + 1,
        name: `Acme ${String(at).padStart(nameChars, 'x')}`,
      }));
      const headers = { 'content-type': 'application/json', 'x-pw-total': String(count) };
      return new Response(JSON.stringify(many), { headers });
    },
  });
  return harness;
}

const lengths: [maxChars: number, count: number, nameChars: number][] = [
  [1_000, 0, 0],
  [1_000, 1, 5_000],
  [1_000, 50, 10],
  [1_000, 200, 100],
  [1_500, 200, 900],
  [2_000, 20, 2_000],
  [3_000, 200, 50],
  [5_000, 100, 300],
  [12_000, 200, 200],
  [40_000, 200, 1_000],
];

describe.each(lengths)(
  'at most %i characters, of %i records with names of %i',
  (maxChars, count, nameChars) => {
    test('copper://account, with most of the room filled', async () => {
      const { client } = await start(maxChars, { count, nameChars });
      const [contents] = (await client.readResource({ uri: 'copper://account' })).contents;
      const text = String(Object(contents).text);
      expect(text).not.toBe('');
      expect(text.length).toBeLessThanOrEqual(maxChars);
      expect(text.length).toBeGreaterThan(0.66 * maxChars);
    });

    test('completions, which say that there are more', async () => {
      const { client } = await start(maxChars, { count, nameChars });
      const ref = { type: 'ref/prompt' as const, name: 'meeting_brief' };
      const { completion } = await client.complete({ ref, argument: { name: 'company', value: 'Acme' } });
      expect(completion.values.join('').length).toBeLessThanOrEqual(maxChars);
      if (count > completion.values.length) expect(completion.hasMore).toBe(true);
    });

    test('errors', async () => {
      const { call } = await start(maxChars, { count, nameChars });
      const words = 'y'.repeat(50_000);
      for (const input of [{ owner: words }, { [words]: 1 }, { tags: [words, words] }, { sort: words }]) {
        const { text } = await call('search_opportunities', input);
        expect(text.length).toBeLessThanOrEqual(maxChars);
      }
    });
  },
);

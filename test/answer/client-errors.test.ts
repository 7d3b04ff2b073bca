import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../src/sandbox/sandbox.ts';
import { type HarnessOptions, startHarness } from '../harness.ts';
import { turning } from '../turning.ts';

interface Told {
  readonly text: string;
  /** Requests that were made. */
  readonly requests: number;
  /** Milliseconds it took, on the clock that the test turns. */
  readonly ms: number;
}

/** The last of some calls on a fresh server: it must be an error, and one that gives nothing away. */
async function told(
  options: HarnessOptions,
  ...calls: readonly (readonly [tool: string, input?: Record<string, unknown>])[]
): Promise<Told> {
  const { sandbox, ...more } = options;
  const harness = await startHarness({ sandbox: { limit: 0, ...sandbox }, ...more });
  let last: Told & { isError: boolean } = { text: '', requests: 0, ms: 0, isError: false };
  for (const [tool, input] of calls) {
    const began = harness.clock.now();
    const { text, isError, requests } = await turning(harness.call(tool, input), harness.clock);
    last = { text, isError, requests: requests.length, ms: harness.clock.now() - began };
  }
  await harness.close();
  expect(last.isError).toBe(true);
  expect(last.text).not.toMatch(/test-key|node_modules|\.ts\b|\bat .+:\d+|<html|\n/i);
  return last;
}

const deals = ['search_opportunities'] as const;

test('not_configured', async () => {
  const { text, requests } = await told({ env: { COPPER_API_KEY: '', COPPER_USER_EMAIL: '' } }, deals);
  expect(text).toMatch(/^not_configured: .*COPPER_API_KEY and COPPER_USER_EMAIL.*--sandbox/);
  expect(requests).toBe(0);
});

test('unauthorized', async () => {
  const { text, requests } = await told({ sandbox: { credentials: ['another-key'] } }, deals);
  expect(text).toMatch(/^unauthorized: .*\(401\)\. Do not retry;/);
  expect(requests).toBe(1);
});

test('forbidden', async () => {
  const { text } = await told({ sandbox: { leads: false } }, ['search_leads']);
  expect(text).toMatch(
    /^forbidden: .*"Feature not enabled"\. Leads can be switched off.*Do not retry; tell the user\.$/,
  );
});

test.each(['resource', 'bare'] as const)('not_found, %s', async (notFound) => {
  const { text } = await told({ sandbox: { notFound } }, ['get_opportunity', { id: 1 }]);
  expect(text).toBe(
    "not_found: No opportunity has this id; it may be deleted, or hidden from the key's owner. Find opportunities with search_opportunities.",
  );
});

test.each(['captured', 'contract'] as const)(
  'rejected, with the words of Copper in both forms: %s',
  async (errors) => {
    const input = { type: 'leads', id: 8_900_001, related_type: 'companies' };
    const { text } = await told({ sandbox: { errors } }, ['get_related_items_by_type', input]);
    expect(text).toBe(
      'rejected: Copper rejected the request (422): "Resources are not related". Correct the arguments; the same call will fail again.',
    );
  },
);

describe('rate_limited', () => {
  test('a full window is told at once, without a request', async () => {
    const env = { COPPER_RATE_LIMIT: '1', COPPER_MAX_WAIT_MS: '0' };
    const { text, requests, ms } = await told({ env }, ['list_tags'], ['list_tags']);
    expect(text).toMatch(/^rate_limited: .*\b60 s\b/);
    expect({ requests, ms }).toEqual({ requests: 0, ms: 0 });
  });

  test('a 429 that outlasts the wait is told with the seconds', async () => {
    const { text, ms } = await told({ sandbox: { limit: 1 } }, ['list_tags'], ['list_tags']);
    expect(text).toMatch(/^rate_limited: .*(call|try) again/i);
    expect(text).toMatch(/\b[1-9]\d? s\b/);
    expect(ms).toBeLessThan(25_000);
  });
});

test('timeout', async () => {
  const sandbox: HarnessOptions['sandbox'] = { fault: { kind: 'hang', every: 1 } };
  const { text, ms } = await told({ sandbox, env: { COPPER_TIMEOUT_MS: '30000' } }, deals);
  expect(text).toMatch(/^timeout: Copper did not answer within 30 s\. Ask for less/);
  expect(ms).toBeGreaterThanOrEqual(30_000);
  expect(ms).toBeLessThan(31_000);
});

describe('unavailable', () => {
  test.each<[FaultKind, number, RegExp]>([
    ['500', 4, /Copper returned 500 \(tried 4 times\)\. Try again later\./],
    ['502-html', 4, /Copper returned 502 \(tried 4 times\)\./],
    ['503', 4, /Copper returned 503 \(tried 4 times\)\./],
    [
      'reset',
      4,
      /Copper could not be reached \(ECONNRESET\): 4 attempts in \d+ s\. Try again later; .*`copper-mcp doctor`\./,
    ],
    ['200-html', 1, /Copper answered with a web page instead of data\./],
    ['bad-json', 1, /Copper's answer is not valid JSON\./],
    ['cut', 1, /Copper's answer was cut off\. Try again\./],
  ])('%s', async (kind, least, sentence) => {
    const { text, requests } = await told({ sandbox: { fault: { kind, every: 1 } } }, deals);
    expect(text).toMatch(/^unavailable: /);
    expect(text).toMatch(sentence);
    expect(requests).toBeGreaterThanOrEqual(least);
    expect(requests).toBeLessThanOrEqual(4);
  });

  test.each<FaultKind>(['500', '502-html', '503', 'reset', '429'])(
    'a single %s is not even noticed',
    async (kind) => {
      const harness = await startHarness({ sandbox: { limit: 0, fault: { kind, every: 2 } } });
      await turning(harness.call('list_tags', { limit: 1 }), harness.clock);
      const { text, requests } = await turning(harness.call('list_tags', { limit: 1 }), harness.clock);
      await harness.close();
      expect(requests).toHaveLength(2);
      expect(text).toMatch(/^tags 1-1 of 43/);
    },
  );
});

test('internal: a short id that is also in the log, and nothing else', async () => {
  const harness = await startHarness({
    wrap: () => () => Promise.reject(new Error('test-key leaked at /home/dana/server.ts:12:5')),
  });
  const { text, isError } = await harness.call('search_opportunities');
  await harness.close();
  const [, id] = /^internal: Internal error of copper-mcp \((\w{6})\)\./.exec(text) ?? [];
  expect(isError).toBe(true);
  expect(text).not.toMatch(/test-key|home|server/);
  expect(harness.logged.filter(({ level }) => level === 'error').map(({ fields }) => fields)).toEqual([
    expect.objectContaining({ id, tool: 'search_opportunities' }),
  ]);
});

test('an unknown tool is an error of the protocol', async () => {
  const harness = await startHarness();
  await expect(harness.call('delete_opportunity')).rejects.toThrow('Unknown tool: delete_opportunity');
  await harness.close();
});

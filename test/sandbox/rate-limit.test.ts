import { describe, expect, test } from 'vitest';
import { createRateWindow } from '../../src/sandbox/rate-limit.ts';
import { get, NOW, sandboxAt } from './ask.ts';

describe('the rate limit', () => {
  test('is exact: 180 in any 60 seconds, refused ones not counted', async () => {
    let at = NOW;
    const sandbox = sandboxAt({ now: () => at, limit: 180, rateHeaders: true });
    const ask = () => get(sandbox, '/pipelines');
    for (let n = 0; n < 90; n++) expect((await ask()).status).toBe(200);
    at += 30_000;
    for (let n = 0; n < 90; n++) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('x-ratelimit-reset')).toBe(String((NOW + 60_000) / 1000));
    at = NOW + 59_999;
    expect((await ask()).status).toBe(429);
    at = NOW + 60_000;
    const allowed = await ask();
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('x-ratelimit-limit')).toBe('180');
    expect(allowed.headers.get('x-ratelimit-remaining')).toBe('89');
  });

  test('forgets no start too early, also after thousands', () => {
    let at = 0;
    const take = createRateWindow(1500, () => at);
    const allowed = (count: number) =>
      Array.from({ length: count }, () => take('key')).filter((decision) => decision.allowed).length;
    expect(allowed(1600)).toBe(1500);
    at = 59_999;
    expect(allowed(10)).toBe(0);
    at = 60_000;
    expect(allowed(1000)).toBe(1000);
    at = 90_000;
    expect(allowed(1000)).toBe(500);
    at = 120_000;
    expect(take('key')).toEqual({ allowed: true, remaining: 999, resets: 150_000 });
  });

  test('is kept per credential, and its headers can be missing', async () => {
    const sandbox = sandboxAt({ limit: 1, retryAfter: false });
    await get(sandbox, '/pipelines');
    const { status, headers } = await get(sandbox, '/pipelines');
    expect([status, headers.get('retry-after'), headers.get('x-ratelimit-limit')]).toEqual([429, null, null]);
    expect((await get(sandbox, '/pipelines', { Authorization: 'Bearer other' })).status).toBe(200);
  });
});

import { expect, test } from 'vitest';
import { rateHeaders, retryAfterMs } from '../../../src/copper/reply.ts';

const now = Date.UTC(2026, 10, 23, 12);
const epoch = now / 1000;

test.each<[Record<string, string>, number | undefined]>([
  [{}, undefined],
  [{ 'Retry-After': '7' }, 7000],
  [{ 'Retry-After': '0' }, 0],
  [{ 'Retry-After': '1.5' }, 1500],
  [{ 'Retry-After': '2 s' }, 2000],
  [{ 'Retry-After': '2s' }, 2000],
  [{ 'Retry-After': '12 seconds' }, 12_000],
  [{ 'Retry-After': '1 sec' }, 1000],
  [{ 'Retry-After': '1500ms' }, 1500],
  [{ 'Retry-After': '2 apples' }, undefined],
  [{ 'Retry-After': '5 May' }, undefined],
  [{ 'Retry-After': '-3' }, undefined],
  [{ 'Retry-After': 'soon' }, undefined],
  [{ 'Retry-After': '' }, undefined],
  [{ 'Retry-After': 'Mon, 23 Nov 2026 12:00:30 GMT' }, 30_000],
  [{ 'Retry-After': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 0],
  // Our clock is a minute behind the server's.
  [{ 'Retry-After': 'Mon, 23 Nov 2026 12:01:30 GMT', Date: 'Mon, 23 Nov 2026 12:01:00 GMT' }, 30_000],
  [{ 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(epoch + 12) }, 12_000],
  [{ 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(epoch - 12) }, 0],
  [{ 'X-RateLimit-Remaining': '1', 'X-RateLimit-Reset': String(epoch + 12) }, undefined],
  [{ 'X-RateLimit-Remaining': '0' }, undefined],
  [{ 'Retry-After': '3', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(epoch + 12) }, 3000],
])('%j: wait %s ms', (headers, ms) => {
  expect(retryAfterMs(new Headers(headers), now)).toBe(ms);
});

test.each<[Record<string, string>, object]>([
  [{}, {}],
  [{ 'X-RateLimit-Limit': '0', 'X-RateLimit-Remaining': 'x', 'X-RateLimit-Reset': '-1' }, {}],
  [
    { 'X-RateLimit-Limit': '180', 'X-RateLimit-Remaining': '0' },
    { limit: 180, remaining: 0 },
  ],
  [{ 'X-RateLimit-Reset': String(epoch + 5) }, { resetInMs: 5000 }],
  [{ 'X-RateLimit-Reset': String(epoch + 65), Date: 'Mon, 23 Nov 2026 12:01:00 GMT' }, { resetInMs: 5000 }],
])('%j says %j', (headers, said) => {
  expect(rateHeaders(new Headers(headers), now)).toEqual(said);
});

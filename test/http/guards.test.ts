import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, callTool, type Front, startFront } from './front.ts';

let front: Front;
let open: Front;

beforeAll(async () => {
  front = await startFront();
  open = await startFront({
    settings: {
      allowHosts: ['crm.example.com'],
      allowOrigins: ['https://app.example.com', 'http://localhost:6274'],
    },
  });
});

afterAll(() => Promise.all([front.close(), open.close()]));

describe('Host and Origin, each by itself', () => {
  const cases: [string, Record<string, string>, number][] = [
    ['no Origin', {}, 200],
    ['localhost with any port', { Host: 'localhost:1234' }, 200],
    ['IPv6 loopback', { Host: '[::1]:3000' }, 200],
    ['a page of this machine', { Origin: 'http://localhost:5173' }, 200],
    ['bad Origin, good Host', { Origin: 'https://evil.example' }, 403],
    ['good Origin, bad Host', { Origin: 'http://localhost:3000', Host: 'evil.example' }, 403],
    ['bad Host alone', { Host: 'evil.example:3000' }, 403],
    ['a name that only begins well', { Host: 'localhost.evil.example' }, 403],
    ['an address that only begins well', { Host: '127.0.0.1.evil.example' }, 403],
    ['userinfo before the name', { Host: 'localhost@evil.example' }, 403],
    ['another address', { Host: '192.0.2.7:3000' }, 403],
    ['a page without an origin', { Origin: 'null' }, 403],
    ['a page from a file', { Origin: 'file://localhost' }, 403],
    ['a forwarded name, without trust', { Host: 'evil.example', 'X-Forwarded-Host': 'localhost' }, 403],
  ];
  test.each(cases)('%s', async (_, headers, status) => {
    const { status: got } = await callTool(front.url, 'list_pipelines', {}, { headers });
    expect(got).toBe(status);
  });

  test('named ones are allowed, others are still refused', async () => {
    const with_ = (headers: Record<string, string>) => callTool(open.url, 'list_pipelines', {}, { headers });
    expect((await with_({ Host: 'crm.example.com' })).status).toBe(200);
    expect((await with_({ Host: 'crm.example.com', Origin: 'https://crm.example.com' })).status).toBe(200);
    expect((await with_({ Origin: 'https://app.example.com' })).status).toBe(200);
    expect((await with_({ Origin: 'http://app.example.com' })).status).toBe(403);
    expect((await with_({ Host: 'other.example.com' })).status).toBe(403);
  });

  test('a refusal stands in the log with its reason', () => {
    const reasons = front.logged
      .filter(({ message }) => message === 'refused')
      .map(({ fields }) => fields.reason);
    expect(new Set(reasons)).toEqual(new Set(['host_not_allowed', 'origin_not_allowed']));
  });
});

describe('CORS', () => {
  const preflight = (url: string, origin: string) =>
    ask(`${url}/mcp`, {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    });

  test('nobody gets it who was not named', async () => {
    const { headers, status } = await preflight(front.url, 'http://localhost:6274');
    expect(status).toBe(405);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    const called = await callTool(
      front.url,
      'list_pipelines',
      {},
      { headers: { Origin: 'http://localhost:6274' } },
    );
    expect(called.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('a named page may ask and read', async () => {
    const { headers, status } = await preflight(open.url, 'http://localhost:6274');
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe('http://localhost:6274');
    expect(headers['access-control-allow-headers']).toContain('MCP-Protocol-Version');
    const origin = 'https://app.example.com';
    const called = await callTool(open.url, 'list_pipelines', {}, { headers: { Origin: origin } });
    expect(called.headers['access-control-allow-origin']).toBe(origin);
    expect(called.headers.vary).toBe('Origin');
    expect(called.headers['access-control-allow-credentials']).toBeUndefined();
  });
});

test.each(['GET', 'DELETE', 'PUT', 'TRACE', 'OPTIONS'])('%s is not for /mcp', async (method) => {
  const { status, headers } = await ask(`${front.url}/mcp`, { method });
  expect([status, headers.allow]).toEqual([405, 'POST']);
});

test.each(['/healthz', '/readyz', '/metrics'])('%s is only read', async (path) => {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const { status, headers } = await ask(`${front.url}${path}`, { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  }
});

describe('every response', () => {
  test.each([
    ['/mcp', 405],
    ['/', 404],
    ['/nothing', 404],
    ['/healthz', 200],
  ])('%s has the security headers and an id', async (path, status) => {
    const answer = await ask(`${front.url}${path}`);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
    });
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });
});

describe('behind a proxy that is trusted', () => {
  test('what it says counts: name, scheme, address and id', async () => {
    const behind = await startFront({ settings: { trustProxy: true, allowHosts: ['crm.example.com'] } });
    const headers = {
      Host: 'copper-mcp:3000',
      'X-Forwarded-Host': 'crm.example.com',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-For': '203.0.113.9, 198.51.100.4',
      'X-Request-Id': 'from-the-proxy',
      Origin: 'https://evil.example',
    };
    const refused = await callTool(behind.url, 'list_pipelines', {}, { headers });
    expect(refused.status).toBe(403);
    expect(refused.headers['x-request-id']).toBe('from-the-proxy');
    expect(refused.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(behind.logged.at(-1)?.fields).toMatchObject({ peer: '198.51.100.4', id: 'from-the-proxy' });
    const { Origin: _, ...good } = headers;
    expect((await callTool(behind.url, 'list_pipelines', {}, { headers: good })).status).toBe(200);
    await behind.close();
  });
});

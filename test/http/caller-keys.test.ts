import { request } from 'node:http';
import { expect, test } from 'vitest';
import { withCredentials } from '../../src/http/identify.ts';
import type { RequestInfo } from '../../src/http/request-context.ts';
import { hashToken } from '../../src/http/tokens.ts';
import type { OutgoingRequest } from '../../src/tool/fetch-copper.ts';
import { createMask } from '../../src/tool/outgoing-text.ts';
import { ask, callTool, type Front, startFront } from './front.ts';

const keysOf = (seen: string[]) => ({
  sendFor: () => async (request: OutgoingRequest) => {
    seen.push(`${request.headers.get('x-pw-accesstoken')} ${request.headers.get('x-pw-useremail')}`);
    return Response.json([]);
  },
});

const call = (front: Front, headers: Record<string, string>) =>
  callTool(front.url, 'list_tags', {}, { headers });

test('callers act with the keys they bring, and only where that is asked for', async () => {
  const seen: string[] = [];
  const open = await startFront({ settings: { callerKeys: true }, ...keysOf(seen) });
  const closed = await startFront(keysOf(seen));
  const headers = { 'X-Copper-Api-Key': 'janes-key', 'X-Copper-User-Email': 'jane@example.com' };
  expect((await call(open, headers)).status).toBe(200);
  expect(open.logged.at(-1)?.fields.caller).toMatch(/^key [\w-]{8}$/);
  expect(JSON.stringify(open.logged)).not.toContain('jane@example.com');
  expect((await call(open, {})).status).toBe(200);
  expect((await call(closed, headers)).status).toBe(200);
  expect(seen).toEqual([
    'janes-key jane@example.com',
    'own-key dana.li@example.com',
    'own-key dana.li@example.com',
  ]);
  expect(JSON.stringify(open.logged)).not.toContain('janes-key');
  await Promise.all([open.close(), closed.close()]);
});

test('half a pair is refused', async () => {
  const front = await startFront({ settings: { callerKeys: true } });
  expect((await call(front, { 'X-Copper-Api-Key': 'a' })).status).toBe(400);
  expect((await call(front, { 'X-Copper-User-Email': 'a@example.com' })).status).toBe(400);
  expect(
    (await call(front, { 'X-Copper-Api-Key': 'a b', 'X-Copper-User-Email': 'a@example.com' })).status,
  ).toBe(400);
  await front.close();
});

test('an entry "caller" never falls back on the key of the server', async () => {
  const seen: string[] = [];
  const front = await startFront({
    settings: { callerKeys: true, auth: { kind: 'token', callers: 'f' } },
    files: { f: JSON.stringify([{ name: 'jane', sha256: hashToken('t'), copper: 'caller' }]) },
    ...keysOf(seen),
  });
  const { text } = await call(front, { Authorization: 'Bearer t' });
  expect(text).toContain('not_configured');
  expect(seen).toEqual([]);
  expect(front.logged.at(-1)?.fields).toMatchObject({
    caller: 'jane',
    outcome: 'not_configured',
    upstream: 0,
  });
  await front.close();
});

test('credentials of callers never reach the protocol', async () => {
  const seen: string[][] = [];
  const endpoint = {
    async handle(request: Request) {
      seen.push([...request.headers.keys()]);
      return Response.json({});
    },
  };
  const front = await startFront({ settings: { callerKeys: true }, over: { endpoint } });
  await call(front, {
    Authorization: 'Bearer secret',
    Cookie: 'session=secret',
    'X-Copper-Api-Key': 'secret',
    'X-Copper-User-Email': 'a@example.com',
    'Mcp-Method': 'tools/call',
  });
  const [names = []] = seen;
  expect(names).toEqual(expect.arrayContaining(['content-type', 'accept', 'mcp-method']));
  expect(names.filter((name) => /authorization|cookie|copper/.test(name))).toEqual([]);
  await front.close();
});

const people = (names: readonly string[]) => ({
  settings: { callerKeys: true, auth: { kind: 'token' as const, callers: 'f' } },
  files: {
    f: JSON.stringify(names.map((name) => ({ name, sha256: hashToken(name), copper: 'caller' }))),
  },
});

const withKey = (token: string, key: string) => ({
  Authorization: `Bearer ${token}`,
  'X-Copper-Api-Key': key,
  'X-Copper-User-Email': `${key}@example.com`,
});

test.each([1, 2, 3, 4, 5, 10, 20, 30, 40, 50])(
  'places are those of a caller, with one key or with %i',
  async (keys) => {
    const { settings, files } = people(['eve', 'jane']);
    const front = await startFront({
      settings: { ...settings, maxCalls: 8, maxCallsPerCaller: 4 },
      files,
      sendFor: (credentials) => (asked) => {
        if (credentials?.kind === 'key' && credentials.key === 'jane')
          return Promise.resolve(Response.json([]));
        return new Promise((_, reject) => {
          asked.signal.addEventListener('abort', () => reject(asked.signal.reason));
        });
      },
    });
    const calls = Array.from({ length: 60 }, (_, at) => {
      const headers = { ...withKey('eve', `invented-${at % keys}`), 'Content-Type': 'application/json' };
      const params = { name: 'list_tags', arguments: {} };
      const one = request(`${front.url}/mcp`, { method: 'POST', headers, agent: false });
      one
        .on('error', () => undefined)
        .end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
      return one;
    });
    const running = async () =>
      /requests_running (\d+)/.exec(
        (await ask(`${front.url}/metrics`, { headers: withKey('jane', 'jane') })).text,
      )?.[1];
    await expect.poll(running).toBe('4');
    for (let at = 0; at < 5; at++)
      expect((await call(front, withKey('jane', 'jane'))).text).toContain('"isError":false');
    for (const one of calls) one.destroy();
    await expect.poll(running).toBe('0');
    await front.close();
  },
);

test('without sign-in, an invented address of e-mail is no other caller', async () => {
  const { limitOwner } = withCredentials({ name: 'local', copper: 'server' }, given('10.0.0.1', 'a'), rules);
  expect(withCredentials({ name: 'local', copper: 'server' }, given('10.0.0.1', 'b'), rules).limitOwner).toBe(
    limitOwner,
  );
  expect(
    withCredentials({ name: 'local', copper: 'server' }, given('10.0.0.2', 'a'), rules).limitOwner,
  ).not.toBe(limitOwner);
  expect(
    withCredentials({ name: 'jane', copper: 'server' }, given('10.0.0.1', 'a'), rules).limitOwner,
  ).not.toBe(limitOwner);
});

const rules = { server: undefined, allowCallerKeys: true };
const given = (peer: string, key: string): RequestInfo => {
  const headers: Record<string, string> = {
    'x-copper-api-key': key,
    'x-copper-user-email': `${key}@example.com`,
  };
  return {
    id: '',
    method: 'POST',
    path: '/mcp',
    query: new URLSearchParams(),
    host: '',
    secure: false,
    peer,
    local: '',
    header: (name) => headers[name],
    mask: createMask([]),
  };
};

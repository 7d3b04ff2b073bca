import { expect, test } from 'vitest';
import { callTool, type Front, startFront } from './front.ts';

const keysOf = (seen: string[]) => ({
  sendFor: () => async (request: Request) => {
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
  const { hashToken } = await import('../../src/http/tokens.ts');
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

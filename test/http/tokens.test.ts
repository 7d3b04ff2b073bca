import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCallersFile, parseCallers } from '../../src/http/callers-file.ts';
import { findByToken, hashToken, newToken } from '../../src/http/tokens.ts';
import { manualClock } from '../manual-clock.ts';
import { callTool, type Front, startFront } from './front.ts';

const jane = newToken();
const bob = newToken();
const bobsKey = { apiKey: 'bobs-copper-key', userEmail: 'jane.park@example.com' };
const callers = [
  { name: 'jane', sha256: hashToken(jane), copper: 'server' },
  { name: 'bob', sha256: hashToken(bob), copper: bobsKey },
];

let front: Front;
const keysSeen: string[] = [];

beforeAll(async () => {
  front = await startFront({
    settings: { auth: { kind: 'token', callers: 'callers.json' } },
    files: { 'callers.json': JSON.stringify(callers) },
    sendFor: () => async (request) => {
      keysSeen.push(JSON.stringify([...request.headers]));
      return Response.json([]);
    },
  });
});

afterAll(() => front.close());

const call = (token?: string, scheme = 'Bearer') =>
  callTool(
    front.url,
    'list_tags',
    {},
    { headers: token === undefined ? {} : { Authorization: `${scheme} ${token}` } },
  );

test.each([
  ['no token', undefined, 'Bearer', 'no_token', undefined],
  ['a wrong token', 'copper-mcp_wrong', 'Bearer', 'wrong_token', 'invalid_token'],
  ['a hash instead of its token', hashToken(jane), 'Bearer', 'wrong_token', 'invalid_token'],
  ['another scheme', jane, 'Basic', 'no_token', undefined],
])('%s is 401', async (_, token, scheme, reason, error) => {
  const { status, headers } = await call(token, scheme);
  expect(status).toBe(401);
  const challenge = headers['www-authenticate'] ?? '';
  expect(challenge).toContain('Bearer realm="copper-mcp"');
  expect(/ error="([^"]*)"/.exec(challenge)?.[1]).toBe(error);
  expect(front.logged.at(-1)).toMatchObject({ level: 'warn', message: 'refused', fields: { reason } });
});

test('each caller acts with the credentials of the file, and their token goes no further', async () => {
  expect((await call(jane)).status).toBe(200);
  expect(front.logged.at(-1)?.fields).toMatchObject({ caller: 'jane', outcome: 'ok' });
  expect((await call(bob, 'bearer')).status).toBe(200);
  expect(front.logged.at(-1)?.fields.caller).toBe('bob');
  const [first, second] = keysSeen;
  expect(first).toContain('own-key');
  expect(second).toContain('bobs-copper-key');
  expect(second).toContain('jane.park@example.com');
  for (const secret of [jane, bob]) {
    expect(keysSeen.join()).not.toContain(secret);
    expect(JSON.stringify(front.logged)).not.toContain(secret);
  }
  expect(JSON.stringify(front.logged)).not.toContain('bobs-copper-key');
});

test('the file is read again when it changes; an invalid one changes nothing and is logged once', async () => {
  const clock = manualClock();
  const logged: string[] = [];
  const record = (_: object, message: string) => void logged.push(message);
  const log = { debug: record, info: record, warn: record, error: record };
  let text = JSON.stringify(callers);
  const current = openCallersFile({ path: 'f', readFile: () => text, now: clock.now, log });
  const names = () => current().map(({ name }) => name);
  text = JSON.stringify(callers.slice(1));
  expect(names()).toEqual(['jane', 'bob']);
  await clock.advance(1_000);
  expect(names()).toEqual(['bob']);
  text = '[{"name"';
  for (let each = 0; each < 3; each++) {
    await clock.advance(1_000);
    expect(names()).toEqual(['bob']);
  }
  expect(logged).toEqual([
    'callers file reloaded',
    'callers file cannot be used; still using its last valid version',
  ]);
});

test.each([
  ['{}', 'must contain a JSON array'],
  ['nonsense', 'is not valid JSON'],
  ['[1]', 'entry 1 is not an object'],
  ['[{"sha256": "abc"}]', 'entry 1: "name"'],
  ['[{"name": "a", "sha256": "abc"}]', 'a: "sha256"'],
  ['[{"name": "a", "token": "secret"}]', 'a: unknown key "token"'],
  ['[{"name": "a", "copper": "mine"}]', 'a: "copper" can be'],
  ['[{"name": "a", "copper": {"apiKey": "k"}}]', 'a: "userEmail"'],
  ['[{"name": "a", "claims": {}}]', 'a: "claims"'],
  ['[{"name": "a"}, {"name": "a"}]', 'there is already a caller named "a"'],
])('a callers file such as %s is refused', (json, message) => {
  expect(() => parseCallers(json)).toThrow(message);
  expect(() => parseCallers(json)).not.toThrow('secret');
});

test.each([
  ['10,000 callers', 10_000, 0, undefined],
  ['one more', 10_001, 0, 'the file has 10,001 callers; at most 10,000 are possible.'],
  ['60,000', 60_000, 0, 'the file has 60,000 callers; at most 10,000 are possible.'],
  ['the last one twice', 10_000, 1, 'there is already a caller named "caller 9998".'],
])('a callers file of many: %s', (_, count, repeated, problem) => {
  const entries = Array.from({ length: count }, (_, at) => ({
    name: `caller ${at === count - 1 ? at - repeated : at}`,
  }));
  const read = () => parseCallers(JSON.stringify(entries)).length;
  if (problem === undefined) expect(read()).toBe(count);
  else expect(read).toThrow(problem);
});

test('tokens are long, random and distinguishable', () => {
  const tokens = Array.from({ length: 100 }, newToken);
  expect(new Set(tokens).size).toBe(100);
  expect(tokens[0]).toMatch(/^copper-mcp_[\w-]{43}$/);
  const entries = tokens.map((token, at) => ({ name: `${at}`, sha256: hashToken(token) }));
  expect(findByToken(entries, tokens[42] ?? '')?.name).toBe('42');
  expect(findByToken([{}, ...entries], newToken())).toBeUndefined();
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMask } from '../src/tool/outgoing-text.ts';
import { run } from './cli/fake-shell.ts';
import { startHarness } from './harness.ts';
import { ask, startFront } from './http/front.ts';
import { manualClock } from './manual-clock.ts';
import { turning } from './turning.ts';

const email = 'dana.li@example.com';

/** The key in the forms in which a server could repeat it, in one text. */
const forms = (key: string) => [
  key,
  JSON.stringify(key).slice(1, -1),
  encodeURIComponent(key),
  Buffer.from(key).toString('base64'),
  Buffer.from(`${email}:${key}`).toString('base64'),
  Buffer.from(`${key}:x`).toString('base64url'),
  Buffer.from(key).toString('hex'),
  key.toUpperCase(),
  key.toLowerCase(),
];

/** Each piece of twelve letters of the key, and of what it is in Base64 and in digits: one of them would be too much. */
const piecesOf = (key: string) => {
  const inBase64 = [0, 1, 2].map((before) => {
    const bytes = Buffer.from('.'.repeat(before) + key);
    return bytes.toString('base64').slice(before === 0 ? 0 : 4, -4);
  });
  const coded = [key, encodeURIComponent(key), ...inBase64, Buffer.from(key).toString('hex')];
  return [...coded, key.toUpperCase(), key.toLowerCase()].flatMap((form) =>
    Array.from({ length: Math.max(0, form.length - 11) }, (_, at) => form.slice(at, at + 12)),
  );
};

const leaks = (key: string, text: string) => piecesOf(key).filter((piece) => text.includes(piece));

const escaped = (text: string) =>
  [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

type Echo = (key: string) => Response;
const json = (body: unknown, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

const record = (text: string) => ({
  id: 1,
  name: text,
  email: text,
  emails: [{ email: text, category: text }],
  details: text,
  type: text,
  data_type: 'Dropdown',
  available_on: ['opportunity', 'person', text],
  options: [{ id: 2, name: text }],
  stages: [{ id: 2, name: text, win_probability: 1 }],
  tags: [text],
  monetary_unit: text,
  monetary_value: text,
  close_date: text,
  status: text,
  category: text,
  parent: { id: 1, type: text },
  custom_fields: [{ custom_field_definition_id: 1, value: text }],
  [text]: text,
});

/** The places where Copper can put what it was sent. */
const places: Readonly<Record<string, Echo>> = {
  'a message': (key) => json({ success: false, status: 422, message: `Bad key ${key}` }, 422),
  'a message in all forms': (key) => json({ message: forms(key).join(' ') }, 422),
  'a message that is cut in the middle of it': (key) => json({ message: 'x'.repeat(285) + key }, 422),
  'a message in escapes': (key) => new Response(`{"message":"Bad ${escaped(key)}"}`, { status: 422 }),
  'an unknown parameter': (key) => json({ message: `Unrecognized attributes specified: ${key}, name` }, 422),
  'a refusal': (key) => json({ error: `No ${key}` }, 403),
  'a status in the body': (key) => json({ success: false, status: 400, message: key }),
  'a broken server': (key) => json({ error: { message: key } }, 500),
  'a page': (key) => new Response(`<h1>${key}</h1>`, { headers: { 'content-type': 'text/html' } }),
  'no JSON': (key) => new Response(`{"${key}`),
  headers: (key) =>
    json([], 429, {
      'retry-after': key,
      date: key,
      'x-ratelimit-remaining': key,
      'x-pw-total': key,
      'content-type': key,
    }),
  records: (key) => json([record(forms(key).join(' '))]),
  'records in escapes': (key) => new Response(`[{"id":1,"name":"${escaped(key)}"}]`),
  'records that are cut in the middle of it': (key) => json([record('y'.repeat(190) + key)]),
  'one record': (key) => json(record(key)),
};

const key = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 24,
  maxLength: 60,
});
const keys = [
  'c0pper-key-0123456789-abcdefghij',
  ...fc.sample(key, { numRuns: 1 }),
  '"\\%+/=&"\\%+/=&"\\%+/=&"\\%',
];

const questions: [string, Record<string, unknown>][] = [
  ['list_tags', {}],
  ['list_users', {}],
  ['search_opportunities', { limit: 3, fields: ['*'] }],
  ['search_opportunities', { owner: 'Somebody', stage: 'x' }],
  ['get_opportunity', { id: 1 }],
  ['find', { text: 'x' }],
  ['brief', { record: 'company 1' }],
];

describe.each(Object.entries(places))('a key that Copper repeats in %s', (_, echo) => {
  test.each(['text', 'json'])('is in no answer, resource, completion or log: %s', async (format) => {
    for (const secret of format === 'text' ? keys : keys.slice(-2)) {
      const harness = await startHarness({
        env: { COPPER_API_KEY: secret, COPPER_USER_EMAIL: email, COPPER_FORMAT: format },
        wrap: () => async () => echo(secret),
      });
      const settled = <T>(work: Promise<T>) => turning(work.catch(String), harness.clock, 5_000);
      const said: unknown[] = [];
      for (const [tool, input] of questions) said.push(await settled(harness.call(tool, input)));
      said.push(await settled(harness.client.readResource({ uri: 'copper://account' })));
      said.push(await settled(harness.client.readResource({ uri: 'copper://opportunities/1' })));
      said.push(
        await settled(
          harness.client.complete({
            ref: { type: 'ref/prompt', name: 'pipeline_review' },
            argument: { name: 'pipeline', value: 'x' },
          }),
        ),
      );
      expect(leaks(secret, JSON.stringify([said, harness.logged]))).toEqual([]);
      expect(leaks(secret, said.map((each) => (each as { text?: string }).text ?? '').join('\n'))).toEqual(
        [],
      );
      await harness.close();
    }
  });

  test('is not in what the doctor says', async () => {
    const [secret = ''] = keys;
    const server = createServer(async (_request, outgoing) => {
      const response = echo(secret);
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(await response.text());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    // A server that listens on a port has an address object.
    const { port } = server.address() as AddressInfo;
    const env = {
      COPPER_API_BASE_URL: `http://127.0.0.1:${port}/v1`,
      COPPER_API_KEY: secret,
      COPPER_USER_EMAIL: email,
      COPPER_MAX_WAIT_MS: '0',
      LOG_LEVEL: 'trace',
      NO_UPDATE_NOTIFIER: '1',
    };
    for (const args of [['doctor', '--json'], ['doctor'], ['call', 'list_tags']]) {
      const { out, err } = await run(args, { env });
      expect(leaks(secret, out + err)).toEqual([]);
    }
  });
});

test.each(Object.entries(places))(
  'over HTTP neither answer, log nor metrics have it: %s',
  async (_, echo) => {
    const [secret = ''] = keys;
    const clock = manualClock();
    const front = await startFront({
      copperClock: clock,
      settings: { callerKeys: true, logArguments: true },
      sendFor: (credentials) => async () => echo(credentials?.kind === 'key' ? credentials.key : ''),
    });
    onTestFinished(() => front.close());
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer token-of-${secret}`,
      'x-copper-api-key': secret,
      'x-copper-user-email': 'somebody.else@example.com',
    };
    const call = (name: string, input: object) =>
      turning(
        ask(`${front.url}/mcp`, {
          method: 'POST',
          headers,
          body: JSON.stringify({
            jsonrpc: '2.0',
            id: 1,
            method: 'tools/call',
            params: { name, arguments: input },
          }),
        }),
        clock,
      );
    const answers = [
      await call('get_opportunity', { id: 1 }),
      await call('search_people', { name: `token-of-${secret}` }),
      await ask(`${front.url}/${encodeURIComponent(secret)}`, { headers }),
      await ask(`${front.url}/mcp?tools=x`, { headers }),
      await ask(`${front.url}/metrics`, { headers }),
    ];
    const all = JSON.stringify([answers, front.logged]);
    expect(leaks(secret, all)).toEqual([]);
    expect(all).not.toContain('somebody.else');
  },
);

test.each([
  ['the API key', { COPPER_API_KEY: 'S3CRET-value-1234' }, 'S3CRET-value-1234'],
  ['an access token', { COPPER_ACCESS_TOKEN: 'S3CRET-value-1234' }, 'S3CRET-value-1234'],
  [
    'the password of Redis',
    { COPPER_REDIS_URL: 'redis://:S3CRET-value-1234@localhost:1/0' },
    'S3CRET-value-1234',
  ],
  [
    'the password of a proxy',
    { HTTPS_PROXY: 'http://me:S3CRET-value-1234@localhost:1' },
    'S3CRET-value-1234',
  ],
  ['the same without a scheme', { ALL_PROXY: 'me:S3CRET-value-1234@localhost:1' }, 'S3CRET-value-1234'],
  ['the same in lower case', { https_proxy: 'http://me:S3CRET-value-1234@localhost:1' }, 'S3CRET-value-1234'],
  [
    'a password in escapes',
    { HTTPS_PROXY: 'http://me:S3CRET%2Dvalue%2D1234@localhost:1' },
    'S3CRET-value-1234',
  ],
  ['a token for metrics', { COPPER_HTTP_METRICS_TOKEN: 'S3CRET-value-1234' }, 'S3CRET-value-1234'],
  ['a key in a file', { COPPER_API_KEY_FILE: 'key.txt' }, 'S3CRET-value-1234'],
  ['a URL in a file', { COPPER_REDIS_URL_FILE: 'redis.txt' }, 'S3CRET-value-1234'],
])('no command prints %s', async (_, env, secret) => {
  const files = { 'key.txt': `${secret}\n`, 'redis.txt': `rediss://x:${secret}@h:1\n` };
  for (const args of [
    [`no-such-command-${secret}`],
    ['call', `x${secret}`],
    ['doctor', '--offline', '--json'],
    ['http', '--port', secret],
  ]) {
    const { out, err } = await run(args, { env, files });
    expect(leaks(secret, out + err)).toEqual([]);
    expect(out + err).not.toContain(secret);
  }
});

describe('a mask', () => {
  test('leaves texts without a credential as they are, and does not make them longer', () => {
    fc.assert(
      fc.property(fc.json(), key, (value, secret) => {
        const mask = createMask([secret]);
        expect(mask.value(JSON.parse(value))).toEqual(JSON.parse(value));
        const text = `a ${secret} b`;
        expect(mask.text(text).length).toBeLessThanOrEqual(text.length);
        expect(mask.text(text)).not.toContain(secret);
      }),
    );
  });

  test('looks into lists, objects and their names', () => {
    const mask = createMask(['S3CRET-value-1234', undefined, 'short']);
    const value = { a: ['x S3CRET-value-1234', 1, null], 'S3CRET-value-1234': { b: 'short' } };
    expect(mask.value(value)).toEqual({ a: ['x [hidden]', 1, null], '[hidden]': { b: 'short' } });
  });
});

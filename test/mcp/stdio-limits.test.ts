import { createInterface } from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Handlers } from '../../src/mcp/handlers.ts';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { realClock } from '../../src/tool/clock.ts';
import { manualClock } from '../manual-clock.ts';
import { fixtureHandlers } from './fixture.ts';
import { modernMeta } from './raw.ts';

const serve = (stdin: PassThrough, stdout: Writable, handlers: Handlers = fixtureHandlers()) =>
  serveStdio({ stdin, stdout, handlers, version: '0.0.0-test', clock: realClock, answerTimeoutMs: 60_000 });

const line = (id: number, method: string, params: object = {}) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

/** Answers of a megabyte. */
const longWinded = (): Handlers => ({
  ...fixtureHandlers(),
  call: async () => ({ text: 'x'.repeat(1_000_000), isError: false }),
});
const call = { name: 'test_simple_text' };
const batch = (count: number, from = 0) =>
  `[${Array.from({ length: count }, (_, at) => line(from + at, 'tools/call', call).trim()).join()}]\n`;
const modern = (id: number) => line(id, 'tools/call', { ...call, _meta: modernMeta });

test.each<[string, string]>([
  ['40 calls', Array.from({ length: 40 }, (_, at) => line(at, 'tools/call', call)).join('')],
  ['100 calls', Array.from({ length: 100 }, (_, at) => line(at, 'tools/call', call)).join('')],
  ['1,000 calls', Array.from({ length: 1_000 }, (_, at) => line(at, 'tools/call', call)).join('')],
  ['40 modern calls', Array.from({ length: 40 }, (_, at) => modern(at)).join('')],
  ['500 modern calls', Array.from({ length: 500 }, (_, at) => modern(at)).join('')],
  ['a batch and another', batch(40) + batch(10, 40)],
  ['many batches', Array.from({ length: 10 }, (_, at) => batch(20, 20 * at)).join('')],
  ['single calls after a batch', batch(40) + line(40, 'tools/call', call)],
  [
    'calls and nonsense',
    Array.from({ length: 60 }, (_, at) => `${line(at, 'tools/call', call)}nonsense\n`).join(''),
  ],
])(
  '%s of a client that does not read its answers: the server gives up, and holds no more',
  async (_, input) => {
    const stdin = new PassThrough();
    const stdout = new Writable({ write() {} });
    const { unread, close } = serve(stdin, stdout, longWinded());
    stdin.write(input);
    await unread;
    // One more answer, or one more batch of them, may be on its way.
    expect(stdout.writableLength).toBeLessThan(32_000_000 + 41_000_000);
    const held = stdout.writableLength;
    const { settle } = manualClock();
    for (let round = 0; round < 20; round++) await settle();
    expect(stdout.writableLength).toBe(held);
    await close();
  },
);

test.each([2_001, 3_000, 10_000])(
  '%i requests at once: each is answered, those over 2,000 at once',
  async (count) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handlers: Handlers = {
      ...fixtureHandlers(),
      async call() {
        await released;
        return { text: 'late', isError: false };
      },
    };
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const answers: { id: number; error?: { message: string } }[] = [];
    let rest = '';
    stdout.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      answers.push(...lines.map((each) => JSON.parse(each)));
    });
    const { close } = serve(stdin, stdout, handlers);
    for (let id = 1; id <= count; id++) stdin.write(line(id, 'tools/call', call));
    await expect.poll(() => answers.length).toBe(count - 2_000);
    for (const { error } of answers) expect(error?.message).toContain('Too much at once: 2000 requests have');
    release();
    await expect.poll(() => new Set(answers.map(({ id }) => id)).size).toBe(count);
    expect(answers).toHaveLength(count);
    await close();
  },
);

/** Four megabytes, in texts or in values. */
const long = 'x'.repeat(4_000_000);
const two = 'é'.repeat(2_000_000);
const many = Array.from({ length: 24_000 }, () => ({}));

test.each<[string, () => object]>([
  ['in _meta', () => ({ ...call, _meta: { more: long } })],
  ['in _meta, in other letters', () => ({ ...call, _meta: { more: two } })],
  ['in a member that nobody knows', () => ({ ...call, more: long })],
  ['as the name of a member', () => ({ ...call, [long]: 1 })],
  ['in an argument', () => ({ ...call, arguments: { name: long } })],
  ['in arguments as text', () => ({ ...call, arguments: JSON.stringify({ name: long }) })],
  ['in a list of arguments', () => ({ ...call, arguments: { names: [long] } })],
  ['in many values of _meta', () => ({ ...call, _meta: { many, more: long.slice(1_000_000) } })],
  ['in many values of arguments', () => ({ ...call, arguments: { many, more: long.slice(1_000_000) } })],
  ['in the progress token', () => ({ ...call, _meta: { progressToken: long } })],
  ['in _meta of a modern call', () => ({ ...call, _meta: { ...modernMeta, more: long } })],
  ['in an argument of a modern call', () => ({ ...call, arguments: { name: long }, _meta: modernMeta })],
])('what open requests hold is limited in bytes: %s', async (_, paramsOf) => {
  const waiting: (() => void)[] = [];
  const handlers: Handlers = {
    ...fixtureHandlers(),
    call: () =>
      new Promise((resolve) => {
        waiting.push(() => resolve({ text: 'late', isError: false }));
      }),
  };
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const answers: string[] = [];
  createInterface({ input: stdout }).on('line', (each) => answers.push(each.slice(0, 300)));
  const { close } = serve(stdin, stdout, handlers);
  const params = Buffer.from(JSON.stringify(paramsOf()));
  const ask = (id: number) => {
    stdin.write(`{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":`);
    stdin.write(params);
    stdin.write('}\n');
  };
  for (let id = 1; id <= 12; id++) ask(id);
  await expect.poll(() => answers.length + waiting.length, { timeout: 20_000 }).toBe(12);
  expect(waiting.length).toBeGreaterThanOrEqual(4);
  expect(waiting.length).toBeLessThanOrEqual(8);
  for (const answer of answers) expect(answer).toMatch(/Too much at once: \d requests have/);
  for (const end of waiting.splice(0)) end();
  await expect.poll(() => answers.length).toBe(12);
  // What they held is free again.
  ask(13);
  await expect.poll(() => waiting.length).toBe(1);
  for (const end of waiting) end();
  await expect.poll(() => answers.length).toBe(13);
  await close();
});

test('a line in pieces of one byte is read, whatever it is', async () => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const { close } = serve(stdin, stdout);
  for (const byte of Buffer.from(line(1, 'ping'))) stdin.write(Buffer.of(byte));
  await expect.poll(() => String(stdout.read() ?? '')).toContain('"id":1');
  await close();
});

test.each(['['.repeat(1_000), '{"a":'.repeat(1_000), `[${'{},'.repeat(60_000)}0]`])(
  'a line that would cost too much is not parsed, and that is said',
  async (text) => {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const { close } = serve(stdin, stdout);
    stdin.write(`${text}\n`);
    await expect
      .poll(() => String(stdout.read() ?? ''))
      .toMatch(/"id":null.*Parse error: it (is nested|has) more/);
    await close();
  },
);

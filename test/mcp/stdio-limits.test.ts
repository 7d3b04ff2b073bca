import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Handlers } from '../../src/mcp/handlers.ts';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { realClock } from '../../src/tool/clock.ts';
import { fixtureHandlers } from './fixture.ts';
import { modernMeta } from './raw.ts';

const serve = (stdin: PassThrough, stdout: Writable, handlers: Handlers = fixtureHandlers()) =>
  serveStdio({ stdin, stdout, handlers, version: '0.0.0-test', clock: realClock, exchangeMs: 60_000 });

const line = (id: number, method: string, params: object = {}) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

/** Answers of a megabyte. */
const longWinded = (): Handlers => ({
  ...fixtureHandlers(),
  call: async () => ({ text: 'x'.repeat(1_000_000), isError: false }),
});
const call = { name: 'test_simple_text' };
const batch = (count: number) =>
  `[${Array.from({ length: count }, (_, at) => line(at, 'tools/call', call).trim()).join()}]\n`;
const modern = (id: number) => line(id, 'tools/call', { ...call, _meta: modernMeta });

test.each<[string, string]>([
  ['40 calls', Array.from({ length: 40 }, (_, at) => line(at, 'tools/call', call)).join('')],
  ['100 calls', Array.from({ length: 100 }, (_, at) => line(at, 'tools/call', call)).join('')],
  ['1,000 calls', Array.from({ length: 1_000 }, (_, at) => line(at, 'tools/call', call)).join('')],
  ['40 modern calls', Array.from({ length: 40 }, (_, at) => modern(at)).join('')],
  ['500 modern calls', Array.from({ length: 500 }, (_, at) => modern(at)).join('')],
  ['a batch and another', batch(40) + batch(10)],
  ['many batches', batch(20).repeat(10)],
  ['single calls after a batch', batch(40) + line(1, 'tools/call', call)],
  ['calls with the same id', line(1, 'tools/call', call).repeat(50)],
  ['calls and nonsense', `${line(1, 'tools/call', call)}nonsense\n`.repeat(60)],
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
    await realClock.sleep(20);
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
    for (const { error } of answers) expect(error?.message).toContain('Too many requests at once');
    release();
    await expect.poll(() => new Set(answers.map(({ id }) => id)).size).toBe(count);
    expect(answers).toHaveLength(count);
    await close();
  },
);

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

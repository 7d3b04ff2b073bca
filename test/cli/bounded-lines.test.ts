import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { builtFile } from '../../scripts/built.ts';
import { boundedLines } from '../../src/cli/stderr-lines.ts';
import { ask, callTool } from '../http/front.ts';
import { bareEnv } from '../scenarios/server-process.ts';

/** A stream that takes nothing until it is read. */
function unreadStream() {
  const taken: string[] = [];
  let isRead = false;
  let next = () => {};
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _, done) {
      taken.push(String(chunk).trimEnd());
      if (isRead) done();
      else next = done;
    },
  });
  const read = async () => {
    isRead = true;
    const drained = stream.writableNeedDrain ? once(stream, 'drain') : undefined;
    next();
    await drained;
    await new Promise(setImmediate);
  };
  return { stream, taken, read };
}

const megabyte = 1_000_000;

test.each([
  [10, 1],
  [10, 1_000],
  [100, 50_000],
  [1_000, 1_000],
  [9, megabyte],
  [20, megabyte],
  [3, 5 * megabyte],
  [2, 9 * megabyte],
  [100, 200_000],
  [10_000, 5_000],
])(
  '%i lines of %i characters that nobody reads: 8 MB wait, the others are counted',
  async (count, length) => {
    const { stream, taken, read } = unreadStream();
    const write = boundedLines(stream, (dropped) => `${dropped} dropped`);
    const line = 'x'.repeat(length);
    for (let at = 0; at < count; at++) write(line);
    expect(stream.writableLength).toBeLessThanOrEqual(Math.max(8 * megabyte, length) + count);
    await read();
    const kept = taken.filter((each) => each === line).length;
    expect(kept).toBe(Math.min(count, Math.max(1, Math.floor((8 * megabyte) / (length + 1)))));
    expect(taken.slice(kept)).toEqual(kept === count ? [] : [`${count - kept} dropped`]);
    write('after');
    expect(taken.at(-1)).toBe('after');
  },
);

test('what is dropped is told where it was, also a second time', async () => {
  const { stream, taken, read } = unreadStream();
  const write = boundedLines(stream, (dropped) => `${dropped} dropped`);
  for (const line of ['a'.repeat(7 * megabyte), 'b'.repeat(2 * megabyte), 'short']) write(line);
  await read();
  expect(taken.map((line) => line.slice(0, 9))).toEqual(['aaaaaaaaa', '2 dropped']);
});

test.each(['EPIPE', 'ECONNRESET', 'EIO'])(
  'after %s lines are dropped, and nothing is thrown',
  async (code) => {
    const taken: string[] = [];
    const stream = new Writable({
      write(chunk, _, done) {
        taken.push(String(chunk));
        done(Object.assign(new Error(code), { code }));
      },
    });
    const write = boundedLines(stream, String);
    write('one');
    await new Promise<void>((resolve) => void stream.once('close', resolve));
    write('two');
    expect(taken).toEqual(['one\n']);
  },
);

test.each([
  ['stderr', ['http', '--port', '0', '--sandbox']],
  ['stdout', ['http', '--port', '0', '--sandbox']],
  ['stdout', ['sandbox']],
  ['stderr', ['sandbox', '--fault', '500:2']],
] as const)('a reader of %s that has gone does not end `%s`', async (name, args) => {
  const child = spawn(process.execPath, [builtFile, ...args], { env: bareEnv() });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [url] = await once(createInterface(child.stdout), 'line');
  child[name].destroy();
  const front = String(url).replace(/\/(mcp|v1)$/, '');
  for (let at = 0; at < 20; at++) {
    if (args[0] === 'http') expect((await callTool(front, 'list_tags')).status).toBe(200);
    else expect((await ask(`${front}/v1/nothing`)).status).toBeGreaterThan(0);
  }
  expect(child.exitCode).toBeNull();
});

test('a reader of stderr that has gone does not end the server over stdio', async () => {
  const child = spawn(process.execPath, [builtFile, '--sandbox'], { env: bareEnv({ LOG_LEVEL: 'debug' }) });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stderr.destroy();
  const answers = createInterface(child.stdout);
  for (let id = 1; id <= 5; id++) {
    const params = { name: 'list_tags', arguments: {} };
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })}\n`);
    const [answer] = await once(answers, 'line');
    expect(JSON.parse(String(answer))).toMatchObject({ id, result: { isError: false } });
  }
});

import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { manualClock } from '../manual-clock.ts';
import { fixtureHandlers } from './fixture.ts';
import { modernMeta } from './raw.ts';

const most = 10_000_000;
const ping = (id: number, params: object = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list', params });
/** A request of exactly so many bytes. */
const ofBytes = (bytes: number, id: number, params: object = {}, letter = 'x') => {
  const bare = ping(id, { ...params, cursor: null, _padding: '' });
  const size = Buffer.byteLength(letter);
  const spare = bytes - bare.length;
  const text = letter.repeat(Math.floor(spare / size)) + 'y'.repeat(spare % size);
  return bare.replace('"_padding":""', `"_padding":"${text}"`);
};
const skipped = [null, -32600];
const answered = (id: number) => [id, undefined];
const modern = { _meta: modernMeta };

/** The id and the error code of each answer, in order, once the input has ended. */
async function answersTo(text: string, chunkBytes = 65_536) {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, at) =>
    bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  );
  const lines: string[] = [];
  const stdout = new Writable({
    write(chunk, _, written) {
      lines.push(String(chunk));
      written();
    },
  });
  const { ended, close } = serveStdio({
    stdin: Readable.from(chunks),
    stdout,
    handlers: fixtureHandlers(),
    version: '0.0.0-test',
    clock: manualClock(),
    answerTimeoutMs: 1_000,
  });
  await ended;
  const answers = () => lines.map((line) => JSON.parse(line)).map(({ id, error }) => [id, error?.code]);
  return { answers, close };
}

test.each<[string, string, (readonly unknown[])[]]>([
  ['a request, then another', `${ofBytes(most + 1, 1)}\n${ping(2)}\n`, [skipped, answered(2)]],
  ['the longest that is read', `${ofBytes(most, 1)}\n${ping(2)}\n`, [answered(1), answered(2)]],
  ['no JSON', `${'x'.repeat(most + 5)}\n${ping(2)}\n`, [skipped, answered(2)]],
  ['spaces', `${' '.repeat(most + 5)}\n${ping(2)}\n`, [skipped, answered(2)]],
  ['a line that never ends', 'x'.repeat(most * 2), [skipped]],
  ['after a request', `${ping(1)}\n${ofBytes(most + 1, 2)}\n`, [answered(1), skipped]],
  [
    'two in a row',
    `${ofBytes(most + 1, 1)}\n${ofBytes(most * 2, 2)}\n${ping(3)}\n`,
    [skipped, skipped, answered(3)],
  ],
  ['with CRLF', `${ofBytes(most + 1, 1)}\r\n\r\n${ping(2)}\r\n`, [skipped, answered(2)]],
  ['counted in bytes', `${ofBytes(most + 1, 1, {}, 'é')}\n${ping(2)}\n`, [skipped, answered(2)]],
  ['a batch', `[${ofBytes(most, 1)}]\n${ping(2)}\n`, [skipped, answered(2)]],
  [
    'from a modern client',
    `${ping(1, modern)}\n${ofBytes(most + 1, 2, modern)}\n${ping(3, modern)}\n`,
    [answered(1), skipped, answered(3)],
  ],
  ['before the first modern one', `${ofBytes(most + 1, 1)}\n${ping(2, modern)}\n`, [skipped, answered(2)]],
])('a line beyond 10 MB is refused and skipped: %s', async (_, text, expected) => {
  for (const chunkBytes of [65_536, most * 3]) {
    const { answers, close } = await answersTo(text, chunkBytes);
    await expect.poll(answers).toHaveLength(expected.length);
    const inOrder = (one: readonly unknown[], other: readonly unknown[]) => Number(one[0]) - Number(other[0]);
    expect(answers().toSorted(inOrder)).toEqual(expected.toSorted(inOrder));
    await close();
  }
});

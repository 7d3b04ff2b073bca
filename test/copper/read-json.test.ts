import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { readBody, readFailure, readJson } from '../../src/copper/reply.ts';

const { signal } = new AbortController();
const textOf = async (...given: Parameters<typeof readBody>) =>
  new TextDecoder().decode(await readBody(...given));
const html = { 'Content-Type': 'text/html; charset=utf-8' };

/** A body in pieces that does not end by itself. */
function endless(...pieces: Uint8Array[]) {
  const cancel = vi.fn();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
    },
    cancel,
  });
  return { response: new Response(body), cancel };
}

test('reads pieces that cut a letter in two', async () => {
  const [a, b] = [Uint8Array.of(0xc3), Uint8Array.of(0xa4)];
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(a);
      controller.enqueue(b);
      controller.close();
    },
  });
  expect(await textOf(new Response(body), { signal })).toBe('ä');
});

test('a letter that is cut at the end is not swallowed', async () => {
  expect(await textOf(new Response(Uint8Array.of(0x61, 0xc3)), { signal })).toBe('a\ufffd');
});

test('nobody listens for an abort any more once the body is read', async () => {
  const stop = new AbortController();
  await textOf(new Response('x'), { signal: stop.signal });
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
});

test('no body is empty text', async () => {
  expect(await textOf(new Response(null), { signal })).toBe('');
});

test('a body of exactly the limit is read, one byte more is not', async () => {
  expect(await textOf(new Response('12345'), { signal, maxBytes: 5 })).toBe('12345');
  await expect(readBody(new Response('123456'), { signal, maxBytes: 5 })).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('fewer fields'),
  });
});

test('what is too large is cancelled without waiting for its end', async () => {
  const { response, cancel } = endless(new Uint8Array(4), new Uint8Array(4));
  await expect(readBody(response, { signal, maxBytes: 5 })).rejects.toMatchObject({ kind: 'unavailable' });
  expect(cancel).toHaveBeenCalledOnce();
});

test('an abort ends the reading at once and cancels the body', async () => {
  const { response, cancel } = endless(new Uint8Array(4));
  const stop = new AbortController();
  const reading = readBody(response, { signal: stop.signal });
  const reason = new Error('cancelled');
  stop.abort(reason);
  await expect(reading).rejects.toBe(reason);
  expect(cancel).toHaveBeenCalledOnce();
});

test('a body that breaks is unavailable, with its cause', async () => {
  const cause = new TypeError('terminated');
  const body = new ReadableStream({ pull: (controller) => controller.error(cause) });
  await expect(readBody(new Response(body), { signal })).rejects.toMatchObject({
    kind: 'unavailable',
    cause,
  });
});

test.each([
  ['HTML by its type', 'hello', html, 'web page'],
  ['HTML by its looks', '\n <!DOCTYPE html>', {}, 'web page'],
  ['broken JSON', '{"secret":', {}, 'not valid JSON'],
  ['nothing', '', {}, 'is empty'],
])('%s is not an answer, and is not quoted', async (_, body, headers, words) => {
  const reading = readJson(new Response(body, { headers }), { signal });
  await expect(reading).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining(words),
  });
  await expect(reading).rejects.not.toHaveProperty('cause');
});

test('JSON is read even under another type', async () => {
  expect(
    await readJson(new Response('[1]', { headers: { 'Content-Type': 'text/plain' } }), { signal }),
  ).toEqual({ json: [1], bytes: 3 });
});

test.each([
  ['JSON', '{"error":"x"}', {}, { error: 'x' }],
  ['HTML', '<h1>502</h1>', html, undefined],
  ['nothing', '', {}, undefined],
  ['far too much', `"${'x'.repeat(200_000)}"`, {}, undefined],
])('of a failure with %s whatever is JSON is read', async (_, body, headers, json) => {
  expect(await readFailure(new Response(body, { headers }), { signal })).toEqual(json);
});

test('reading a failure can be aborted, too', async () => {
  const { response } = endless();
  const stop = new AbortController();
  const reading = readFailure(response, { signal: stop.signal });
  stop.abort('enough');
  await expect(reading).rejects.toBe('enough');
});

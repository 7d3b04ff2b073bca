import type { Handlers } from '../../src/mcp/handlers.ts';
import { RpcError } from '../../src/mcp/json-rpc.ts';
import { fixtureHandlers } from './fixture.ts';
import { fixtureCapabilities } from './fixture-capabilities.ts';

const says = (text: string) => async () => ({ text, isError: false });

/** Handlers of every kind of outcome, which keep what they were called with. */
export function handlersFor(calls: unknown[]): Handlers {
  const handlers: Handlers = {
    ...fixtureHandlers({
      plain: says('Zoë\n\t"quoted" \u2028 \ud83d half'),
      long: says('x'.repeat(100_000)),
      data: async () => ({ text: '{"a":1}', structured: { a: 1, nested: { b: [1, null] } }, isError: false }),
      failed: async () => ({ text: 'rejected: no', isError: true, kind: 'rejected', retryAfter: 3 }),
      broken: async () => Promise.reject(new Error('a mistake')),
      progressing: async ({ onProgress }) => {
        onProgress?.({ done: 1, total: 3, message: 'one of three' });
        onProgress?.({ done: 2, message: 'two' });
        return { text: 'done', isError: false };
      },
      refusing: async () => Promise.reject(new RpcError(-32_001, 'not now', { why: 'because' })),
    }),
    ...fixtureCapabilities,
    notOffered: ['left_out'],
  };
  return {
    ...handlers,
    call(name, input, context) {
      calls.push([name, input, context.trace, context.onProgress !== undefined]);
      return handlers.call(name, input, context);
    },
  };
}

const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
/** Ids of requests, some of which no request can have. */
export const ids: readonly unknown[] = [1, 'a', 0, -5, 2 ** 53 - 1, '', 'é"\\', 1.5, null, {}];
/** The metadata of requests. */
export const metas: readonly (Record<string, unknown> | undefined)[] = [
  undefined,
  {},
  { progressToken: 't' },
  { progressToken: null },
  { traceparent: trace, tracestate: 'a=b' },
  { traceparent: 7 },
  { 'claudecode/toolUseId': 'toolu_1', 'io.modelcontextprotocol/related-task': { taskId: 'x' } },
  { 'claudecode/toolUseId': 'toolu_1' },
  { 'io.modelcontextprotocol/related-task': 5, extra: true },
  { 'io.modelcontextprotocol/serverInfo': { name: 1 } },
];
/** The parameters of calls. */
export const calls: readonly Record<string, unknown>[] = [
  ...[
    'plain',
    'long',
    'data',
    'failed',
    'broken',
    'refusing',
    'progressing',
    'test_image_content',
    'left_out',
    'nope',
  ].map((name) => ({ name, arguments: { owner: 'me' } })),
  { name: 'plain' },
  { name: 'plain', arguments: null },
  { name: 'plain', arguments: '{"a":1}' },
  { name: 'plain', arguments: 'no' },
  { name: 'plain', arguments: [] },
  { name: 'plain', arguments: [1] },
  { name: 'plain', task: { ttl: 5 } },
  { name: 'plain', task: 'x' },
  { name: 'plain', other: true },
  { name: 'plain', arguments: { a: null, b: { c: null }, constructor: 1 } },
  { name: 5 },
  { name: 'toString' },
  { arguments: {} },
];

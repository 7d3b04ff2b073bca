import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Handlers } from '../../src/mcp/handlers.ts';
import { fixtureHandlers } from './fixture.ts';
import { modernMeta, raw, toModernRequest, toRequest } from './raw.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const legacy = (params: object) => () => toRequest({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
const modern = (params: Record<string, unknown>) => () => toModernRequest({ method: 'tools/call', params });
const simple = { name: 'test_simple_text' };
const progress = { name: 'test_tool_with_progress' };

test.each([
  ['a call of 2025-11-25', legacy(simple)],
  ['one with progress', legacy({ ...progress, _meta: { progressToken: 1 } })],
  ['a call of 2026-07-28', modern(simple)],
  ['one with progress', modern({ ...progress, _meta: { ...modernMeta, progressToken: 1 } })],
  ['a call that is refused', () => toModernRequest({ method: 'x' })],
])('%s leaves nothing behind', async (_, request) => {
  const seen: WeakRef<Handlers>[] = [];
  for (let at = 0; at < 50; at++) {
    const handlers = fixtureHandlers();
    seen.push(new WeakRef(handlers));
    await raw(handlers, request());
  }
  await expect
    .poll(() => {
      collectGarbage();
      return seen.filter((ref) => ref.deref() !== undefined).length;
    })
    .toBeLessThanOrEqual(1);
});

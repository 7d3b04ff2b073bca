import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Front, startFront } from './front.ts';

/** The controllers that code of the product makes, by the line that makes them; those that Node makes for a `Request` are its own. */
const made: string[] = [];

const Real = AbortController;
class Counted extends Real {
  constructor() {
    super();
    const [, , caller = ''] = (new Error('where').stack ?? '').split('\n');
    if (/\/src\/(?!sandbox\/)/.test(caller)) made.push(caller.trim());
  }
}

let front: Front;
beforeAll(async () => {
  front = await startFront();
  vi.stubGlobal('AbortController', Counted);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await front.close();
});

async function post(method: string, params: object): Promise<string> {
  const response = await fetch(`${front.url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return response.text();
}

const call = (name: string, input: object) => ({ name, arguments: input });

test.each([
  ['ping', {}],
  ['tools/list', {}],
  ['tools/call', call('list_tags', { limit: 'no number' })],
  ['tools/call', call('search_opportunities', { limit: 25, status: 'Open' })],
  ['tools/call', call('search_opportunities', { limit: 25, fields: ['*'] })],
  ['tools/call', call('search_people', { limit: 3, fields: ['id', 'name'] })],
  ['tools/call', call('search_tasks', { limit: 30 })],
  ['tools/call', call('search_opportunities', { limit: 0 })],
  ['tools/call', call('summarize', { what: 'deals', by: ['owner'] })],
])('%s %j takes no controller, whether it asks Copper or not', async (method, params) => {
  // Lists of names are cached: only the first call asks for them.
  await post(method, params);
  made.length = 0;
  expect(await post(method, params)).toContain('"result"');
  expect(made).toEqual([]);
});

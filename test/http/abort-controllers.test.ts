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
  ['ping', {}, 0],
  ['tools/list', {}, 0],
  ['tools/call', call('list_tags', { limit: 'no number' }), 0],
  ['tools/call', call('search_opportunities', { limit: 1 }), 1],
  ['tools/call', call('search_opportunities', { limit: 25, status: 'Open' }), 1],
  ['tools/call', call('search_people', { limit: 3, fields: ['id', 'name'] }), 1],
  ['tools/call', call('search_companies', { limit: 3, fields: ['id', 'name'] }), 1],
  ['tools/call', call('search_leads', { limit: 3, fields: ['id', 'name'] }), 1],
  ['tools/call', call('search_tasks', { limit: 3, fields: ['id', 'name'] }), 1],
  ['tools/call', call('search_opportunities', { limit: 0 }), 1],
])(
  '%s %j takes one controller for its request to Copper, and none for itself',
  async (method, params, most) => {
    // Lists of names are cached: only the first call asks for them.
    await post(method, params);
    made.length = 0;
    expect(await post(method, params)).toContain('"result"');
    expect(made).toHaveLength(most);
  },
);

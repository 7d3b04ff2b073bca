import { expect, test } from 'vitest';
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import type { Handlers } from '../../src/mcp/handlers.ts';

const mistake = new Error('a record said so');

const broken: Handlers = {
  list: [],
  get instructions(): never {
    throw mistake;
  },
  call: async () => undefined,
};

test('an internal error is reported to the log; the client learns only that there was one', async () => {
  const reported: unknown[] = [];
  const endpoint = createEndpoint({ version: '1.0.0', onError: (error) => reported.push(error) });
  const request = new Request('http://copper-mcp.test/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  });
  const response = await endpoint.handle(request, broken);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('a record said so');
  expect(reported).toEqual([mistake]);
});

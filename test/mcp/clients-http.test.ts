import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import { instructions } from '../../src/mcp/tool-selection.ts';
import { withToolNames } from '../../src/tool/outgoing-text.ts';
import { clients } from './clients.ts';
import { listen } from './node-http.ts';
import { productHandlers } from './product.ts';

const endpoint = createEndpoint({ version: '0.0.0-test' });
const handlers = productHandlers();
const answer = (request: Request) => endpoint.handle(request, handlers);

let server: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  server = await listen(answer);
});
afterAll(() => server.close());

describe.each(Object.entries(clients))('%s', (_, { version, connect }) => {
  test.each(['a fetch function', 'node:http'])('lists and calls through %s', async (way) => {
    const client = await connect(
      way === 'node:http'
        ? { url: server.url }
        : { url: 'http://server.test/mcp', fetch: (url, init) => answer(new Request(url, init)) },
    );
    try {
      expect(client.version).toBe(version);
      expect(client.instructions).toBe(withToolNames(instructions));
      expect(await client.list()).toEqual(handlers.list.map(({ name }) => name));
      const result = await client.call('search_opportunities', { limit: 3 });
      expect(result).toMatchObject({
        content: [{ type: 'text', text: expect.stringMatching(/^opportunities 1-3 of \d+/) }],
        isError: false,
      });
      expect(await client.call('search_opportunities', { colour: 'red' })).toMatchObject({ isError: true });
      await expect(client.call('paint_house')).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining('Unknown tool: paint_house'),
      });
    } finally {
      await client.close();
    }
  });
});

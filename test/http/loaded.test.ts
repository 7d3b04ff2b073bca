import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type HttpProcess, startHttp } from '../../scripts/bench/http-process.ts';
import { root } from '../../scripts/built.ts';
import { ask, callMethod, callTool } from './front.ts';

const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

/** A server whose program is taken away as soon as it listens: whatever it loads only later is missing for good. */
async function startAndTakeAway(args: readonly string[], env = {}): Promise<HttpProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const server = await startHttp(
    [join(folder, 'dist', 'copper-mcp.js'), 'http', '--port', '0', ...args],
    env,
  );
  rmSync(folder, { recursive: true });
  closers.push(server.close);
  return server;
}

const modern = {
  headers: { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': 'list_tags' },
  meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

async function expectAll(address: string): Promise<void> {
  const url = address.replace(/\/mcp$/, '');
  for (const options of [{}, { meta: { progressToken: 1 } }, modern])
    expect((await callTool(url, 'list_tags', {}, options)).text).toContain('"isError":false');
  for (const method of ['tools/list', 'prompts/list', 'resources/list', 'ping'])
    expect((await callMethod(url, method, {})).text).toContain('"result"');
  expect((await callMethod(url, 'resources/read', { uri: 'copper://account' })).status).toBe(200);
  for (const path of ['/', '/metrics', '/healthz']) expect((await ask(`${url}${path}`)).status).toBe(200);
}

test('the sandbox needs nothing more once the server listens', async () => {
  const { url } = await startAndTakeAway(['--sandbox']);
  await expectAll(url);
});

test('neither does the real network', async () => {
  const copper = createServer((_, outgoing) => {
    outgoing.setHeader('Content-Type', 'application/json');
    outgoing.end('[]');
  });
  await new Promise<void>((resolve) => copper.listen(0, '127.0.0.1', resolve));
  closers.push(() => copper.close());
  closers.push(() => copper.closeAllConnections());
  const address = copper.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { url } = await startAndTakeAway([], {
    COPPER_API_BASE_URL: `http://127.0.0.1:${port}`,
    COPPER_API_KEY: 'k',
    COPPER_USER_EMAIL: 'dana.li@example.com',
  });
  await expectAll(url);
});

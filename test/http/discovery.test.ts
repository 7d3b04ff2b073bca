import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverJson } from '../../deploy/server-json.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { createServerCardRoute } from '../../src/http/server-card.ts';
import { legacyRevisions } from '../../src/mcp/first-answers.ts';
import { firstModern } from '../../src/mcp/json-rpc.ts';
import { repositoryUrl, serverInfo } from '../../src/mcp/methods.ts';
import { ask, type Front, startFront } from './front.ts';

const facts = {
  name: packageJson.mcpName,
  identity: serverInfo(packageJson.version),
  repository: repositoryUrl,
  revisions: [firstModern, ...legacyRevisions],
};

let front: Front;
beforeAll(async () => {
  const discovery = createServerCardRoute({ ...facts, auth: 'token' });
  front = await startFront({ settings: { allowHosts: ['crm.example.com'] }, over: { discovery } });
});
afterAll(() => front.close());

test('this server calls itself in the handshake what the registry calls it', () => {
  const { title, description, websiteUrl, icons, repository } = serverJson;
  expect(serverInfo(serverJson.version)).toMatchObject({ title, description, websiteUrl, icons });
  expect(repositoryUrl).toBe(repository.url);
});

test.each(['/mcp/server-card', '/.well-known/ai-catalog.json'])('%s is only read', async (path) => {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const { status, headers } = await ask(`${front.url}${path}`, { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  }
});

describe('from the catalogue to the server', () => {
  test('the catalogue leads to the card, the card to an address that speaks MCP', async () => {
    const catalogue = await ask(`${front.url}/.well-known/ai-catalog.json`);
    expect(catalogue.headers['content-type']).toBe('application/ai-catalog+json');
    const { specVersion, entries } = JSON.parse(catalogue.text);
    expect(specVersion).toBe('1.0');
    expect(entries).toEqual([
      {
        identifier: 'urn:air:copper-mcp.github.io:copper-mcp',
        displayName: 'Copper CRM',
        type: 'application/mcp-server-card+json',
        url: `${front.url}/mcp/server-card`,
      },
    ]);
    const { status, headers, text } = await ask(entries[0].url);
    expect([status, headers['content-type']]).toEqual([200, 'application/mcp-server-card+json']);
    const card = JSON.parse(text);
    expect(card).toMatchObject({
      $schema: 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json',
      name: packageJson.mcpName,
      version: packageJson.version,
      remotes: [{ type: 'streamable-http', url: `${front.url}/mcp` }],
    });
    expect(card.description.length).toBeLessThanOrEqual(100);
    const { remotes } = card;
    const call = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const spoken = await ask(remotes[0].url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' },
      body: JSON.stringify(call),
    });
    expect(JSON.parse(spoken.text)).toMatchObject({ id: 1, result: {} });
    expect(remotes[0].supportedProtocolVersions).toEqual([
      '2026-07-28',
      '2025-11-25',
      '2025-06-18',
      '2025-03-26',
      '2024-11-05',
    ]);
  });

  test.each(['/mcp/server-card', '/.well-known/ai-catalog.json'])(
    '%s can be read by any page of the web and be cached, but only under a name of this server',
    async (path) => {
      const read = (headers: Record<string, string>) => ask(`${front.url}${path}`, { headers });
      const { status, headers, text } = await read({
        Origin: 'https://elsewhere.example',
        Host: 'crm.example.com',
      });
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=3600',
        vary: expect.stringContaining('Host'),
      });
      expect(text).toContain('http://crm.example.com/mcp');
      expect((await read({ Host: 'elsewhere.example' })).status).toBe(403);
    },
  );

  test.each([
    ['none', undefined],
    ['token', [{ name: 'Authorization', isRequired: true, isSecret: true }]],
    ['oauth', undefined],
    ['sign-in', undefined],
  ] as const)('with auth %s the card says which header is needed', async (auth, headers) => {
    const route = createServerCardRoute({ ...facts, auth });
    const info = { path: '/mcp/server-card', host: 'crm.example.com', secure: true };
    const card = JSON.parse((await route(info)?.text()) ?? '');
    expect(card.remotes[0].url).toBe('https://crm.example.com/mcp');
    if (headers === undefined) expect(card.remotes[0]).not.toHaveProperty('headers');
    else expect(card.remotes[0].headers).toMatchObject(headers);
  });
});

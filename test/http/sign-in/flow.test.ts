import { auth as modernAuth } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callTool } from '../front.ts';
import {
  createBrowser,
  documentsOf,
  redirect,
  type Signing,
  signInClient,
  startSigning,
  testClient,
} from './signing.ts';

const metadataUrl = 'https://client.example/oauth/metadata.json';
const network = documentsOf({
  [metadataUrl]: {
    client_id: metadataUrl,
    client_name: 'Example',
    redirect_uris: [redirect],
    token_endpoint_auth_method: 'none',
  },
});

let signing: Signing;
beforeAll(async () => {
  signing = await startSigning({ network });
});
afterAll(() => signing.close());

describe.each([
  ['described at an address', metadataUrl],
  ['registered', undefined],
])('a client of the SDK that is %s', (_, url) => {
  test('signs in, and acts with the key of its person', async () => {
    const client = testClient(redirect, url);
    const back = await signInClient(signing, client);
    expect(back.searchParams.get('state')).toBe('the-state');
    expect(back.searchParams.get('iss')).toBe(signing.issuer);
    expect(client.information?.client_id).toEqual(url ?? expect.stringMatching(/^[\w-]{20,}$/));
    expect(client.kept).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'copper:read' });
    const answer = await callTool(
      signing.issuer,
      'list_pipelines',
      {},
      { headers: { Authorization: `Bearer ${client.kept?.access_token}` } },
    );
    expect([answer.status, JSON.parse(answer.text).result.isError]).toEqual([200, false]);
    expect(new Set(signing.seen)).toEqual(new Set(['key-of-dana']));
  });
});

test('the transport of the SDK signs in by itself, and goes on', async () => {
  const client = testClient(redirect);
  const open = () => new StreamableHTTPClientTransport(new URL(signing.endpoint), { authProvider: client });
  const first = open();
  await expect(new Client({ name: 'test', version: '1' }).connect(first as never)).rejects.toThrow(
    /nauthorized/,
  );
  const back = await createBrowser().signIn(client.opened?.href ?? '');
  await first.finishAuth(back.searchParams.get('code') ?? '');
  const mcp = new Client({ name: 'test', version: '1' });
  await mcp.connect(open() as never);
  const result = await mcp.callTool({ name: 'list_users', arguments: {} });
  expect(JSON.stringify(result)).toContain('Dana Li');
  await mcp.close();
});

describe.each([
  ['described at an address', metadataUrl],
  ['registered', undefined],
])('a client of 2026-07-28 that is %s', (_, url) => {
  test('signs in, checks who answered, and is not taken in by another issuer', async () => {
    const client = testClient(redirect, url);
    await modernAuth(client, { serverUrl: signing.endpoint });
    const back = await createBrowser().signIn(client.opened?.href ?? '');
    const authorizationCode = back.searchParams.get('code') ?? '';
    const answer = { serverUrl: signing.endpoint, authorizationCode };
    await expect(modernAuth(client, { ...answer, iss: 'https://other.example' })).rejects.toThrow(/iss/i);
    const iss = back.searchParams.get('iss') ?? '';
    expect(await modernAuth(client, { ...answer, iss })).toBe('AUTHORIZED');
    const headers = { Authorization: `Bearer ${client.kept?.access_token}` };
    expect((await callTool(signing.issuer, 'list_users', {}, { headers })).status).toBe(200);
  });
});

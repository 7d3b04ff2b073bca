import { afterEach, describe, expect, test } from 'vitest';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { KEY, NOW } from './ask.ts';

describe('over HTTP', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const served of open.splice(0)) await served.close();
  });
  const serve = async (options: Partial<SandboxOptions> = {}): Promise<string> => {
    const sandbox = createSandbox({ now: () => NOW, sleep: async () => {}, ...options });
    const served = await serveSandbox(sandbox, { port: 0 });
    open.push(served);
    return served.url;
  };

  test('answers as in process', async () => {
    const url = await serve();
    const response = await fetch(`${url}/opportunities/search?page_size=2`, {
      method: 'POST',
      headers: KEY,
      body: '{"name":"8 New Copy Machines"}',
    });
    expect(response.headers.get('x-pw-total')).toBe('1');
    expect(await response.json()).toMatchObject([{ id: 2_827_698 }]);
    expect((await fetch(`${url}/users/me`, { headers: { Authorization: 'Bearer x' } })).status).toBe(200);
  });

  test('refuses a GET with a body', async () => {
    const { request } = await import('node:http');
    const url = await serve();
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${url}/pipelines`, { method: 'GET', headers: { ...KEY, 'content-length': 2 } });
      sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      sent.end('{}');
    });
    expect(status).toBe(400);
  });

  test('breaks for real', async () => {
    const reset = await serve({ fault: { kind: 'reset', every: 1 } });
    await expect(fetch(`${reset}/pipelines`, { headers: KEY })).rejects.toThrow('fetch failed');
    const cut = await serve({ fault: { kind: 'cut', every: 1 } });
    const response = await fetch(`${cut}/pipelines`, { headers: KEY });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    const hang = await serve({ fault: { kind: 'hang', every: 1 } });
    const signal = AbortSignal.timeout(50);
    await expect(fetch(`${hang}/pipelines`, { headers: KEY, signal })).rejects.toThrow('timeout');
  });
});

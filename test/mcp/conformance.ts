// Runs the official suite against the built server on the sandbox, against the fixtures through the same client and adapters, and
// against the authorization server of `--auth sign-in`: `npx tsx test/mcp/conformance.ts`. The suite needs Node 22, which npx brings
// along. What is known to fail, and why, stands in conformance-*.yml; anything else that fails, or a known failure that no longer does,
// is exit code 1.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { builtFile, cleanEnv } from '../../scripts/built.ts';
import { ask } from '../http/front.ts';
import { createBrowser, freePort, newClientId, secret } from '../http/sign-in/signing.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const servers = {
  product: [builtFile, 'http', '--sandbox', '--port', '0'],
  fixture: ['--import', 'tsx', at('conformance-server.ts'), '0'],
};

const suites = {
  '2025-11-25': { version: '0.1.16', options: [] },
  '2026-07-28': { version: '0.2.0-alpha.12', options: ['--requirements', '2026-07-28'] },
};

/** Starts a server that prints its address as its first line. */
async function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: cleanEnv(env) });
  const [url] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(url) };
}

/** Runs the suite with these words; `onText` is told all that it has printed so far. Returns its exit code and the lines that sum it up. */
async function runSuite(version: string, words: readonly string[], onText = (_: string) => {}) {
  const packages = ['-p', 'node@24', '-p', `@modelcontextprotocol/conformance@${version}`];
  const child = spawn('npx', ['-y', ...packages, 'conformance', ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
    onText(text);
  });
  const [code] = await once(child, 'close');
  return { code, summary: text.slice(Math.max(0, text.indexOf('=== SUMMARY ==='))) };
}

function report(what: string, { code, summary }: Awaited<ReturnType<typeof runSuite>>): void {
  process.stdout.write(`${what}: ${code === 0 ? 'as expected' : 'NOT AS EXPECTED'}\n${summary}\n`);
  if (code !== 0) process.exitCode = 1;
}

/** The scenarios for authorization servers: the suite is the client, and its page is filled in here. */
async function authorization(): Promise<void> {
  const [port, callback] = [await freePort(), await freePort()];
  const issuer = `http://127.0.0.1:${port}`;
  const endpoint = `${issuer}/mcp`;
  const words = ['http', '--sandbox', '--port', String(port), '--auth', 'sign-in', '--audience', endpoint];
  const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-'));
  const { child } = await start([builtFile, ...words, '--sign-ins', join(folder, 'sign-ins')], {
    COPPER_HTTP_SECRET: secret,
  });
  const clientId = await newClientId(
    { issuer },
    { redirect_uris: [`http://127.0.0.1:${callback}/callback`] },
  );
  let signedIn: Promise<unknown> | undefined;
  const signIn = async (url: string) => ask((await createBrowser().signIn(url)).href);
  const given = [
    '--url',
    issuer,
    '--client-id',
    clientId,
    '--resource',
    endpoint,
    '--port',
    String(callback),
  ];
  const { version } = suites['2026-07-28'];
  const ran = await runSuite(version, ['authorization', ...given], (text) => {
    const url = /^http\S+\/authorize\?\S+$/m.exec(text)?.[0];
    if (url !== undefined) signedIn ??= signIn(url);
  });
  await signedIn;
  report('sign-in, scenarios for authorization servers', ran);
  child.kill();
  rmSync(folder, { recursive: true });
}

for (const [server, args] of Object.entries(servers)) {
  const { child, url } = await start(args);
  for (const revision of ['2025-11-25', '2026-07-28'] as const) {
    const { version, options } = suites[revision];
    const baseline = ['--expected-failures', at(`conformance-${server}-${revision}.yml`)];
    report(
      `${server}, ${revision}`,
      await runSuite(version, ['server', '--url', url, ...options, ...baseline]),
    );
  }
  child.kill();
}
await authorization();

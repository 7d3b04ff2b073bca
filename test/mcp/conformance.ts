// Runs the official suite against the built server on the sandbox, and against the fixtures through the same client and
// adapters: `npx tsx test/mcp/conformance.ts`. The suite needs Node 22, which npx brings along. What is known to fail, and why,
// stands in conformance-*.yml; anything else that fails, or a known failure that no longer does, is exit code 1.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cleanEnv } from '../../scripts/built.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const servers = {
  product: [at('../../dist/copper-mcp.js'), 'http', '--sandbox', '--port', '0'],
  fixture: ['--import', 'tsx', at('conformance-server.ts'), '0'],
};

const suites = {
  '2025-11-25': { version: '0.1.16', options: [] },
  '2026-07-28': { version: '0.2.0-alpha.12', options: ['--requirements', '2026-07-28'] },
};

/** Starts a server that prints its address as its first line. */
async function start(args: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: cleanEnv() });
  const [url] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(url) };
}

/** Runs one suite and returns its exit code and the lines that sum it up. */
async function run(url: string, server: string, revision: keyof typeof suites) {
  const { version, options } = suites[revision];
  const packages = ['-p', 'node@24', '-p', `@modelcontextprotocol/conformance@${version}`];
  const baseline = ['--expected-failures', at(`conformance-${server}-${revision}.yml`)];
  const command = ['-y', ...packages, 'conformance', 'server', '--url', url, ...options, ...baseline];
  const child = spawn('npx', command, { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, summary: text.slice(Math.max(0, text.indexOf('=== SUMMARY ==='))) };
}

for (const [server, args] of Object.entries(servers)) {
  const { child, url } = await start(args);
  for (const revision of ['2025-11-25', '2026-07-28'] as const) {
    const { code, summary } = await run(url, server, revision);
    process.stdout.write(
      `${server}, ${revision}: ${code === 0 ? 'as expected' : 'NOT AS EXPECTED'}\n${summary}\n`,
    );
    if (code !== 0) process.exitCode = 1;
  }
  child.kill();
}

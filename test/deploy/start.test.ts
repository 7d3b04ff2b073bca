import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { builtFile, root } from '../../scripts/built.ts';
import { modernMeta } from '../mcp/raw.ts';
import { bareEnv, handshake } from '../scenarios/server-process.ts';

const dist = pathToFileURL(join(root, 'dist/')).href;

/** The files of dist/ that a process loaded, by the coverage that V8 writes at its end, and what it printed. */
function loaded(
  args: readonly string[],
  input = '',
): { readonly stdout: string; readonly files: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-start-'));
  try {
    const env = bareEnv({ NODE_V8_COVERAGE: folder, COPPER_API_KEY: 'k', COPPER_USER_EMAIL: 'a@b.test' });
    const { stdout } = spawnSync(process.execPath, args, { env, input, encoding: 'utf8' });
    const [report = ''] = readdirSync(folder);
    const { result }: { result: { url: string }[] } = JSON.parse(readFileSync(join(folder, report), 'utf8'));
    const files = result.map(({ url }) => url).filter((url) => url.startsWith(dist));
    return { stdout, files: files.map((url) => fileURLToPath(url)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const kilobytes = (files: readonly string[]) =>
  files.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000;

const lines = (...messages: object[]) =>
  messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('');

test.each([
  [
    'initialize',
    lines(
      { id: 1, method: 'initialize', params: handshake('2025-11-25') },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/list' },
    ),
  ],
  [
    'server/discover',
    lines(
      { id: 1, method: 'server/discover', params: { _meta: modernMeta } },
      { id: 2, method: 'tools/list', params: { _meta: modernMeta } },
    ),
  ],
])('until the list of tools is answered after %s, a twentieth of the bundle is loaded', (_, asked) => {
  const { stdout, files } = loaded([builtFile], asked);
  expect(stdout).toContain('"search_people"');
  expect(files.length).toBeGreaterThan(1);
  expect(kilobytes(files)).toBeLessThan(95);
});

test.each(['initialize', 'server/discover'])(
  'no data of languages is asked for until %s is answered',
  (first) => {
    const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-start-'));
    try {
      const guard = join(folder, 'guard.cjs');
      writeFileSync(
        guard,
        `const refuse = () => { throw new Error('data of languages'); };
      Number.prototype.toLocaleString = Date.prototype.toLocaleString = String.prototype.localeCompare = refuse;
      for (const name of Object.getOwnPropertyNames(Intl)) Intl[name] = refuse;`,
      );
      const params = first === 'initialize' ? handshake('2025-11-25') : { _meta: modernMeta };
      const { stdout, stderr } = spawnSync(process.execPath, ['--require', guard, builtFile], {
        // A time zone that is set is checked at once, which takes those data.
        env: bareEnv({ COPPER_API_KEY: 'k', COPPER_USER_EMAIL: 'a@b.test', COPPER_TIMEZONE: '' }),
        input: lines({ id: 1, method: first, params }),
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(stdout).toContain('Copper CRM');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test('a program that imports the library has loaded no more than its list of tools', () => {
  const { files } = loaded(['--eval', `import(${JSON.stringify(`${dist}index.mjs`)})`]);
  expect(files).toContain(join(root, 'dist/index.mjs'));
  expect(kilobytes(files)).toBeLessThan(70);
});

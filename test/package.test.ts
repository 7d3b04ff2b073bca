import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { published } from '../src/published.ts';
import { root } from './built.ts';

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-package-'));

/** npm without the network and without any setting of ours. */
const env = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
};

function run(cwd: string, command: string, ...args: string[]) {
  const windows = process.platform === 'win32';
  return spawnSync(command, args, { cwd, encoding: 'utf8', env, timeout: 60_000, shell: windows });
}

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

// The scripts would build anew while other tests use what is built.
beforeAll(() => {
  const { stdout } = run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
  [packed] = JSON.parse(stdout);
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const installed = run(folder, 'npm', 'install', '--no-audit', '--no-fund', join(folder, packed.filename));
  expect(installed.status, installed.stderr).toBe(0);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed tarball', () => {
  test('holds the bundle and the papers, and nothing of development', () => {
    const paths = packed.files.map(({ path }) => path);
    const outside = paths.filter((path) => !/^dist\/parts\/[\w-]+\.js$/.test(path));
    expect(outside.toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/copper-mcp.js',
      'package.json',
    ]);
    expect(paths.length).toBeGreaterThan(outside.length);
  });

  test('is small', () => {
    expect(packed.unpackedSize).toBeLessThan(2_000_000);
  });

  test('brings no other package along', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'copper-mcp',
    ]);
  });

  test('shows its tools through npx in an empty folder', () => {
    const { status, stdout, stderr } = run(folder, 'npx', '--no-install', 'copper-mcp', 'tools', '--json');
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout).tools).toHaveLength(published.length);
  });

  test('answers a question on the sandbox', () => {
    const { status, stdout, stderr } = run(
      folder,
      'npx',
      ...['--no-install', 'copper-mcp', 'call', 'search_people', 'company=Globex', '--sandbox'],
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^people 1-\d+ of \d+\n/);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transform } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { builtFile } from '../../scripts/built.ts';
import { wantsColors } from '../../src/cli/shell.ts';
import { runBuilt } from './secure.ts';

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-entry-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the built program as if Node had this version. */
function runOn(version: string) {
  const preload = join(folder, `${version}.cjs`);
  writeFileSync(
    preload,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  return runBuilt(['--version'], { node: ['--require', preload] });
}

const oldest = packageJson.engines.node.replace('>=', '');

test.each(['12.22.12', '16.20.2', '18.20.8', '20.9.0', '20.18.0'])(
  'Node %s is told what to do',
  async (version) => {
    const { code, out, err } = await runOn(version);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^copper-mcp needs [^\n]+\n$/);
    expect(err).toContain(`needs Node ${oldest} or newer, and this is Node ${version}: install Node 24`);
  },
);

test.each([oldest, '20.19.0', '22.0.0', '100.0.0'])('Node %s is new enough', async (version) => {
  expect(await runOn(version)).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
});

test('the first file can be read by Node since 14: old syntax, and nothing loaded before the version is known', async () => {
  const code = readFileSync(builtFile, 'utf8');
  const written = async (target: string) => (await transform(code, { target, format: 'esm' })).code;
  expect(await written('node14.18')).toBe(await written('esnext'));
  const loaded: string[] = [];
  const run = compileFunction(code.replace(/^#!.*/, ''), ['require', 'process']);
  const said: string[] = [];
  run((name: string) => loaded.push(name), {
    versions: { node: '14.18.0' },
    stderr: { write: (text: string) => said.push(text) },
  });
  expect(loaded).toEqual([]);
  expect(said.join('')).toContain('this is Node 14.18.0');
});

test.each<[Record<string, string>, boolean, boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ TERM: 'dumb' }, true, false],
  [{ TERM: 'xterm' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: 'false' }, true, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, false, true],
])('colours with %j, a terminal: %s', (env, isTerminal, wanted) => {
  expect(wantsColors(env, isTerminal)).toBe(wanted);
});

test('FORCE_COLOR reaches the built program, and a pipe alone has no colours', async () => {
  const style = '\u001b[1m';
  expect((await runBuilt(['--help'])).out).not.toContain(style);
  expect((await runBuilt(['--help'], { env: { FORCE_COLOR: '1' } })).out).toContain(style);
  expect((await runBuilt(['docter'], { env: { FORCE_COLOR: '1' } })).err).toContain('\u001b[31m');
});

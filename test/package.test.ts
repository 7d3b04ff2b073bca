import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/built.ts';
import { published } from '../src/published.ts';

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-package-'));

/** npm without the network and without any setting of ours. */
const env = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
};

function run(cwd: string, command: string, ...args: string[]) {
  // There, npm and npx are scripts of a shell.
  const shell = process.platform === 'win32' && /^np[mx]$/.test(command);
  return spawnSync(command, args, { cwd, encoding: 'utf8', env, shell });
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
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  const installed = run(folder, 'npm', 'install', '--no-audit', '--no-fund', join(folder, packed.filename));
  expect(installed.status, installed.stderr).toBe(0);
});

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
      'dist/index.d.mts',
      'dist/index.mjs',
      'dist/package.json',
      'dist/parts/package.json',
      'dist/start.js',
      'dist/view.html',
      'package.json',
    ]);
    expect(paths.length).toBeGreaterThan(outside.length);
  });

  test('is small', () => {
    expect(packed.unpackedSize).toBeLessThan(2_400_000);
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
    expect(stdout).toMatch(/^people 1-\d+ of \d+ \(each row: company Globex\)\n/);
  });
});

/** A program of this repository's development packages. */
const tool = (cwd: string, path: string, ...args: string[]) =>
  run(cwd, process.execPath, join(root, 'node_modules', path), ...args);

describe('as npm, Node and TypeScript see it', () => {
  test('publint finds nothing', () => {
    const { status, stdout } = tool(folder, 'publint/src/cli.js', '--strict', join(folder, packed.filename));
    expect(status, stdout).toBe(0);
    expect(stdout).toContain('All good');
  });

  test('its types are found wherever it can be imported', () => {
    const args = ['--profile', 'esm-only', '--format', 'json', join(folder, packed.filename)];
    const { status, stdout } = tool(folder, '@arethetypeswrong/cli/dist/index.js', ...args);
    expect(status, stdout).toBe(0);
    expect(JSON.parse(stdout).analysis.types).toEqual({ kind: 'included' });
  });

  test('it cannot be reached but by its name', () => {
    const { status, stderr } = run(folder, process.execPath, '--eval', "import('copper-mcp/dist/index.mjs')");
    expect([status, stderr]).toEqual([1, expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED')]);
  });
});

/** Lines of each of these programs in which tsc finds a mistake: strict, and with nothing around that an empty folder has not. */
function mistakes(texts: readonly string[], compilerOptions: object): number[][] {
  const options = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
  const how = { ...options, target: 'es2022', module: 'nodenext', noEmit: true, ...compilerOptions };
  const files = texts.map((_, at) => `program-${at}.ts`);
  for (const [at, text] of texts.entries()) writeFileSync(join(folder, files[at] ?? ''), text);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: how, files }));
  const { stdout } = tool(folder, 'typescript/bin/tsc', '--project', folder, '--pretty', 'false');
  const found = stdout.split('\n').filter((line) => line.includes('error TS'));
  // A mistake that is in none of the programs is in all of them.
  const inNone = found.filter((line) => !/^program-\d+\.ts\(/.test(line)).map(() => 0);
  return files.map((file) => [
    ...inNone,
    ...found.filter((line) => line.startsWith(`${file}(`)).map((line) => Number(/\((\d+),/.exec(line)?.[1])),
  ]);
}

const node = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] };
const browser = { types: [], lib: ['es2022', 'dom'] };
const opened =
  "import { createCopper } from 'copper-mcp';\nconst copper = createCopper({ sandbox: true });\n";

const right = [
  "const text: string = await copper.call('list_tags', {});",
  "const { rows, next, total } = await copper.call('search_people', { tags: ['vip', 'new'], limit: 5 }, { format: 'json' });",
  'const name: string | number | boolean | null | undefined = rows[0]?.name;',
  "await copper.call('get_opportunity', { id: 1 }, { signal: AbortSignal.timeout(9), onProgress: ({ done }) => void (done + 1) });",
  "await copper.call('search_opportunities', { filters: { name: 'Region', value: 'EMEA' }, status: 'Open' });",
  'for (const tool of copper.tools) await copper.call(tool.name, JSON.parse("{}"));',
  "export const used = [text, next, total, name, createCopper({ apiKey: 'x', email: undefined })];",
];
const wrong = [
  "copper.call('search_poeple', {});",
  "copper.call('search_people', { ownr: 'me' });",
  "copper.call('search_people', { limit: 'five' });",
  "copper.call('list_tags', { sort: 'size' });",
  "copper.call('get_opportunity', {});",
  "copper.call('search_people', { filters: [{ value: 'EMEA' }] });",
  "copper.call('list_users', {}, { format: 'csv' });",
  "copper.call('list_users', {}).then(({ rows }) => rows);",
  'createCopper({});',
  "createCopper({ apikey: 'x' });",
  'createCopper({ sandbox: true, timeZone: 5 });',
];
const program = (lines: readonly string[]) => `${opened}${lines.join('\n')}\n`;

describe('as a library', () => {
  const [, example = ''] =
    /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/library.md'), 'utf8')) ?? [];

  const programs = [example, program(right), program(wrong)];
  let found: number[][];
  beforeAll(() => {
    found = mistakes(programs, node);
  });

  test('the example of its page is right', () => {
    expect(example).toContain("from 'copper-mcp'");
    expect(found[0]).toEqual([]);
  });

  test('and runs in an empty folder', () => {
    writeFileSync(join(folder, 'program.mjs'), transformSync(example, { loader: 'ts' }).code);
    const { status, stdout, stderr } = run(folder, process.execPath, 'program.mjs');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^opportunities 1-3 of \d+ \(each row: owner Dana Li; status Open\), next: offset=3\n/,
    );
    expect(stdout).toContain('isaac.quinn@globex.example');
    expect(stdout).toContain('Dana Li');
  });

  test('right calls have no mistakes with the types of Node', () => {
    expect(found[1]).toEqual([]);
  });

  test('right calls have no mistakes with those of a browser', () => {
    expect(mistakes([program(right)], browser)).toEqual([[]]);
  });

  test('TypeScript refuses what the tools and createCopper would refuse', () => {
    // The program begins with two lines that are right.
    expect(found[2]).toEqual(wrong.map((_, at) => at + 3));
  });
});

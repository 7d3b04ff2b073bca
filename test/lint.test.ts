import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cleanEnv, root } from '../scripts/built.ts';

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const times = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at));
const long = (count: number) => [
  'export function a(sum: number) {',
  ...times(count - 3, (at) => `  sum += ${at};`),
  '  return sum;',
  '}',
];
const wide = (count: number) => {
  const names = times(count, (at) => `b${at}`);
  return [
    `export const a = (${names.map((name) => `${name}: number`).join(', ')}) => [${names.join(', ')}];`,
  ];
};
const tall = (count: number) => times(count, (at) => `export const a${at} = ${at};`);

/** A file that breaks a limit, and the largest one that does not. */
const samples = {
  noExcessiveLinesPerFunction: [long(90), long(89)],
  useMaxParams: [wide(6), wide(5)],
  noExcessiveLinesPerFile: [tall(251), tall(250)],
};

test('the linter sees functions of 90 lines, six parameters and files of more than 250 lines, in the product alone', () => {
  copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  const put = (path: string, lines: readonly string[] = []) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${lines.join('\n')}\n`);
  };
  for (const [name, [bad, good]] of Object.entries(samples)) {
    for (const part of ['src/answer', 'tools', 'test']) put(`${part}/bad-${name}.ts`, bad);
    for (const part of ['src/answer', 'tools']) put(`${part}/good-${name}.ts`, good);
  }
  const linter = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [linter, 'lint', '--reporter=github', '--colors=off', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, env: cleanEnv(), encoding: 'utf8' });
  const found = [...stdout.matchAll(/title=lint\/\w+\/(\w+),file=(?:[^,]*lint-\w+\/)?([^,]+)/g)].map(
    ([, rule, path]) => `${path?.replaceAll('\\', '/')}: ${rule}`,
  );
  const expected = Object.keys(samples).flatMap((name) =>
    ['src/answer', 'tools'].map((part) => `${part}/bad-${name}.ts: ${name}`),
  );
  expect(found.toSorted(), stdout).toEqual(expected.toSorted());
});

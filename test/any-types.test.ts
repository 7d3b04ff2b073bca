import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { anyTypes } from './architecture/any-types.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'any-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('no value of type any goes through src or tools', () => {
  const folders = ['src/', 'tools/'].map((name) => join(root, name));
  const isOurs = (path: string) => folders.some((name) => path.startsWith(name));
  expect(anyTypes(join(root, 'tsconfig.json'), isOurs)).toEqual([]);
});

const lines = [
  // Fine: given on as unknown, thrown, or never any.
  'export const parse = (text: string): unknown => JSON.parse(text);',
  'export const stop = (signal: AbortSignal): never => { throw signal.reason; };',
  'export const log = (reject: (reason: unknown) => void, signal: AbortSignal) => reject(signal.reason);',
  'export const pair = ([first]: readonly [string, number]) => first;',
  // Holes.
  'export const count: number = JSON.parse("1");',
  'const told = JSON.parse("{}");',
  'export const { name }: { name: string } = told.user;',
  'export const sum = (list: Array<Parameters<typeof String>[0]>) => list.map((each) => each + 1);',
];

test('an any that goes on as something else is found, one that ends at once is not', () => {
  const config = join(folder, 'tsconfig.json');
  const file = join(folder, 'holes.ts');
  writeFileSync(config, JSON.stringify({ compilerOptions: { strict: true, lib: ['es2023', 'dom'] } }));
  writeFileSync(file, `${lines.join('\n')}\n`);
  expect(anyTypes(config, (path) => path === file)).toEqual(
    ['5 JSON.parse("1")', '6 told', '6 JSON.parse("{}")', '7 told.user', '8 each'].map(
      (found) => `${file}:${found}`,
    ),
  );
});

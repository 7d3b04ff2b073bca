import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, sep } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/built.ts';

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (path: string) => JSON.stringify(join(root, path).split(sep).join(posix.sep));

const imports = [
  `import type * as declared from ${at('dist/index.mjs')};`,
  `import * as source from ${at('src/library/library.ts')};`,
  `import type * as api from ${at('src/library/api.ts')};`,
  `import type { ToolErrorKind } from ${at('src/tool/tool-error.ts')};`,
  'export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;',
  'export type Used = [api.Cell, ToolErrorKind, typeof source, declared.Cell];',
];

/** Programs that know both the source and the declaration of the build. */
const programs = {
  fits: [
    // Names of tools are made from the very list that `tools` is; the source calls them strings.
    "type Made = Omit<ReturnType<typeof declared.createCopper>, 'tools'>;",
    'export const create: (options: declared.CopperOptions) => Made = source.createCopper;',
    'export const made: typeof declared.CopperError = source.CopperError;',
    'export const back: (error: declared.CopperError) => source.CopperError = (error) => error;',
    'export const options: Same<Parameters<typeof declared.createCopper>[0], api.CopperOptions> = true;',
    'export const kinds: Same<declared.CopperErrorKind, ToolErrorKind> = true;',
    'export const answers: Same<declared.Answer, api.Answer> = true;',
    'export const total = (answer: declared.Answer): declared.Cell | undefined => answer.totals?.[0]?.value;',
    'export const part = (answer: declared.Answer): declared.Cell | undefined => answer.parts?.[0]?.totals?.[0]?.value;',
    'export const rows: Same<Parameters<ReturnType<typeof declared.createCopper>["rows"]>[2], api.RowsOptions | undefined> = true;',
    'export async function first(copper: declared.Copper): Promise<declared.ResultRow | undefined> {',
    "  for await (const row of copper.rows('search_people', { owner: 'me', fields: ['name'] })) return row;",
    '  return undefined;',
    '}',
  ],
  differs: [
    'export const create: (options: string) => string = source.createCopper;',
    "export const kinds: Same<declared.CopperErrorKind, ToolErrorKind | 'other'> = true;",
    "export const some = (copper: declared.Copper) => copper.rows('search_people', { limit: 5 });",
    "export const none = (copper: declared.Copper) => copper.rows('search_poeple', {});",
  ],
};

/** The mistakes that TypeScript finds in them, in one run: most of it is reading the sources. */
function mistakes(): string[] {
  for (const [name, lines] of Object.entries(programs))
    writeFileSync(join(folder, `${name}.mts`), [...imports, ...lines].join('\n'));
  const options = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
    include: [join(folder, '*.mts')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line.includes('error TS'));
}

const first = imports.length + 1;
let places: (string | undefined)[];
beforeAll(() => {
  places = mistakes().map((line) => /(?:^|[/\\])([^/\\]*\(\d+)/.exec(line)?.[1]);
});

test('the declaration of the build fits the code', () => {
  expect(places.filter((place) => !place?.startsWith('differs.mts('))).toEqual([]);
});

test('one that does not fit is seen', () => {
  expect(places).toEqual([0, 1, 2, 3].map((line) => `differs.mts(${first + line}`));
});

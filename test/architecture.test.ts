import { expect, test } from 'vitest';
import { cycles, wrongArrows } from './architecture/arrows.ts';
import { rules } from './architecture/house-rules.ts';
import { samples } from './architecture/samples.ts';
import { importsOf, readSources } from './architecture/source.ts';

const house = readSources('src', 'tools');
const file = (path: string, ...lines: string[]) => ({ path, text: `${lines.join('\n')}\n` });

test('the whole house is looked at', () => {
  expect(house.length).toBeGreaterThan(150);
  expect(house.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'src/app.ts',
      'src/cli/bin.ts',
      'src/sandbox/world/world.ts',
      'tools/records/tag.ts',
    ]),
  );
});

test('every import follows an arrow', () => {
  expect(wrongArrows(house)).toEqual([]);
});

test.each<[string, string, string, string]>([
  ['downwards only', 'src/tool/x.ts', "import { a } from '../copper/ask.ts';", 'src/copper/ask.ts'],
  ['types, too', 'src/copper/x.ts', "import type { A } from '../answer/cell.ts';", 'src/answer/cell.ts'],
  ['not across', 'src/mcp/x.ts', "import { a } from '../copper/ask.ts';", 'src/copper/ask.ts'],
  ['no tool knows the wire', 'tools/x.ts', "import { a } from '../src/copper/ask.ts';", 'src/copper/ask.ts'],
  [
    'the sandbox stands alone',
    'src/sandbox/x.ts',
    "import { a } from '../tool/json.ts';",
    'src/tool/json.ts',
  ],
  ['over several lines', 'src/tool/x.ts', "import {\n  a,\n  type B,\n} from '../app.ts';", 'src/app.ts'],
  ['for its effect', 'src/tool/x.ts', "import '../cli/bin.ts';", 'src/cli/bin.ts'],
  ['handed on', 'src/answer/x.ts', "export { a } from '../mcp/publish.ts';", 'src/mcp/publish.ts'],
  ['loaded later', 'src/answer/x.ts', "const a = await import('../cli/bin.ts');", 'src/cli/bin.ts'],
  [
    'only types where only types may be',
    'src/config.ts',
    "import { a } from './copper/sign.ts';",
    'src/copper/sign.ts',
  ],
  ['a package that is not its own', 'src/answer/x.ts', "import { z } from 'zod/v3';", 'zod/v3'],
  ['another face of a package', 'tools/x.ts', "import { z } from 'zod';", 'zod'],
  ['a package of node', 'src/tool/x.ts', "import { a } from 'node:fs';", 'node:fs'],
  [
    'the SDK',
    'src/cli/x.ts',
    "import { a } from '@modelcontextprotocol/sdk/types.js';",
    '@modelcontextprotocol/sdk/types.js',
  ],
  ['at once what is slow', 'src/copper/x.ts', "import { Agent } from 'undici';", 'undici'],
])('an arrow is missed: %s', (_, path, line, name) => {
  expect(wrongArrows([file(path, line)])).toEqual([`${path} imports ${name}`]);
});

test('arrows that may be followed, and what only looks like an import', () => {
  const lines = [
    "import type { Agent } from 'undici';",
    "const { Agent: A } = await import('undici');",
    "// import 'zod'",
  ];
  expect(
    wrongArrows([file('src/copper/x.ts', "import { isObject } from '../tool/json.ts';", ...lines)]),
  ).toEqual([]);
  expect(wrongArrows([file('src/config.ts', "import { type A, type B } from './copper/sign.ts';")])).toEqual(
    [],
  );
  expect(
    importsOf(file('src/x.ts', "/* import { a } from './a.ts'; */ const text = \"import './b.ts'\";")),
  ).toEqual([]);
});

test('a file outside the house is told', () => {
  expect(wrongArrows([file('src/extra/x.ts')])).toEqual(['src/extra/x.ts stands in no place of the house']);
});

test('no imports go in circles', () => {
  expect(cycles(house)).toEqual([]);
  expect(
    cycles([
      file('src/tool/a.ts', "import { b } from './b.ts';"),
      file('src/tool/b.ts', "import type { C } from './c.ts';"),
      file('src/tool/c.ts', "export { b } from './b.ts';"),
    ]),
  ).toEqual(['src/tool/b.ts → src/tool/c.ts → src/tool/b.ts']);
});

test.each(Object.entries(rules))('%s holds', (_, rule) => {
  expect(rule(house)).toEqual([]);
});

test.each(samples)('$name is seen to be broken', ({ name, bad, good }) => {
  const rule = rules[name];
  for (const text of bad) expect([text, rule([file('src/tool/x.ts', text)]).length]).toEqual([text, 1]);
  for (const text of good) expect([text, rule([file('src/tool/x.ts', text)])]).toEqual([text, []]);
});

test('only the command line meets the world', () => {
  expect(rules.worldOnlyInCli([file('src/cli/x.ts', 'process.exit(0);')])).toEqual([]);
  expect(rules.worldOnlyInCli([file('src/sandbox/serve.ts', 'setTimeout(run);')])).toHaveLength(1);
});

test.each([
  'src/utils/a.ts',
  'tools/helpers/a.ts',
  'src/answer/common/a.ts',
  'src/shared/a.ts',
  'src/types/a.ts',
  'src/lib/a.ts',
])('a folder that says nothing: %s', (path) => {
  expect(rules.namedFolders([file(path)])).toHaveLength(1);
});

test.each(['tools/list-tags.ts', 'tools/records/tag.ts', 'tools/index.ts', 'src/log.ts'])(
  'an entry, a list or an exception may be small: %s',
  (path) => {
    expect(rules.noTinyModules([file(path, 'export const a = 1;')])).toEqual([]);
  },
);
test.each<[string, string, string, string]>([
  ['a type and a type', 'export interface Kind {}', 'export type Kind = 1;', 'Kind'],
  ['a function and a value', 'export async function ids() {}', 'export const ids = [];', 'ids'],
  ['a type and a value', 'export class Link {}', 'export const Link = 1;', 'Link'],
  ['in a list', 'const a = 1;\nexport { a };', 'export const a = 1;', 'a'],
  ['in a list of types', 'interface A {}\nexport type { A };', 'export interface A {}', 'A'],
  ['under another name', 'const a = 1;\nexport { a as b };', 'export const b = 1;', 'b'],
  ['taken apart', 'export const { a, b: c } = d;', 'export const c = 1;', 'c'],
])('one name with two meanings is seen: %s', (_, one, other, name) => {
  expect(rules.oneMeaning([file('src/a.ts', one), file('tools/b.ts', other)])).toEqual([
    `${name} is exported by src/a.ts and tools/b.ts`,
  ]);
});

test.each([
  ['in one file alone', 'export const Kind = 1;\nexport type Kind = 1;', 'const Kind = 1;'],
  [
    'passed on',
    "export { a } from './b.ts';\nexport type { B } from './b.ts';",
    'export const a = 1, B = 1;',
  ],
  ['exported under another name', 'const a = 1;\nexport { a as b };', 'export const a = 1;'],
  ['in a text', 'const text = `\nexport const a = 1;\n`;\n', 'export const a = 1;'],
  ['in a comment', '/*\nexport const a = 1;\n*/', 'export const a = 1;'],
])('one name with one meaning: %s', (_, one, other) => {
  expect(rules.oneMeaning([file('src/a.ts', one), file('src/b.ts', other)])).toEqual([]);
});

const tool = (name: string, operation: string, ...more: string[]) =>
  [`export const ${name} = defineTool({`, `  operation: '${operation}',`, '});', ...more] as const;

test.each<[string, string, readonly string[], string]>([
  [
    'another export',
    'tools/list-tags.ts',
    tool('tags', 'listTags'),
    'tools/list-tags.ts exports const tags, not listTags',
  ],
  [
    'two exports',
    'tools/list-tags.ts',
    tool('listTags', 'listTags', 'export const b = 1;'),
    'tools/list-tags.ts exports const listTags, const b, not listTags',
  ],
  [
    'another operation',
    'tools/list-tags.ts',
    tool('listTags', 'listUsers'),
    'tools/list-tags.ts asks listUsers, not listTags',
  ],
  ['no operation', 'tools/tag.ts', ['export const tag = 1;'], 'tools/tag.ts asks nothing, not tag'],
])('a file, an operation and a tool have one name: %s', (_, path, lines, problem) => {
  expect(rules.oneToolAFile([...house.filter((each) => each.path !== path), file(path, ...lines)])).toContain(
    problem,
  );
});

test('no operation is without its tool', () => {
  const without = house.filter(({ path }) => path !== 'tools/list-tags.ts');
  expect(rules.oneToolAFile(without)).toEqual(['tools/list-tags.ts is missing']);
});

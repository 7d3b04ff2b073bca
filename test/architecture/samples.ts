import type { rules } from './house-rules.ts';

/** What breaks a rule, each text by itself and once, and what only looks like it. */
export interface Sample {
  readonly name: keyof typeof rules;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

/** Samples for the rules that look at one file at a time. */
export const samples: readonly Sample[] = [
  {
    name: 'noKeptFailures',
    bad: [
      'let a: Promise<string> | undefined;\na ??= load();',
      'let b: Promise<string> | undefined;\nb = load();',
      'let c: ReturnType<typeof open> | undefined;\nc ??= open();',
      'let d: Promise<A>;\nd ??= open().then(use);',
      "let e: Promise<A> | undefined;\ne ??= import('./a.ts');",
      'let f: Promise<A> | undefined;\nif (f === undefined) f = open();',
      'const g = new Map<string, Promise<A>>();',
      'const h = new Map<A, { b: Promise<C> }>();',
      'let i: Promise<A> | undefined;\nconst x = () => (i ??= open());\n',
      'let j: Promise<A> | undefined;\nj ??= Promise.all([open(), load()]);',
    ],
    good: [
      'let a: Promise<A> | undefined;\na ??= load().catch((error) => {\n  a = undefined;\n  throw error;\n});',
      'let a: A | undefined;\na ??= make();',
      '// let a: Promise<A>;\n// a = load();',
      'const a = new Map<string, A>();',
    ],
  },
  {
    name: 'worldOnlyInCli',
    bad: [
      'const a = process.env.A;',
      "console.log('a');",
      'const now = Date.now();',
      'const b = { now: Date.now };',
      'const day = new Date();',
      'const c = Math.random();',
      'setTimeout(run, 5);',
      'const d = setInterval;',
    ],
    good: [
      '// process.env',
      'const day = new Date(0);',
      "const text = 'console.log';",
      'const e = subprocess.run;',
    ],
  },
  {
    name: 'nothingSilenced',
    bad: [
      'const a: any = 1;',
      'const b = c as any;',
      'const d: any[] = [];',
      'const e = new Map<string, any>();',
      '// @ts-ignore',
      '// biome-ignore lint: why not',
      '/* @ts-expect-error */',
    ],
    good: ['AbortSignal.any([a]);', "const text = 'any';", '// any of them', 'const many = company;'],
  },
  {
    name: 'noDefaultExports',
    bad: ['export default 1;', 'export { a as default };', 'export default function a() {}'],
    good: ['export const defaults = 1;', "// export default\nconst a = 'export default';"],
  },
  {
    name: 'noBarrels',
    bad: [
      "export * from './a.ts';",
      "/** All. */\nexport { a } from './a.ts';\nexport type { B } from './b.ts';",
    ],
    good: [
      "import { a } from './a.ts';\nexport const list = [a];",
      "export { a } from './a.ts';\nexport const b = 1;",
    ],
  },
  {
    name: 'documentedExports',
    bad: [
      'export const a = 1;',
      '\nexport async function a() {}',
      '// A.\nexport interface A {}',
      'export type A = 1;',
    ],
    good: [
      '/** A. */\nexport const a = 1;',
      '/**\n * A.\n */\nexport function a() {}',
      "export { a } from './b.ts';",
      'const a = 1;',
    ],
  },
  {
    name: 'toolsInBraces',
    bad: [
      "const a = 'list_users lists all.';",
      'const b = `Find it with search_leads.`;',
      "const c = 'see (list_tags)';",
    ],
    good: [
      "const a = '{list_users} lists all.';",
      "const tool = 'list_users';",
      '// list_users lists all',
      'const d = `{list_users} lists all.`;',
      "const e = 'my_list_users_too';",
    ],
  },
  {
    name: 'noTinyModules',
    bad: ['export const a = 1;', `${'// A line.\n'.repeat(19)}`, `export const a = 1;${'\n'.repeat(40)}`],
    good: ['// A line.\n'.repeat(20)],
  },
  {
    name: 'shortCommentLines',
    bad: [`// ${'word '.repeat(30)}`, `  /** ${'word '.repeat(30)}*/`, `/**\n * ${'word '.repeat(30)}\n */`],
    good: [`// ${'word '.repeat(20)}`, `const a = '${'word '.repeat(40)}';`],
  },
  {
    name: 'cutsInOnePlace',
    bad: [
      'const a = text.slice(0, 60);',
      'const b = `"${text.slice(0, 60)}…"`;',
      'const c = text\n  .trim()\n  .slice(0, 60);',
    ],
    good: ['const a = text.slice(0, 600);', 'const b = rows.slice(0, 5);', '// text.slice(0, 60)'],
  },
  {
    name: 'filesWrittenInOnePlace',
    bad: [
      "import { writeFileSync } from 'node:fs';",
      "import { writeFile } from 'node:fs/promises';",
      "import { appendFileSync } from 'fs';",
      "import { lstatSync, renameSync } from 'node:fs';",
      "import { readFileSync as lstatSync } from 'node:fs';",
      "import { createWriteStream } from 'node:fs';",
      "import { copyFileSync,\n  lstatSync } from 'node:fs';",
      "import fs from 'node:fs';",
      "import * as fs from 'node:fs';",
      "const fs = await import('node:fs/promises');",
      "const fs = require('fs');",
      "const fs = process.getBuiltinModule('node:fs');",
      'machine.disk.create(path, bytes, owner);',
      'disk.rename(from, to);',
      'disk.truncate(path, 0);',
      'disk.append(path, bytes, 0o600);',
    ],
    good: [
      "import { lstatSync } from 'node:fs';",
      "import { existsSync, statSync } from 'node:fs';",
      "// import fs from 'node:fs'",
      'disk.read(path);',
    ],
  },
];

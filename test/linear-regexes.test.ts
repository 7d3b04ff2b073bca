import { expect, onTestFinished, test, vi } from 'vitest';
import { type Pattern, patternsIn, slowness, slowPatterns } from './architecture/linear-regexes.ts';
import { readSources } from './architecture/source.ts';

const house = readSources('src', 'tools');
const one = (text: string) => slowPatterns([{ path: 'src/x.ts', text }]);

test('no regular expression takes more than linear time, whatever text it meets', () => {
  expect(house.flatMap((source) => patternsIn(source).literals).length).toBeGreaterThan(250);
  expect(slowPatterns(house)).toEqual([]);
});

/** Files that make regular expressions out of texts, and what makes them do so if they have been loaded. */
const assembling: Readonly<Record<string, (() => Promise<unknown>) | undefined>> = {
  'src/cli/shell.ts': async () =>
    (await import('../src/cli/shell.ts')).withoutVariables({}, ['API_KEY', 'USER_EMAIL']),
  'src/copper/operations.ts': () => import('../src/copper/operations.ts'),
  'src/sandbox/routes.ts': () => import('../src/sandbox/routes.ts'),
  'src/tool/outgoing-text.ts': async () =>
    (await import('../src/tool/outgoing-text.ts')).createMask(['a+(b+)*c$.{2}|[d]']).text('x'.repeat(99)),
  'src/tool/setting-text.ts': () => import('../src/tool/setting-text.ts'),
  'tools/inputs/amounts.ts': () => import('../tools/inputs/amounts.ts'),
};

test('only these files assemble any', () => {
  const found = house.filter((source) => patternsIn(source).assembles).map(({ path }) => path);
  const asType = ['src/copper/reply-numbers.ts'];
  expect(found.filter((path) => !asType.includes(path))).toEqual(Object.keys(assembling));
});

test.each(Object.entries(assembling))('%s assembles linear ones', async (_, make) => {
  const made: Pattern[] = [];
  const Original = globalThis.RegExp;
  vi.resetModules();
  vi.stubGlobal(
    'RegExp',
    class extends Original {
      constructor(pattern: string, flags = '') {
        super(pattern, flags);
        made.push({ pattern: String(pattern), flags });
      }
    },
  );
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });
  await make?.();
  vi.unstubAllGlobals();
  expect(made.length).toBeGreaterThan(0);
  expect(made.flatMap(slowness)).toEqual([]);
});

test.each([
  ['blanks at the end', String.raw`text.replace(/\s+$/, '')`],
  ['the same after an arrow', String.raw`const f = (t: string) => /[.\s]+$/.test(t);`],
  ['the same after return', String.raw`function f(t: string) { return /\/+$/.test(t); }`],
  ['in a template', 'const t = `${u.replace(/\\s*\\n\\s*/g, " ")}`;'],
  ['two that take the same', String.raw`const r = /^(.+?)\s+at\s+(.+)$/;`],
  ['nested', 'const r = /^(a+)+$/;'],
  ['alternatives of many', 'const r = /^(?:a+|b+)*c$/;'],
  ['with the flag u', String.raw`const r = /\p{L}+$/u;`],
  ['behind a look', String.raw`const r = /(?<=a\p{M}*)\p{M}/u;`],
  ['three at once', String.raw`const r = /^\s*-?\s*(\d*)\s*$/;`],
  ['numbers', String.raw`const r = /^\d+\.\d+\d*$/;`],
])('a slow one is seen: %s', (_, text) => {
  expect(one(text)).not.toEqual([]);
});

test.each([
  ['blanks at the end, from their start', String.raw`text.replace(/(?<!\s)\s+$/, '')`],
  ['a division', 'const x = 6 / 2 / 1; const s = "/(a+)+$/";'],
  ['in a comment', '// /(a+)+$/\nexport const a = 1;'],
  ['bounded', String.raw`const r = /^\d{1,15}$/;`],
])('a fast one is not: %s', (_, text) => {
  expect(one(text)).toEqual([]);
});

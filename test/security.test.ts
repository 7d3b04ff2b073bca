import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../scripts/built.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** A promise, and the tests that it names: each file is followed by parts of titles in it. */
interface PromiseKept {
  readonly said: string;
  readonly tests: readonly (readonly [file: string, title: string])[];
}

/** Takes the promises from the text of SECURITY.md. */
function promisesIn(text: string): PromiseKept[] {
  const [, section = ''] = text.split('## What is promised');
  return testedLines(section.split('\n## ')[0] ?? '', '- ');
}

/** Takes the tests that lines name which begin so. */
function testedLines(text: string, start: string): PromiseKept[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith(start)) return [];
    const files = [...line.matchAll(/`(test\/[\w./-]+\.test\.ts)`((?: ?,? ?"[^"]+")*)/g)];
    const tests = files.flatMap(([, file = '', titles = '']) =>
      [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => [file, title] as const),
    );
    return [{ said: line.slice(2, 60), tests }];
  });
}

/** Where a title or a part of it is in the call of a test or a group, not in any other text. */
function hasTest(code: string, title: string): boolean {
  const titles = [
    ...code.matchAll(/\b(?:test|describe)(?:\.\w+)*(?:<[^>]*>)?\([^'"`]{0,40}(['"`])((?:\\.|(?!\1).)*)\1/g),
    ...code.matchAll(/\]\)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g),
    ...code.matchAll(/\)\(\s*(['"`])((?:\\.|(?!\1).)*)\1,\s*(?:async )?\(/g),
  ];
  return titles.some(([, , found = '']) => found.includes(title));
}

const promises = promisesIn(read('SECURITY.md'));
const demands = testedLines(read('docs/authorization.md'), '| ').slice(2);

test('docs/authorization.md has the demands of the specification', () => {
  expect(demands.length).toBeGreaterThan(20);
});

test('SECURITY.md makes promises', () => {
  expect(promises.length).toBeGreaterThan(12);
});

test.each([...promises, ...demands])('promised and tested: $said', ({ tests }) => {
  expect(tests.length).toBeGreaterThan(0);
  const missing = tests.filter(
    ([file, title]) => !existsSync(join(root, file)) || !hasTest(read(file), title),
  );
  expect(missing).toEqual([]);
});

test.each([
  ['- A. `test/a.test.ts` "one"', [['test/a.test.ts', 'one']]],
  [
    '- A. `test/a.test.ts` "one", "two"',
    [
      ['test/a.test.ts', 'one'],
      ['test/a.test.ts', 'two'],
    ],
  ],
  [
    '- A. `test/a.test.ts` "one"; `test/b.test.ts` "two"',
    [
      ['test/a.test.ts', 'one'],
      ['test/b.test.ts', 'two'],
    ],
  ],
  ['- A, which no test holds.', []],
  ['- A. `test/a.test.ts`', []],
])('the promise %j names %j', (line, tests) => {
  expect(
    promisesIn(`## What is promised\n\n${line}\n\n## More\n- B. \`test/c.test.ts\` "three"`),
  ).toMatchObject([{ tests }]);
});

test.each([
  ["test('one', () => {});", true],
  ["test.each([1])('a one of many', () => {});", true],
  ["describe('one', () => {});", true],
  ["  test.skipIf(win)('one', () => {});", true],
  ["test.each<[string]>([\n  ['x'],\n])('one %s', () => {});", true],
  ["const text = 'one';", false],
  ['// test one', false],
  ["expect(text).toBe('one');", false],
])('%j has a test named one: %s', (code, found) => {
  expect(hasTest(code, 'one')).toBe(found);
});

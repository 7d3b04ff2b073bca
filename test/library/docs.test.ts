import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/built.ts';

const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
const api = readFileSync(join(root, 'src/library/api.ts'), 'utf8');

/** The names between these two lines that stand at the start of a line of the source. */
const names = (from: string, to: string, name: RegExp) => {
  const [, part = ''] = api.split(from);
  return [...(part.split(to)[0] ?? '').matchAll(name)].map(([, each]) => each);
};

test('docs/library.md names every setting, option and kind of error', () => {
  const all = [
    ...names('interface CopperSettings {', '\n}', /^ {2}readonly (\w+)/gm),
    ...names('interface CallOptions {', '\n}', /^ {2}readonly (\w+)/gm),
    ...names('type CopperErrorKind =', ';', /'(\w+)'/g),
  ];
  expect(all).toHaveLength(11 + 3 + 11);
  expect(all.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('it fits on a screen', () => {
  expect(page.split('\n').length).toBeLessThanOrEqual(60);
});

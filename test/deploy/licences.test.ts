import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { licences } from '../../scripts/build/licences.mjs';
import { root } from '../../scripts/built.ts';

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-licences-'));
afterAll(() => rmSync(folder, { recursive: true }));

function pack(name: string, license: string, file: string, text: string): string {
  const path = `node_modules/${name}`;
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, path, 'package.json'), JSON.stringify({ name, version: '1.0.0', license }));
  writeFileSync(join(folder, path, file), text);
  return `${path}/index.js`;
}

test('words that packages share are written once, each owner is named, what is not inside is not', async () => {
  const inputs = {
    [pack('a', 'MIT', 'LICENSE', 'MIT License\n\nCopyright (c) 2020 Ann\n\nPermission is\ngranted.\n')]: 9,
    [pack(
      'b',
      'MIT',
      'license.md',
      '# The MIT License (MIT)\r\n\r\nCopyright 2021 Bob\r\n\r\nPermission is granted.',
    )]: 9,
    [pack('@c/d', 'ISC', 'LICENCE.txt', 'ISC License\n\nCopyright Cid\n\nPermission to use.')]: 9,
    [pack('e', 'MIT', 'LICENSE', 'Copyright Eve')]: 0,
  };
  const outputs = {
    'dist/x.js': {
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]),
      ),
    },
  };
  expect(await licences(folder, outputs)).toBe(
    [
      '@c/d 1.0.0 (ISC)\n  Copyright Cid',
      'Permission to use.',
      '-'.repeat(80),
      'a 1.0.0 (MIT)\n  Copyright (c) 2020 Ann',
      'b 1.0.0 (MIT)\n  Copyright 2021 Bob',
      'Permission is\ngranted.\n',
    ].join('\n\n'),
  );
});

test('a package that comes without the words of its licence has those of another', async () => {
  const words = 'Apache License\n\nYou may.';
  const outputs = {
    a: {
      inputs: {
        [pack('@humanwhocodes/momoa', 'Apache-2.0', 'README.md', 'Read me')]: { bytesInOutput: 1 },
        [pack('eslint-visitor-keys', 'Apache-2.0', 'LICENSE', `Copyright contributors\n\n${words}`)]: {
          bytesInOutput: 1,
        },
      },
    },
  };
  expect(await licences(folder, outputs)).toBe(
    `@humanwhocodes/momoa 1.0.0 (Apache-2.0)\n\neslint-visitor-keys 1.0.0 (Apache-2.0)\n  Copyright contributors\n\n${words}\n`,
  );
});

test('a package without a licence stops the build', async () => {
  const path = pack('bare', 'MIT', 'README.md', 'nothing');
  const outputs = { 'dist/x.js': { inputs: { [path]: { bytesInOutput: 1 } } } };
  await expect(licences(folder, outputs)).rejects.toThrow('bare has no licence');
});

test('the file of the build names every package that is marked in CONTRIBUTING.md', () => {
  const text = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const marked = [...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/^\| `([^`]+)` \*/gm)];
  expect(marked.length).toBeGreaterThan(8);
  expect(marked.map(([, name]) => name).filter((name) => !`\n${text}`.includes(`\n${name} `))).toEqual([]);
});

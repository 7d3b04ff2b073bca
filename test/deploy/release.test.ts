import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { imageContext, missingSources } from '../../deploy/release/image-context.ts';
import { lockfileProblems } from '../../deploy/release/lockfile.ts';
import { makeRelease, type ReleaseOptions, type RunProgram } from '../../deploy/release/make-release.ts';
import { releaseNotes, versionTexts } from '../../deploy/release/version.ts';
import { root } from '../../scripts/built.ts';
import { tempHome } from '../clients/temp-home.ts';
import { onPath } from '../on-path.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const texts = {
  'package.json': '{\n  "name": "x",\n  "version": "0.1.0"\n}\n',
  'package-lock.json':
    '{\n  "name": "x",\n  "version": "0.1.0",\n  "packages": {\n    "": {\n      "version": "0.1.0"\n    }\n  }\n}\n',
  'CHANGELOG.md': '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0\n\n- First.\n',
};

describe('the version', () => {
  test('is put into every file that names it, and what was unreleased belongs to it', () => {
    const made = versionTexts(texts, '0.2.0-rc.1');
    expect(JSON.parse(made['package.json'] ?? '')).toEqual({ name: 'x', version: '0.2.0-rc.1' });
    expect(made['package-lock.json']?.match(/0\.2\.0-rc\.1/g)).toHaveLength(2);
    expect(made['package-lock.json']).not.toContain('0.1.0');
    expect(made['server.json']?.match(/0\.2\.0-rc\.1/g)).toHaveLength(4);
    expect(made['plugin/.mcp.json']).toContain('copper-mcp@0.2.0-rc.1');
    const changelog = made['CHANGELOG.md'] ?? '';
    expect(changelog).toContain('## Unreleased\n\n## 0.2.0-rc.1\n\n- New.\n\n## 0.1.0');
    expect(releaseNotes(changelog, '0.2.0-rc.1')).toBe('- New.\n');
    expect(releaseNotes(changelog, '0.1.0')).toBe('- First.\n');
  });

  test('that the files have already changes nothing in them', () => {
    const of = (path: keyof typeof texts) =>
      versionTexts({ ...texts, 'CHANGELOG.md': '## 0.1.0\n\n- x\n' }, '0.1.0')[path];
    expect([of('package.json'), of('package-lock.json')]).toEqual([
      texts['package.json'],
      texts['package-lock.json'],
    ]);
    expect(
      versionTexts({ ...texts, 'package-lock.json': read('package-lock.json') }, '0.2.0')[
        'package-lock.json'
      ],
    ).toBe(
      read('package-lock.json')
        .replaceAll(
          '"name": "copper-mcp",\n  "version": "0.1.0"',
          '"name": "copper-mcp",\n  "version": "0.2.0"',
        )
        .replace(
          '"name": "copper-mcp",\n      "version": "0.1.0"',
          '"name": "copper-mcp",\n      "version": "0.2.0"',
        ),
    );
  });

  test.each([
    ['^1.0.0', texts['CHANGELOG.md'], '"^1.0.0" is not a version such as 0.2.0'],
    ['01.0.0', texts['CHANGELOG.md'], 'is not a version'],
    ['0.1.0', texts['CHANGELOG.md'], 'CHANGELOG.md has entries under "Unreleased" and a heading for 0.1.0'],
    ['0.2.0', '## Unreleased\n\n## 0.1.0\n\n- x\n', 'CHANGELOG.md says nothing of 0.2.0.'],
    ['0.2.0', '## 0.2.0\n\n## 0.1.0\n\n- x\n', 'CHANGELOG.md says nothing of 0.2.0.'],
    ['0.2.0', '', 'CHANGELOG.md says nothing of 0.2.0.'],
  ])('%s is refused with the changelog %j', (version, changelog, why) => {
    expect(() => versionTexts({ ...texts, 'CHANGELOG.md': changelog }, version)).toThrow(why);
  });
});

describe('the lockfile', () => {
  const sum = 'sha512-x';
  const lock = (packages: object) => lockfileProblems(JSON.stringify({ packages }));

  test('of this repository installs the same on every platform', () => {
    expect(lockfileProblems(read('package-lock.json'))).toEqual([]);
  });

  test.each<[object, string[]]>([
    [{ 'node_modules/a': {} }, ['node_modules/a has no sha512 checksum']],
    [{ 'node_modules/a': { integrity: 'sha1-x' } }, ['node_modules/a has no sha512 checksum']],
    [{ '': { dependencies: { a: '1' } } }, ['the package needs a, which is not locked']],
    [
      { 'node_modules/a': { integrity: sum, optionalDependencies: { 'a-win32': '1' } } },
      ['node_modules/a needs a-win32, which is not locked'],
    ],
    [
      {
        'node_modules/a': { integrity: sum, optionalDependencies: { b: '1', c: '1' } },
        'node_modules/a/node_modules/b': { integrity: sum, dependencies: { c: '1' } },
        'node_modules/c': { integrity: sum },
      },
      [],
    ],
  ])('%j', (packages, expected) => {
    expect(lock(packages)).toEqual(expected);
  });
});

test('the context of the image is what .dockerignore leaves, and has all that is copied', () => {
  const folders = ['src', 'tools', 'scripts', 'test', 'docs', 'deploy'];
  const below = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      posix.join(folder, path),
    );
  const files = [...readdirSync(root), ...folders.flatMap(below)];
  const context = imageContext(files, read('.dockerignore'));
  expect(context).toEqual(expect.arrayContaining(['package.json', 'src/app.ts', 'tools/index.ts']));
  expect(context.filter((path) => /^(?:test|docs|deploy|README|node_modules)/.test(path))).toEqual([]);
  expect(missingSources(read('Dockerfile'), context)).toEqual([]);
  expect(
    missingSources('COPY package.json src ./\nCOPY --from=build /x y\nADD ./gone /a\n', context),
  ).toEqual(['gone']);
});

/** A repository of a few files, as Git knows it. */
function repository(): string {
  const folder = tempHome();
  const files = {
    ...texts,
    '.dockerignore': '*\n!package.json\n!src\n',
    Dockerfile: 'FROM x\nCOPY package.json ./\nCOPY src ./src\n',
    'src/app.ts': '',
    'test/app.test.ts': '',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const words of ['init -q', 'add .']) spawnSync('git', words.split(' '), { cwd: folder });
  return folder;
}

/** Runs git, tar and checks; what npm makes are small files that tell the version of the folder in which it ran. */
function programs() {
  const ran: string[] = [];
  const run: RunProgram = async ([program = '', ...args], cwd) => {
    ran.push([program, ...args].join(' '));
    if (program !== 'npm') {
      const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
      return { code: status ?? 1, out: stdout + stderr };
    }
    const { version } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
    if (args[0] === 'pack') writeFileSync(join(args.at(-1) ?? '', `copper-mcp-${version}.tgz`), version);
    if (args[0] === 'run') writeFileSync(join(cwd, 'copper-mcp.mcpb'), version);
    return { code: 0, out: args[0] === 'sbom' ? `{"version":"${version}"}` : '' };
  };
  return { ran, run };
}

const options = (more: Partial<ReleaseOptions> = {}): ReleaseOptions => ({
  root: repository(),
  version: '0.2.0',
  out: join(tempHome(), 'release'),
  install: ['npm', 'ci'],
  checks: [],
  run: programs().run,
  log: () => undefined,
  ...more,
});

describe.skipIf(process.platform === 'win32' || onPath('git') === undefined)('a release', () => {
  test('has all that is uploaded, of its version, with checksums, and leaves the repository alone', async () => {
    const { ran, run } = programs();
    const checks = [{ name: 'the version', command: ['grep', '-q', '"version": "0.2.0"', 'package.json'] }];
    const all = options({ checks, run });
    const changed = await makeRelease(all);
    const at = (name: string) => readFileSync(join(all.out, name), 'utf8');
    const names = ['copper-mcp.cdx.json', 'copper-mcp.mcpb', 'copper-mcp.tgz', 'server.json'];
    expect(readdirSync(all.out).toSorted()).toEqual(
      ['NOTES.md', 'SHA256SUMS', 'copper-mcp-image-context.tgz', ...names].toSorted(),
    );
    for (const name of names) expect(at(name)).toContain('0.2.0');
    expect(at('NOTES.md')).toBe('- New.\n');
    const sums = at('SHA256SUMS').trim().split('\n');
    for (const line of sums) {
      const [sum, name = ''] = line.split('  ');
      expect(sum).toBe(
        createHash('sha256')
          .update(readFileSync(join(all.out, name)))
          .digest('hex'),
      );
    }
    expect(sums).toHaveLength(6);
    const archive = join(all.out, 'copper-mcp-image-context.tgz');
    const { stdout } = spawnSync('tar', ['-tzf', archive], { encoding: 'utf8' });
    expect(stdout.trim().split('\n').toSorted()).toEqual(['Dockerfile', 'package.json', 'src/app.ts']);
    // Packages first, then what may refuse, then what is made.
    expect(ran.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      ...['git ls-files', 'npm ci', 'grep -q', 'npm pack', 'npm run', 'tar -czf', 'npm sbom'],
    ]);
    expect(Object.keys(changed)).toContain('server.json');
    expect(readFileSync(join(all.root, 'package.json'), 'utf8')).toBe(texts['package.json']);
  });

  const red = { name: 'tests', command: ['sh', '-c', 'echo one failed; exit 3'] };

  test.each<[string, Partial<ReleaseOptions>, string]>([
    [
      'a check is red',
      { checks: [{ name: 'first', command: ['true'] }, red] },
      'The check "tests" failed with exit code 3. Nothing is released.\none failed',
    ],
    ['packages cannot be installed', { install: ['false'] }, 'Installing packages failed with exit code 1.'],
    ['the version is none', { version: 'next' }, '"next" is not a version'],
  ])('is refused if %s, and what was made before stays', async (_, more, why) => {
    const all = options(more);
    mkdirSync(all.out);
    writeFileSync(join(all.out, 'before'), '');
    await expect(makeRelease(all)).rejects.toThrow(why);
    expect(readdirSync(all.out)).toEqual(['before']);
  });

  test.each<[string, string, string]>([
    ['package-lock.json', '{"packages":{"node_modules/a":{}}}', 'node_modules/a has no sha512 checksum'],
    ['Dockerfile', 'COPY tools ./tools\n', 'The Dockerfile copies tools, which its context does not have.'],
    ['CHANGELOG.md', '# Changelog\n', 'CHANGELOG.md says nothing of 0.2.0.'],
  ])('is refused for its %s', async (path, text, why) => {
    const all = options();
    writeFileSync(join(all.root, path), text);
    await expect(makeRelease(all)).rejects.toThrow(why);
  });
});

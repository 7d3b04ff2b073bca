// `npm run release -- [VERSION] [--dry-run] [--without-checks]`: everything of a release up to the upload. The files are then in `release/`;
// without --dry-run, the version is also written into the repository. The tag publishes: `.github/workflows/release.yml`.
import { spawn } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { root } from '../scripts/built.ts';
import { makeRelease, type ReleaseCheck, type RunProgram } from './release/make-release.ts';
import { ReleaseRefused } from './release/refused.ts';

/** What must be green; in a copy, which has neither packages nor a build of this folder. */
const checks: readonly ReleaseCheck[] = [
  { name: 'linter', command: ['npx', '--no-install', 'biome', 'check', '.'] },
  { name: 'tests', command: ['npm', 'test'] },
  { name: 'types', command: ['npx', '--no-install', 'tsc'] },
  { name: 'nothing unused', command: ['npx', '--no-install', 'knip', '--no-progress'] },
];

const run: RunProgram = ([program = '', ...args], cwd) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void printed.push(text));
    child.once('error', (error) => resolve({ code: 127, out: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, out: printed.join('') }));
  });

const print = (line: string) => void process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean' }, 'without-checks': { type: 'boolean' } },
});
const [version = packageJson.version] = positionals;
const out = join(root, 'release');

try {
  const { out: changed } = await run(['git', 'status', '--porcelain'], root);
  if (changed.trim() !== '')
    throw new ReleaseRefused('There are changes that are not committed: commit or discard them first.');
  const texts = await makeRelease({
    root,
    version,
    out,
    install: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    checks: values['without-checks'] ? [] : checks,
    run,
    log: (line) => print(`… ${line}`),
  });
  for (const name of readdirSync(out)) print(`release/${name}  ${statSync(join(out, name)).size} bytes`);
  if (values['dry-run']) print(`Version ${version} can be released. Dry run: nothing else was written.`);
  else {
    for (const [path, text] of Object.entries(texts)) writeFileSync(join(root, path), text);
    const next = `git commit -am "Version ${version}" && git tag v${version} && git push --follow-tags`;
    print(`The version is in the files of this repository. What publishes it: ${next}`);
  }
} catch (error) {
  if (!(error instanceof ReleaseRefused)) throw error;
  process.stderr.write(`release: ${error.message}\n`);
  process.exitCode = 1;
}

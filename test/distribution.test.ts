import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { builtFile, root, startBuilt } from '../scripts/built.ts';
import { published } from '../src/published.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('mcp.json', () => {
  test('starts a server that lists all tools', async () => {
    const { command, args, env } = JSON.parse(read('mcp.json')).mcpServers.copper;
    expect([command, ...args]).toEqual(['npx', '-y', packageJson.name]);
    const server = await startBuilt({ args: [builtFile], env });
    try {
      expect((await server.client.listTools()).tools).toHaveLength(published.length);
    } finally {
      await server.close();
    }
  });
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ word: line.split(' ')[0], rest: line.slice(line.indexOf(' ') + 1) }));
  const starts = lines.flatMap(({ word }, at) => (word === 'FROM' ? [at] : []));
  const [build, final] = starts.map((start, at) => lines.slice(start, starts[at + 1]));
  const copied = (stage: typeof lines | undefined, from?: string) =>
    (stage ?? [])
      .filter(({ word, rest }) => word === 'COPY' && rest.startsWith('--from=') === (from !== undefined))
      .flatMap(({ rest }) =>
        rest
          .split(' ')
          .filter((each) => !each.startsWith('--'))
          .slice(0, -1),
      );
  const rest = (word: string) => final?.find((line) => line.word === word)?.rest ?? '';

  test('builds in one stage and ships another, on the same Node', () => {
    expect(starts).toHaveLength(2);
    expect(build?.[0]?.rest).toMatch(/^node:22-slim@sha256:[0-9a-f]{64} AS build$/);
    expect(build?.[0]?.rest).toBe(`${final?.[0]?.rest} AS build`);
  });

  test('copies files that exist and that .dockerignore lets in', () => {
    const sources = [...copied(build), ...copied(final)];
    const allowed =
      read('.dockerignore')
        .match(/^!.+$/gm)
        ?.map((line) => line.slice(1)) ?? [];
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect([...new Set(sources)].toSorted()).toEqual(allowed.toSorted());
  });

  test('ships the bundle and package.json alone, for a user who is not root', () => {
    expect(copied(final)).toEqual(['package.json']);
    expect(copied(final, 'build')).toEqual(['/app/dist']);
    expect(rest('USER')).toBe('node');
    expect(JSON.parse(rest('ENTRYPOINT'))).toEqual(['node', `/app/${packageJson.bin['copper-mcp']}`]);
  });

  test('bears the name that package.json gives the server', () => {
    expect(rest('LABEL')).toContain(`io.modelcontextprotocol.server.name="${packageJson.mcpName}"`);
  });
});

describe('the papers', () => {
  test('CONTRIBUTING.md is short and gives a reason for each dependency, and no other', () => {
    const text = read('CONTRIBUTING.md');
    const [, table = ''] = text.split('## Dependencies');
    const named = [...table.matchAll(/^\|(.*?)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(named.toSorted()).toEqual(Object.keys(packageJson.devDependencies).toSorted());
    expect(text.split('\n').length).toBeLessThanOrEqual(155);
  });

  test('CONTRIBUTING.md names folders and files that exist', () => {
    const named = [...read('CONTRIBUTING.md').matchAll(/`((?:src|test|tools|\.ci)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('the worked example of docs/writing-a-tool.md is the tool as it is', () => {
    expect(read('docs/writing-a-tool.md')).toContain(
      `\`\`\`ts\n${read('tools/list-tags.ts').trimEnd()}\n\`\`\``,
    );
  });

  test('CHANGELOG.md tells of this version', () => {
    expect(read('CHANGELOG.md')).toContain(`## ${packageJson.version}\n`);
  });

  test('no path of a machine stands in what people read', () => {
    const papers = [
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'Dockerfile',
      'mcp.json',
      '.ci/run',
    ];
    const found = papers.flatMap((file) => read(file).match(/\/(?:home|root|Users|work)\/\S*/g) ?? []);
    expect(found).toEqual([]);
  });
});

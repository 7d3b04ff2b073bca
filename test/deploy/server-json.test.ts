import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverJson } from '../../deploy/server-json.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/built.ts';
import { isObject } from '../../src/tool/json.ts';
import { variables } from '../../src/variables.ts';

test('server.json is what its source makes (`npm run snap` rewrites it)', async () => {
  await expect(`${JSON.stringify(serverJson, undefined, 2)}\n`).toMatchFileSnapshot(
    join(root, 'server.json'),
  );
});

/**
 * What the registry's schema of 2025-12-11 and its publisher refuse, as far as it can concern a server that is run from packages. Their
 * own tool, `mcp-publisher validate`, is no package of npm: the release runs it before it publishes.
 */
function refused(server: unknown): string[] {
  const found: string[] = [];
  const need = (right: boolean, what: string) => void (right || found.push(what));
  const text = (value: unknown, least: number, most: number) =>
    typeof value === 'string' && value.length >= least && value.length <= most;
  const https = (value: unknown) =>
    typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';
  const words = (value: object, ...known: string[]) =>
    need(
      Object.keys(value).every((word) => known.includes(word)),
      `unknown words in ${Object.keys(value)}`,
    );
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

  if (!isObject(server)) return ['no object'];
  const { name, title, description, version, websiteUrl, repository, icons, packages } = server;
  words(
    server,
    ...['$schema', 'name', 'title', 'description', 'version', 'websiteUrl'],
    ...['repository', 'icons', 'packages', 'remotes', '_meta'],
  );
  need(
    server.$schema === 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    'schema',
  );
  need(text(name, 3, 200) && /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/.test(String(name)), 'name');
  need(text(title, 1, 100), 'title');
  need(text(description, 1, 100), 'description');
  need(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(String(version)), 'version');
  need(https(websiteUrl), 'websiteUrl');
  need(isObject(repository) && https(repository.url) && text(repository.source, 1, 50), 'repository');
  for (const icon of list(icons)) {
    if (!isObject(icon)) return [...found, 'icon'];
    words(icon, 'src', 'mimeType', 'sizes', 'theme');
    need(https(icon.src) && text(icon.src, 1, 255), 'icon');
    need(
      list(icon.sizes).every((size) => /^(?:\d+x\d+|any)$/.test(String(size))),
      'icon sizes',
    );
  }
  need(list(packages).length > 0, 'packages');
  for (const one of list(packages)) {
    if (!isObject(one)) return [...found, 'package'];
    const { registryType, identifier, transport, environmentVariables } = one;
    words(
      one,
      ...['registryType', 'registryBaseUrl', 'identifier', 'version', 'fileSha256', 'runtimeHint'],
      ...['runtimeArguments', 'packageArguments', 'environmentVariables', 'transport'],
    );
    need(isObject(transport) && transport.type === 'stdio', 'transport');
    if (registryType === 'npm') need(one.version === version && identifier === packageJson.name, 'npm');
    else if (registryType === 'oci')
      // The tag is the version: a field of that name is refused.
      need(
        !('version' in one) && /^(?:ghcr|docker)\.io\/[a-z0-9-]+\/[a-z0-9-]+:/.test(String(identifier)),
        'oci',
      );
    else found.push('registryType');
    if (registryType === 'oci') need(String(identifier).endsWith(`:${version}`), 'tag');
    for (const variable of list(environmentVariables)) {
      if (!isObject(variable)) return [...found, 'variable'];
      words(
        variable,
        ...[
          'name',
          'description',
          'format',
          'isRequired',
          'isSecret',
          'default',
          'placeholder',
          'choices',
          'value',
        ],
      );
      need(['string', 'number', 'boolean', 'filepath'].includes(String(variable.format)), 'format');
    }
  }
  return found;
}

test('the registry has nothing to refuse', () => {
  expect(refused(JSON.parse(JSON.stringify(serverJson)))).toEqual([]);
});

test.each<[object, string]>([
  [{ name: 'copper' }, 'name'],
  [{ description: 'x'.repeat(101) }, 'description'],
  [{ version: '^1.0.0' }, 'version'],
  [{ repository: { url: 'git@github.com:a/b', source: 'github' } }, 'repository'],
  [{ packages: [] }, 'packages'],
  [{ packages: [{ ...serverJson.packages[0], version: '0.0.9' }] }, 'npm'],
  [{ packages: [{ ...serverJson.packages[1], identifier: 'ghcr.io/a/b:latest' }] }, 'tag'],
  [{ packages: [{ ...serverJson.packages[1], version: '1.0.0' }] }, 'oci'],
])('what it refuses is seen: %j', (change, what) => {
  expect(refused(JSON.parse(JSON.stringify({ ...serverJson, ...change })))).toContain(what);
});

test('names, versions and variables are those of the package', () => {
  expect([serverJson.name, serverJson.version]).toEqual([packageJson.mcpName, packageJson.version]);
  const known = variables.map(({ name }) => name);
  for (const { environmentVariables } of serverJson.packages) {
    expect(environmentVariables.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
    // Whatever is a secret is marked.
    expect(environmentVariables.filter((each) => 'isSecret' in each).map(({ name }) => name)).toEqual([
      'COPPER_API_KEY',
    ]);
  }
});

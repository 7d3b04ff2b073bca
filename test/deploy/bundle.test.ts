import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { getMcpConfigForManifest, unpackExtension } from '@anthropic-ai/mcpb';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { manifest } from '../../deploy/manifest.ts';
import { packBundle } from '../../deploy/pack-bundle.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { type Built, root, startBuilt } from '../../scripts/built.ts';
import { published } from '../../src/published.ts';
import { variables } from '../../src/variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-bundle-test-'));
const unpacked = join(folder, 'unpacked');

beforeAll(async () => {
  const mcpbPath = join(folder, 'copper-mcp.mcpb');
  // Its tool tells on stdout what it finds; a manifest that it finds wrong is an error.
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await packBundle(root, mcpbPath, true);
  log.mockRestore();
  mkdirSync(unpacked);
  expect(await unpackExtension({ mcpbPath, outputDir: unpacked, silent: true })).toBe(true);
});

afterAll(() => rmSync(folder, { recursive: true }));

type Values = Parameters<typeof getMcpConfigForManifest>[0]['userConfig'];

/** The server as Claude Desktop would start it, with these values in the fields of the extension. */
async function start(userConfig: Values): Promise<Built> {
  const config = await getMcpConfigForManifest({
    manifest: JSON.parse(readFileSync(join(unpacked, 'manifest.json'), 'utf8')),
    extensionPath: unpacked,
    systemDirs: {},
    userConfig,
    pathSeparator: sep,
  });
  if (config === undefined) throw new Error('the bundle cannot be started');
  const { command, args = [], env = {} } = config;
  return startBuilt({ command, args, env });
}

describe('the bundle', () => {
  test('holds the program, its papers and its icon, and nothing else', () => {
    expect(readdirSync(unpacked).toSorted()).toEqual([
      'LICENSE',
      'dist',
      'icon.png',
      'manifest.json',
      'package.json',
    ]);
    expect(readdirSync(join(unpacked, 'dist')).toSorted()).toEqual([
      'THIRD-PARTY-LICENSES.txt',
      'copper-mcp.js',
      'package.json',
      'parts',
      'start.js',
      'view.html',
    ]);
  });

  test.each<[string, Values]>([
    ['nothing but the switch', { sandbox: true }],
    ['empty fields', { api_key: '', email: '', time_zone: '', sandbox: true }],
    [
      'a key that it must not use',
      { api_key: 'k', email: 'a@b.test', time_zone: 'Europe/Berlin', sandbox: true },
    ],
  ])('answers on demo data with %s', async (_, values) => {
    const server = await start(values);
    try {
      const { tools } = await server.client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(published.map(({ name }) => name));
      expect(await server.answer('list_users', { limit: 1 })).toMatch(/^users 1-1 of 12/);
    } finally {
      await server.close();
    }
  });

  test('without a key says what to set', async () => {
    const server = await start({});
    try {
      expect((await server.client.listTools()).tools.length).toBeGreaterThan(20);
      expect(await server.call('list_users')).toEqual({
        isError: true,
        text: expect.stringMatching(/^not_configured: .*COPPER_API_KEY/),
      });
    } finally {
      await server.close();
    }
  });
});

describe('its manifest', () => {
  test('tells of the tools that there are, and of no other', () => {
    expect(manifest.tools).toEqual(published.map(({ name, description }) => ({ name, description })));
  });

  test('is of this version, and hides the key', () => {
    expect(manifest.version).toBe(packageJson.version);
    expect(manifest.compatibility.runtimes.node).toBe(packageJson.engines.node);
    expect(manifest.user_config.api_key.sensitive).toBe(true);
  });

  test('fills variables that exist from fields that exist', () => {
    const { env } = manifest.server.mcp_config;
    const known = variables.map(({ name }) => name);
    expect(Object.keys(env).filter((name) => !known.includes(name))).toEqual([]);
    expect(Object.values(env)).toEqual(
      Object.keys(manifest.user_config).map((field) => `\${user_config.${field}}`),
    );
  });

  test('has an icon of 512 by 512', () => {
    const png = readFileSync(join(unpacked, manifest.icon));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { builtFile } from '../../../scripts/built.ts';
import type { AskRegistry } from '../../../src/cli/shell.ts';
import { mcpClients } from '../../../src/clients/mcp-clients.ts';
import { published } from '../../../src/published.ts';
import { publishedManifest } from '../fake-shell.ts';
import { runBuilt } from '../secure.ts';
import { homeWith } from './client-home.ts';
import { serveRegistry } from './registry.ts';

const { version, mcpName, repository } = packageJson;
const ours = publishedManifest;
const { url } = repository;

type Reply = number | object | 'no reply';

/** A registry that answers with these, by the last part of the address. */
const registry =
  (latest: Reply, same: Reply = latest): AskRegistry =>
  async ({ address }) => {
    const reply = address.endsWith('/latest') ? latest : same;
    if (reply === 'no reply') return undefined;
    return typeof reply === 'number'
      ? { status: reply, body: { error: 'x' } }
      : { status: 200, body: JSON.parse(JSON.stringify(reply)) };
  };

const name = 'The npm registry registry.npmjs.org';

describe('what is written', () => {
  test.each<[string, AskRegistry]>([
    ['this version', registry(ours)],
    ['a later one as well', registry({ ...ours, version: '99.0.0' }, ours)],
    ['its repository as a text', registry({ ...ours, repository: url })],
    [
      'its repository without git',
      registry({ ...ours, repository: { url: url.replace(/^git\+|\.git$/g, '') } }),
    ],
    [
      'its repository by ssh',
      registry({ ...ours, repository: { url: url.replace('https://', 'ssh://git@') } }),
    ],
  ])('starts the package if npm has %s', async (_, askRegistry) => {
    const at = homeWith('cursor');
    const { code, err } = await at.run(['install', 'cursor', '--sandbox', '--yes'], { askRegistry });
    expect([code, err, at.read('cursor').includes('"npx"')]).toEqual([0, '', true]);
  });

  test.each<[string, AskRegistry, string]>([
    ['has no such package', registry(404), 'has no package named copper-mcp'],
    ['has only another version', registry(ours, 404), `does not have version ${version} of copper-mcp`],
    [
      "has another's",
      registry({ ...ours, mcpName: undefined }),
      "has another project's package under the name copper-mcp",
    ],
    [
      'has one that claims our repository only',
      registry({ ...ours, mcpName: 'io.github.else/copper-mcp' }),
      "has another project's package under the name copper-mcp",
    ],
    [
      'has one that claims our name only',
      registry({ ...ours, repository: { url: 'https://github.com/else/copper-mcp' } }),
      "has another project's package under the name copper-mcp",
    ],
    [
      'has one without a repository',
      registry({ ...ours, repository: undefined }),
      "has another project's package under the name copper-mcp",
    ],
    [
      "has ours at this version, and another's as the latest, which npx would start",
      registry({ name: 'copper-mcp', version: '2.0.0' }, ours),
      "has another project's package under the name copper-mcp",
    ],
    [
      "has another's at this version",
      registry(ours, { ...ours, mcpName: 'x' }),
      `has another project's package as version ${version} of copper-mcp`,
    ],
    ['says nothing of use', registry([]), "has another project's package under the name copper-mcp"],
    ['cannot be reached', registry('no reply'), 'could not be reached'],
    ['cannot be reached a second time', registry(ours, 'no reply'), 'could not be reached'],
    ['is broken', registry(503), 'answered 503'],
    ['wants a sign-in', registry(401), 'answered 401'],
  ])('starts this copy if npm %s, and that is said', async (_, askRegistry, why) => {
    const at = homeWith('cursor', 'codex');
    const run = (...more: string[]) =>
      at.run(['install', 'cursor', 'codex', '--sandbox', '--yes', ...more], { askRegistry });
    const { code, err } = await run();
    expect([code, err]).toEqual([
      0,
      `! ${name} ${why}, so Cursor and Codex start this copy: /src/copper-mcp.js. Keep it where it is.\n`,
    ]);
    expect(at.value('cursor', 'mcpServers', 'copper')).toEqual({
      command: '/usr/bin/node',
      args: ['/src/copper-mcp.js', '--sandbox'],
    });
    expect(at.read('codex')).not.toContain('npx');
    const json = await run('--json');
    expect([json.err, JSON.parse(json.out)]).toMatchObject([
      '',
      { clients: Array(2).fill({ starts: 'this copy', startsWhy: `${name} ${why}` }) },
    ]);
    const printed = await at.run(['install', '--print'], { askRegistry });
    expect(printed.err).toContain(`${why}, so the client starts this copy: /src/copper-mcp.js.`);
    expect(printed.out).toContain('"args": ["/src/copper-mcp.js"]');
  });

  test('a copy in the cache of npx is told to be none to keep', async () => {
    const at = homeWith('cursor');
    const program = `${at.home}/.npm/_npx/1a2b/node_modules/copper-mcp/dist/copper-mcp.js`;
    const { err } = await at.run(['install', 'cursor', '--sandbox', '--dry-run'], {
      askRegistry: registry(404),
      program,
    });
    expect(err).toContain('Cursor starts this copy: ~/.npm/_npx/1a2b/');
    expect(err).toContain('It is in the cache of npx, which npm may empty: install it for good');
  });

  test('nobody is asked for --local, nor where nothing can be written', async () => {
    const at = homeWith('cursor');
    at.write('gemini-cli', '{');
    const asked: string[] = [];
    const askRegistry: AskRegistry = async ({ address }) => {
      asked.push(address);
      return undefined;
    };
    await at.run(['install', 'cursor', '--sandbox', '--local', '--yes'], { askRegistry });
    await at.run(['install', 'gemini-cli', '--sandbox', '--yes'], { askRegistry });
    expect(asked).toEqual([]);
    await at.run(['install', '--all', '--sandbox', '--yes'], { askRegistry });
    expect(asked).toEqual([
      'https://registry.npmjs.org/copper-mcp/latest',
      `https://registry.npmjs.org/copper-mcp/${version}`,
    ]);
  });

  test('the registry is the one that each client meets, not that of this terminal', async () => {
    const at = homeWith('cursor', 'claude-code');
    const asked = new Set<string>();
    const askRegistry: AskRegistry = async ({ address }) => {
      asked.add(new URL(address).host);
      return { status: address.includes('acme') ? 404 : 200, body: ours };
    };
    const env = { NPM_CONFIG_REGISTRY: 'https://npm.acme.example/' };
    const { err } = await at.run(['install', '--all', '--sandbox', '--yes'], { askRegistry, env });
    expect([...asked].toSorted()).toEqual(['npm.acme.example', 'registry.npmjs.org']);
    expect(err).toContain('registry npm.acme.example has no package named copper-mcp, so Claude Code starts');
    expect(at.read('cursor')).toContain('"npx"');
    expect(at.read('claude-code')).not.toContain('"npx"');
  });
});

const all = mcpClients.map(({ id }) => id);

describe.skipIf(process.platform === 'win32')('the built program, for all eight clients', () => {
  test.each<[string, Parameters<typeof serveRegistry>[0], string | undefined]>([
    ['has the package', { [version]: { mcpName, repository } }, undefined],
    ["has another's of that name", { [version]: { bin: 'x' } }, "has another project's package"],
  ])(
    'install, doctor and uninstall say the truth where the registry %s',
    { timeout: 120_000 },
    async (_, versions, why) => {
      const at = homeWith(...all);
      const { url: address } = await serveRegistry(versions);
      const lines = [`registry=${address}/`, 'fetch-retries=0', 'audit=false'];
      writeFileSync(join(at.home, '.npmrc'), `${lines.join('\n')}\nupdate-notifier=false\n`);
      const env = { HOME: at.home };

      const installed = await runBuilt(['install', '--all', '--sandbox', '--yes'], { env });
      expect([
        installed.code,
        installed.out.match(new RegExp(`lists ${published.length} tools`, 'g'))?.length,
      ]).toEqual([0, 8]);
      if (why === undefined) expect(installed.err).toBe('');
      else expect(installed.err).toContain(why);
      for (const id of all)
        expect([id, at.read(id).includes('npx'), at.read(id).includes(builtFile)]).toEqual([
          id,
          why === undefined,
          why !== undefined,
        ]);

      const doctor = await runBuilt(['doctor', '--sandbox'], { env });
      expect([doctor.code, doctor.out.match(/✓ client .* starts this server/g)?.length]).toEqual([0, 8]);

      const removed = await runBuilt(['uninstall', '--all', '--yes'], { env });
      expect([removed.code, removed.err]).toEqual([0, '']);
      expect(
        Object.keys(at.files()).filter((path) => !path.startsWith('.npm') && !path.startsWith('.cache')),
      ).toEqual([]);
    },
  );
});

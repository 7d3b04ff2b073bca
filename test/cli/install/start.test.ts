import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StartServer } from '../../../src/cli/shell.ts';
import { mcpClients } from '../../../src/clients/mcp-clients.ts';
import { startEnvironment } from '../../../src/clients/start-environment.ts';
import { clientHome, email, homeWith, key, piped, writtenCommand } from './client-home.ts';
import { scripted } from './scripted-prompts.ts';

type Started = Parameters<StartServer>[0];

/** Remembers what was to be started; what has one of these words in its command does not start. */
function recorder(...broken: string[]) {
  const asked: Started[] = [];
  const startServer: StartServer = async (options) => {
    asked.push(options);
    const problem = 'it ended with exit code 1 and said "npm error code E404"';
    return broken.some((word) => options.command.join(' ').includes(word)) ? { problem } : { tools: 7 };
  };
  return { asked, startServer };
}

const sandboxed = ['--sandbox', '--yes'];

test('what is written is started first, with its variables and none of this terminal, in another folder', async () => {
  const at = homeWith('cursor', 'codex', 'claude-code');
  const { asked, startServer } = recorder();
  const env = { COPPER_TOOLS: 'nonsense', LANG: 'de_DE.UTF-8', USER: 'me' };
  const { code, out } = await at.run(['install', '--all', ...piped], { typed: key, env, startServer });
  expect([code, out.match(/: done; it starts and lists 7 tools\. Next/g)?.length]).toEqual([0, 3]);
  const variables = { HOME: at.home, USER: 'me', COPPER_API_KEY_FILE: at.keyFile, COPPER_USER_EMAIL: email };
  expect(asked.map(({ command, cwd, env: its }) => ({ command, cwd, env: its }))).toEqual(
    [
      { ...variables, LANG: 'de_DE.UTF-8', PATH: '/usr/bin:/bin' },
      { ...variables, PATH: '/usr/local/bin:/usr/bin:/bin' },
      { ...variables, PATH: '/usr/bin:/bin' },
    ].map((each) => ({ command: writtenCommand, cwd: at.home, env: each })),
  );
});

test('what several clients share is started once', async () => {
  const at = homeWith('cursor', 'windsurf', 'vscode', 'claude-desktop');
  const { asked, startServer } = recorder();
  await at.run(['install', '--all', ...sandboxed], { startServer });
  expect(asked).toHaveLength(1);
});

test.each(mcpClients.map(({ id, passesEnvironment = false }) => [id, passesEnvironment] as const))(
  'for %s, Windows has its own few variables, in whatever case',
  (id, all) => {
    const [client = mcpClients[0]] = mcpClients.filter((one) => one.id === id);
    const env = { Path: 'C:\\bin', SystemRoot: 'C:\\Windows', COPPER_API_KEY: key, OTHER: '1' };
    const some = { Path: 'C:\\bin', SystemRoot: 'C:\\Windows', ...(all ? { OTHER: '1' } : {}), A: 'b' };
    expect(startEnvironment(client ?? {}, { env, platform: 'win32' }, { env: { A: 'b' } })).toEqual(some);
  },
);

describe.each(mcpClients)('$name: what does not start', ({ id, name, serverPaths = [['mcpServers']] }) => {
  const place = serverPaths.at(-1) ?? [];
  const install = ['install', id, ...sandboxed];
  const problem = 'it ended with exit code 1 and said "npm error code E404"';

  test('is not written, and that is said in one sentence with the next move', async () => {
    const at = homeWith(id);
    const before = at.files();
    const { startServer } = recorder('npx');
    const { code, out, err } = await at.run(install, { startServer });
    expect([code, err, out.includes('✓')]).toEqual([1, '', false]);
    expect(out).toContain(`✗ ${name}: not done. The command for it does not start this server: ${problem}. `);
    expect(out).toMatch(/ was left as it was; --no-start writes it all the same\.\n$/);
    expect(at.files()).toEqual(before);
    const json = await at.run([...install, '--json'], { startServer });
    expect([json.code, JSON.parse(json.out)]).toMatchObject([
      1,
      { ok: false, clients: [{ result: 'not possible', started: false, startProblem: problem }] },
    ]);
  });

  test('takes the place of nothing that works', async () => {
    const at = homeWith(id);
    await at.run([...install, '--local']);
    const before = at.files();
    const { startServer } = recorder('npx');
    expect((await at.run(install, { startServer })).code).toBe(1);
    expect(at.files()).toEqual(before);
    const forced = await at.run([...install, '--no-start'], { startServer });
    expect([forced.code, forced.out.includes(': written, but not started. Next:')]).toEqual([0, true]);
    expect(JSON.stringify(at.value(id, ...place, 'copper'))).toContain('npx');
  });

  test('is told also if it stood there before', async () => {
    const at = homeWith(id);
    await at.run(install);
    const { out, code } = await at.run(install, { startServer: recorder('npx').startServer });
    expect([code, out]).toEqual([
      1,
      expect.stringContaining(`✗ ${name}: already set up, but the command in `),
    ]);
    const { out: well } = await at.run(install, { startServer: recorder().startServer });
    expect(well).toBe(`✓ ${name}: already set up; nothing to change; it starts and lists 7 tools.\n`);
  });
});

describe('the key', () => {
  const problem = recorder('npx');

  test('goes again if it was new and no client was set up', async () => {
    const at = homeWith('cursor');
    const { code } = await at.run(['install', 'cursor', ...piped], { typed: key, ...problem });
    expect([code, at.files()]).toEqual([1, {}]);
  });

  test('is again what it was if it replaced one', async () => {
    const at = homeWith('cursor');
    await at.run(['install', 'cursor', ...piped, '--local'], { typed: 'the-older-key-of-theirs' });
    const before = at.files();
    await at.run(['install', 'cursor', ...piped], { typed: key, ...problem });
    expect(at.files()).toEqual(before);
  });

  test('stays for those that were set up', async () => {
    const at = homeWith('cursor', 'codex');
    chmodSync(join(at.home, '.codex'), 0o500);
    const { code } = await at.run(['install', '--all', ...piped], { typed: key });
    expect([code, at.files()['.config/copper-mcp/key']]).toEqual([1, `${key}\n`]);
  });
});

test('an interruption while it starts leaves everything as it was', async () => {
  const at = homeWith('cursor');
  const { prompts } = scripted('key', key, email, '', true);
  const { code, err } = await at.run(['install', 'cursor', '--no-check'], {
    prompts,
    async startServer(_, interrupt) {
      interrupt();
      return { problem: 'it was interrupted' };
    },
  });
  expect([code, err, at.files()]).toEqual([130, 'Nothing was changed.\n', {}]);
});

test('what another program has put into the file meanwhile is not said to start', async () => {
  const at = clientHome();
  at.write('cursor', '{"mcpServers":{"copper":{"command":"npx","args":["copper-mcp"],"env":{"A":"1"}}}}');
  const startServer: StartServer = async () => {
    at.write('cursor', at.read('cursor').replace('"A":"1"', '"COPPER_TOOLS":"none"'));
    return { tools: 7 };
  };
  const { out } = await at.run(['install', 'cursor', ...sandboxed], { startServer });
  expect(out).toContain('✓ Cursor: written, but not started. Next:');
});

test.each([
  ['a dry run', ['install', 'cursor', '--sandbox', '--dry-run']],
  ['what cannot be written', ['install', 'gemini-cli', '--sandbox', '--yes']],
  ['--no-start', ['install', 'cursor', '--sandbox', '--yes', '--no-start']],
  ['uninstall', ['uninstall', 'cursor', '--yes']],
  ['--print', ['install', '--print']],
])('nothing is started for %s, and it is not called done', async (_, args) => {
  const at = homeWith('cursor');
  at.write('gemini-cli', '{');
  const { asked, startServer } = recorder();
  const { out } = await at.run(args, { startServer });
  expect([asked, out.includes(': done')]).toEqual([[], false]);
  expect(out.includes('written, but not started. Next:')).toBe(args.includes('--no-start'));
});

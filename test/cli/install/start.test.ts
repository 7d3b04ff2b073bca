import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtFile, cleanEnv, root } from '../../../scripts/built.ts';
import { startServer } from '../../../src/cli/install/start-server.ts';
import type { StartServer } from '../../../src/cli/shell.ts';
import { tempHome } from '../../clients/temp-home.ts';
import { runBuilt } from '../secure.ts';
import { email, homeWith, key, piped, writtenCommand } from './client-home.ts';

type Started = Parameters<StartServer>[0];

const never = new AbortController().signal;

/** What becomes of a command, started for real. */
const started = (command: readonly string[], more: Partial<Started> = {}) =>
  startServer({ command, env: cleanEnv(), cwd: tempHome(), timeoutMs: 60_000, interrupted: never, ...more });

const script = (code: string) => [process.execPath, '-e', code];
const answering = (answer: object) =>
  script(
    `process.stdin.once('data', () => { console.log(JSON.stringify(${JSON.stringify(answer)})); process.exit(0); })`,
  );
const info = (name: string) => ({ jsonrpc: '2.0', id: 1, result: { serverInfo: { name, version: '1' } } });

describe('a command that is started', () => {
  test('answers as this server', async () => {
    expect(await started([process.execPath, builtFile, '--sandbox'])).toBeUndefined();
    expect(await started(answering(info('copper-mcp')))).toBeUndefined();
  });

  test.each<[string, readonly string[], string]>([
    ['is not there', ['/nowhere/npx'], 'it cannot be run (E'],
    ['is not on the PATH', ['no-such-program-of-ours'], 'it cannot be run (E'],
    ['may not be run', [join(root, 'README.md')], 'it cannot be run (EACCES)'],
    ['is a folder', [root], 'it cannot be run (EACCES)'],
    ['ends at once', script('process.exit(3)'), 'it ended with exit code 3'],
    ['ends well, but at once', script(''), 'it ended with exit code 0'],
    [
      'says why it ends',
      script('console.error("no key"); process.exit(2)'),
      'it ended with exit code 2 and said "no key"',
    ],
    [
      'says the reason first',
      script('console.error("npm error code E404\\nnpm error more\\nsee the log"); process.exit(1)'),
      'it ended with exit code 1 and said "npm error code E404"',
    ],
    ['is ended', script('process.kill(process.pid, "SIGKILL")'), 'it ended by SIGKILL'],
    [
      'writes a line without end',
      script('for (let i = 0; i < 200; i++) require("fs").writeSync(1, "x".repeat(50000)); process.exit(4)'),
      'it ended with exit code 4',
    ],
    ['is another server', answering(info('other')), 'it ended with exit code 0'],
    ['answers something else', answering({ ...info('copper-mcp'), id: 2 }), 'it ended with exit code 0'],
    [
      'answers with an error',
      answering({ jsonrpc: '2.0', id: 1, error: { code: -1 } }),
      'it ended with exit code 0',
    ],
    ['does not speak JSON', script('console.log("hello")'), 'it ended with exit code 0'],
    [
      'has no file to run',
      [process.execPath, '/nowhere/copper-mcp.js'],
      'it ended with exit code 1 and said "Error: Cannot find module',
    ],
  ])('%s', async (_, command, why) => {
    expect(await started(command)).toContain(why);
  });

  test('cannot read its key', async () => {
    const env = cleanEnv({ COPPER_API_KEY_FILE: '/nowhere/key', COPPER_USER_EMAIL: email });
    const why = await started([process.execPath, builtFile], { env });
    expect(why).toMatch(/^it ended with exit code 2 and said ".*COPPER_API_KEY_FILE/);
  });

  test.each([
    'COPPER_API_KEY',
    'COPPER_ACCESS_TOKEN',
    'HTTPS_PROXY',
    'npm_config__auth',
    'GITHUB_TOKEN',
    'DB_PASSWORD',
  ])('is not quoted with the value of %s', async (name) => {
    const command = script(`console.error("error: " + process.env.${name}); process.exit(1)`);
    const env = cleanEnv({ [name]: 'zq7deadbeefkj4' });
    expect(await started(command, { env })).toBe('it ended with exit code 1 and said "error: ••••••"');
  });

  test('never answers, or is interrupted', async () => {
    const silent = script('setInterval(() => {}, 1000)');
    expect(await started(silent, { timeoutMs: 1 })).toBe('it did not answer within 0 seconds');
    expect(await started(silent, { interrupted: AbortSignal.abort() })).toBe('it was interrupted');
  });
});

/** Remembers what was to be started, and says what became of it. */
function recorder(why?: string) {
  const asked: Started[] = [];
  const start: StartServer = async (options) => {
    asked.push(options);
    return why;
  };
  return { asked, start };
}

describe('install', () => {
  test('starts the very command that it wrote, with its variables and none of this terminal', async () => {
    const at = homeWith('cursor', 'codex');
    const { asked, start } = recorder();
    const env = { COPPER_TOOLS: 'nonsense', LANG: 'de_DE.UTF-8' };
    const { code, out } = await at.run(['install', '--all', ...piped], {
      typed: key,
      env,
      startServer: start,
    });
    expect([code, out.match(/: done\. Next/g)?.length]).toEqual([0, 2]);
    const command = writtenCommand;
    const variables = {
      HOME: at.home,
      LANG: 'de_DE.UTF-8',
      COPPER_API_KEY_FILE: at.keyFile,
      COPPER_USER_EMAIL: email,
    };
    expect(asked).toMatchObject([
      { command, cwd: at.home },
      { command, cwd: at.home },
    ]);
    expect(asked.map((each) => each.env)).toEqual([
      { ...variables, PATH: '/usr/local/bin:/usr/bin:/bin' },
      { ...variables, PATH: '/usr/bin:/bin' },
    ]);
  });

  test('starts what several clients share once', async () => {
    const at = homeWith('cursor', 'windsurf', 'vscode', 'claude-desktop');
    const { asked, start } = recorder();
    await at.run(['install', '--all', '--sandbox', '--yes'], { startServer: start });
    expect(asked).toHaveLength(1);
  });

  test('says that it is not done where that does not answer', async () => {
    const at = homeWith('cursor');
    const { start } = recorder('it ended with exit code 1 and said "npm error code E404"');
    const args = ['install', 'cursor', '--sandbox', '--yes'];
    const { code, out } = await at.run(args, { startServer: start });
    expect([code, out.includes('done')]).toEqual([1, false]);
    expect(out).toContain(
      '✗ Cursor: ~/.cursor/mcp.json was written, but the command in it does not start this server: it ended with exit code 1 and said "npm error code E404".\n',
    );
    await at.run(['uninstall', 'cursor', '--yes']);
    const json = await at.run([...args, '--json'], { startServer: start });
    expect([json.code, JSON.parse(json.out)]).toMatchObject([
      1,
      {
        ok: false,
        clients: [{ result: 'written', started: false, startProblem: expect.stringContaining('E404') }],
      },
    ]);
  });

  test.each([
    ['a dry run', ['install', 'cursor', '--sandbox', '--dry-run']],
    ['what cannot be written', ['install', 'gemini-cli', '--sandbox', '--yes']],
    ['--no-start', ['install', 'cursor', '--sandbox', '--yes', '--no-start']],
    ['uninstall', ['uninstall', 'cursor', '--yes']],
    ['--print', ['install', '--print']],
  ])('starts nothing for %s, and calls it not done', async (_, args) => {
    const at = homeWith('cursor');
    at.write('gemini-cli', '{');
    const { asked, start } = recorder();
    const { out } = await at.run(args, { startServer: start });
    expect([asked, out.includes(': done')]).toEqual([[], false]);
    expect(out.includes('written, but not started. Next:')).toBe(args.includes('--no-start'));
  });
});

describe.skipIf(process.platform === 'win32')('the built program', () => {
  test.each<[string, readonly string[], number, string]>([
    ['done where this copy starts', ['--local'], 0, '✓ Cursor: done. Next'],
    [
      'not done where the package cannot be had',
      [],
      1,
      'the command in it does not start this server: it ended',
    ],
  ])('is %s', async (_, more, code, said) => {
    const home = tempHome();
    const env = { HOME: home, npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
    const got = await runBuilt(['install', 'cursor', '--sandbox', '--yes', ...more], { env });
    expect([got.code, got.err]).toEqual([code, '']);
    expect(got.out).toContain(said);
  });
});

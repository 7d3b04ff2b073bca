import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtFile, cleanEnv, root } from '../../../scripts/built.ts';
import { startServer } from '../../../src/cli/install/start-server.ts';
import type { StartServer } from '../../../src/cli/shell.ts';
import { published } from '../../../src/published.ts';
import { tempHome } from '../../clients/temp-home.ts';
import { email } from './client-home.ts';

type Started = Parameters<StartServer>[0];

const never = new AbortController().signal;

/** What becomes of a command, started for real. */
const started = (command: readonly string[], more: Partial<Started> = {}) =>
  startServer({ command, env: cleanEnv(), cwd: tempHome(), timeoutMs: 60_000, interrupted: never, ...more });

const script = (code: string) => [process.execPath, '-e', code];

/** A server that answers the first line with one of these, and each later one with the next. */
const answering = (...answers: readonly object[]) =>
  script(
    `const answers = ${JSON.stringify(answers)}; require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
      if (JSON.parse(line).id === undefined) return;
      console.log(JSON.stringify(answers.shift()));
      if (answers.length === 0) process.exit(0);
    })`,
  );
const info = (name: string) => ({ jsonrpc: '2.0', id: 1, result: { serverInfo: { name, version: '1' } } });
const listing = (tools: unknown) => ({ jsonrpc: '2.0', id: 2, result: { tools } });

describe('a command that is started', () => {
  test('lists the tools of this server', async () => {
    expect(await started([process.execPath, builtFile, '--sandbox'])).toEqual({ tools: published.length });
    expect(await started(answering(info('copper-mcp'), listing([{}, {}])))).toEqual({ tools: 2 });
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
    ['is another server', answering(info('other')), 'another server answered'],
    ['ends before it lists its tools', answering(info('copper-mcp')), 'it ended with exit code 0'],
    ['lists none', answering(info('copper-mcp'), listing([])), 'it lists no tools'],
    ['lists something else', answering(info('copper-mcp'), listing('all')), 'it lists no tools'],
    [
      'refuses to list them',
      answering(info('copper-mcp'), { jsonrpc: '2.0', id: 2, error: { code: -1 } }),
      'it answered with an error',
    ],
    ['answers something else', answering({ ...info('copper-mcp'), id: 2 }), 'it ended with exit code 0'],
    [
      'answers with an error',
      answering({ jsonrpc: '2.0', id: 1, error: { code: -1 } }),
      'it answered with an error',
    ],
    ['does not speak JSON', script('console.log("hello")'), 'it ended with exit code 0'],
    [
      'has no file to run',
      [process.execPath, '/nowhere/copper-mcp.js'],
      'it ended with exit code 1 and said "Error: Cannot find module \'/nowhere/copper-mcp',
    ],
    [
      'repeats a word that may be secret',
      [...script('console.error("unknown " + process.argv[1]); process.exit(1)'), 'zq7deadbeefkj4'],
      'it ended with exit code 1 and said "unknown ••••••"',
    ],
  ])('%s', async (_, command, why) => {
    expect(await started(command)).toEqual({ problem: expect.stringContaining(why) });
  });

  test('cannot read its key', async () => {
    const env = cleanEnv({ COPPER_API_KEY_FILE: '/nowhere/key', COPPER_USER_EMAIL: email });
    expect(await started([process.execPath, builtFile], { env })).toEqual({
      problem: expect.stringMatching(/^it ended with exit code 2 and said ".*COPPER_API_KEY_FILE/),
    });
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
    const problem = 'it ended with exit code 1 and said "error: ••••••"';
    expect(await started(command, { env })).toEqual({ problem });
  });

  test('never answers, or is interrupted', async () => {
    const silent = script('setInterval(() => {}, 1000)');
    const problem = 'it did not answer within 0 seconds';
    expect(await started(silent, { timeoutMs: 1 })).toEqual({ problem });
    const interrupted = AbortSignal.abort();
    expect(await started(silent, { interrupted })).toEqual({ problem: 'it was interrupted' });
  });
});

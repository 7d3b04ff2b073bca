import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bareEnv, serverPath } from './server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-'));
const pipe = join(folder, 'pipe');
beforeAll(() => void spawnSync('mkfifo', [pipe]));
afterAll(() => rmSync(folder, { recursive: true }));

const signIn = ['http', '--port', '0', '--auth', 'sign-in', '--audience', 'http://localhost/mcp'];

test.skipIf(process.platform === 'win32').each<[string, readonly string[], string[]]>([
  ['the key', [], ['COPPER_API_KEY_FILE']],
  ['the address of Redis', ['http', '--port', '0'], ['COPPER_REDIS_URL_FILE']],
  ['the secret', signIn, ['COPPER_HTTP_SECRET_FILE']],
  ['the callers', ['http', '--port', '0', '--auth', 'token', '--callers', pipe], []],
  ['the callers that get another', ['token', 'new', 'jane', '--callers', pipe], []],
  ['the arguments', ['call', 'list_users', '--sandbox', '--input', pipe], []],
])('a pipe in the place of %s is refused at once, not waited for', (_, args, variables) => {
  const env = bareEnv(Object.fromEntries(variables.map((name) => [name, pipe])));
  const { status, signal, stderr } = spawnSync(process.execPath, [serverPath, ...args], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  expect([status, signal]).toEqual([2, null]);
  expect(stderr).toMatch(/^copper-mcp: .*regular file.*$/m);
});

import { expect, test } from 'vitest';
import { takeSnapshots } from '../../src/clients/config-snapshot.ts';
import { accessModeOf, keyInputReference, missingFiles } from '../../src/clients/entry.ts';
import type { LocalMachine } from '../../src/clients/local-machine.ts';

import { memoryDisk } from './memory-disk.ts';

const home = '/home/me';

/** A machine whose home has these files. */
function machineWith(files: Readonly<Record<string, string>>): LocalMachine {
  const paths = Object.fromEntries(Object.entries(files).map(([path, text]) => [`${home}/${path}`, text]));
  return { env: {}, home, platform: 'linux', disk: memoryDisk(paths), node: '', program: '' };
}

const found = (files: Readonly<Record<string, string>>) => takeSnapshots(machineWith(files));

/** The state of Cursor, whose servers are these. */
function cursor(servers: object | string) {
  const text = typeof servers === 'string' ? servers : JSON.stringify({ mcpServers: servers });
  const [snapshot] = found({ '.cursor/mcp.json': text });
  expect(snapshot).toMatchObject({
    client: { id: 'cursor', name: 'Cursor' },
    path: `${home}/.cursor/mcp.json`,
  });
  return snapshot?.state;
}

/** The entry of ours that Cursor has. */
function cursorEntry(entry: object) {
  const state = cursor({ copper: entry });
  if (state?.is !== 'ours') throw new Error(`not our entry: ${state?.is}`);
  return state.entry;
}

test('only what is installed is found, in the order of the table', () => {
  expect(found({})).toEqual([]);
  const names = found({ '.codex/x': '', '.cursor/x': '', '.claude.json': '{}' }).map(
    ({ client }) => client.id,
  );
  expect(names).toEqual(['claude-code', 'cursor', 'codex']);
});

test.each<[string, object | string, object]>([
  ['an empty text', '', { is: 'no entry' }],
  ['others', { a: { command: 'a' } }, { is: 'no entry' }],
  ['another of our name', { copper: { command: 'smelter' } }, { is: 'another server' }],
  ['another that is remote', { copper: { url: 'https://copper.example.com/mcp' } }, { is: 'another server' }],
  [
    'a broken text',
    '{"a": }',
    { is: 'unreadable', why: 'is broken at line 1, column 7: "}" is not expected there' },
  ],
  [
    'servers that are a list',
    '{\n  "mcpServers": []\n}',
    { is: 'unreadable', why: 'is broken at line 2, column 17: "mcpServers" is a list, not an object' },
  ],
])('%s', (_, servers, state) => {
  expect(cursor(servers)).toEqual(state);
});

test.each<[string, object | string, string]>([
  [
    'a text of 51 MB',
    `{"a":"${'x'.repeat(51_000_000)}"}`,
    'is larger than 50 MB, too large to be changed here',
  ],
  [
    'a text of 1,000,002 values',
    `{"a":[${'1,'.repeat(1_000_000)}1]}`,
    'has more than 1,000,000 values, too many to be changed here',
  ],
  [
    'a text of 501 levels',
    `{"a":${'['.repeat(500)}${']'.repeat(500)}}`,
    'is nested more than 500 levels deep',
  ],
  [
    'a text of 20,001 levels',
    `{"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_001)}`,
    'is nested more than 500 levels deep',
  ],
])('%s is refused', (_, servers, why) => {
  expect(cursor(servers)).toEqual({ is: 'unreadable', why });
});

test('a large text is read, and a deep one', () => {
  expect(cursor(`{"a":${'['.repeat(499)}${']'.repeat(499)}}`)).toEqual({ is: 'no entry' });
  expect(cursor({ a: { command: 'x'.repeat(49_000_000) } })).toEqual({ is: 'no entry' });
});

test('a folder in place of the file, and no file at all', () => {
  expect(found({ '.cursor/mcp.json': '<folder>' })[0]?.state).toEqual({
    is: 'unreadable',
    why: 'is a folder, not a file',
  });
  expect(found({ '.cursor/other': '' })[0]?.state).toEqual({ is: 'absent' });
});

test.each<[string, readonly string[]]>([
  ['npx', ['npx', '-y', 'copper-mcp']],
  ['a version of it', ['npx', '-y', 'copper-mcp@1.2.3-beta.1']],
  ['Windows', ['cmd', '/c', 'npx', '-y', 'copper-mcp']],
  ['a clone', ['node', '/src/copper-mcp/dist/copper-mcp.js']],
  ['a file of Windows', ['node', 'C:\\src\\dist\\copper-mcp.js']],
  ['an installed command', ['copper-mcp']],
  ['its full path', ['/usr/local/bin/copper-mcp']],
  ['an image', ['docker', 'run', '-i', '--rm', 'copper-mcp:1.0']],
])('it points here: %s', (_, [command, ...args]) => {
  expect(cursor({ copper: { command, args } })).toMatchObject({
    is: 'ours',
    entry: { command: [command, ...args] },
  });
});

test.each([
  [['npx', '-y', '@modelcontextprotocol/server-filesystem', '/home/me/copper-mcp']],
  [['npx', '-y', 'my-copper-mcp']],
  [['npx', '-y', 'copper-mcp-proxy']],
])('it does not: %j', ([command, ...args]) => {
  expect(cursor({ copper: { command, args } })).toEqual({ is: 'another server' });
});

test.each<[string, readonly string[], Record<string, string>, string]>([
  ['the sandbox', ['--sandbox'], {}, 'sandbox'],
  ['the sandbox by a variable', [], { COPPER_SANDBOX: 'true', COPPER_API_KEY: 'k' }, 'sandbox'],
  ['a key file', [], { COPPER_API_KEY_FILE: '/k', COPPER_USER_EMAIL: 'a@b.c' }, 'key file'],
  ['a key', [], { COPPER_API_KEY: 'k' }, 'key in the configuration'],
  ['a question', [], { COPPER_API_KEY: keyInputReference }, 'key asked by the client'],
  ['a token', [], { COPPER_ACCESS_TOKEN_FILE: '/t' }, 'token'],
  ['nothing', [], {}, 'no key'],
])('how it authenticates: %s', (_, args, env, mode) => {
  const entry = cursorEntry({ command: 'npx', args: ['copper-mcp', ...args], env });
  expect([entry.env, accessModeOf(entry)]).toEqual([env, mode]);
});

test('files that the entry refers to and that do not exist', () => {
  const env = { COPPER_API_KEY_FILE: '/k' };
  const entry = cursorEntry({ command: '/opt/node/bin/npx', args: ['-y', 'copper-mcp'], env });
  expect(missingFiles(entry, machineWith({}))).toEqual(['/opt/node/bin/npx', '/k']);
  const leaving = ['-c', 'cd / && exec "$@"', 'sh', '/opt/node/bin/npx', '-y', 'copper-mcp'];
  const written = cursorEntry({ command: '/bin/sh', args: leaving });
  expect(missingFiles(written, machineWith({}))).toEqual(['/opt/node/bin/npx']);
  const plain = cursorEntry({ command: 'npx', args: ['copper-mcp'] });
  expect(missingFiles(plain, machineWith({}))).toEqual([]);
});

test('an entry that somebody called otherwise', () => {
  expect(cursor({ crm: { command: 'npx', args: ['-y', 'copper-mcp'] } })).toMatchObject({
    is: 'ours',
    name: 'crm',
  });
});

test('each form of configuration is read', () => {
  const files = {
    '.codex/config.toml': '[mcp_servers.copper]\ncommand = "npx"\nargs = ["-y", "copper-mcp"]\n',
    '.config/Code/User/mcp.json':
      '{"servers": {"copper": {"command": "npx", "args": ["copper-mcp"]}}} // mine',
    '.config/opencode/opencode.json':
      '{"mcp": {"copper": {"type": "local", "command": ["npx", "copper-mcp"]}}}',
    '.gemini/settings.json': '{"mcpServers": {"copper": {"command": "copper-mcp"}}}',
  };
  expect(found(files).map(({ client, state }) => [client.id, state.is])).toEqual([
    ['vscode', 'ours'],
    ['codex', 'ours'],
    ['gemini-cli', 'ours'],
    ['opencode', 'ours'],
  ]);
});

test('the newer form of opencode has its servers one level deeper, and a server of that name is no such level', () => {
  const at = (mcp: object) =>
    found({ '.config/opencode/opencode.json': JSON.stringify({ mcp }) })[0]?.state.is;
  const copper = { type: 'local', command: ['npx', 'copper-mcp'] };
  expect(at({ servers: { copper } })).toBe('ours');
  expect(at({ servers: { type: 'local', command: ['x'] }, copper })).toBe('ours');
});

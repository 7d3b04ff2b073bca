import { expect, test } from 'vitest';
import { locateConfig } from '../../src/clients/locate.ts';
import { type McpClientId, mcpClients } from '../../src/clients/mcp-clients.ts';
import { memoryDisk } from './memory-disk.ts';

interface At {
  readonly platform: string;
  readonly home: string;
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
}

function located(id: McpClientId, { platform, home, env = {}, files = {} }: At) {
  const client = mcpClients.find((one) => one.id === id);
  if (client === undefined) throw new Error(`no client ${id}`);
  const disk = memoryDisk(files, platform === 'win32');
  return locateConfig(client, { env, home, platform, disk, node: '', program: '' });
}

const linux = { platform: 'linux', home: '/home/me' };
const mac = { platform: 'darwin', home: '/Users/me' };
const windows = {
  platform: 'win32',
  home: 'C:\\Users\\me',
  env: { APPDATA: 'C:\\Users\\me\\AppData\\Roaming', LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' },
};

test.each<[McpClientId, string, string, string]>([
  [
    'claude-desktop',
    '/home/me/.config/Claude/claude_desktop_config.json',
    '/Users/me/Library/Application Support/Claude/claude_desktop_config.json',
    'C:\\Users\\me\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
  ],
  ['claude-code', '/home/me/.claude.json', '/Users/me/.claude.json', 'C:\\Users\\me\\.claude.json'],
  ['cursor', '/home/me/.cursor/mcp.json', '/Users/me/.cursor/mcp.json', 'C:\\Users\\me\\.cursor\\mcp.json'],
  [
    'vscode',
    '/home/me/.config/Code/User/mcp.json',
    '/Users/me/Library/Application Support/Code/User/mcp.json',
    'C:\\Users\\me\\AppData\\Roaming\\Code\\User\\mcp.json',
  ],
  [
    'windsurf',
    '/home/me/.codeium/windsurf/mcp_config.json',
    '/Users/me/.codeium/windsurf/mcp_config.json',
    'C:\\Users\\me\\.codeium\\windsurf\\mcp_config.json',
  ],
  [
    'codex',
    '/home/me/.codex/config.toml',
    '/Users/me/.codex/config.toml',
    'C:\\Users\\me\\.codex\\config.toml',
  ],
  [
    'gemini-cli',
    '/home/me/.gemini/settings.json',
    '/Users/me/.gemini/settings.json',
    'C:\\Users\\me\\.gemini\\settings.json',
  ],
  [
    'opencode',
    '/home/me/.config/opencode/opencode.json',
    '/Users/me/.config/opencode/opencode.json',
    'C:\\Users\\me\\.config\\opencode\\opencode.json',
  ],
])('%s on Linux, macOS and Windows', (id, ...paths) => {
  const found = [linux, mac, windows].map((at) => located(id, at));
  expect(found).toEqual(paths.map((path) => ({ installed: false, path })));
});

test.each<[string, McpClientId, Record<string, string>, string]>([
  ['XDG_CONFIG_HOME', 'claude-desktop', { XDG_CONFIG_HOME: '/x' }, '/x/Claude/claude_desktop_config.json'],
  ['XDG_CONFIG_HOME', 'vscode', { XDG_CONFIG_HOME: '/x' }, '/x/Code/User/mcp.json'],
  ['XDG_CONFIG_HOME', 'opencode', { XDG_CONFIG_HOME: '/x' }, '/x/opencode/opencode.json'],
  ['CLAUDE_CONFIG_DIR', 'claude-code', { CLAUDE_CONFIG_DIR: '/x' }, '/x/.claude.json'],
  ['CODEX_HOME', 'codex', { CODEX_HOME: '/x' }, '/x/config.toml'],
  ['GEMINI_CLI_HOME', 'gemini-cli', { GEMINI_CLI_HOME: '/x' }, '/x/.gemini/settings.json'],
  ['an empty variable', 'codex', { CODEX_HOME: ' ' }, '/home/me/.codex/config.toml'],
  ['a relative one', 'codex', { CODEX_HOME: 'x' }, '/home/me/.codex/config.toml'],
])('%s moves %s', (_, id, env, path) => {
  expect(located(id, { ...linux, env }).path).toBe(path);
});

test.each<[McpClientId, string, string]>([
  ['claude-desktop', '/home/me/.config/Claude/x', '<folder>'],
  ['claude-code', '/home/me/.claude', '<folder>'],
  ['claude-code', '/home/me/.claude.json', '{}'],
  ['cursor', '/home/me/.cursor/x', '1'],
  ['codex', '/home/me/.codex', '<folder>'],
])('%s is installed where %s stands', (id, path, what) => {
  expect(located(id, { ...linux, files: { [path]: what } }).installed).toBe(true);
  expect(located(id, { ...linux, files: { '/home/me/x': '' } }).installed).toBe(false);
});

test('the packaged Claude Desktop of Windows reads a folder of its own', () => {
  const local = 'C:\\Users\\me\\AppData\\Local\\Packages';
  const files = { [`${local}\\Claude_pzs8sxrjxfjjc`]: '<folder>', [`${local}\\Other_1`]: '<folder>' };
  const plain = 'C:\\Users\\me\\AppData\\Roaming\\Claude\\claude_desktop_config.json';
  expect(located('claude-desktop', { ...windows, files: { ...files, [plain]: '{}' } })).toEqual({
    installed: false,
    path: `${local}\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json`,
  });
  expect(located('claude-desktop', { ...windows, files: { [plain]: '{}' } })).toEqual({
    installed: true,
    path: plain,
  });
});

test('of two names for its configuration, the client has the one that stands', () => {
  const folder = '/home/me/.config/opencode';
  const at = (...names: string[]) =>
    located('opencode', {
      ...linux,
      files: Object.fromEntries(names.map((name) => [`${folder}/${name}`, '{}'])),
    }).path;
  expect(at('opencode.json')).toBe(`${folder}/opencode.json`);
  expect(at('opencode.jsonc')).toBe(`${folder}/opencode.jsonc`);
  expect(at('opencode.jsonc', 'opencode.json')).toBe(`${folder}/opencode.jsonc`);
});

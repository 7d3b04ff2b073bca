import { expect, test } from 'vitest';
import { memoryDisk } from '../../clients/memory-disk.ts';
import { run } from '../fake-shell.ts';
import { email, key, piped } from './client-home.ts';

const home = 'C:\\Users\\me';
const env = { APPDATA: `${home}\\AppData\\Roaming`, LOCALAPPDATA: `${home}\\AppData\\Local` };
const keyFile = `${env.APPDATA}\\copper-mcp\\key`;

test('on Windows: paths, the command and the key', async () => {
  const packaged = `${env.LOCALAPPDATA}\\Packages\\Claude_pzs8sxrjxfjjc`;
  const cursor = `${home}\\.cursor\\mcp.json`;
  const codex = `${home}\\.codex\\config.toml`;
  const claude = `${packaged}\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json`;
  const disk = memoryDisk(
    { [cursor]: '', [codex]: '', [`${packaged}\\LocalCache\\Roaming\\Claude`]: '<folder>' },
    true,
  );
  const machine = {
    env,
    home,
    platform: 'win32',
    disk,
    node: 'C:\\node\\node.exe',
    program: 'C:\\src\\copper-mcp.js',
  };
  const fake = { env, machine, typed: key };

  const { code, out, err } = await run(['install', '--all', ...piped], fake);
  expect([code, err]).toEqual([0, '']);
  const variables = {
    COPPER_API_KEY_FILE: keyFile,
    COPPER_USER_EMAIL: email,
  };
  const entry = {
    command: 'C:\\Windows\\System32\\cmd.exe',
    args: ['/c', 'cd', '/d', 'C:\\Windows', '&&', 'npx', '-y', 'copper-mcp'],
    env: variables,
  };
  for (const path of [cursor, claude])
    expect(JSON.parse(disk.files.get(path)?.text ?? '')).toEqual({ mcpServers: { copper: entry } });
  expect(disk.files.get(codex)?.text).toContain(`COPPER_API_KEY_FILE = ${JSON.stringify(keyFile)}\n`);
  expect(disk.files.get(keyFile)?.text).toBe(`${key}\n`);
  expect(out).toContain(`The key  ${keyFile} (new)`);

  const again = await run(['install', '--all', '--no-check', '--yes'], fake);
  expect(again.out.match(/already set up/g)).toHaveLength(3);

  const some = await run(['uninstall', 'cursor', 'claude-desktop', '--yes'], fake);
  expect(some.out).toContain(`The key in ${keyFile}: kept.`);
  const rest = await run(['uninstall', '--all', '--yes'], fake);
  expect(rest.out).toContain(`The key in ${keyFile}: removed.`);
  expect([disk.files.has(keyFile), disk.files.get(codex)?.text]).toEqual([false, '']);
});

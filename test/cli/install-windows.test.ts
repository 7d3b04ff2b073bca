import { expect, test } from 'vitest';
import { memoryDisk } from '../clients/memory-disk.ts';
import { email, key, piped } from './client-home.ts';
import { run } from './fake-shell.ts';

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
  const surroundings = {
    env,
    home,
    platform: 'win32',
    disk,
    node: 'C:\\node\\node.exe',
    program: 'C:\\src\\copper-mcp.js',
  };
  const machine = { env, surroundings, typed: key };

  const { code, out, err } = await run(['install', '--all', ...piped], machine);
  expect([code, err]).toEqual([0, '']);
  const variables = { COPPER_API_KEY_FILE: keyFile, COPPER_USER_EMAIL: email };
  const entry = { command: 'cmd', args: ['/c', 'npx', '-y', 'copper-mcp'], env: variables };
  for (const path of [cursor, claude])
    expect(JSON.parse(disk.files.get(path)?.text ?? '')).toEqual({ mcpServers: { copper: entry } });
  expect(disk.files.get(codex)?.text).toContain(`COPPER_API_KEY_FILE = ${JSON.stringify(keyFile)}\n`);
  expect(disk.files.get(keyFile)?.text).toBe(`${key}\n`);
  expect(out).toContain(`The key  ${keyFile} (new)`);

  const again = await run(['install', '--all', '--no-check', '--yes'], machine);
  expect(again.out.match(/already so/g)).toHaveLength(3);

  const some = await run(['uninstall', 'cursor', 'claude-desktop', '--yes'], machine);
  expect(some.out).toContain(`The key in ${keyFile}: kept.`);
  const rest = await run(['uninstall', '--all', '--yes'], machine);
  expect(rest.out).toContain(`The key in ${keyFile}: removed.`);
  expect([disk.files.has(keyFile), disk.files.get(codex)?.text]).toEqual([false, '']);
});

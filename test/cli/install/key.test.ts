import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realDisk } from '../../../src/cli/real-disk.ts';
import { email, homeWith, key, piped } from './client-home.ts';
import { servedCopper } from './served-copper.ts';

describe('the key', () => {
  test('goes into a file of its own, which the configuration names', async () => {
    const at = homeWith('cursor', 'codex');
    const { code, out, err } = await at.run(['install', '--all', ...piped], { typed: `${key}\n` });
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toContain(key);
    expect(at.files()['.config/copper-mcp/key']).toBe(`${key}\n`);
    expect(statSync(at.keyFile).mode & 0o777).toBe(0o600);
    expect(statSync(join(at.keyFile, '..')).mode & 0o777).toBe(0o700);
    const env = { COPPER_API_KEY_FILE: at.keyFile, COPPER_USER_EMAIL: email };
    expect(at.value('cursor', 'mcpServers', 'copper', 'env')).toEqual(env);
    expect(at.value('codex', 'mcp_servers', 'copper', 'env')).toEqual(env);
    expect(statSync(at.path('cursor')).mode & 0o777).toBe(0o600);
  });

  test('stands where XDG_CONFIG_HOME says', async () => {
    const at = homeWith('cursor');
    const env = { XDG_CONFIG_HOME: join(at.home, 'xdg') };
    await at.run(['install', 'cursor', ...piped], { typed: key, env });
    expect(at.files()['xdg/copper-mcp/key']).toBe(`${key}\n`);
  });

  test('may stay in a file that is named, which others should not read', async () => {
    const at = homeWith('cursor');
    const file = join(at.home, 'my-key');
    writeFileSync(file, `${key}\n`);
    chmodSync(file, 0o644);
    const args = ['install', 'cursor', '--key-file', file, '--email', email, '--no-check', '--yes'];
    const { code, err } = await at.run(args);
    expect([code, err]).toEqual([
      0,
      `copper-mcp: other users of this machine can read ${file}; chmod 600 makes it private.\n`,
    ]);
    expect(at.value('cursor', 'mcpServers', 'copper', 'env', 'COPPER_API_KEY_FILE')).toBe(file);
    expect(Object.keys(at.files())).toEqual(['.cursor/mcp.json', 'my-key']);
  });

  test('may stand in the configuration, and is masked where it is shown', async () => {
    const at = homeWith('cursor');
    const args = ['install', 'cursor', ...piped, '--key-in-config'];
    const { out } = await at.run(args, { typed: key });
    expect(out).toContain('"COPPER_API_KEY": "•••••• (new)"');
    expect(out).not.toContain(key);
    expect(at.value('cursor', 'mcpServers', 'copper', 'env', 'COPPER_API_KEY')).toBe(key);
    expect(Object.keys(at.files())).toEqual(['.cursor/mcp.json']);

    const other = await at.run(args, { typed: 'another-key' });
    expect(other.out).toContain('-         "COPPER_API_KEY": "••••••"');
    expect(other.out).toContain('+         "COPPER_API_KEY": "•••••• (new)"');
    expect(other.out).toContain('mcp.json.copper-mcp.bak, which contains the key');
    expect(at.value('cursor', 'mcpServers', 'copper', 'env', 'COPPER_API_KEY')).toBe('another-key');
  });

  test.each([0o644, 0o640, 0o604, 0o666, 0o660, 0o755, 0o700, 0o600])(
    'in a configuration with the permissions %i can be read by nobody else',
    async (mode) => {
      const at = homeWith('cursor');
      at.write('cursor', '{"mcpServers": {}}');
      chmodSync(at.path('cursor'), mode);
      const args = ['install', 'cursor', ...piped, '--key-in-config'];
      const said = 'Other users of this machine can read this file, which is to contain the key';
      const dry = await at.run([...args, '--dry-run'], { typed: key });
      expect(dry.out.includes(said)).toBe((mode & 0o077) !== 0);
      expect(statSync(at.path('cursor')).mode & 0o777).toBe(mode);
      const { code, out } = await at.run(args, { typed: key });
      expect([code, out.includes(said)]).toEqual([0, (mode & 0o077) !== 0]);
      expect(statSync(at.path('cursor')).mode & 0o777).toBe(mode & 0o700);
    },
  );

  test('that is there already, for all to read, is closed by the next install; until then doctor warns', async () => {
    const at = homeWith('cursor');
    const args = ['install', 'cursor', ...piped, '--key-in-config'];
    await at.run(args, { typed: key });
    const doctor = async () => (await at.run(['doctor', '--sandbox'])).out;
    const warning = 'other users of this machine can read ~/.cursor/mcp.json, which contains the key';
    expect(await doctor()).not.toContain(warning);
    chmodSync(at.path('cursor'), 0o644);
    expect(await doctor()).toContain(warning);
    const { out } = await at.run([...args, '--json'], { typed: key });
    expect(JSON.parse(out)).toMatchObject({ clients: [{ result: 'written', diff: [], closed: true }] });
    expect(statSync(at.path('cursor')).mode & 0o777).toBe(0o600);
    expect((await at.run(args, { typed: key })).out).toContain('already set up');
  });

  test('moves out of the configuration again, without being typed', async () => {
    const at = homeWith('cursor');
    await at.run(['install', 'cursor', ...piped, '--key-in-config'], { typed: key });
    const { code } = await at.run(['install', 'cursor', '--no-check', '--yes']);
    expect(code).toBe(0);
    expect(at.read('cursor')).not.toContain(key);
    expect(at.files()['.config/copper-mcp/key']).toBe(`${key}\n`);
  });

  test('VS Code asks for it itself where that is wanted, other clients have the file', async () => {
    const at = homeWith('vscode', 'cursor');
    await at.run(['install', '--all', ...piped, '--vscode-input'], { typed: key });
    expect(at.value('vscode')).toMatchObject({
      inputs: [{ type: 'promptString', id: 'copper-key', password: true }],
      servers: {
        copper: { type: 'stdio', env: { COPPER_API_KEY: expect.stringMatching(/^\$\{input:copper-key\}$/) } },
      },
    });
    expect(at.value('cursor', 'mcpServers', 'copper', 'env')).toMatchObject({
      COPPER_API_KEY_FILE: at.keyFile,
    });
    await at.run(['install', 'vscode', '--no-check', '--yes']);
    expect(at.value('vscode', 'servers', 'copper', 'env')).toEqual({
      COPPER_API_KEY_FILE: at.keyFile,
      COPPER_USER_EMAIL: email,
    });
    expect(at.value('vscode', 'inputs')).toEqual([]);
  });

  test('is not needed where VS Code alone asks for it', async () => {
    const at = homeWith('vscode');
    const { code } = await at.run(['install', 'vscode', '--vscode-input', '--email', email, '--yes']);
    expect([code, Object.keys(at.files())]).toEqual([0, ['.config/Code/User/mcp.json']]);
  });

  test('and the e-mail may stand in the environment', async () => {
    const at = homeWith('cursor');
    const env = { COPPER_API_KEY: key, COPPER_USER_EMAIL: email };
    expect((await at.run(['install', 'cursor', '--no-check', '--yes'], { env })).code).toBe(0);
    expect(at.files()['.config/copper-mcp/key']).toBe(`${key}\n`);
    const file = { COPPER_API_KEY_FILE: at.keyFile, COPPER_USER_EMAIL: email };
    expect((await at.run(['install', 'cursor', '--no-check', '--yes'], { env: file })).out).toContain(
      'already set up',
    );
  });

  test('that was kept serves the next client', async () => {
    const at = homeWith('cursor', 'codex');
    await at.run(['install', 'cursor', ...piped], { typed: key });
    const { code } = await at.run(['install', 'codex', '--no-check', '--yes']);
    expect(code).toBe(0);
    expect(at.value('codex', 'mcp_servers', 'copper', 'env')).toEqual({
      COPPER_API_KEY_FILE: at.keyFile,
      COPPER_USER_EMAIL: email,
    });
  });

  test('can be exchanged while the configurations stay', async () => {
    const at = homeWith('cursor');
    await at.run(['install', 'cursor', ...piped], { typed: key });
    const { out } = await at.run(['install', 'cursor', ...piped], { typed: 'another-key' });
    expect(out).toContain('it replaces the one there');
    expect(out).toContain('Cursor: already set up');
    expect(at.files()['.config/copper-mcp/key']).toBe('another-key\n');
  });

  test('is not left behind where no configuration could be written', async () => {
    const at = homeWith('cursor');
    const rename = (from: string, to: string) => {
      if (to.endsWith('mcp.json')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      realDisk.rename(from, to);
    };
    const { code, out } = await at.run(['install', 'cursor', ...piped], { typed: key, disk: { rename } });
    expect([code, out.includes('could not be written (EIO)')]).toEqual([1, true]);
    expect(at.files()).toEqual({});
  });

  test('that cannot be kept stops everything', async () => {
    const at = homeWith('cursor');
    mkdirSync(at.keyFile, { recursive: true });
    const { code, err } = await at.run(['install', 'cursor', ...piped], { typed: key });
    expect(code).toBe(1);
    expect(err).toMatch(/^copper-mcp: \S+key could not be written \(EISDIR\)\. Nothing was written\.\n$/);
    expect(at.files()).toEqual({});
  });
});

describe('the key is tried before it is written', () => {
  test('a good one: whom it acts for, and the address where that was seen', async () => {
    const at = homeWith('cursor');
    const { env } = await servedCopper();
    const args = ['install', 'cursor', '--key-stdin', '--email', email, '--yes'];
    const { code, err } = await at.run(args, { typed: key, env });
    expect([code, err]).toEqual([
      0,
      `Checking your key with Copper …\n✓ The key is valid and belongs to "Dana Li" <${email}>.\n`,
    ]);
    expect(at.value('cursor', 'mcpServers', 'copper', 'env')).toMatchObject(env);
    // The address is known now, as the key is.
    expect((await at.run(['install', 'cursor', '--yes'])).out).toContain('already set up');
  });

  test('a bad one: nothing is written', async () => {
    const at = homeWith('cursor');
    const args = ['install', 'cursor', '--key-stdin', '--email', email, '--yes'];
    const { code, err } = await at.run(args, { typed: 'wrong', ...(await servedCopper()) });
    expect(code).toBe(1);
    expect(err).toContain('copper-mcp: Copper refused the key (401)');
    expect(err).toContain('Nothing was written.');
    expect(at.files()).toEqual({});
  });

  test('a Copper that is away: how to go on', async () => {
    const at = homeWith('cursor');
    const { env, off } = await servedCopper();
    await off();
    const args = ['install', 'cursor', '--key-stdin', '--email', email, '--yes'];
    const { code, err } = await at.run(args, { typed: key, env });
    expect([code, err.includes('--no-check skips this check.')]).toEqual([1, true]);
    expect(at.files()).toEqual({});
  });
});

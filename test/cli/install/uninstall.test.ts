import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientHome, homeWith, key, piped } from './client-home.ts';
import { scripted } from './scripted-prompts.ts';

/** A home in which these clients have an entry of ours, with a key that is kept. */
async function homeOf(...ids: string[]) {
  const at = homeWith(...ids);
  expect((await at.run(['install', ...ids, ...piped], { typed: key })).code).toBe(0);
  return at;
}

test('takes the entry out, and the key once no client needs it', async () => {
  const at = await homeOf('cursor', 'codex');
  const first = await at.run(['uninstall', 'cursor', '--yes']);
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out).toContain('✓ Cursor: done. Next: restart it.');
  expect(first.out).toContain('The key in ~/.config/copper-mcp/key: kept.');
  expect(existsSync(at.path('cursor'))).toBe(false);
  expect(existsSync(at.keyFile)).toBe(true);

  const second = await at.run(['uninstall', '--all', '--yes']);
  expect(second.out).toContain('The key in ~/.config/copper-mcp/key: removed.');
  expect(at.files()).toEqual({});
  expect(existsSync(join(at.keyFile, '..'))).toBe(false);
});

test('--keep-key keeps it', async () => {
  const at = await homeOf('cursor');
  await at.run(['uninstall', '--all', '--yes', '--keep-key']);
  expect(existsSync(at.keyFile)).toBe(true);
});

test.each<[string, string, string]>([
  ['an entry with another name', 'cursor', 'crm'],
  ['a configuration that cannot be read', 'gemini-cli', ''],
])('%s still needs the key', async (_, id, name) => {
  const at = await homeOf('codex');
  const crm = { command: 'npx', args: ['copper-mcp'], env: { COPPER_API_KEY_FILE: at.keyFile } };
  at.write(
    id,
    name === '' ? `{ "broken": "${at.keyFile}" ` : JSON.stringify({ mcpServers: { [name]: crm } }),
  );
  await at.run(['uninstall', 'codex', '--yes']);
  expect(existsSync(at.keyFile)).toBe(true);
});

test.skipIf(process.platform === 'win32').each<[string, (at: Awaited<ReturnType<typeof homeOf>>) => string]>([
  ['a configuration', (at) => at.path('gemini-cli')],
  ['the key', (at) => at.keyFile],
  ['the copy', (at) => `${at.path('codex')}.copper-mcp.bak`],
])('a pipe in the place of %s is not read, and stays', async (_, placeOf) => {
  const at = await homeOf('codex');
  const pipe = placeOf(at);
  rmSync(pipe, { force: true });
  mkdirSync(dirname(pipe), { recursive: true });
  spawnSync('mkfifo', [pipe]);
  expect((await at.run(['uninstall', 'codex', '--yes'])).code).toBe(0);
  const again = await at.run(['install', 'codex', ...piped], { typed: key });
  expect([again.code, lstatSync(pipe).isFIFO()]).toEqual([pipe === at.keyFile ? 1 : 0, true]);
});

test('--dry-run shows what would go, and touches nothing', async () => {
  const at = await homeOf('cursor', 'codex');
  const before = at.files();
  const { code, out } = await at.run(['uninstall', '--dry-run']);
  expect(code).toBe(0);
  expect(out).toContain('- [mcp_servers.copper]');
  expect(out).toContain('→ Cursor: would be changed as shown.');
  expect(out).toContain('The key in ~/.config/copper-mcp/key: would be removed.');
  expect(at.files()).toEqual(before);
});

describe('what install made goes with the entry', () => {
  const install = ['install', 'cursor', '--sandbox', '--yes'];
  const uninstall = ['uninstall', 'cursor', '--yes'];

  test('the file, and what was made in it for the entry; that is said first', async () => {
    const at = homeWith('vscode');
    const asking = ['install', 'vscode', '--vscode-input', '--email', 'me@company.com', '--yes'];
    await at.run(asking);
    const { out } = await at.run(['uninstall', 'vscode', '--yes']);
    expect(out).toContain('! The file is removed: install made it, and there is nothing else in it.');
    expect(at.files()).toEqual({});
  });

  test.each<[string, string, string]>([
    ['an empty object that was there stays', '{ "mcpServers": {} }', '{ "mcpServers": {} }'],
    ['one that was not there goes', '{ "theme": "dark" }', '{ "theme": "dark" }'],
    ['a file without anything stays one', '{}', '{}'],
  ])('%s', async (_, before, after) => {
    const at = clientHome();
    at.write('cursor', before);
    await at.run(install);
    await at.run([...install, '--local']);
    expect((await at.run(uninstall)).code).toBe(0);
    expect(at.read('cursor').trim()).toBe(after);
  });

  test('what people have put beside it since stays', async () => {
    const at = homeWith('cursor');
    await at.run(install);
    at.write('cursor', at.read('cursor').replace('{', '{ "mine": 1, "other": {},'));
    await at.run(uninstall);
    expect(at.value('cursor')).toEqual({ mine: 1, other: {} });
    await at.run(install);
    at.write('cursor', `// mine\n${at.read('cursor').replace('"mine": 1, "other": {},', '')}`);
    await at.run(uninstall);
    expect(at.read('cursor')).toContain('// mine');
  });

  test('a copy that nobody can read is no reason to take anything else', async () => {
    const at = homeWith('cursor');
    at.write('cursor', '{ "mcpServers": {} }');
    await at.run(install);
    const copy = `${at.path('cursor')}.copper-mcp.bak`;
    rmSync(copy);
    mkdirSync(copy);
    expect((await at.run(uninstall)).code).toBe(0);
    expect([existsSync(copy), at.value('cursor')]).toEqual([true, { mcpServers: {} }]);
  });
});

test('whoever leaves at the last question is still told what was done, and keeps the key', async () => {
  const at = await homeOf('cursor');
  const { prompts } = scripted(['cursor'], true, undefined);
  const { code, out, err } = await at.run(['uninstall'], { prompts });
  expect([code, err, existsSync(at.keyFile)]).toEqual([0, '', true]);
  expect(out).toContain('✓ Cursor: done. Next: restart it.');
  expect(out).toContain('/key: kept.');
});

test("VS Code's question goes with the entry, unless another server needs it", async () => {
  const at = clientHome();
  const install = ['install', 'vscode', '--vscode-input', '--email', 'me@company.com', '--yes'];
  at.write('vscode', '{\n  "inputs": [\n    { "id": "theirs" }\n  ],\n  "servers": {}\n}\n');
  const before = at.read('vscode');
  await at.run(install);
  await at.run(['uninstall', 'vscode', '--yes']);
  expect(at.read('vscode')).toBe(before);

  const other = { command: 'x', env: { KEY: `$${'{input:copper-key}'}` } };
  at.write('vscode', JSON.stringify({ inputs: [], servers: { other } }));
  await at.run(install);
  await at.run(['uninstall', 'vscode', '--yes']);
  expect(at.value('vscode')).toMatchObject({ inputs: [{ id: 'copper-key' }], servers: { other } });
});

describe('with a person at the terminal', () => {
  test('only clients that have an entry are offered, and the key is asked about', async () => {
    const at = await homeOf('cursor', 'codex');
    at.installed('windsurf');
    const { prompts, asked, offered } = scripted(['cursor', 'codex'], true, true);
    expect((await at.run(['uninstall'], { prompts })).code).toBe(0);
    expect(offered).toEqual(['+cursor: set up: key file', '+codex: set up: key file']);
    expect(asked).toEqual([
      'Which clients should no longer have access to your Copper account?',
      'Write these changes?',
      'No client uses the key in ~/.config/copper-mcp/key any more. Remove it?',
    ]);
    expect(existsSync(at.keyFile)).toBe(false);
  });

  test('who wants to keep the key keeps it', async () => {
    const at = await homeOf('cursor');
    const { prompts } = scripted(['cursor'], true, false);
    expect((await at.run(['uninstall'], { prompts })).out).toContain('/key: kept.');
    expect(existsSync(at.keyFile)).toBe(true);
  });

  test.each<[string, readonly (string | boolean | readonly string[] | undefined)[], number]>([
    ['leaves', [undefined], 130],
    ['says no', [['cursor'], false], 0],
  ])('who %s has changed nothing', async (_, answers, exit) => {
    const at = await homeOf('cursor');
    const before = at.files();
    const { code, err } = await at.run(['uninstall'], { prompts: scripted(...answers).prompts });
    expect([code, err]).toEqual([exit, 'Nothing was changed.\n']);
    expect(at.files()).toEqual(before);
  });
});

test('without a terminal, client and consent must be given', async () => {
  const at = await homeOf('cursor');
  const before = at.files();
  for (const [args, said] of [
    [['uninstall', '--yes'], 'Which clients? Found: cursor.'],
    [['uninstall', 'cursor'], 'add --yes to write'],
    [['uninstall', 'cursor', '--force'], '--force'],
  ] as const) {
    const { code, out, err } = await at.run(args);
    expect([code, out, err.includes(said)]).toEqual([2, '', true]);
  }
  expect(at.files()).toEqual(before);
});

test('where nothing of ours is, that is said', async () => {
  const at = clientHome();
  at.installed('cursor');
  const { code, out } = await at.run(['uninstall', '--all', '--yes']);
  expect([code, out]).toEqual([0, 'No client has a copper-mcp entry.\n']);
});

test('--json tells scripts the same', async () => {
  const at = await homeOf('cursor');
  const { code, out, err } = await at.run(['uninstall', '--all', '--yes', '--json']);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({
    ...{ ok: true, dryRun: false, key: 'removed' },
    clients: [{ id: 'cursor', result: 'written', removesFile: true }],
  });
});

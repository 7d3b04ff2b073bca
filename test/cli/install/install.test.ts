import { describe, expect, test } from 'vitest';
import example from '../../../mcp.json' with { type: 'json' };
import { clientHome, email, homeWith, key, piped, writtenCommand } from './client-home.ts';

const oneLine = /^copper-mcp: [^\n]+\n$/;

describe('without a terminal', () => {
  test.each<[string, readonly string[], string]>([
    [
      'no client',
      ['install', '--yes', '--sandbox'],
      'Which clients? Found: cursor, codex. Name one or more, or add --all.',
    ],
    ['an unknown client', ['install', 'cursr'], 'There is no client "cursr". Did you mean cursor?'],
    [
      'half a name of two',
      ['install', 'claude', 'cursor', '--sandbox', '--yes'],
      '"claude" may mean Claude Desktop (claude-desktop) or Claude Code (claude-code). Name one of them, or both.',
    ],
    [
      'half a name of more, for --print',
      ['install', 'c', '--print'],
      'Codex (codex). Name one of them, or several.',
    ],
    ['half a name, for a script', ['install', 'claude', '--dry-run', '--json'], 'Name one of them, or both.'],
    [
      'no consent',
      ['install', 'cursor', '--sandbox'],
      'add --yes to write the changes, or --dry-run to preview them',
    ],
    ['no consent, for a script', ['install', 'cursor', '--sandbox', '--json'], '--json asks no questions'],
    [
      'no key',
      ['install', 'cursor', '--yes', '--email', email],
      'give --key-stdin or --key-file FILE, or --sandbox',
    ],
    [
      'no account number',
      ['install', 'cursor', '--yes', '--account-id', 'https://acme.example/companies/5'],
      '--account-id: That is neither a number nor an address such as https://app.copper.com',
    ],
    [
      'an account of the sandbox',
      ['install', 'cursor', '--yes', '--sandbox', '--account-id', '5'],
      'The records of the sandbox are in no Copper: leave out --account-id, or --sandbox.',
    ],
    ['no e-mail', ['install', 'cursor', '--yes', '--key-stdin', '--no-check'], 'give --email, or --sandbox'],
    [
      'no such e-mail',
      ['install', 'cursor', '--yes', '--key-stdin', '--email', 'me'],
      '--email: That is not an e-mail address',
    ],
    [
      'no such file',
      ['install', 'cursor', '--yes', '--key-file', '/nowhere/key'],
      '--key-file is /nowhere/key',
    ],
    [
      'two sources',
      ['install', 'cursor', '--yes', '--sandbox', '--key-stdin'],
      'Give only one of --sandbox and --key-stdin.',
    ],
    ['two places', ['install', 'cursor', '--yes', '--key-file', 'k', '--key-in-config'], 'Give --key-file'],
    ['a key as an argument', ['install', 'cursor', '--yes', '--key', key], 'process list'],
    ['the same, joined', ['install', 'cursor', `--api-key=${key}`], 'process list'],
    ['an unknown option', ['install', '--sandbx'], '--sandbx'],
  ])('%s is one clear sentence, and nothing is written', async (_, args, said) => {
    const at = homeWith('cursor', 'codex');
    const { code, out, err } = await at.run(args, { typed: key });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(oneLine);
    expect(err).toContain(said);
    expect(err).not.toContain(key);
    expect(at.files()).toEqual({});
  });

  test.each([
    ['', 'The key is empty.'],
    ['two words', 'no spaces'],
  ])('standard input holds no key: %j', async (stdin, said) => {
    const at = homeWith('cursor');
    const { code, err } = await at.run(['install', 'cursor', ...piped], { typed: stdin });
    expect([code, err.includes(said)]).toEqual([2, true]);
    expect(at.files()).toEqual({});
  });

  test('no client on the machine: what to do instead', async () => {
    const at = clientHome();
    const { code, out, err } = await at.run(['install', '--all', '--sandbox', '--yes']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('No MCP client was found');
    expect(err).toContain('--print');
    const { out: json } = await at.run(['install', '--all', '--sandbox', '--yes', '--json']);
    expect(JSON.parse(json)).toEqual({ ok: false, clients: [] });
    expect(at.files()).toEqual({});
  });

  test.each([['--dry-run'], ['--dry-run', '--sandbox']])(
    'a dry run without any client on the machine succeeds and says so: %j',
    async (...args) => {
      const at = clientHome();
      const { code, out, err } = await at.run(['install', ...args]);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^No MCP client was found on this machine, so there is nothing to change\.\n/);
      expect(out).toContain('copper-mcp install cursor');
      expect(out).toMatch(/\nDry run: nothing was written\.\n$/);
      const { code: jsonCode, out: json } = await at.run(['install', ...args, '--json']);
      expect([jsonCode, JSON.parse(json)]).toEqual([
        0,
        { ok: true, dryRun: true, keyFile: null, clients: [] },
      ]);
      expect(at.files()).toEqual({});
    },
  );
});

describe('a second install', () => {
  test('shows and makes the small change from sandbox to key and back', async () => {
    const at = homeWith('cursor', 'codex');
    await at.run(['install', '--all', '--sandbox', '--yes']);
    const sandboxed = [at.value('cursor'), at.value('codex')];
    const { out } = await at.run(['install', '--all', ...piped], { typed: key });
    const words = writtenCommand.slice(1).map((word) => JSON.stringify(word));
    expect(out).toContain(`-       "args": [${[...words, '"--sandbox"'].join(', ')}]`);
    expect(out).toContain(`+ args = [${words.join(', ')}]`);
    await at.run(['install', '--all', '--sandbox', '--yes']);
    expect([at.value('cursor'), at.value('codex')]).toEqual(sandboxed);
    expect(at.read('cursor') + at.read('codex')).not.toContain('COPPER_');
  });

  test('keeps what people added to the entry', async () => {
    const at = homeWith();
    const env = { COPPER_API_KEY: 'old', COPPER_TIMEZONE: 'Europe/Berlin' };
    const copper = { command: 'npx', args: ['copper-mcp@0.1.0'], disabled: true, env };
    at.write(
      'cursor',
      `{ // mine\n  "mcpServers": {\n    "copper": ${JSON.stringify(copper)} // ours\n  }\n}\n`,
    );
    await at.run(['install', 'cursor', ...piped], { typed: key });
    expect(at.value('cursor', 'mcpServers', 'copper')).toEqual({
      command: '/bin/sh',
      args: writtenCommand.slice(1),
      disabled: true,
      env: { COPPER_TIMEZONE: 'Europe/Berlin', COPPER_API_KEY_FILE: at.keyFile, COPPER_USER_EMAIL: email },
    });
    expect(at.read('cursor')).toMatch(
      /^\{ \/\/ mine\n {2}"mcpServers": \{\n {4}"copper": .*\} \/\/ ours\n {2}\}\n\}\n$/,
    );
  });

  test('tells of an entry that somebody called otherwise', async () => {
    const at = clientHome();
    at.write('cursor', '{"mcpServers":{"crm":{"command":"npx","args":["copper-mcp"]}}}');
    const { out } = await at.run(['install', 'cursor', '--sandbox', '--yes']);
    expect(out).toContain('! It already starts copper-mcp, as "crm"; you may not need both.');
  });
});

test.each([
  ['a second install', ['install', 'cursor', '--sandbox', '--local', '--yes']],
  ['another account', ['install', 'cursor', ...piped]],
  ['the key in the configuration', ['install', 'cursor', ...piped, '--key-in-config']],
  ['uninstall', ['uninstall', 'cursor', '--yes']],
])('the copy of the original stays the original: %s', async (_, args) => {
  const at = homeWith();
  const original = '{\n  // mine\n  "mcpServers": {}\n}\n';
  at.write('cursor', original);
  await at.run(['install', 'cursor', '--sandbox', '--yes']);
  const { code, out } = await at.run(args, { typed: key });
  expect(code).toBe(0);
  expect(out).toContain(
    'The copy from before an earlier change, without what has changed since: ~/.cursor/mcp.json.copper-mcp.bak',
  );
  await at.run(['install', 'cursor', '--sandbox', '--yes']);
  expect(at.files()['.cursor/mcp.json.copper-mcp.bak']).toBe(original);
});

test('what a person has changed since is in a copy of its own', async () => {
  const at = homeWith();
  const install = ['install', 'cursor', '--sandbox', '--yes'];
  at.write('cursor', '{"mcpServers":{"x":{"command":"first"}}}');
  await at.run(install);
  await at.run(['uninstall', 'cursor', '--yes']);
  const edited = '{"mcpServers":{"x":{"command":"second"},"y":{"command":"new"}}}';
  at.write('cursor', edited);
  const { out } = await at.run(install);
  expect(out).toContain('The original, from before this change: ~/.cursor/mcp.json.copper-mcp.2.bak');
  const files = at.files();
  expect(files['.cursor/mcp.json.copper-mcp.2.bak']).toBe(edited);
  expect(files['.cursor/mcp.json.copper-mcp.bak']).toContain('first');
});

test('another server called copper is replaced only by force', async () => {
  const at = clientHome();
  at.write('cursor', '{"mcpServers":{"copper":{"url":"https://smelter.example.com"}}}');
  const args = ['install', 'cursor', '--sandbox', '--yes'];
  expect((await at.run(args)).code).toBe(1);
  expect((await at.run([...args, '--force'])).code).toBe(0);
  expect(at.value('cursor', 'mcpServers', 'copper')).toEqual({
    command: '/bin/sh',
    args: [...writtenCommand.slice(1), '--sandbox'],
  });
});

test('one client that cannot be changed does not keep the others from it', async () => {
  const at = homeWith('codex');
  at.write('cursor', '{"mcpServers": [');
  const { code, out } = await at.run(['install', '--all', '--sandbox', '--yes']);
  expect(code).toBe(1);
  expect(out).toMatch(/✗ Cursor: ~\/\.cursor\/mcp\.json is broken at line 1, column \d+/);
  expect(out).toContain('✓ Codex: done; it starts');
});

test('a client that was not found gets its configuration all the same when it is named', async () => {
  const at = clientHome();
  const { code, out } = await at.run(['install', 'gemini', '--sandbox', '--yes']);
  expect([code, Object.keys(at.files())]).toEqual([0, ['.gemini/settings.json']]);
  expect(out).toContain('! Gemini CLI was not found on this machine');
});

test('--dry-run needs no key and says what is missing by its form', async () => {
  const at = homeWith('cursor', 'codex');
  const { code, out, err } = await at.run(['install', '--dry-run']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`"COPPER_API_KEY_FILE": "${at.keyFile}"`);
  expect(out).toContain('"COPPER_USER_EMAIL": "you@company.com"');
  expect(out).toContain('Dry run: nothing was written.');
  expect(at.files()).toEqual({});
});

test('--dry-run with a key writes no key either', async () => {
  const at = homeWith('cursor');
  const { out } = await at.run(
    ['install', 'cursor', '--key-stdin', '--email', email, '--no-check', '--dry-run'],
    {
      typed: key,
    },
  );
  expect(out).toContain('The key  ~/.config/copper-mcp/key (new)');
  expect(at.files()).toEqual({});
});

test('--local starts this very copy', async () => {
  const at = homeWith('cursor');
  await at.run(['install', 'cursor', '--sandbox', '--local', '--yes']);
  expect(at.value('cursor', 'mcpServers', 'copper')).toEqual({
    command: '/usr/bin/node',
    args: ['/src/copper-mcp.js', '--sandbox'],
  });
});

test('--json tells scripts the same', async () => {
  const at = homeWith('cursor');
  at.write('gemini-cli', '{');
  const said = async (...more: string[]) => {
    const { code, out, err } = await at.run(['install', '--all', '--sandbox', '--json', ...more]);
    return { code, err, ...JSON.parse(out) };
  };
  const cursor = { id: 'cursor', name: 'Cursor', path: at.path('cursor') };
  const gemini = {
    id: 'gemini-cli',
    result: 'not possible',
    problem: expect.stringContaining('is broken at line 1'),
  };
  expect(await said('--dry-run')).toMatchObject({
    ...{ code: 1, err: '', ok: false, dryRun: true, keyFile: null },
    clients: [
      { ...cursor, result: 'would be written', diff: expect.arrayContaining(['+    "copper": {']) },
      gemini,
    ],
  });
  expect(await said('--yes')).toMatchObject({
    ok: false,
    dryRun: false,
    clients: [{ ...cursor, result: 'written' }, gemini],
  });
  expect(await said('--yes')).toMatchObject({ clients: [{ result: 'as it should be', diff: [] }, gemini] });
});

describe('--print', () => {
  test('shows the form that most clients read, with the command that install writes, and writes nothing', async () => {
    const at = homeWith('cursor');
    const { code, out, err } = await at.run(['install', '--print']);
    const { copper } = example.mcpServers;
    const [command, ...args] = writtenCommand;
    const shown = { mcpServers: { copper: { ...copper, command, args } } };
    expect([code, err, JSON.parse(out)]).toEqual([0, '', shown]);
    expect(at.files()).toEqual({});
  });

  test.each<[string, readonly string[], string]>([
    ['the sandbox', ['--sandbox'], '"sh", "npx", "-y", "copper-mcp", "--sandbox"]'],
    ['a key file', ['--key-file', '/k', '--email', email], '"COPPER_API_KEY_FILE": "/k"'],
    ['Codex', ['codex', '--sandbox'], '[mcp_servers.copper]\ncommand = "/bin/sh"'],
    ['opencode', ['opencode', '--sandbox'], '"command": ["/bin/sh", "-c", "'],
    ['VS Code, which asks', ['vscode', '--vscode-input'], '"COPPER_API_KEY": "$' + '{input:copper-key}"'],
  ])('%s', async (_, args, text) => {
    const { code, out } = await clientHome().run(['install', '--print', ...args]);
    expect([code, out.includes(text)]).toEqual([0, true]);
  });
});

/** A text as large as that of Claude Code after years, in which our entry goes somewhere. */
function yearsOfProjects(megabytes: number, servers: object, spaces: number): string {
  const projects = Object.fromEntries(
    Array.from({ length: megabytes * 3_300 }, (_, at) => [`/p/${at}`, { history: ['x'.repeat(250)] }]),
  );
  return JSON.stringify({ projects, mcpServers: servers, last: [1, { b: '"{[' }] }, undefined, spaces);
}

describe("a large configuration, such as Claude Code's", () => {
  test.each([
    [1, {}, 2],
    [1, { a: { command: 'a' } }, 0],
    [4, { a: { command: 'a' } }, 2],
    [8, {}, 2],
  ])(
    'of %i MB gets our entry, loses it, and no other byte changes',
    { timeout: 120_000 },
    async (megabytes, servers, spaces) => {
      const at = clientHome();
      const text = yearsOfProjects(megabytes, servers, spaces);
      at.write('claude-code', text);
      const { code } = await at.run(['install', 'claude-code', '--sandbox', '--yes', '--no-start']);
      expect([code, at.value('claude-code', 'mcpServers', 'copper')]).toMatchObject([0, { type: 'stdio' }]);
      expect((await at.run(['uninstall', 'claude-code', '--yes'])).code).toBe(0);
      expect(at.read('claude-code') === text).toBe(true);
    },
  );
});

test('the number of the account is taken from a pasted address, and kept by the next install', async () => {
  const at = homeWith('cursor');
  const account = ['--account-id', ' https://app.copper.com/companies/4321/app#/browse '];
  await at.run(['install', 'cursor', ...piped, ...account], { typed: key });
  expect(at.files()['.cursor/mcp.json']).toContain('"COPPER_ACCOUNT_ID": "4321"');
  const { out } = await at.run(['install', 'cursor', ...piped], { typed: key });
  expect(out).toContain('already set up');
  const { out: printed } = await at.run(['install', '--print', ...account]);
  expect(printed).toContain('"COPPER_ACCOUNT_ID": "4321"');
  expect((await at.run(['install', '--print'])).out).not.toContain('COPPER_ACCOUNT_ID');
});

import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diffLines } from '../../../src/cli/install/diff.ts';
import { clientHome, email, homeWith, key, piped } from './client-home.ts';
import { scripted } from './scripted-prompts.ts';
import { servedCopper } from './served-copper.ts';

const links = 'For links to records: any address of your Copper, pasted from the browser (empty for none)';

describe('with a person at the terminal', () => {
  test('clients, data, key and e-mail are asked, then consent', async () => {
    const at = homeWith('cursor', 'codex', 'windsurf');
    at.write('windsurf', '{');
    const { prompts, asked, offered, left } = scripted(
      ['cursor', 'codex'],
      'key',
      'two words',
      key,
      'me',
      email,
      'https://acme.example/companies/5',
      'https://app.copper.com/companies/4321/app#/deal/5',
      true,
    );
    const { code, out, err } = await at.run(['install'], { prompts, ...(await servedCopper()) });
    expect([code, left()]).toEqual([0, 0]);
    expect(asked).toEqual([
      'Which clients should have access to your Copper account?',
      'Which data should the server read?',
      ...Array(2).fill('Copper API key (in Copper: Settings → Integrations → API Keys)'),
      ...Array(2).fill("E-mail of the key's owner"),
      ...Array(2).fill(links),
      'Write these changes?',
    ]);
    expect(offered).toEqual([
      '+cursor: no configuration yet',
      '-windsurf: its configuration cannot be read',
      '+codex: no configuration yet',
      'A key has no spaces, line breaks or special characters.',
      'preset: ',
      'That is not an e-mail address such as you@company.com.',
      'preset: ',
      'That is neither a number nor an address such as https://app.copper.com/companies/1234/app#/….',
    ]);
    expect(at.files()['.cursor/mcp.json']).toContain('"COPPER_ACCOUNT_ID": "4321"');
    expect(err).toContain('belongs to "Dana Li"');
    expect(`${out}${err}`).not.toContain(key);
    expect(Object.keys(at.files())).toEqual([
      '.codeium/windsurf/mcp_config.json',
      '.codex/config.toml',
      '.config/copper-mcp/key',
      '.cursor/mcp.json',
    ]);
  });

  test('a second time, what is known is offered', async () => {
    const at = homeWith('cursor');
    await at.run(['install', 'cursor', ...piped], { typed: key });
    const { prompts, asked, offered } = scripted(['cursor'], 'key', true, email, '');
    const { code, out } = await at.run(['install', '--no-check'], { prompts });
    expect([code, out.includes('already set up')]).toEqual([0, true]);
    expect(offered).toEqual(['+cursor: set up: key file', `preset: ${email}`, 'preset: ']);
    expect(asked[2]).toBe(`Use the key in ${at.keyFile}?`);
  });

  test('a key that Copper refuses can be typed again, or used all the same', async () => {
    const at = homeWith('cursor');
    const { env } = await servedCopper();
    const { prompts, asked } = scripted('key', 'wrong', email, 'again', key, email, '', true);
    expect((await at.run(['install', 'cursor'], { prompts, env })).code).toBe(0);
    expect(asked).toContain('What now?');
    expect(at.files()['.config/copper-mcp/key']).toBe(`${key}\n`);

    const stubborn = scripted('key', false, 'wrong', email, 'anyway', '4321', true);
    expect((await at.run(['install', 'cursor'], { prompts: stubborn.prompts, env })).code).toBe(0);
    expect(at.files()['.config/copper-mcp/key']).toBe('wrong\n');
    expect(at.files()['.cursor/mcp.json']).toContain('"COPPER_ACCOUNT_ID": "4321"');
  });

  test('the sandbox needs nothing more', async () => {
    const at = homeWith('cursor');
    const { prompts, left } = scripted('sandbox', true);
    expect((await at.run(['install', 'cursor'], { prompts })).code).toBe(0);
    expect(left()).toBe(0);
  });

  test('a name that may mean two clients is asked about, with those on this machine preset', async () => {
    const at = homeWith('claude-code', 'cursor');
    const { prompts, asked, offered } = scripted(['claude-code'], 'sandbox', true);
    expect((await at.run(['install', 'claude', 'cursor'], { prompts })).code).toBe(0);
    expect(asked[0]).toBe('Which of these do you mean by "claude"?');
    expect(offered).toEqual(['-claude-desktop: no configuration yet', '+claude-code: no configuration yet']);
    expect(Object.keys(at.files())).toEqual(['.claude.json', '.cursor/mcp.json']);
    const nobody = await at.run(['uninstall', 'claude'], { prompts: scripted([]).prompts });
    expect([nobody.code, nobody.err]).toEqual([130, 'Nothing was changed.\n']);
  });

  test('another server called copper is asked about', async () => {
    const at = clientHome();
    at.write('cursor', '{"mcpServers":{"copper":{"command":"smelter"}}}');
    const kept = scripted(false);
    expect((await at.run(['install', 'cursor', '--sandbox'], { prompts: kept.prompts })).code).toBe(1);
    expect(kept.asked).toEqual(['Cursor has another server named copper. Replace it?']);
    const { prompts } = scripted(true, true);
    expect((await at.run(['install', 'cursor', '--sandbox'], { prompts })).code).toBe(0);
    expect(at.read('cursor')).not.toContain('smelter');
  });

  test('nobody types a key for a file that cannot be changed', async () => {
    const at = clientHome();
    at.write('cursor', '{}');
    chmodSync(at.path('cursor'), 0o444);
    const { prompts, asked } = scripted();
    const { code, out } = await at.run(['install', 'cursor'], { prompts });
    expect([code, asked]).toEqual([1, []]);
    expect(out).toContain('✗ Cursor: ~/.cursor/mcp.json is read-only.');
  });

  test.each<[string, readonly (string | boolean | readonly string[] | undefined)[], number]>([
    ['at the first question', [undefined], 130],
    ['at the key', [['cursor'], 'key', undefined], 130],
    ['at the last', [['cursor'], 'sandbox', undefined], 130],
    ['by a no', [['cursor'], 'sandbox', false], 0],
  ])('whoever leaves %s has changed nothing', async (_, answers, exit) => {
    const at = homeWith('cursor');
    const { code, err } = await at.run(['install'], { prompts: scripted(...answers).prompts });
    expect([code, err]).toEqual([exit, 'Nothing was changed.\n']);
    expect(at.files()).toEqual({});
  });

  test('--yes asks nothing, even there', async () => {
    const at = homeWith('cursor');
    const { prompts, asked } = scripted();
    expect((await at.run(['install', 'cursor', '--sandbox', '--yes'], { prompts })).code).toBe(0);
    expect(asked).toEqual([]);
  });
});

describe('how a change looks', () => {
  test('a whole one', async () => {
    const at = clientHome();
    at.write('cursor', '{\n  "mcpServers": {\n    "a": { "command": "a" }\n  }\n}\n');
    const { out } = await at.run(['install', 'cursor', '--sandbox', '--yes']);
    expect(out.replaceAll(at.home, '/home/me')).toMatchInlineSnapshot(`
      "
      Cursor  ~/.cursor/mcp.json
          {
            "mcpServers": {
        +     "copper": {
        +       "command": "/bin/sh",
        +       "args": ["-c", "cd / && exec \\"$@\\"", "sh", "npx", "-y", "copper-mcp", "--sandbox"]
        +     },
              "…": "1 more, not shown"
            }

      ✓ Cursor: done; it starts and lists 32 tools. Next: switch the server on in Settings → MCP, or restart it.
        The original, from before this change: ~/.cursor/mcp.json.copper-mcp.bak
      "
    `);
  });

  test('of a long line, only what changes', () => {
    const line = (word: string) =>
      `{ "a": "${'x'.repeat(99)}", "copper": "${word}", "z": "${'x'.repeat(99)}" }`;
    const [minus = '', plus = '', ...rest] = diffLines(line('one'), line('two'), 80);
    expect([minus.length, plus.length, rest]).toEqual([expect.any(Number), minus.length, []]);
    expect(minus.length).toBeLessThan(80);
    expect([minus, plus]).toEqual([
      expect.stringMatching(/^-….*"copper": "one", "z": "x+…$/),
      expect.stringMatching(/^\+….*"copper": "two", "z": "x+…$/),
    ]);
  });

  test('unchanged lines fit the terminal', () => {
    const [first = ''] = diffLines(`${'x'.repeat(200)}\na\n`, `${'x'.repeat(200)}\nb\n`, 60);
    expect([first.slice(0, 3), first.length <= 61]).toEqual([' xx', true]);
  });

  test('colours only where they are welcome', async () => {
    const at = homeWith('cursor');
    const args = ['install', 'cursor', '--sandbox', '--dry-run'];
    expect((await at.run(args)).out).not.toContain('\u001b[');
    expect((await at.run(args, { colors: true })).out).toContain('\u001b[32m+ {');
  });
});

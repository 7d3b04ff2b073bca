import { describe, expect, test } from 'vitest';
import { editText } from '../../src/clients/edit.ts';
import { BrokenText, UneditableText } from '../../src/clients/syntax.ts';
import { tomlSyntax as toml } from '../../src/clients/toml-syntax.ts';

const path = ['mcp_servers', 'copper'];
const entry = { command: 'npx', args: ['-y', 'copper-mcp'], env: { KEY: 'a "b" \\ c', 'a.b': 'd' } };
const section = `[mcp_servers.copper]
command = "npx"
args = ["-y", "copper-mcp"]

[mcp_servers.copper.env]
KEY = "a \\"b\\" \\\\ c"
"a.b" = "d"`;

describe('a new entry stands at the end, as tables, and can be taken back to the byte', () => {
  test.each([
    ['nothing', '', `${section}\n`],
    ['a text', '# mine\nmodel = "x" # which\n', `# mine\nmodel = "x" # which\n\n${section}\n`],
    ['no line end', 'model = "x"', `model = "x"\n\n${section}`],
    ['a comment at the end', '[a]\nb = 1\n# last\n', `[a]\nb = 1\n# last\n\n${section}\n`],
    [
      'tables of others',
      '[mcp_servers.a]\ncommand = "a"\n',
      `[mcp_servers.a]\ncommand = "a"\n\n${section}\n`,
    ],
    [
      'a text that looks like a table',
      'x = """\n[mcp_servers.copper]\n"""\n',
      `x = """\n[mcp_servers.copper]\n"""\n\n${section}\n`,
    ],
  ])('%s', (_, text, after) => {
    expect(editText(text, toml, [{ path, value: entry }])).toBe(after);
    expect(toml.read(after)).toMatchObject({ mcp_servers: { copper: entry } });
    expect(editText(after, toml, [{ path }])).toBe(text);
  });

  test('with line ends of Windows', () => {
    const text = 'model = "x"\r\n';
    const after = editText(text, toml, [{ path, value: entry }]);
    expect(after).toBe(`${text}\r\n${section.replaceAll('\n', '\r\n')}\r\n`);
    expect(editText(after, toml, [{ path }])).toBe(text);
  });
});

test('servers in one inline table get one more', () => {
  const text = 'mcp_servers = { a = { command = "a" } } # mine\n';
  const after = editText(text, toml, [{ path, value: { command: 'npx' } }]);
  expect(after).toBe('mcp_servers = { a = { command = "a" }, copper = { command = "npx" } } # mine\n');
  expect(editText(after, toml, [{ path }])).toBe(text);
});

describe('each way of writing an entry can be changed, and can go', () => {
  const ways = {
    tables:
      '[mcp_servers.copper]\ncommand = "a" # which\n# more\ntool_timeout_sec = 9\n\n[mcp_servers.copper.env]\nOLD = "1"\n',
    inline: '[mcp_servers]\ncopper = { command = "a", tool_timeout_sec = 9, env = { OLD = "1" } }\n',
    'inline variables': '[mcp_servers.copper]\ncommand = "a"\ntool_timeout_sec = 9\nenv = { OLD = "1" }\n',
    'dotted variables': '[mcp_servers.copper]\ncommand = "a"\nenv.OLD = "1"\ntool_timeout_sec = 9\n',
    'dotted keys':
      'mcp_servers.copper.command = "a"\nmcp_servers.copper.tool_timeout_sec = 9\nmcp_servers.copper.env.OLD = "1"\n',
  };
  test.each(Object.entries(ways))('%s', (_, written) => {
    const text = `model = "x"\n${written}\n[other]\nb = 1 # kept\n`.replace(/^(model.*\n)(mcp_)/, '$2');
    const edits = [
      { path: [...path, 'command'], value: 'npx' },
      { path: [...path, 'args'], value: ['-y'] },
      { path: [...path, 'env', 'OLD'] },
      { path: [...path, 'env', 'NEW'], value: '2' },
    ];
    const after = editText(text, toml, edits);
    expect(toml.read(after)).toMatchObject({
      mcp_servers: { copper: { command: 'npx', args: ['-y'], tool_timeout_sec: 9, env: { NEW: '2' } } },
      other: { b: 1 },
    });
    expect(after).not.toContain('OLD');
    if (written.includes('#')) expect(after).toContain('command = "npx" # which\n# more\n');
    const gone = editText(after, toml, [{ path }]);
    expect(gone).not.toContain('copper');
    expect(gone).toContain('[other]\nb = 1 # kept\n');
  });
});

test('variables that had no table get one beside their entry', () => {
  const text = '[mcp_servers.copper]\ncommand = "npx" # ours\n\n[tui]\na = 1\n';
  const after = editText(text, toml, [{ path: [...path, 'env'], value: { K: '1' } }]);
  expect(after).toBe(
    '[mcp_servers.copper]\ncommand = "npx" # ours\n\n[mcp_servers.copper.env]\nK = "1"\n\n[tui]\na = 1\n',
  );
});

test('what cannot be changed safely is refused', () => {
  expect(() => editText('mcp_servers = 1\n', toml, [{ path, value: entry }])).toThrow(UneditableText);
  const list = '[[mcp_servers]]\ncommand = "a"\n';
  expect(() => editText(list, toml, [{ path, value: entry }])).toThrow(UneditableText);
});

test.each([
  ['a =', 1, 4],
  ['[a\nb = 1', 2, 1],
  ['a = 1\na = 2', 2, 1],
])('%j is broken at line %i, column %i', (text, line, column) => {
  expect(() => toml.read(text)).toThrow(BrokenText);
  try {
    toml.read(text);
  } catch (error) {
    expect(error).toMatchObject({ position: { line, column } });
  }
});

test('tells where something stands', () => {
  const text = 'a = 1\n\n[b]\nc = 2\n[b.d]\n';
  expect(toml.where(text, ['b', 'c'])).toEqual({ line: 4, column: 1 });
  expect(toml.where(text, ['b', 'd'])).toEqual({ line: 5, column: 1 });
  expect(toml.where(text, ['x'])).toBeUndefined();
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { builtFile } from '../../scripts/built.ts';
import { commands } from '../../src/cli/commands.ts';
import { published } from '../../src/published.ts';
import { run } from './fake-shell.ts';

const names = published.map(({ name }) => name);

/** What is offered behind these words, the last of which is at the cursor. */
async function offered(...words: string[]) {
  const { code, out, err } = await run(['complete', '--', ...words]);
  expect([code, err]).toEqual([0, '']);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0]);
}

describe('what is offered', () => {
  test('commands, but not what the scripts call', async () => {
    expect(await offered('')).toEqual(Object.keys(commands));
    expect(await offered('do')).toEqual(['doctor']);
    expect(await offered('complete')).toEqual([]);
  });

  test('tools, whichever there are, with what they are for', async () => {
    expect(await offered('call', '')).toEqual(names);
    expect(await offered('call', '--json', 'list_t')).toEqual(['list_tags']);
    const { out } = await run(['complete', '--', 'call', 'list_users']);
    expect(out).toBe(`list_users\t${published.find(({ name }) => name === 'list_users')?.description}\n`);
  });

  test.each(names)('the arguments of %s, and their values', async (name) => {
    const schema = published.find((tool) => tool.name === name)?.inputSchema;
    type Property = { type?: string; enum?: string[]; items?: { enum?: string[] }; description?: string };
    const properties: Record<string, Property> = JSON.parse(JSON.stringify(schema?.properties ?? {}));
    expect(await offered('call', name, '')).toEqual(Object.keys(properties).map((key) => `${key}=`));
    for (const [key, property] of Object.entries(properties)) {
      const listed = /^[A-Z]\w*(?:, [A-Z]\w*)+$/.exec(property.description ?? '')?.[0].split(', ') ?? [];
      const any = property.type === 'boolean' ? ['true', 'false'] : listed;
      const values = property.enum ?? property.items?.enum ?? any;
      expect(await offered('call', name, `${key}=`)).toEqual(values.map((value) => `${key}=${value}`));
      // Shells get them as they are, without quotes.
      for (const value of values) expect(value).toMatch(/^[\w.-]+$/);
    }
  });

  test.each<[string[], string[]]>([
    [
      ['call', 'search_opportunities', 'st'],
      ['stage=', 'status='],
    ],
    [['call', 'search-opportunities', 'status=O'], ['status=Open']],
    [['call', 'search_opportunities', 'status=Open', 'stat'], ['status=']],
    [['call', 'search_opportunities', 'limit=5', 'lim'], []],
    [['call', 'no_such_tool', ''], []],
    [
      ['call', 'list_users', '--'],
      ['--input', '--json', '--chart', '--html', '--sandbox', '--help'],
    ],
    [
      ['call', 'list_users', '--json', '--'],
      ['--input', '--chart', '--html', '--sandbox', '--help'],
    ],
    [['call', '--input', 'in.json', 'list_u'], ['list_users']],
    [['call', '--input', ''], [':files']],
    [['call', '--input='], [':files']],
    [
      ['http', '--auth', ''],
      ['none', 'token', 'oauth', 'sign-in'],
    ],
    [['http', '--auth=o'], ['--auth=oauth']],
    [['http', '--allow-host', 'a', '--allow-h'], ['--allow-host']],
    [['http', '--port', ''], []],
    [
      ['sandbox', '--leads', ''],
      ['yes', 'no'],
    ],
    [['sandbox', '--fault=502'], ['--fault=502-html']],
    [
      ['token', ''],
      ['new', 'list', 'revoke', 'rotate', 'secret'],
    ],
    [['token', 'new', ''], []],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['help', 'cal'], ['call']],
    [['help', 'call', 'get_u'], ['get_user']],
    [['--s'], ['--sandbox']],
    [
      ['--sandbox', '--'],
      ['--tools', '--help'],
    ],
    [['nonsense', ''], []],
    [['constructor', ''], []],
    [['call', '--help'], ['--help']],
  ])('%j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'copper-mcp'), `#!/bin/sh\nexec '${process.execPath}' '${builtFile}' "$@"\n`, {
  mode: 0o755,
});
writeFileSync(join(folder, 'callers one.json'), '[]');

function inShell(shell: string, args: readonly string[]): string {
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, HOME: folder, LANG: 'C.UTF-8' };
  const ran = spawnSync(shell, args, { cwd: folder, env, encoding: 'utf8' });
  expect([ran.error, ran.stderr, ran.status]).toEqual([undefined, '', 0]);
  return ran.stdout;
}

const lines = (out: string) => out.split('\n').slice(0, -1);
const quoted = (word: string) => `'${word}'`;
const missing = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).error !== undefined;

describe('bash', () => {
  /** What our function makes of these words, as bash takes them apart. */
  const completed = (...words: string[]) => {
    const script = `
      source <(copper-mcp completion bash)
      COMP_WORDS=(copper-mcp ${words.map(quoted).join(' ')}) COMP_CWORD=${words.length}
      _copper_mcp copper-mcp ${quoted(words.at(-1) ?? '')} ''
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    return lines(inShell('bash', ['--norc', '-c', script]));
  };

  test.each<[string[], string[]]>([
    [['cal'], ['call ']],
    [['call', 'search_ta'], ['search_tasks ']],
    [['call', 'search_tasks', 'st'], ['status=']],
    // Bash cuts words at `=`: what is put in their place is the part behind it.
    [
      ['call', 'search_tasks', 'status', '='],
      ['Open ', 'Completed '],
    ],
    [['call', 'search_tasks', 'status', '=', 'O'], ['Open ']],
    [['call', 'search_tasks', 'status=O'], ['status=Open ']],
    [['call', 'search_tasks', 'status', '=', 'Open', 'st'], ['status=']],
    [['call', 'search_tasks', 'name', '==', 'a', 'limit', '=', '5', 'li'], ['']],
    [['http', '--auth', '=', 't'], ['token ']],
    [['http', '--callers', 'call'], ['callers one.json']],
    [['nonsense', ''], ['']],
  ])('%j', (words, expected) => {
    expect(completed(...words)).toEqual(expected);
  });

  test('the function is registered, and holds for a press of the key', () => {
    const script = 'source <(copper-mcp completion bash); complete -p copper-mcp';
    expect(inShell('bash', ['--norc', '-c', script])).toBe('complete -o nospace -F _copper_mcp copper-mcp\n');
  });
});

describe('zsh', () => {
  test.skipIf(missing('zsh'))('offers words that end and arguments that go on (skipped without zsh)', () => {
    // The functions of zsh's completion are replaced by some that show what they are given.
    const script = `
      compdef() { print "compdef $@" }
      _describe() { local list=$4; print -r -- "$4 \${@[5,-1]}:"; print -rl -- "\${(P@)list}" }
      _files() { print files }
      source <(copper-mcp completion zsh)
      at() { words=(copper-mcp "$@"); CURRENT=$#words; _copper_mcp }
      at call search_ta; at call search_tasks st; at call search_tasks status=O; at http --callers ''; at nonsense ''; print $?`;
    const [registered, ...shown] = lines(inShell('zsh', ['-f', '-c', script]));
    const tasks = published.find(({ name }) => name === 'search_tasks')?.description;
    expect(registered).toBe('compdef _copper_mcp copper-mcp');
    expect(shown).toEqual([
      'ended :',
      `search_tasks:${tasks}`,
      'open -S :',
      'status=:Open, Completed',
      'ended :',
      'status=Open',
      'files',
      '1',
    ]);
  });
});

describe('fish', () => {
  test.skipIf(missing('fish'))('offers words with what they are, and files (skipped without fish)', () => {
    const script = `
      copper-mcp completion fish | source
      for line in 'cal' 'call search_ta' 'call search_tasks st' 'call search_tasks status=O' 'completion z' 'http --callers call'
        complete -C "copper-mcp $line"
      end`;
    const shown = lines(inShell('fish', ['--no-config', '-c', script]));
    const tasks = published.find(({ name }) => name === 'search_tasks')?.description;
    expect(shown).toEqual([
      `call\t${commands.call.what}`,
      `search_tasks\t${tasks}`,
      'status=\tOpen, Completed',
      'status=Open',
      'zsh',
      expect.stringMatching(/^callers\\? one\.json/),
    ]);
  });
});

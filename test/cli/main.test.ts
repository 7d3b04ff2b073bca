import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { main } from '../../src/cli/main.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { fakeShell, run } from './fake-shell.ts';

const oneLine = /^copper-mcp: [^\n]+\n$/;

test('without a key and with a terminal, the bare command explains itself and ends', async () => {
  const { code, out, err } = await run([], { terminal: true });
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain('is an MCP server');
  expect(err).toContain('--sandbox');
  expect(err).toContain('COPPER_API_KEY');
});

test.each([
  ['docter', 'Did you mean doctor?'],
  ['tool', 'Did you mean tools?'],
  ['sandbx', 'Did you mean sandbox?'],
  ['xyz', '--help'],
  ['constructor', '--help'],
])('%s is no command, and the nearest is named', async (word, hint) => {
  const { code, out, err } = await run([word]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(oneLine);
  expect(err).toContain(`There is no command "${word}".`);
  expect(err).toContain(hint);
});

test.each([
  ['true', 0],
  [' 1 ', 0],
  ['false', 1],
  ['', 1],
  ['${user_config.sandbox}', 1],
])('COPPER_SANDBOX=%s stands for --sandbox, or does not', async (value, expected) => {
  const { code } = await run(['call', 'list_users', 'limit=1'], { env: { COPPER_SANDBOX: value } });
  expect(code).toBe(expected);
});

test('COPPER_SANDBOX means nothing to commands that know no --sandbox', async () => {
  expect((await run(['version'], { env: { COPPER_SANDBOX: 'true' } })).code).toBe(0);
  expect((await run(['tools', '--json'], { env: { COPPER_SANDBOX: 'true' } })).code).toBe(0);
});

test.each([['--version'], ['-v'], ['version']])('%s prints the version alone', async (word) => {
  expect(await run([word])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
});

test('colours only where they are welcome', async () => {
  const style = '\u001b[';
  expect((await run(['--help'])).out).not.toContain(style);
  expect((await run(['--help'], { colors: true })).out).toContain(style);
  expect((await run(['docter'])).err).not.toContain(style);
  expect((await run(['docter'], { colors: true })).err).toContain(
    `${style}31mcopper-mcp:${style}0m There is`,
  );
});

test.each([
  [
    ['--sandbx'],
    '`copper-mcp` has no option --sandbx. Did you mean --sandbox? `copper-mcp --help` shows its arguments and options.',
  ],
  [
    ['--port', '3000'],
    '`copper-mcp` has no option --port. `copper-mcp --help` shows its arguments and options.',
  ],
  [
    ['tools', 'more'],
    '`copper-mcp tools` does not take "more". `copper-mcp tools --help` shows its arguments and options.',
  ],
  [['tools', '--markdow'], '`copper-mcp tools` has no option --markdow. Did you mean --markdown?'],
  [['tools', '-j'], '`copper-mcp tools` has no option --j.'],
  [['tools', '--json=yes'], '--json takes no value.'],
  [['tools', '--__proto__'], '`copper-mcp tools` has no option --__proto__.'],
  [['doctor', 'now'], '`copper-mcp doctor` does not take "now".'],
  [['call', 'list_users', '--nosuch'], '`copper-mcp call` has no option --nosuch.'],
  [['call', 'list_users', '--input'], '--input needs a value: --input=…'],
  [['sandbox', '--limit', '-1'], '--limit needs a value: --limit=…'],
  [['sandbox', '--limit'], '--limit needs a value'],
  [
    ['version', '--json'],
    '`copper-mcp version` has no option --json. `copper-mcp version --help` shows its arguments and options.',
  ],
  [['help', 'docter'], 'There is no command or tool "docter". Did you mean doctor?'],
  [
    ['help', 'call', 'list_user'],
    'There is no tool "list_user". Did you mean list_users, get_user or list_tags?',
  ],
  [['completion'], 'Name a shell. Shells: bash, zsh, fish.'],
  [['completion', 'tcsh'], 'There is no completion script for "tcsh". Shells: bash, zsh, fish.'],
])('%j is refused in one line that says what to do', async (args, said) => {
  const { code, out, err } = await run(args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(oneLine);
  expect(err).toContain(said);
});

describe('a setting that cannot be used', () => {
  const secret = 'k3y-that-nobody-may-see';
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{ COPPER_RATE_LIMIT: 'many' }, 'COPPER_RATE_LIMIT'],
    [{ COPPER_TIMEOUT_MS: '5' }, 'COPPER_TIMEOUT_MS'],
    [{ COPPER_TIMEZONE: 'Nowhere/Land' }, 'COPPER_TIMEZONE'],
    [{ COPPER_FORMAT: 'xml' }, 'COPPER_FORMAT'],
    [{ COPPER_DIALECT: 'klingon' }, 'COPPER_DIALECT'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ COPPER_API_BASE_URL: 'http://copper.example.com' }, 'COPPER_API_BASE_URL'],
    [{ COPPER_API_BASE_URL: `https://me:${secret}@api.copper.com/` }, 'COPPER_API_BASE_URL'],
    [{ COPPER_API_KEY: `${secret}\nmore` }, 'COPPER_API_KEY'],
    [{ COPPER_ACCESS_TOKEN: `${secret} more` }, 'COPPER_ACCESS_TOKEN'],
    [{ COPPER_API_KEY_FILE: '/nowhere' }, 'COPPER_API_KEY_FILE'],
  ];

  test.each(cases)('%j is one line, whatever the command', async (env, name) => {
    for (const args of [[], ['call', 'list_users'], ['http'], ['sandbox']]) {
      // The sandbox reads no key, and no address.
      if (args[0] === 'sandbox' && /KEY|TOKEN|URL/.test(name)) continue;
      const { code, out, err } = await run(args, { env: { COPPER_API_KEY: secret, ...env } });
      expect(code).toBe(2);
      expect(err).toMatch(oneLine);
      expect(err).toContain(name);
      expect(`${out}${err}`).not.toContain(secret);
    }
  });
});

test('an interrupted command ends with 130 and no word', async () => {
  const { shell, interrupt, out, err } = fakeShell(['call', 'list_users', '--sandbox']);
  interrupt();
  expect([await main(shell), out(), err()]).toEqual([130, '', '']);
});

test('a server that was stopped before it listened ends at once', async () => {
  const { shell, interrupt, out, err } = fakeShell(['--sandbox']);
  interrupt();
  expect([await main(shell), out(), err()]).toEqual(['now', '', '']);
});

test('an internal error shows where it happened, and exit code 1', async () => {
  const { shell, err } = fakeShell(['--version']);
  const broken: Shell = {
    ...shell,
    print() {
      throw new Error('no paper');
    },
  };
  expect(await main(broken)).toBe(1);
  expect(err()).toMatch(/^copper-mcp: internal error; please report .*\nError: no paper\n +at /);
});

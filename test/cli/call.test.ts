import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { mainInputOf } from '../../src/cli/main-inputs.ts';
import { published } from '../../src/published.ts';
import { fakeShell, run } from './fake-shell.ts';
import { runBuilt } from './secure.ts';

const onSandbox = (...words: string[]) => run(['call', ...words, '--sandbox']);

test('key=value words make a call, and the answer is on stdout', async () => {
  const { code, out, err } = await onSandbox(
    'search_opportunities',
    'owner=Dana Li',
    'sort=-value',
    'limit=2',
  );
  expect([code, err]).toEqual([0, '']);
  const [head, columns, ...lines] = out.trimEnd().split('\n');
  const rows = lines.filter((line) => !line.startsWith('note: '));
  expect(head).toMatch(/^opportunities 1-2 of \d+ \(each row: owner Dana Li\), next: offset=2$/);
  expect(columns?.split('\t')).toContain('company');
  expect(rows).toHaveLength(2);
});

test('a repeated key is a list', async () => {
  const one = await onSandbox('search_opportunities', 'status=Won', 'limit=0');
  const two = await onSandbox('search_opportunities', 'status=Won', 'status=Lost', 'limit=0');
  const listed = await onSandbox('search_opportunities', '{"status":["Won","Lost"],"limit":0}');
  expect([one.code, two.code, listed.code]).toEqual([0, 0, 0]);
  expect(two.out).not.toBe(one.out);
  expect(listed.out).toBe(two.out);
});

test('three times the same key is a list of three', async () => {
  const words = ['status=Won', 'status=Lost', 'status=Open'];
  const said = await onSandbox('search_opportunities', ...words, 'limit=0');
  const meant = await onSandbox('search_opportunities', '{"status":["Won","Lost","Open"],"limit":0}');
  expect(said).toEqual(meant);
});

test('one JSON object does the same as words', async () => {
  const words = await onSandbox('list_users', 'name=Jane', 'limit=1');
  expect(words.out).toContain('Jane Park');
  expect(await onSandbox('list_users', '{"name":"Jane","limit":1}')).toEqual(words);
});

test('an equals sign inside a value stays there', async () => {
  const { out } = await onSandbox('search_companies', 'name==Dunder Mifflin');
  expect(out).toContain('companies 1-1 of 1');
});

test('a tool may be written with hyphens', async () => {
  expect(await onSandbox('list-users')).toEqual(await onSandbox('list_users'));
});

test('--json is the answer as data', async () => {
  const { code, out } = await onSandbox('list_users', 'limit=2', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ kind: 'users', total: 12, next: 2 });
});

test.each<[string, string[], string]>([
  ['an error of the tool', ['search_opportunities', 'owner=Dama Lee'], 'unknown_name: '],
  ['an unknown argument', ['list_users', 'nme=x'], 'invalid_input: '],
  ['a missing record', ['get_opportunity', 'id=1'], 'not_found: '],
  ['a hostile key', ['list_users', '{"__proto__":{"limit":1}}'], 'invalid_input: '],
])('%s is on stderr, with exit code 1 and nothing on stdout', async (_, words, start) => {
  const { code, out, err } = await onSandbox(...words);
  expect([code, out]).toEqual([1, '']);
  expect(err.startsWith(start)).toBe(true);
});

test.each([
  ['find', 'text', 'Globex'],
  ['brief', 'about', 'Globex'],
  ['search_companies', 'name', 'Dunder Mifflin'],
])('the main input of %s needs no name', async (tool, name, value) => {
  const named = await onSandbox(tool, `${name}=${value}`);
  expect(named).toMatchObject({ code: 0, err: '' });
  expect(await onSandbox(tool, value)).toEqual(named);
});

test('a main input is one that the tool has', () => {
  const values = published.flatMap(({ name, inputSchema }) => {
    const main = mainInputOf(name);
    return main === undefined ? [] : [Object.hasOwn(Object(inputSchema.properties), main)];
  });
  expect(values).toHaveLength(15);
  expect(values).not.toContain(false);
});

test('an error is data with --json, too', async () => {
  const { code, out, err } = await onSandbox('get_opportunity', '1', '--json');
  expect([code, out]).toEqual([1, '']);
  expect(JSON.parse(err)).toEqual({
    kind: 'not_found',
    message: expect.stringMatching(/^No opportunity has this id;/),
  });
});

test('without a key it says what to set', async () => {
  const { code, out, err } = await run(['call', 'list_users']);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^not_configured: .*COPPER_API_KEY.*--sandbox/);
});

test.each<[string, string[], string]>([
  ['no tool', [], 'copper-mcp tools'],
  ['an unknown tool', ['list_user'], 'Did you mean list_users, get_user or list_tags?'],
  ['a tool of no likeness', ['qqq'], '`copper-mcp tools` lists all tools'],
  ['a word without =', ['list_users', 'limit'], 'write key=value'],
  ['a value where none is the main one', ['search_activities', 'Globex'], 'write key=value'],
  ['two values', ['find', 'Dunder', 'Mifflin'], 'write key=value'],
  ['a value beside the same with its name', ['find', 'Globex', 'text=Acme'], 'write key=value'],
  ['the name of an input', ['search_companies', 'city'], 'write key=value'],
  ['a word without a key', ['list_users', '=5'], 'write key=value'],
  ['broken JSON', ['list_users', '{"limit":'], 'not a JSON object'],
  ['JSON and words', ['list_users', '{"limit":1}', 'offset=2'], 'not both'],
  [
    'a file and words',
    ['list_users', '--input', 'in.json', 'limit=1'],
    'Give either --input or "limit=1", not both.',
  ],
  [
    'a file that is not there',
    ['list_users', '--input', 'no.json'],
    'no.json cannot be read as a regular file.',
  ],
  ['a file without JSON', ['list_users', '--input', 'bad.json'], 'bad.json is not a JSON object: '],
  ['a file with a list', ['list_users', '--input', 'list.json'], 'list.json is not a JSON object. Example: '],
])('%s is refused in one line with exit code 2', async (_, words, hint) => {
  const files = { 'bad.json': '{', 'list.json': '[1]' };
  const { code, out, err } = await run(['call', ...words, '--sandbox'], { files });
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^copper-mcp: [^\n]+\n$/);
  expect(err).toContain(hint);
});

test('--sandbox puts the keys and the address of the real Copper aside', async () => {
  const env = {
    COPPER_API_KEY: 'bad key',
    COPPER_API_BASE_URL: 'http://nowhere.example',
    COPPER_ACCESS_TOKEN_FILE: '/nowhere',
  };
  const { code, out } = await run(['call', 'list_users', 'limit=1', '--sandbox'], { env });
  expect(code).toBe(0);
  expect(out).toContain('Dana Li');
});

describe('arguments from elsewhere', () => {
  const asked = '{"name":"Jane","limit":1}';

  test('a file', async () => {
    const machine = { files: { 'in.json': asked } };
    expect(await run(['call', 'list_users', '--input', 'in.json', '--sandbox'], machine)).toEqual(
      await onSandbox('list_users', 'name=Jane', 'limit=1'),
    );
  });

  test('stdin', async () => {
    const piped = (typed: string) => run(['call', 'list_users', '--input', '-', '--sandbox'], { typed });
    expect(await piped(asked)).toEqual(await onSandbox('list_users', asked));
    expect((await piped('')).err).toMatch(/^copper-mcp: stdin is not a JSON object: [^\n]+ Example: '\{/);
    expect((await piped(`"${'x'.repeat(1_000_001)}"`)).err).toContain('more than a million characters');
  });

  test('the stdin of a process', async () => {
    const { code, out, err } = await runBuilt(['call', 'list_users', '--input', '-', '--sandbox'], {
      typed: asked,
    });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Jane Park');
  });

  test('a stdin that never ends can be interrupted', async () => {
    const { shell, interrupt, out, err } = fakeShell(['call', 'list_users', '--input', '-', '--sandbox']);
    const ended = main(shell);
    interrupt();
    expect([await ended, out(), err()]).toEqual([130, '', '']);
  });
});

test('what looks like a slip in the settings is told in plain words, and stops nothing', async () => {
  const env = { COPPER_APIKEY: 'x', COPPER_ACCESS_TOKEN: 'x' };
  const { code, out, err } = await run(['call', 'list_users', 'limit=1', '--sandbox'], { env });
  expect([code, out]).toEqual([0, expect.stringContaining('users 1-1')]);
  expect(err).toBe(
    'copper-mcp: COPPER_APIKEY is not a setting of copper-mcp; did you mean COPPER_API_KEY?\n',
  );
});

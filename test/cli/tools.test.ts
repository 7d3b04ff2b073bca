import { expect, test } from 'vitest';
import { published, selectionSource } from '../../src/published.ts';
import { coreTokenCounts, tokenCounts } from '../../src/token-counts.ts';
import { run } from './fake-shell.ts';

const sum = published.reduce((all, { name }) => all + (tokenCounts[name] ?? 0), 0);
const summary = `${published.length} tools, ${sum.toLocaleString('en-US')} tokens (o200k) in a model's context`;

test('a row for each tool and their sum', async () => {
  const { code, out, err } = await run(['tools']);
  expect([code, err]).toEqual([0, '']);
  const [head, ...lines] = out.trimEnd().split('\n');
  expect(head).toMatch(/^tool +what it is for +tokens$/);
  for (const [at, { name }] of published.entries()) {
    expect(lines[at]?.startsWith(`${name} `)).toBe(true);
    expect(lines[at]?.endsWith(` ${tokenCounts[name]}`)).toBe(true);
  }
  expect(lines.slice(published.length, published.length + 2)).toEqual(['', `${summary}.`]);
});

const cost = (names: readonly string[], counts = tokenCounts) =>
  names.reduce((all, name) => all + (counts[name] ?? 0), 0).toLocaleString('en-US');

test('below them what each choice would cost', async () => {
  const { out } = await run(['tools']);
  const rows = out.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(rows).toContainEqual(['--tools', 'tools', 'tokens']);
  for (const [group, names] of Object.entries(selectionSource.groups)) {
    const counts = group === 'core' ? coreTokenCounts : tokenCounts;
    expect(rows).toContainEqual([group, String(names.length), cost(names, counts)]);
  }
});

test('--tools shows these only, and what they cost', async () => {
  const { code, out } = await run(['tools', '--tools', 'core,-hygiene']);
  expect(code).toBe(0);
  const chosen = selectionSource.groups.core.filter((name) => name !== 'hygiene');
  const names = out.split('\n').flatMap((line) => /^([a-z_]+) .*\d$/.exec(line)?.[1] ?? []);
  const groups = Object.keys(selectionSource.groups);
  expect(names.filter((name) => !groups.includes(name) && name !== 'tool').sort()).toEqual(
    [...chosen].sort(),
  );
  expect(out).toContain(`${chosen.length} tools, ${cost(chosen, coreTokenCounts)} tokens (o200k)`);
});

test('a choice of the environment counts, but for what is written out', async () => {
  const env = { COPPER_TOOLS: 'list_tags', COPPER_TOOL_PREFIX: 'crm_' };
  const listed = async (...args: string[]) =>
    JSON.parse((await run(['tools', '--json', ...args], { env })).out).tools.map(({ name = '' }) => name);
  expect(await listed()).toEqual(['crm_list_tags']);
  expect(await listed('--tools=-operations')).toEqual(
    selectionSource.groups.reports.map((name) => `crm_${name}`),
  );
});

test.each([
  [
    ['tools', '--tools', 'serch_people'],
    {},
    '"serch_people" is not a tool or a group of tools. Nearest: search_people',
  ],
  [
    ['--tools', 'reprots'],
    {},
    'Nearest: reports. A choice (--tools, COPPER_TOOLS or ?tools=) is a comma-separated list of all, operations,',
  ],
  [['--sandbox'], { COPPER_TOOLS: 'find,-find' }, 'The choice of tools leaves none.'],
  [['http', '--sandbox', '--tools', 'x'], {}, '"x" is not a tool or a group of tools.'],
  [
    ['http', '--sandbox'],
    { COPPER_TOOL_PREFIX: 'a b' },
    'COPPER_TOOL_PREFIX is "a b"; it can be up to 32 letters',
  ],
])('%j %j ends before anything starts, with a line that helps', async (args, env, line) => {
  const { code, out, err } = await run(args, { env });
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^copper-mcp: [^\n]+\n$/);
  expect(err).toContain(line);
});

test('no name is longer than providers take, with the longest prefix', async () => {
  const { out } = await run(['tools', '--json'], { env: { COPPER_TOOL_PREFIX: 'x'.repeat(32) } });
  const lengths = JSON.parse(out).tools.map(({ name = '' }) => name.length);
  expect(Math.max(...lengths)).toBe(64);
});

test('no row is wider than the terminal', async () => {
  const { out } = await run(['tools'], { columns: 100 });
  const rows = out.split('\n').slice(0, published.length + 1);
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(100);
});

test('--markdown is a table with the same rows', async () => {
  const { code, out } = await run(['tools', '--markdown']);
  expect(code).toBe(0);
  const rows = out.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual(
    published.map(({ name, description }) => `| \`${name}\` | ${description} | ${tokenCounts[name]} |`),
  );
  expect(out).toContain(`${summary}.`);
});

test('--json is the list as clients see it', async () => {
  const { code, out } = await run(['tools', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ tools: published });
});

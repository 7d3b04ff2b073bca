import { expect, test } from 'vitest';
import { published } from '../../src/published.ts';
import { tokenCounts } from '../../src/token-counts.ts';
import { run } from './fake-shell.ts';

const sum = Object.values(tokenCounts).reduce((all, one) => all + one, 0);
const summary = `${published.length} tools, ${sum.toLocaleString('en-US')} tokens (o200k) in a model's context`;

test('a row for each tool and their sum', async () => {
  const { code, out, err } = await run(['tools']);
  expect([code, err]).toEqual([0, '']);
  const [head, ...lines] = out.trimEnd().split('\n');
  expect(head).toMatch(/^tool +what it is for +tokens$/);
  expect(lines).toHaveLength(published.length + 2);
  for (const [at, { name }] of published.entries()) {
    expect(lines[at]?.startsWith(`${name} `)).toBe(true);
    expect(lines[at]?.endsWith(` ${tokenCounts[name]}`)).toBe(true);
  }
  expect(lines.at(-1)).toContain(summary);
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

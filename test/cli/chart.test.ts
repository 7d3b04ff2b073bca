import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { drawCharts } from '../../src/cli/terminal/chart.ts';
import type { ViewTable } from '../../src/tool/view-data.ts';
import { page } from '../view/view-app.ts';
import { type FakeMachine, run } from './fake-shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-chart-'));
afterAll(() => rmSync(folder, { recursive: true }));

const call = (words: string[], machine: FakeMachine = {}) => run(['call', ...words, '--sandbox'], machine);
const months = ['summarize', 'what=opportunities', 'by=closes month', 'closes=this-year'];

const table = (rows: ViewTable['rows'], more: Partial<ViewTable> = {}): ViewTable => ({
  title: 'deals by owner',
  head: 'deals by owner 1-2 of 2',
  form: 'page',
  columns: [
    { name: 'owner', kind: 'text' },
    { name: 'count', kind: 'number' },
  ],
  rows,
  ...more,
});
const drawn = (one: ViewTable, columns = 40) =>
  drawCharts({ tables: [one], gaps: ['Not all was read.'], notes: [] }, { colors: false, columns });

describe('--chart', () => {
  test('draws bars as long as their numbers are large', () => {
    expect(
      drawn(
        table([
          ['Ann', 20],
          ['Bob', 10],
          ['Cy', null],
        ]),
      ),
    ).toEqual([
      'deals by owner 1-2 of 2',
      '',
      'count',
      `Ann ${'█'.repeat(33)} 20`,
      `Bob ${'█'.repeat(16)}▌${' '.repeat(16)} 10`,
      `Cy  ${' '.repeat(33)}  –`,
      '',
      'note: Not all was read.',
    ]);
  });

  test('less than nothing goes to the left of nothing', () => {
    const lines = drawn(
      table([
        ['Ann', 10],
        ['Bob', -10],
      ]),
    );
    const [ann = '', bob = ''] = lines?.slice(3) ?? [];
    expect(bob).toContain('█');
    expect(ann.indexOf('█')).toBeGreaterThan(bob.lastIndexOf('█'));
  });

  test.each([60, 100, 200])('fits %i columns, with long names and wide letters', (columns) => {
    const rows = [
      ['日本語の会社'.repeat(10), 1234567],
      ['x'.repeat(300), 2],
      ['é\u0301tude 🎉', -1],
    ] as const;
    const cells = (line: string) =>
      [...line.normalize()].reduce(
        (sum, sign) => sum + (/\p{M}/u.test(sign) ? 0 : /[\u3000-\u9fff🎉]/u.test(sign) ? 2 : 1),
        0,
      );
    for (const line of drawn(table(rows), columns) ?? [])
      expect(cells(line), line).toBeLessThanOrEqual(columns);
  });

  test.each([60, 100])('a real answer fits %i columns and keeps its notes', async (columns) => {
    const { code, out, err } = await call([...months, '--chart'], { columns });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^opportunities by closes month 1-12 of 12; read all \d+ opportunities/);
    const bars = out.split('\n').filter((line) => /^2026-\d\d /.test(line));
    expect(bars).toHaveLength(12);
    for (const line of bars) expect(line).toHaveLength(columns);
    expect(out).toContain('note: understood as:');
    expect(out).not.toContain('\u001b');
  });

  test('has colours where they are welcome', async () => {
    const { out } = await call([...months, '--chart'], { colors: true });
    expect(out).toContain('\u001b[36m█');
  });

  test('where there is nothing to compare it says so and prints the rows', async () => {
    const plain = await call(['search_people', 'limit=2']);
    const { code, out, err } = await call(['search_people', 'limit=2', '--chart']);
    expect([code, out]).toEqual([0, plain.out]);
    expect(err).toBe('copper-mcp: this answer has nothing to compare in a picture; here are its rows.\n');
  });

  test('--json is for programs: with a picture it is refused', async () => {
    const { code, err } = await call([...months, '--chart', '--json']);
    expect([code, err]).toEqual([2, 'copper-mcp: --json prints data; give it without --chart and --html.\n']);
  });
});

describe('--html', () => {
  const files = { '/nowhere/view.html': page };

  test('writes a page with the data of the answer, for this user alone, and replaces only such a page', async () => {
    const path = join(folder, 'answer.html');
    for (const limit of [2, 3]) {
      const { code, out, err } = await call(['search_people', `limit=${limit}`, '--html', path], { files });
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(new RegExp(`^people 1-${limit} of`));
      const [, json = ''] =
        /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(readFileSync(path, 'utf8')) ?? [];
      expect(JSON.parse(json).tables[0].rows).toHaveLength(limit);
    }
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  test.each<[string, string, RegExp]>([
    [
      'a file of somebody else',
      'notes.txt',
      /notes\.txt exists and is not a page of copper-mcp; choose another name\.$/,
    ],
    ['a folder', '', /is a folder, not a file\.$/],
  ])('%s is left alone, before anything is asked', async (_, name, said) => {
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const { code, out, err } = await call(['search_people', '--html', join(folder, name)], { files });
    expect([code, out]).toEqual([2, '']);
    expect(err.trim()).toMatch(said);
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });
});

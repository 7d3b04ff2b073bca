import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { cleanEnv, root } from '../../scripts/built.ts';
import { questions } from '../../scripts/demo/questions.ts';
import { answerLines, callLine, columnWidths, cut } from '../../scripts/demo/screen.ts';
import { reports } from '../../tools/reports/index.ts';

const plain = { width: 40, colors: false };

describe('the demo', () => {
  let ran: SpawnSyncReturns<string>;
  beforeAll(() => {
    ran = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/demo/demo.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: cleanEnv({ COLUMNS: '90' }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  });

  test('ends by itself and without an error', () => {
    expect({ status: ran.status, signal: ran.signal }, ran.stderr).toEqual({ status: 0, signal: null });
  });

  test('asks six questions, four of them of reports, and shows an answer, its tokens and its time for each call', () => {
    expect(questions).toHaveLength(6);
    const asked = questions.flatMap(({ steps }) => steps.map(({ tool }) => tool));
    const used = asked.filter((tool) => reports.some(({ name }) => name === tool));
    expect(used).toEqual(['deals_needing_attention', 'forecast', 'today', 'brief']);
    for (const { asked } of questions) expect(ran.stdout).toContain(asked);
    const calls = questions.flatMap(({ steps }) => steps);
    expect(ran.stdout.match(/^ {3}→ /gm)).toHaveLength(calls.length);
    expect(ran.stdout.match(/^ {3}[\d,]+ tokens, [\d.]+ ms$/gm)).toHaveLength(calls.length);
    expect(ran.stdout).not.toContain('failed');
    expect(ran.stdout).toContain(`6 questions, ${calls.length} calls`);
  });

  test('keeps to the width of the reader and shows no colours where no terminal is', () => {
    expect(ran.stdout).not.toContain('\u001b');
    const wide = ran.stdout.split('\n').filter((line) => [...line].length > 90);
    expect(wide).toEqual([]);
  });
});

describe('the screen', () => {
  test('puts cells under each other and lets the widest column give way', () => {
    const answer =
      'deals 1-2 of 2\nid\tname\tvalue\n1\tA very long name that does not fit the screen\t10\n22\tB\t';
    expect(answerLines(answer, plain, '')).toEqual([
      'deals 1-2 of 2',
      'id  name                           value',
      '1   A very long name that does n…  10',
      '22  B',
    ]);
  });

  test('gives each table of an answer columns of its own', () => {
    const answer = 'people 1-1 of 1\nid\tname\n1\tAnn\n\nreasons 1-1 of 1\nreason\tdeals\nno_close_date\t2';
    expect(answerLines(answer, plain, '')).toEqual([
      ...['people 1-1 of 1', 'id  name', '1   Ann', ''],
      ...['reasons 1-1 of 1', 'reason         deals', 'no_close_date  2'],
    ]);
  });

  test('cuts rows that no narrowing makes fit', () => {
    const many = Array.from({ length: 9 }, () => 'ten letters').join('\t');
    const [row = ''] = answerLines(many, plain, '');
    expect(row.length).toBeLessThanOrEqual(40);
    expect(row.endsWith('…')).toBe(true);
  });

  test('counts characters as people do', () => {
    expect(cut('naïve 😀😀', 7)).toBe('naïve…');
    expect(columnWidths([['😀😀', 'ab']], 40)).toEqual([2, 2]);
  });

  test('writes a call as one would type it', () => {
    const input = { name: 'copy machines', limit: 5, fields: ['name'] };
    expect(callLine('search_people', input, { width: 90, colors: false })).toBe(
      `   → search_people name="copy machines" limit=5 fields='["name"]'`,
    );
  });
});

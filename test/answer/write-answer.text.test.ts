import { expect, test } from 'vitest';
import type { AnswerTable } from '../../src/answer/answer-table.ts';
import { writeText } from '../../src/answer/write-answer.ts';

const table = (more: Partial<AnswerTable>): AnswerTable => ({
  form: 'page',
  what: 'deals',
  columns: ['id', 'name'],
  rows: [],
  offset: 0,
  total: 0,
  next: undefined,
  countOnly: false,
  notes: [],
  ...more,
});
const rows = (count: number) => Array.from({ length: count }, (_, at) => [at, 'a']);
const unknown = 'an unknown number (Copper gave no total)';

test.each<[string, Partial<AnswerTable>, string]>([
  ['the first rows', { rows: rows(3), total: 37, next: 3 }, 'deals 1-3 of 37, next: offset=3'],
  [
    'rows further on',
    { rows: rows(3), offset: 20, total: 37, next: 23 },
    'deals 21-23 of 37, next: offset=23',
  ],
  ['the last rows', { rows: rows(2), offset: 35, total: 37 }, 'deals 36-37 of 37'],
  ['all rows', { rows: rows(1), total: 1 }, 'deals 1-1 of 1'],
  ['no rows', {}, 'deals: none match'],
  ['no rows, in other words', { none: 'none' }, 'deals: none'],
  [
    'rows that go on elsewhere',
    { rows: rows(2), total: 5, next: 2, nextHint: 'search_deals' },
    'deals 1-2 of 5, next: search_deals',
  ],
  ['none past the end', { offset: 40, total: 37 }, 'deals: none from offset=40 on, 37 match'],
  ['none past the end of nothing', { offset: 40, total: 0 }, 'deals: none match'],
  ['no total', { rows: rows(2), total: undefined, next: 2 }, `deals 1-2 of ${unknown}, next: offset=2`],
  ['no rows and no total', { total: undefined }, 'deals: none match'],
  [
    'none past an unknown end',
    { offset: 40, total: undefined },
    `deals: none from offset=40 on, ${unknown} match`,
  ],
  [
    'rows of those that could be read',
    { rows: rows(2), total: undefined, minTotal: 2 },
    'deals 1-2 of at least 2',
  ],
  [
    'none of those that could be read',
    { total: undefined, minTotal: 0 },
    'deals: none match among the rows read',
  ],
  [
    'none past those',
    { offset: 9, total: undefined, minTotal: 5 },
    'deals: none from offset=9 on, at least 5 match',
  ],
  ['a count', { countOnly: true, total: 37 }, 'deals: 37 match (limit=0: counted only)'],
  ['a count of none', { countOnly: true, total: 0 }, 'deals: 0 match (limit=0: counted only)'],
  [
    'a count nobody knows',
    { countOnly: true, total: undefined },
    `deals: ${unknown} match (limit=0: counted only)`,
  ],
  [
    'a count of some',
    { countOnly: true, total: undefined, minTotal: 5 },
    'deals: at least 5 match (limit=0: counted only)',
  ],
])('the first line tells of %s', (_, more, head) => {
  expect(writeText(table(more)).text.split('\n')[0]).toBe(head);
});

test('a table: head, column names, rows with tabs, notes', () => {
  const { text, structured } = writeText(
    table({
      rows: [
        [1, 'Acme'],
        [2, null],
      ],
      total: 2,
      notes: ['both\nwere searched.', 'empty: owner.'],
    }),
  );
  expect(text).toBe(
    ['deals 1-2 of 2', 'id\tname', '1\tAcme', '2\t', 'note: both were searched.', 'note: empty: owner.'].join(
      '\n',
    ),
  );
  expect(structured).toBeUndefined();
});

test('without rows there are no column names', () => {
  expect(writeText(table({ notes: ['a'] })).text).toBe('deals: none match\nnote: a');
});

test('one record: a line a field, without what is empty; further lines set in', () => {
  const one = table({
    form: 'one',
    what: 'deal',
    columns: ['id', 'name', 'owner', 'won', 'details'],
    rows: [[7, 'Acme', null, false, 'first\nnote: hidden\r\nlast\u2028end']],
    total: 1,
    notes: ['a note'],
  });
  expect(writeText(one).text).toBe(
    'deal\nid: 7\nname: Acme\nwon: false\ndetails: first\n  note: hidden\n  last\n  end\nnote: a note',
  );
});

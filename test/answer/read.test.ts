import { expect, test } from 'vitest';
import { readList, readOne, readRange } from '../../src/answer/read.ts';
import { readAll, readFiltered } from '../../src/answer/read-filtered.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { type PagedOptions, pagedCopper } from './paged-copper.ts';

const search = { operation: 'searchCompanies', body: { name: 'a' } } as const;

/** A reading of numbered rows, with all that was asked, noted and shown as progress. */
function reading(options: PagedOptions) {
  const { copper, asked } = pagedCopper(options);
  const notes: string[] = [];
  const shown: [number, number | undefined, string][] = [];
  return {
    asked,
    notes,
    shown,
    pages: () => asked.map(({ page, size }) => [page, size]),
    copper,
    call: { signal: new AbortController().signal, priority: 'interactive' as const },
    note: (text: string) => void notes.push(text),
    progress: (...step: [number, number | undefined, string]) => void shown.push(step),
  };
}
const ids = (found: object) =>
  'rows' in found && Array.isArray(found.rows) ? found.rows.map(({ id }) => id) : [];
const from = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);
const even: LocalFilter = { name: 'even', test: ({ id }) => Number(id) % 2 === 0 };
const none: LocalFilter = { name: 'none', test: () => false };

test.each<[string, PagedOptions, [number, number], number[][], number[], number | undefined]>([
  ['the first rows', { count: 37 }, [0, 20], [[1, 20]], from(0, 20), 20],
  ['the last rows', { count: 37 }, [20, 20], [[2, 20]], from(20, 17), undefined],
  ['all there are, to the last', { count: 20 }, [0, 20], [[1, 20]], from(0, 20), undefined],
  [
    'rows across two pages',
    { count: 90, cap: 25 },
    [10, 25],
    [
      [1, 25],
      [2, 24],
    ],
    from(10, 25),
    35,
  ],
  [
    'only one page where nothing follows',
    { count: 22, cap: 25 },
    [10, 25],
    [[1, 25]],
    from(10, 12),
    undefined,
  ],
  [
    'more than a page may hold',
    { count: 90, cap: 25 },
    [0, 60],
    [
      [1, 25],
      [2, 25],
      [3, 25],
    ],
    from(0, 60),
    60,
  ],
  [
    'no more than four pages',
    { count: 90, cap: 10 },
    [0, 60],
    [
      [1, 10],
      [2, 10],
      [3, 10],
      [4, 10],
    ],
    from(0, 40),
    40,
  ],
  ['nothing past the end', { count: 37 }, [40, 20], [[3, 20]], [], undefined],
  ['a count only', { count: 37 }, [0, 0], [[1, 1]], [], undefined],
  [
    'a page that the server made shorter',
    { count: 90, holds: 25 },
    [0, 60],
    [
      [1, 60],
      [2, 25],
      // A cap is learnt from two pages.
      [1, 60],
    ],
    from(0, 25),
    25,
  ],
  [
    'rows behind such a page',
    { count: 90, holds: 25 },
    [30, 60],
    [
      [1, 90],
      [2, 25],
      [1, 90],
      [2, 25],
      [3, 25],
      [4, 25],
    ],
    from(30, 60),
    undefined,
  ],
  [
    'without a total, on as long as pages are full',
    { count: 37, tells: false },
    [0, 20],
    [[1, 20]],
    from(0, 20),
    20,
  ],
  [
    'without a total, to a short page, once the first one has shown that pages may be longer',
    { count: 37, tells: false },
    [20, 20],
    [
      [2, 20],
      [1, 20],
    ],
    from(20, 17),
    undefined,
  ],
])('reads %s', async (_, options, [offset, limit], pages, rows, next) => {
  const one = reading(options);
  const found = await readRange(search, { offset, limit }, one);
  expect(ids(found)).toEqual(rows);
  expect(found).toMatchObject({ offset, next, total: options.tells === false ? undefined : options.count });
  expect(one.pages()).toEqual(pages);
});

test('a page that is short because of rows nobody may see is not the end', async () => {
  const one = reading({ count: 90, cap: 25, hidden: (id) => id === 3 });
  const found = await readRange(search, { offset: 10, limit: 25 }, one);
  expect(ids(found).slice(-10)).toEqual(from(25, 10));
  expect(found).toMatchObject({ next: 35 });
  expect(one.copper.pageCap('searchCompanies')).toBe(25);
});

test('a later page that came short by a round number is not taken for a shorter page', async () => {
  const one = reading({ count: 90, cap: 25, hidden: (id) => id >= 45 && id < 50 });
  const found = await readRange(search, { offset: 10, limit: 25 }, one);
  expect(ids(found)).toEqual(from(10, 25));
  expect(found).toMatchObject({ next: 35 });
});

test('asks with the conditions it was given', async () => {
  const one = reading({ count: 3 });
  await readRange(search, { offset: 0, limit: 5 }, one);
  expect(one.asked[0]?.request).toEqual({
    operation: 'searchCompanies',
    body: { name: 'a', page_number: 1, page_size: 5 },
  });
  expect(search.body).toEqual({ name: 'a' });
});

test('a page whose conditions were not all sent is no answer', async () => {
  const one = reading({ count: 50, unsent: [even] });
  expect(await readRange(search, { offset: 0, limit: 5 }, one)).toEqual({ localFilters: [even] });
});

test('keeps what passes, of all pages', async () => {
  const one = reading({ count: 450 });
  const found = await readFiltered(search, [even], { offset: 20, limit: 5 }, one);
  expect(ids(found)).toEqual([40, 42, 44, 46, 48]);
  expect(found).toMatchObject({ offset: 20, total: 225, next: 25 });
  expect(one.notes).toEqual(['Copper cannot search by even: all 450 rows were read and filtered here.']);
  expect(one.shown).toEqual([
    [1, 3, 'read 200 of 450 rows'],
    [2, 3, 'read 400 of 450 rows'],
    [3, 3, 'read 450 of 450 rows'],
  ]);
});

test('a few pages are one question; more are a scan, which yields to others', async () => {
  const one = reading({ count: 900 });
  await readFiltered(search, [even], { offset: 0, limit: 5 }, one);
  expect(one.asked.map(({ priority }) => priority)).toEqual([
    'interactive',
    'interactive',
    'interactive',
    'background',
    'background',
  ]);
});

test('pages that are short because of rows nobody may see are not the end', async () => {
  const hidden = (id: number) => id === 30 || (id >= 60 && id < 65);
  const one = reading({ count: 130, cap: 25, holds: 25, hidden });
  const found = await readFiltered(search, [even], { offset: 0, limit: 200 }, one);
  expect(ids(found)).toEqual(
    from(0, 65)
      .map((at) => at * 2)
      .filter((id) => !hidden(id)),
  );
});

test('a first reply that teaches another size of pages leaves no row out', async () => {
  const one = reading({ count: 330, cap: 25 });
  const { ask } = one.copper;
  const copper: typeof one.copper = {
    ...one.copper,
    pageCap: () => (one.asked.length === 0 ? 25 : 200),
    ask: (...given) => ask(...given),
  };
  const found = await readAll(search, [even], { ...one, copper });
  expect(found.rows.map(({ id }) => id)).toEqual(from(0, 165).map((at) => at * 2));
  expect(found).toMatchObject({ read: 330, complete: true });
  expect(one.pages()).toEqual([
    [1, 25],
    [1, 200],
    [2, 200],
  ]);
});

test.each<[string, PagedOptions, number]>([
  ['as soon as the total tells', { count: 501 }, 1],
  ['as soon as they are read, where no total is told', { count: 900, tells: false }, 3],
])('no more is read than is wanted: %s', async (_, options, requests) => {
  const one = reading(options);
  expect(await readAll(search, [], one, 500)).toMatchObject({ complete: false });
  expect(one.asked).toHaveLength(requests);
});

test('conditions that turn out to be unknown are kept here, too', async () => {
  const third: LocalFilter = { name: 'third', test: ({ id }) => Number(id) % 3 === 0 };
  const one = reading({ count: 30, unsent: [third, even] });
  expect(ids(await readFiltered(search, [even], { offset: 0, limit: 20 }, one))).toEqual([0, 6, 12, 18, 24]);
  expect(one.notes).toEqual([
    'Copper cannot search by even, third: all 30 rows were read and filtered here.',
  ]);
});

test('stops after forty pages and says what is missing', async () => {
  const one = reading({ count: 1900, cap: 25 });
  const found = await readFiltered(search, [even], { offset: 490, limit: 20 }, one);
  expect(one.asked).toHaveLength(40);
  expect(ids(found)).toEqual(from(490, 10).map((at) => at * 2));
  expect(found).toMatchObject({ total: undefined, minTotal: 500, next: undefined });
  expect(one.notes).toEqual([
    'Copper cannot search by even: only 1000 of 1900 rows were read and filtered here. Narrow the question to cover the rest.',
  ]);
});

test('what everybody expects of a list is noted only where the reading is incomplete', async () => {
  const expected: LocalFilter = { ...even, notedOnlyIfPartial: true };
  const whole = reading({ count: 30 });
  await readFiltered(search, [expected], { offset: 0, limit: 20 }, whole);
  expect(whole.notes).toEqual([]);
  const part = reading({ count: 1900, cap: 25 });
  await readFiltered(search, [expected], { offset: 0, limit: 20 }, part);
  expect(part.notes).toHaveLength(1);
});

test.each<[string, PagedOptions, number]>([
  ['nothing', { count: 0 }, 1],
  ['one full page', { count: 200 }, 1],
  ['pages that the server made shorter', { count: 60, holds: 25 }, 5],
  ['no total', { count: 450, tells: false }, 3],
  ['no total and full pages', { count: 400, tells: false }, 3],
])('a scan of %s ends by itself', async (_, options, requests) => {
  const one = reading(options);
  const found = await readFiltered(search, [none], { offset: 0, limit: 20 }, one);
  expect(found).toMatchObject({ rows: [], total: 0, next: undefined });
  expect(one.asked).toHaveLength(requests);
  expect(one.notes[0]).toContain(`all ${options.count} rows`);
});

test('a whole list is cut and filtered here', async () => {
  const list = { operation: 'listTags' } as const;
  const some = await readList(list, [even], { offset: 2, limit: 3 }, reading({ count: 20 }));
  expect(ids(some)).toEqual([4, 6, 8]);
  expect(some).toMatchObject({ total: 10, next: 5 });
  const rest = await readList(list, [even], { offset: 8, limit: 200 }, reading({ count: 20 }));
  expect(rest).toMatchObject({ total: 10, next: undefined });
});

test('texts in a list become rows with a name', async () => {
  const one = reading({ count: 0 });
  const copper = { ...one.copper, ask: async () => ({ data: ['a', 'b'] }) };
  const { rows } = await readList({ operation: 'listTags' }, [], { offset: 0, limit: 9 }, { ...one, copper });
  expect(rows).toEqual([{ name: 'a' }, { name: 'b' }]);
});

test('one record is one row; nothing is an error', async () => {
  const one = reading({ count: 0 });
  const answering = (data: object[] | { id: number }) => ({
    ...one,
    copper: { ...one.copper, ask: async () => ({ data: JSON.parse(JSON.stringify(data)) }) },
  });
  const question = { operation: 'getOpportunity', path: { id: 1 } } as const;
  expect(await readOne(question, answering({ id: 1 }))).toEqual({
    rows: [{ id: 1 }],
    offset: 0,
    total: 1,
    next: undefined,
  });
  await expect(readOne(question, answering([]))).rejects.toMatchObject({ kind: 'not_found' });
});

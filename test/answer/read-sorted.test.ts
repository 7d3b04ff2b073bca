import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSorted, sortRows } from '../../src/answer/sort-rows.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { NameResolver } from '../../src/tool/names.ts';
import { flagField, numberField, textField, timeField } from '../../src/tool/record.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { dayReading } from './day-reading.ts';
import { type PagedOptions, pagedCopper } from './paged-copper.ts';

const unasked = async () => {
  throw new Error('no name is needed');
};
const names: NameResolver = {
  find: unasked,
  all: unasked,
  labels: unasked,
  match: unasked,
  tag: unasked,
  matchTag: unasked,
  customFields: unasked,
};
const labelling = {
  names,
  days: dayReading({ zone: 'UTC' }).days,
  single: false,
};
const fields = { number: numberField('x'), text: textField('x'), time: timeField('x'), flag: flagField('x') };

async function order(kind: keyof typeof fields, values: readonly JsonObject['x'][], descending = false) {
  const rows = values.map((x, id): JsonObject => ({ id, ...(x === undefined ? {} : { x }) }));
  const column = { name: 'x', field: fields[kind], requested: true };
  return (await sortRows(rows, column, descending, labelling)).map(({ id }) => id);
}

test.each<[keyof typeof fields, JsonObject['x'][], number[], number[]]>([
  ['number', [10, 9, null, 9, -1, undefined], [4, 1, 3, 0, 2, 5], [0, 1, 3, 4, 2, 5]],
  ['number', ['10', 9, '9.5', ''], [1, 2, 0, 3], [0, 2, 1, 3]],
  ['time', [1_700_000_059, 1_700_000_001, null], [1, 0, 2], [0, 1, 2]],
  ['flag', [true, false, null, true], [1, 0, 3, 2], [0, 3, 1, 2]],
  ['text', ['b', 'Ä', 'a', '', ' ', 'item 10', 'item 9'], [1, 2, 0, 6, 5, 3, 4], [5, 6, 0, 1, 2, 3, 4]],
  ['text', ['x', 7, 'a'], [1, 2, 0], [0, 2, 1]],
])('%s %j: in order, equal ones by id, empty ones last both ways', async (kind, values, up, down) => {
  expect(await order(kind, values)).toEqual(up);
  expect(await order(kind, values, true)).toEqual(down);
});

/** Sorts numbered rows the other way round, so that the last page has to be read before the first row is known. */
function sortedRead(options: PagedOptions, keep: readonly LocalFilter[] = []) {
  const { copper, asked } = pagedCopper(options);
  const notes: string[] = [];
  const reading = {
    copper,
    call: { signal: new AbortController().signal, priority: 'interactive' as const },
    note: (said: string) => void notes.push(said),
    progress: () => undefined,
  };
  const sorting = {
    localSort: { by: 'x', descending: true, keys: ['name'] },
    sort: async (rows: readonly JsonObject[]) => rows.toReversed(),
    sourceFields: [],
    what: 'companies',
    narrower: ['city', 'filters'],
  };
  const read = (offset: number, limit: number) =>
    readSorted({ operation: 'searchCompanies', body: {} }, keep, { offset, limit }, reading, sorting);
  return { read, asked, notes };
}

test('a walk meets every row once, in order, whatever the pages are like', async () => {
  const upstream = fc.record({
    count: fc.nat(500),
    cap: fc.constantFrom(25, 100, 200),
    tells: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(upstream, fc.integer({ min: 1, max: 200 }), async (options, limit) => {
      const { read } = sortedRead(options);
      const met: unknown[] = [];
      for (let offset: number | undefined = 0; offset !== undefined; ) {
        const found = await read(offset, limit);
        expect(found).toMatchObject({ offset, total: options.count });
        met.push(...found.rows.map(({ id }) => id));
        offset = found.next;
      }
      expect(met).toEqual(Array.from({ length: options.count }, (_, at) => options.count - 1 - at));
    }),
    { numRuns: 100 },
  );
});

const all: LocalFilter = { name: 'all', test: () => true };
const few: LocalFilter = { name: 'few', test: ({ id }) => Number(id) < 10 };

test.each<[string, PagedOptions, readonly LocalFilter[], string, number]>([
  ['one more than is sorted', { count: 501 }, [], '501 companies match: Copper cannot sort by x', 1],
  ['as many as nobody tells', { count: 900, tells: false }, [], 'more than 500 companies match: ', 3],
  ['that pass here', { count: 501 }, [all], '501 companies match: Copper cannot sort by x, and', 3],
  ['that pass here so far', { count: 900 }, [all], 'more than 500 companies match: Copper cannot', 3],
  [
    'to look through',
    { count: 9_000 },
    [few],
    'Copper can neither sort by x nor search by few, and only 8,000 of 9,000 companies could be read here. Narrow by city, filters; or sort by name.',
    40,
  ],
])('too many: %s', async (_, options, keep, text, requests) => {
  const { read, asked, notes } = sortedRead(options, keep);
  await expect(read(0, 20)).rejects.toMatchObject({
    kind: 'invalid_input',
    message: expect.stringContaining(text),
  });
  expect(asked).toHaveLength(requests);
  expect(notes).toEqual([]);
});

test('as many as can be sorted are, and one is one', async () => {
  expect((await sortedRead({ count: 500 }).read(0, 1)).rows).toEqual([{ id: 499 }]);
  const { read, notes } = sortedRead({ count: 1 });
  await read(0, 20);
  expect(notes).toEqual(['Copper cannot sort by x; sorted here: 1 matching row was read.']);
});

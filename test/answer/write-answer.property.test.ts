import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerTable, WriteAnswer } from '../../src/answer/answer-table.ts';
import type { CellValue } from '../../src/answer/cell.ts';
import { cleanLine } from '../../src/answer/cell.ts';
import { fitToLength as fitTable, writeText } from '../../src/answer/write-answer.ts';
import { writeJson } from '../../src/answer/write-json.ts';

/** Clean text, some of it twice as long in JSON, some of it in characters of two halves. */
const line = (longest: number) =>
  fc
    .tuple(fc.constantFrom('a', '"', '\\', '🙂', 'é b '), fc.nat(longest))
    .map(([part, length]) => cleanLine(part.repeat(length).slice(0, length)));
const cell: fc.Arbitrary<CellValue> = fc.oneof(
  { weight: 4, arbitrary: line(60) },
  { weight: 1, arbitrary: line(3_000) },
  { weight: 2, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** A table of some columns and rows, somewhere within all that match; its cells come out of a small pool. */
const table: fc.Arbitrary<AnswerTable> = fc
  .record({
    names: fc.array(line(80), { minLength: 1, maxLength: 12 }),
    times: fc.constantFrom(1, 1, 8),
    pool: fc.array(cell, { minLength: 1, maxLength: 9 }),
    count: fc.nat(25),
    offset: fc.nat(10_000),
    beyond: fc.nat(500),
    knows: fc.boolean(),
    notes: fc.array(line(400), { maxLength: 6 }),
    one: fc.boolean(),
  })
  .map(({ names, times, pool, count, offset, beyond, knows, notes, one }) => {
    const columns = Array.from({ length: times }, () => names).flat();
    const rows = Array.from({ length: one ? 1 : count }, (_, row) =>
      columns.map((_, column): CellValue => pool[(row * 7 + column * 5) % pool.length] ?? null),
    );
    return {
      form: one ? 'one' : 'page',
      what: one ? 'opportunity' : 'opportunities',
      columns,
      rows,
      offset: one ? 0 : offset,
      total: one ? 1 : knows ? offset + rows.length + beyond : undefined,
      next: one || beyond === 0 || rows.length === 0 ? undefined : offset + rows.length,
      countOnly: false,
      notes,
    };
  });
const budget = fc.integer({ min: 1_000, max: 6_000 });
const writers: [string, WriteAnswer][] = [
  ['text', writeText],
  ['JSON', writeJson],
];

/** The table that was written at last. */
function fitted(one: AnswerTable, most: number, write: WriteAnswer) {
  const seen = new Map<string, AnswerTable>();
  const { text } = fitTable(one, most, (each) => {
    const written = write(each);
    seen.set(written.text, each);
    return written;
  });
  const last = seen.get(text);
  if (last === undefined) throw new Error('fit gave what was never written');
  return { text, last };
}

describe.each(writers)('%s', (_, write) => {
  test('never goes over the budget, and what fits stays whole', () => {
    fc.assert(
      fc.property(table, budget, (one, most) => {
        const { text, last } = fitted(one, most, write);
        expect(text.length).toBeLessThanOrEqual(most);
        if (write(one).text.length <= most) expect(last).toEqual(one);
      }),
      { numRuns: 120 },
    );
  });

  test('keeps the first rows and goes on exactly behind them', () => {
    fc.assert(
      fc.property(table, budget, (one, most) => {
        const { rows, offset, next, total, columns } = fitted(one, most, write).last;
        expect(rows.length).toBeGreaterThanOrEqual(Math.min(1, one.rows.length));
        expect([offset, total]).toEqual([one.offset, one.total]);
        expect(next).toBe(rows.length === one.rows.length ? one.next : one.offset + rows.length);
        expect(columns).toEqual(one.columns.slice(0, columns.length));
        if (rows.length > 1) expect(rows).toEqual(one.rows.slice(0, rows.length));
      }),
      { numRuns: 120 },
    );
  });

  test('keeps as many rows as there is room for', () => {
    fc.assert(
      fc.property(table, budget, (one, most) => {
        const { rows, columns, notes } = fitted(one, most, write).last;
        fc.pre(rows.length < one.rows.length && columns.length === one.columns.length);
        const more = rows.length + 1;
        const bigger = { ...one, notes, rows: one.rows.slice(0, more), next: one.offset + more };
        expect(write(more === one.rows.length ? { ...one, notes } : bigger).text.length).toBeGreaterThan(
          most,
        );
      }),
      { numRuns: 120 },
    );
  });

  test('walking with next yields every row once', () => {
    const ids = fc.array(line(300), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(ids, budget, fc.integer({ min: 1, max: 25 }), (names, most, limit) => {
        const met: number[] = [];
        for (let offset: number | undefined = 0; offset !== undefined; ) {
          const rows = names.map((name, at): CellValue[] => [at, name]).slice(offset, offset + limit);
          const end: number = offset + rows.length;
          const next = end < names.length ? end : undefined;
          const form = 'page' as const;
          const page = {
            form,
            what: 'deals',
            columns: ['id', 'name'],
            rows,
            offset,
            next,
            countOnly: false,
            notes: [],
          };
          const { last } = fitted({ ...page, total: names.length }, most, write);
          met.push(...last.rows.map(([id]) => Number(id)));
          offset = last.next;
        }
        expect(met).toEqual(names.map((_, at) => at));
      }),
    );
  });
});

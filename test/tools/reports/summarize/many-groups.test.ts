import { afterEach, describe, expect, test, vi } from 'vitest';
import { column, textField } from '../../../../src/tool/record.ts';
import { arrangeGroups } from '../../../../tools/reports/summarize/arrange-groups.ts';
import { byFixedWord } from '../../../../tools/reports/summarize/dimension.ts';
import type { MoneyUnit, RowGroup } from '../../../../tools/reports/summarize/tally.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const unit: MoneyUnit = { currency: undefined, revenue: true, rows: 0 };
const dimension = (name: string) => byFixedWord(name, column(name, textField(name)));
const group = (keys: readonly string[], count: number): RowGroup => ({
  keys,
  cells: new Map([[unit, { count, stats: new Map() }]]),
});
const countIn = ({ cells }: RowGroup) => cells.get(unit)?.count ?? 0;
const many = 20_000;

describe.each<[string, (at: number) => number, (at: number) => string]>([
  ['all of one row', () => 1, (at) => `n${at}`],
  ['all of one row, the last name first', () => 1, (at) => `n${many - at}`],
  ['the largest first', (at) => many - at, (at) => `n${at}`],
  ['the largest last', (at) => at + 1, (at) => `n${at}`],
  ['in no order', (at) => (at * 7_919) % many, (at) => `n${at}`],
  ['of few sizes', (at) => at % 3, (at) => `n${at}`],
  ['of one large one', (at) => (at === 9_999 ? 500 : 1), (at) => `n${at}`],
  ['with the same beginning', (at) => at % 100, (at) => `${'x'.repeat(50)}${at}`],
  ['in waves', (at) => Math.abs((at % 4_000) - 2_000), (at) => `n${at}`],
  ['of numbers', (at) => at % 7, (at) => String(at)],
])('twenty thousand groups, %s', (_, countAt, keyAt) => {
  const groups = Array.from({ length: many }, (_each, at) => group([keyAt(at)], countAt(at)));
  const expected = [...groups].sort(
    (a, b) => countIn(b) - countIn(a) || ((a.keys[0] ?? '') < (b.keys[0] ?? '') ? -1 : 1),
  );

  test.each([1, 50, 1_000])('the %i largest are shown, and no more are sorted at a stretch', async (top) => {
    const sorted: number[] = [];
    const { sort } = Array.prototype;
    vi.spyOn(Array.prototype, 'sort').mockImplementation(function (this: unknown[], compare) {
      sorted.push(this.length);
      return Reflect.apply(sort, this, [compare]);
    });
    let turns = 0;
    const original = setImmediate;
    vi.spyOn(globalThis, 'setImmediate').mockImplementation(((next: () => void) => {
      turns++;
      return original(next);
    }) as typeof setImmediate);
    const ranking = { measure: undefined, unit };
    const { groups: shown, others } = await arrangeGroups(groups, [dimension('name')], ranking, top);
    vi.restoreAllMocks();
    expect(shown).toEqual(expected.slice(0, top));
    expect(others?.count).toBe(many - top);
    expect(others && countIn(others.group)).toBe(
      expected.slice(top).reduce((sum, one) => sum + countIn(one), 0),
    );
    expect(Math.max(...sorted)).toBeLessThanOrEqual(2_000 + top);
    expect(turns).toBeGreaterThanOrEqual(10);
  });
});

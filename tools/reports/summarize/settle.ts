import { addCell, cellOf, type MoneyUnit, type RowGroup, type Tally, type TallyCell } from './tally.ts';

/** Groups with nothing mixed in them that may not be added up. */
export interface SettledUnits {
  /** The units to show, the most used first; never empty. */
  readonly units: readonly [MoneyUnit, ...MoneyUnit[]];
  /** Rows of pipelines that earn nothing whose money is left out. */
  readonly nonRevenueRows: number;
  /** The group with cells of shown units only. */
  settle(group: RowGroup): RowGroup;
}

const byUse = (a: MoneyUnit, b: MoneyUnit) => b.rows - a.rows;

/**
 * Decides what stands together. Rows without a value count with the currency that is used most. CurrencyAmount of pipelines that earn nothing is
 * left out and its rows are counted only, unless there is no other.
 *
 * @param isMoney for each quantity, whether it has a currency
 */
export function settleUnits(
  tally: Tally,
  isMoney: readonly boolean[],
  medians: readonly boolean[],
): SettledUnits {
  const valued = tally.units.filter(({ currency }) => currency !== undefined);
  const earning = valued.filter(({ revenue }) => revenue);
  const shown = (earning.length > 0 ? earning : valued).sort(byUse);
  const [main = tally.unit(undefined, true), ...others] = shown;
  const left = earning.length > 0 ? valued.filter(({ revenue }) => !revenue) : [];

  function settle({ keys, cells }: RowGroup): RowGroup {
    const settled: RowGroup = { keys, cells: new Map<MoneyUnit, TallyCell>() };
    for (const [unit, cell] of cells) {
      const takes = (quantity: number) => !left.includes(unit) || isMoney[quantity] !== true;
      addCell(cellOf(settled, shown.includes(unit) ? unit : main, medians), cell, takes);
    }
    return settled;
  }

  return { units: [main, ...others], nonRevenueRows: left.reduce((sum, { rows }) => sum + rows, 0), settle };
}

import { addCell, type Cell, cellOf, type Group, type Tally, type Unit } from './tally.ts';

/** Groups with nothing mixed in them that may not be added up. */
export interface Settled {
  /** The units to show, the most used first; never empty. */
  readonly units: readonly [Unit, ...Unit[]];
  /** Rows of pipelines that earn nothing whose money is left out. */
  readonly freeRows: number;
  /** The group with cells of shown units only. */
  settle(group: Group): Group;
}

const byUse = (a: Unit, b: Unit) => b.rows - a.rows;

/**
 * Decides what stands together. Rows without a value count with the currency that is used most. Money of pipelines that earn nothing is
 * left out and its rows are counted only, unless there is no other.
 *
 * @param isMoney for each quantity, whether it has a currency
 */
export function settleUnits(tally: Tally, isMoney: readonly boolean[], medians: readonly boolean[]): Settled {
  const valued = tally.units.filter(({ currency }) => currency !== undefined);
  const earning = valued.filter(({ revenue }) => revenue);
  const shown = (earning.length > 0 ? earning : valued).sort(byUse);
  const [main = tally.unit(undefined, true), ...others] = shown;
  const left = earning.length > 0 ? valued.filter(({ revenue }) => !revenue) : [];

  function settle({ keys, cells }: Group): Group {
    const settled: Group = { keys, cells: new Map<Unit, Cell>() };
    for (const [unit, cell] of cells) {
      const takes = (quantity: number) => !left.includes(unit) || isMoney[quantity] !== true;
      addCell(cellOf(settled, shown.includes(unit) ? unit : main, medians), cell, takes);
    }
    return settled;
  }

  return { units: [main, ...others], freeRows: left.reduce((sum, { rows }) => sum + rows, 0), settle };
}

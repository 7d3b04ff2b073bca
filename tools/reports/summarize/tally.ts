import { addNumber, addStats, emptyStats, type NumberStats } from '../number-stats.ts';
import { combinations } from './dimension.ts';

/** What may not be mixed when money is added up: each currency, and pipelines that earn nothing. */
export interface MoneyUnit {
  /** Undefined for rows without a value; empty where a value has no currency. */
  readonly currency: string | undefined;
  readonly revenue: boolean;
  rows: number;
}

/** How many rows, and an amount for each quantity that is measured. */
export interface TallyCell {
  count: number;
  readonly amounts: readonly NumberStats[];
}

/** Rows that have the same keys, one for each dimension. */
export interface RowGroup {
  readonly keys: readonly string[];
  readonly cells: Map<MoneyUnit, TallyCell>;
}

/** Rows as they are counted: nothing of a row is kept but the numbers that a median needs, so memory grows with groups only. */
export interface Tally {
  /** One row, in every pair of its keys; `numbers` are one for each quantity. */
  add(keys: readonly (readonly string[])[], unit: MoneyUnit, numbers: readonly (number | undefined)[]): void;
  /** So many rows of one group, or none of any; they count in the total, too. */
  addCount(keys: readonly string[], rows: number): void;
  /** The unit of a row, the same one for the same currency. */
  unit(currency: string | undefined, revenue: boolean): MoneyUnit;
  readonly units: readonly MoneyUnit[];
  readonly groups: readonly RowGroup[];
  /** All rows, each once. */
  readonly total: RowGroup;
}

/** An empty cell; `medians` says for each quantity whether its numbers are kept. */
const emptyCell = (medians: readonly boolean[]): TallyCell => ({
  count: 0,
  amounts: medians.map(emptyStats),
});

/** Adds a cell to another; amounts that `takes` refuses are left out. */
export function addCell(
  cell: TallyCell,
  other: TallyCell,
  takes: (quantity: number) => boolean = () => true,
): void {
  cell.count += other.count;
  for (const [at, amount] of cell.amounts.entries()) {
    const more = other.amounts[at];
    if (more !== undefined && takes(at)) addStats(amount, more);
  }
}

/** The cell of a group that stands under this unit. */
export function cellOf({ cells }: RowGroup, unit: MoneyUnit, medians: readonly boolean[]): TallyCell {
  const found = cells.get(unit);
  if (found !== undefined) return found;
  const cell = emptyCell(medians);
  cells.set(unit, cell);
  return cell;
}

/** A tally of nothing yet; `medians` says for each quantity whether its median is wanted. */
export function createTally(medians: readonly boolean[]): Tally {
  const units = new Map<string, MoneyUnit>();
  const groups = new Map<string, RowGroup>();
  const total: RowGroup = { keys: [], cells: new Map() };

  function groupOf(keys: readonly string[]): RowGroup {
    const name = keys.join('\0');
    const found = groups.get(name);
    if (found !== undefined) return found;
    const group: RowGroup = { keys, cells: new Map() };
    groups.set(name, group);
    return group;
  }

  function addRow(group: RowGroup, unit: MoneyUnit, numbers: readonly (number | undefined)[]): void {
    const cell = cellOf(group, unit, medians);
    cell.count++;
    for (const [at, amount] of cell.amounts.entries()) {
      const value = numbers[at];
      if (value !== undefined) addNumber(amount, value);
    }
  }

  function unitOf(currency: string | undefined, revenue: boolean): MoneyUnit {
    const name = `${revenue} ${currency ?? '-'}`;
    const found = units.get(name);
    if (found !== undefined) return found;
    const unit: MoneyUnit = { currency, revenue, rows: 0 };
    units.set(name, unit);
    return unit;
  }

  return {
    add(keys, unit, numbers) {
      unit.rows++;
      addRow(total, unit, numbers);
      if (keys.length === 0) return;
      for (const one of combinations(keys)) addRow(groupOf(one), unit, numbers);
    },
    addCount(keys, rows) {
      if (rows === 0) return;
      const unit = unitOf(undefined, true);
      unit.rows += rows;
      cellOf(total, unit, medians).count += rows;
      if (keys.length > 0) cellOf(groupOf(keys), unit, medians).count += rows;
    },
    unit: unitOf,
    get units() {
      return [...units.values()];
    },
    get groups() {
      return [...groups.values()];
    },
    total,
  };
}

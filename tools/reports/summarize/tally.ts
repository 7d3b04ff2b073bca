import { isNotNumber, type JsonObject } from '../../../src/tool/json.ts';
import { joined, quoted, quoteIfAmbiguous } from '../../../src/tool/sentences.ts';
import { addNumber, addStats, emptyStats, type NumberStats } from '../number-stats.ts';
import { noKey } from './countable.ts';
import { combinations, type Dimension } from './dimension.ts';
import type { Quantity } from './quantities.ts';
import type { Measures } from './read-measures.ts';

/** What is never added up together: each currency, in pipelines with and without revenue. */
export interface MoneyUnit {
  /** Undefined for rows without a value; empty if a value has no currency. */
  readonly currency: string | undefined;
  readonly revenue: boolean;
  rows: number;
}

/** A number of rows, and statistics of each quantity that they have. */
export interface TallyCell {
  count: number;
  readonly stats: Map<Quantity, NumberStats>;
}

/** Rows that have the same keys, one per dimension. */
export interface RowGroup {
  readonly keys: readonly string[];
  readonly cells: Map<MoneyUnit, TallyCell>;
}

/** Rows with text where a number should be, and the first such text. */
interface UnreadableRows {
  rows: number;
  readonly example: string;
}

/** Counted rows: no row stays in memory, only the numbers that a median needs, so memory grows with the number of groups. */
export interface Tally {
  /** Adds a row to every combination of its keys, and once to the total. */
  addRow(row: JsonObject): void;
  /** Adds a number of rows to one group, or with no keys to none; they count in the total, too. */
  addCount(keys: readonly string[], rows: number): void;
  readonly units: readonly MoneyUnit[];
  readonly groups: readonly RowGroup[];
  /** All rows, each once. */
  readonly total: RowGroup;
  /** Of each quantity, the rows whose value is not a number. */
  readonly unreadable: ReadonlyMap<Quantity, UnreadableRows>;
  /** The currencies of money that has its own, and not that of the units: a converted value beside the value. Empty for none. */
  readonly ownCurrencies: ReadonlyMap<Quantity, ReadonlySet<string>>;
}

/** The value of a map under a key, which is created if it is missing. */
export function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const value = create();
  map.set(key, value);
  return value;
}

const cellOf = ({ cells }: RowGroup, unit: MoneyUnit): TallyCell =>
  entryOf(cells, unit, () => ({ count: 0, stats: new Map() }));

/** Adds a cell to a group; quantities that `includes` rejects are left out. */
export function addCell(
  group: RowGroup,
  unit: MoneyUnit,
  { count, stats }: TallyCell,
  includes: (quantity: Quantity) => boolean = () => true,
): void {
  const cell = cellOf(group, unit);
  cell.count += count;
  for (const [quantity, more] of stats) {
    const forMedian = more.values !== undefined;
    if (includes(quantity))
      addStats(
        entryOf(cell.stats, quantity, () => emptyStats(forMedian)),
        more,
      );
  }
}

/** The quantity whose currency keeps rows apart: the value as it was entered, if that is measured. */
function mainMoney(quantities: readonly Quantity[]): Quantity | undefined {
  const money = quantities.filter(({ currency }) => currency !== undefined);
  return (
    money.find(({ name }) => name === 'value') ??
    money.find(({ currency }) => currency === 'monetary_unit') ??
    money[0]
  );
}

/** A tally of no rows yet. */
export function createTally(dimensions: readonly Dimension[], measured: Measures): Tally {
  const { quantities, measures, pipelines } = measured;
  const units = new Map<string, MoneyUnit>();
  const groups = new Map<string, RowGroup>();
  const total: RowGroup = { keys: [], cells: new Map() };
  const unreadable = new Map<Quantity, UnreadableRows>();
  const ownCurrencies = new Map<Quantity, Set<string>>();
  const money = mainMoney(quantities);
  const medians = new Set(measures.flatMap(({ quantity, by }) => (by === 'median' ? [quantity] : [])));

  const groupOf = (keys: readonly string[]): RowGroup =>
    entryOf(groups, keys.join('\0'), () => ({ keys, cells: new Map() }));

  const unitFor = (currency: string | undefined, revenue: boolean): MoneyUnit =>
    entryOf(units, `${revenue} ${currency ?? '-'}`, () => ({ currency, revenue, rows: 0 }));

  function lookAtCurrencies(row: JsonObject, numbers: ReadonlyMap<Quantity, number>): void {
    for (const [quantity, number] of numbers) {
      if (quantity.currency === undefined || quantity.currency === money?.currency) continue;
      const own = String(row[quantity.currency] ?? '').trim();
      if (own !== '' || number !== 0) entryOf(ownCurrencies, quantity, () => new Set()).add(own);
    }
  }

  function unitOf(row: JsonObject, numbers: ReadonlyMap<Quantity, number>): MoneyUnit {
    if (money?.currency === undefined) return unitFor(undefined, true);
    const value = numbers.get(money);
    const currency = String(row[money.currency] ?? '').trim();
    const revenue = pipelines?.nonRevenue.has(row.pipeline_id ?? null) !== true;
    return unitFor(value === undefined || (value === 0 && currency === '') ? undefined : currency, revenue);
  }

  return {
    addRow(row) {
      const numbers = new Map<Quantity, number>();
      for (const quantity of quantities) {
        const number = quantity.number(row);
        if (number !== undefined) numbers.set(quantity, number);
        else if (isNotNumber(quantity.raw(row)))
          entryOf(unreadable, quantity, () => ({ rows: 0, example: String(quantity.raw(row)) })).rows++;
      }
      const keys = dimensions.map((dimension) => {
        const found = dimension.keys(row);
        return found.length === 0 ? [noKey] : found;
      });
      lookAtCurrencies(row, numbers);
      const unit = unitOf(row, numbers);
      unit.rows++;
      const rowGroups = keys.length === 0 ? [] : combinations(keys).map(groupOf);
      for (const group of [total, ...rowGroups]) {
        const cell = cellOf(group, unit);
        cell.count++;
        for (const [quantity, number] of numbers) {
          const stats = entryOf(cell.stats, quantity, () => emptyStats(medians.has(quantity)));
          addNumber(stats, number);
        }
      }
    },
    addCount(keys, rows) {
      if (rows === 0) return;
      const unit = unitFor(undefined, true);
      unit.rows += rows;
      cellOf(total, unit).count += rows;
      if (keys.length > 0) cellOf(groupOf(keys), unit).count += rows;
    },
    get units() {
      return [...units.values()];
    },
    get groups() {
      return [...groups.values()];
    },
    total,
    unreadable,
    ownCurrencies,
  };
}

/** Groups whose cells each hold only what may be added up. */
export interface ChosenUnits {
  /** The units to show, the most used first; never empty. */
  readonly units: readonly [MoneyUnit, ...MoneyUnit[]];
  /** Rows of pipelines without revenue whose money is left out. */
  readonly nonRevenueRows: number;
  /** Rows that count with the first unit although they have no value, or one that is left out. */
  readonly otherRows: number;
  /** The group with cells of the shown units only. */
  inChosenUnits(group: RowGroup): RowGroup;
}

const rowsOf = (units: readonly MoneyUnit[]) => units.reduce((sum, { rows }) => sum + rows, 0);

/**
 * Decides which units are shown. Rows without a value count with the currency that is used most. Money of pipelines without revenue is
 * left out and its rows are only counted, unless there is no other.
 */
export function chooseUnits({ units }: Tally): ChosenUnits {
  const valued = units.filter(({ currency }) => currency !== undefined);
  const withRevenue = valued.filter(({ revenue }) => revenue);
  const shown = (withRevenue.length > 0 ? withRevenue : valued).sort((a, b) => b.rows - a.rows);
  const [main = { currency: undefined, revenue: true, rows: 0 }, ...others] = shown;
  // With a value of zero that has no currency, too: it is a value in averages.
  const withoutRevenue = withRevenue.length > 0 ? units.filter(({ revenue }) => !revenue) : [];
  return {
    units: [main, ...others],
    nonRevenueRows: rowsOf(withoutRevenue.filter((unit) => valued.includes(unit))),
    otherRows: rowsOf(units.filter((unit) => !shown.includes(unit))),
    inChosenUnits({ keys, cells }) {
      const merged: RowGroup = { keys, cells: new Map() };
      for (const [unit, cell] of cells) {
        const includes = ({ currency }: Quantity) => !withoutRevenue.includes(unit) || currency === undefined;
        addCell(merged, shown.includes(unit) ? unit : main, cell, includes);
      }
      return merged;
    },
  };
}

/** How many rows do not have what is measured, if that is known, and how many have text in its place. */
export function missingNote(
  { quantities }: Measures,
  { total, unreadable }: Pick<Tally, 'total' | 'unreadable'>,
  unknown: readonly string[],
): string[] {
  const cells = [...total.cells.values()];
  const rows = cells.reduce((sum, { count }) => sum + count, 0);
  const missing = quantities.flatMap((quantity) => {
    const texts = unreadable.get(quantity)?.rows ?? 0;
    const without = cells.reduce((left, { stats }) => left - (stats.get(quantity)?.n ?? 0), rows - texts);
    return without === 0 || quantity.gapNotes !== undefined || unknown.includes(quantity.name)
      ? []
      : [`${without} of ${rows} ${without === 1 ? 'has' : 'have'} no ${quoteIfAmbiguous(quantity.name)}`];
  });
  const odd = [...unreadable].map(([{ name }, { rows: texts, example }]) => {
    const have = texts === 1 ? 'has' : 'have';
    return `${texts} of ${rows} ${have} a ${quoteIfAmbiguous(name)} that is not a number, e.g. ${quoted(example)}: counted, but not measured.`;
  });
  return [...(missing.length === 0 ? [] : [`${joined(missing)}.`]), ...odd];
}

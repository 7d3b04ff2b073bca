import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { type Column, numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportTable } from '../../../src/tool/report.ts';
import { aggregate } from '../number-stats.ts';
import { arrangeGroups } from './arrange-groups.ts';
import { noKey } from './countable.ts';
import type { Dimension } from './dimension.ts';
import type { Measure } from './read-measures.ts';
import type { SettledUnits } from './settle.ts';
import type { MoneyUnit, RowGroup, TallyCell } from './tally.ts';

/** What is known when all rows have been counted. */
export interface SummaryResult {
  /** What was counted: `opportunities`. */
  readonly word: string;
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly Measure[];
  /** For each quantity, whether its numbers were kept. */
  readonly medians: readonly boolean[];
  readonly groups: readonly RowGroup[];
  readonly total: RowGroup;
  readonly settled: SettledUnits;
  /** Groups to show at most; undefined for as many as usually fit. */
  readonly top: number | undefined;
}

/** A sum of no rows is 0; of rows without a number there is none. */
function measured(cell: TallyCell | undefined, { quantity, by }: Measure): number | null {
  const amount = cell?.amounts[quantity];
  const empty = by === 'sum' && (cell?.count ?? 0) === 0 ? 0 : null;
  return (amount === undefined ? undefined : aggregate(amount, by)) ?? empty;
}

function columnsOf({ dimensions, measures, settled }: SummaryResult): Column[] {
  return [
    ...dimensions.map((dimension, at) => column(dimension.name, dimension.shown(`key${at}`))),
    ...(settled.units.length > 1 ? [column('currency', textField('currency'))] : []),
    column('count', numberField('count')),
    ...measures.map(({ name }, at) => column(name, numberField(`measure${at}`))),
  ];
}

/** One row for each unit that a group has; groups without any row have one of the usual unit. */
function rowsOf(
  group: RowGroup,
  keys: readonly JsonValue[],
  { measures, settled }: SummaryResult,
): JsonObject[] {
  const [main] = settled.units;
  const found = settled.units.filter((unit) => group.cells.has(unit));
  return (found.length === 0 ? [main] : found).map((unit) =>
    rowOf(unit, group.cells.get(unit), keys, measures),
  );
}

function rowOf(
  { currency }: MoneyUnit,
  cell: TallyCell | undefined,
  keys: readonly JsonValue[],
  measures: readonly Measure[],
): JsonObject {
  return {
    ...Object.fromEntries(keys.map((key, at) => [`key${at}`, key])),
    currency: currency || '(none)',
    count: cell?.count ?? 0,
    ...Object.fromEntries(measures.map((measure, at) => [`measure${at}`, measured(cell, measure)])),
  };
}

/** The table: groups in order, the others as one, and the total; without dimensions the total alone. */
export function summaryTable(summary: SummaryResult): ReportTable {
  const { word, dimensions, measures, medians, settled, top } = summary;
  const columns = columnsOf(summary);
  const total = settled.settle(summary.total);
  if (dimensions.length === 0) {
    const rows = rowsOf(total, [], summary);
    const single = rows.length === 1;
    return { what: single ? word : `${word} by currency`, form: single ? 'one' : 'page', columns, rows };
  }
  const groups = summary.groups.map((group) => settled.settle(group));
  const ranking = { measure: measures[0], unit: settled.units[0] };
  const { groups: shown, others } = arrangeGroups(groups, dimensions, ranking, medians, top);
  const rows = shown.flatMap((group) => rowsOf(group, keysOf(group, dimensions), summary));
  const more = others === undefined ? [] : rowsOf(others.group, [`(${others.count} others)`], summary);
  return {
    what: `${word} by ${dimensions.map(({ name }) => name).join(' and ')}`,
    form: 'page',
    columns,
    rows: [...rows, ...more],
    totals: rowsOf(total, ['(total)'], summary),
    nextHint: 'a smaller top or a narrower question',
  };
}

const keysOf = ({ keys }: RowGroup, dimensions: readonly Dimension[]): JsonValue[] =>
  dimensions.map((dimension, at) => {
    const { [at]: key = noKey } = keys;
    return key === noKey ? '(none)' : dimension.value(key);
  });

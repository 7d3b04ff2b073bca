import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { type Column, numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportTable } from '../../../src/tool/report.ts';
import { aggregate } from '../number-stats.ts';
import { arrangeGroups } from './arrange-groups.ts';
import type { SummaryQuery } from './count-rows.ts';
import { noKey } from './countable.ts';
import type { Dimension } from './dimension.ts';
import type { Measure } from './read-measures.ts';
import type { RowGroup, SettledUnits, Tally, TallyCell } from './tally.ts';

/** A sum of no rows is 0; rows without a number have none. */
function measured(cell: TallyCell | undefined, { quantity, by }: Measure): number | null {
  const stats = cell?.stats.get(quantity);
  const empty = by === 'sum' && (cell?.count ?? 0) === 0 ? 0 : null;
  return (stats === undefined ? undefined : aggregate(stats, by)) ?? empty;
}

function columnsOf(
  dimensions: readonly Dimension[],
  measures: readonly Measure[],
  { units }: SettledUnits,
): Column[] {
  return [
    ...dimensions.map((dimension, at) => column(dimension.name, dimension.shown(`key${at}`))),
    ...(units.length > 1 ? [column('currency', textField('currency'))] : []),
    column('count', numberField('count')),
    ...measures.map(({ name }, at) => column(name, numberField(`measure${at}`))),
  ];
}

/** One row per unit that a group has; groups without any row have one of the main unit. */
function rowsOf(
  { cells }: RowGroup,
  keys: readonly JsonValue[],
  measures: readonly Measure[],
  { units }: SettledUnits,
): JsonObject[] {
  const found = units.filter((unit) => cells.has(unit));
  return (found.length === 0 ? [units[0]] : found).map((unit) => {
    const cell = cells.get(unit);
    return {
      ...Object.fromEntries(keys.map((key, at) => [`key${at}`, key])),
      currency: unit.currency || '(none)',
      count: cell?.count ?? 0,
      ...Object.fromEntries(measures.map((measure, at) => [`measure${at}`, measured(cell, measure)])),
    };
  });
}

const shownKeys = ({ keys }: RowGroup, dimensions: readonly Dimension[]): JsonValue[] =>
  dimensions.map((dimension, at) => {
    const key = keys[at] ?? noKey;
    return key === noKey ? '(none)' : dimension.value(key);
  });

/**
 * The table: groups in order, the others as one, and the total; without dimensions only the total.
 *
 * @param top groups to show at most; undefined for the default
 */
export function summaryTable(
  { kind, dimensions, measured: { measures } }: SummaryQuery,
  tally: Tally,
  settled: SettledUnits,
  top: number | undefined,
): ReportTable {
  const { plural } = kind.tool.returns.record;
  const columns = columnsOf(dimensions, measures, settled);
  const rows = (group: RowGroup, keys: readonly JsonValue[]) => rowsOf(group, keys, measures, settled);
  const total = settled.settle(tally.total);
  if (dimensions.length === 0) {
    const all = rows(total, []);
    const single = all.length === 1;
    return {
      what: single ? plural : `${plural} by currency`,
      form: single ? 'one' : 'page',
      columns,
      rows: all,
    };
  }
  const ranking = { measure: measures[0], unit: settled.units[0] };
  const { groups, others } = arrangeGroups(tally.groups.map(settled.settle), dimensions, ranking, top);
  return {
    what: `${plural} by ${dimensions.map(({ name }) => name).join(' and ')}`,
    form: 'page',
    columns,
    rows: [
      ...groups.flatMap((group) => rows(group, shownKeys(group, dimensions))),
      ...(others === undefined ? [] : rows(others.group, [`(${others.count} others)`])),
    ],
    totals: rows(total, ['(total)']),
    nextHint: 'lower top or add filters',
  };
}

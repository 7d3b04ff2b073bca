import type { JsonObject } from '../../../src/tool/json.ts';
import { type Column, numberField } from '../../../src/tool/record.ts';
import { column, type ReportContext } from '../../../src/tool/report.ts';
import { countGroups } from './count-groups.ts';
import { noKey } from './countable.ts';
import type { Dimension } from './dimension.ts';
import type { Measures } from './read-measures.ts';
import type { SearchInput } from './search-input.ts';
import type { SummaryKind } from './summary-kinds.ts';
import type { MoneyUnit, Tally } from './tally.ts';

/** The quantity whose currency keeps rows apart: the value as it was entered, where that is measured. */
function moneyOf({ quantities }: Measures): { readonly place: number; readonly path: string } | undefined {
  const money = quantities.flatMap(({ name, currency }, place) =>
    currency === undefined ? [] : [{ name, place, path: currency }],
  );
  return (
    money.find(({ name }) => name === 'value') ??
    money.find(({ path }) => path === 'monetary_unit') ??
    money[0]
  );
}

/** Tells the unit of a row from what it holds and the numbers that were read from it. */
function createUnitOf(measures: Measures, tally: Tally) {
  const money = moneyOf(measures);
  return (row: JsonObject, numbers: readonly (number | undefined)[]): MoneyUnit => {
    if (money === undefined) return tally.unit(undefined, true);
    const value = numbers[money.place];
    const currency = String(row[money.path] ?? '').trim();
    const earns = measures.pipelines?.nonRevenue.has(row.pipeline_id ?? null) !== true;
    return tally.unit(value === undefined || (value === 0 && currency === '') ? undefined : currency, earns);
  };
}

function columnsOf(dimensions: readonly Dimension[], { quantities, pipelines }: Measures): Column[] {
  return [
    ...[...dimensions, ...quantities].flatMap(({ reads }) => reads),
    ...(pipelines === undefined ? [] : [column('pipeline', numberField('pipeline_id'))]),
  ];
}

/**
 * Counts all rows that match into the tally: by reading them, or, where only their numbers are asked for and that takes fewer requests,
 * by searches that count.
 *
 * @param most requests that the agent allows; undefined for as many as usual
 */
export async function tallyRows(
  kind: SummaryKind,
  question: SearchInput,
  dimensions: readonly Dimension[],
  measures: Measures,
  tally: Tally,
  most: number | undefined,
  context: ReportContext,
): Promise<void> {
  const { tool } = kind;
  const counts = measures.measures.length === 0;
  const all = counts && dimensions.length === 0 ? await context.count(tool, question) : undefined;
  if (all !== undefined) return tally.addCount([], all);

  const sorted = Object.hasOwn(tool.input.shape, 'sort') ? { ...question, sort: 'created' } : question;
  const sweep = await context.sweep(tool, sorted, columnsOf(dimensions, measures));
  const counted =
    counts && dimensions.length > 0
      ? await countGroups(tool, question, dimensions, sweep, most, context)
      : undefined;
  if (counted !== undefined) {
    for (const { keys, rows } of counted) tally.addCount(keys, rows);
    return;
  }

  const unitOf = createUnitOf(measures, tally);
  for await (const row of sweep) {
    const numbers = measures.quantities.map((quantity) => quantity.number(row));
    const keys = dimensions.map((dimension) => {
      const found = dimension.keys(row);
      return found.length === 0 ? [noKey] : found;
    });
    tally.add(keys, unitOf(row, numbers), numbers);
  }
}

import { normalizeName } from '../../../src/names/nearest-names.ts';
import type { Calendar } from '../../../src/tool/clock.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { SummaryQuery } from './count-rows.ts';
import type { Dimension } from './dimension.ts';
import { readPipelines } from './pipelines.ts';
import type { Measures } from './read-measures.ts';
import type { RowGroup, SettledUnits } from './tally.ts';

const joined = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((word) => word !== '').join(' and ');

/** In which groups a row can be more than once. */
function severalNote({ dimensions, kind }: SummaryQuery): string[] {
  const several = dimensions.flatMap(({ name, several: is }) => (is === true ? [name] : []));
  if (several.length === 0) return [];
  const { plural } = kind.tool.returns.record;
  return [
    `${plural} with more than one ${joined(several)} count in each of those groups, and once in the total.`,
  ];
}

/** Which currencies sums are in. */
function currencyNotes({ kind, measured: { quantities } }: SummaryQuery, { units }: SettledUnits): string[] {
  const money = quantities.filter(({ currency }) => currency !== undefined).map(({ name }) => name);
  const known = units.flatMap(({ currency }) => currency || []);
  const fixed = quantities.flatMap(({ name, unit }) => (unit === undefined ? [] : [`${name} in ${unit}.`]));
  if (money.length === 0 || known.length === 0) return fixed;
  if (units.length === 1) return [`${joined(money)} in ${joined(known)}.`, ...fixed];
  const other = 'converted value';
  const hint =
    money.includes(other) || !kind.quantities.some(({ names }) => names.includes(other))
      ? ''
      : ` measure="${other}" is in one currency, as far as Copper converts.`;
  return [`${joined(money)} in several currencies: one row for each, never added up.${hint}`, ...fixed];
}

/** How many rows do not have what is measured. */
function missingNote({ quantities }: Measures, total: RowGroup): string[] {
  const cells = [...total.cells.values()];
  const rows = cells.reduce((sum, { count }) => sum + count, 0);
  const missing = quantities.flatMap((quantity) => {
    const without = cells.reduce((left, { stats }) => left - (stats.get(quantity)?.n ?? 0), rows);
    return without === 0 || quantity.notes !== undefined
      ? []
      : [`${without} of ${rows} have no ${quantity.name}`];
  });
  return missing.length === 0 ? [] : [`${joined(missing)}.`];
}

function nonRevenueNote({ pipelines }: Measures, { nonRevenueRows: rows }: SettledUnits): string[] {
  if (rows === 0 || pipelines === undefined) return [];
  const names = joined([...pipelines.nonRevenue.values()]);
  return [
    `${rows} deals with a value are in pipelines without revenue (${names}): they are counted, but their value is not added. Filter by that pipeline alone to add it up.`,
  ];
}

function weekNote(dimensions: readonly Dimension[], calendar: Calendar): string[] {
  if (!dimensions.some(({ name }) => name.endsWith(' week'))) return [];
  const week = calendar.period(calendar.day(calendar.now()), 'week');
  const { from = 0 } = calendar.range(week);
  return [`Weeks begin on Monday; ${week} began ${calendar.day(from)}.`];
}

/**
 * Copper's status Won also finds what is done in pipelines without revenue, and so on. Noted where such deals may be among those asked
 * for; where their money was left out, another note says so.
 */
export async function statusNote(
  status: readonly string[] = [],
  { kind, input, measured: { quantities, pipelines } }: SummaryQuery,
  context: ReportContext,
): Promise<string[]> {
  if (kind.hasPipelines !== true) return [];
  const closed = status.filter((word) => normalizeName(word) !== 'open');
  const isNarrow = input.pipeline !== undefined || input.stage !== undefined;
  if (closed.length === 0 || isNarrow || quantities.some(({ currency }) => currency !== undefined)) return [];
  const { nonRevenue } = pipelines ?? (await readPipelines(context));
  if (nonRevenue.size === 0) return [];
  const names = joined([...nonRevenue.values()]);
  return [
    `status ${joined(closed)} also finds what was closed in pipelines without revenue (${names}); filter by pipeline to leave that out.`,
  ];
}

/** What an agent has to know to read the table correctly; `total` is as it was counted, before units were settled. */
export function summaryNotes(
  query: SummaryQuery,
  settled: SettledUnits,
  total: RowGroup,
  calendar: Calendar,
): readonly string[] {
  const { dimensions, measured } = query;
  return [
    ...severalNote(query),
    ...currencyNotes(query, settled),
    ...missingNote(measured, total),
    ...nonRevenueNote(measured, settled),
    ...measured.quantities.flatMap(({ notes }) => notes?.() ?? []),
    ...weekNote(dimensions, calendar),
  ];
}

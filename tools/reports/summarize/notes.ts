import { normalizeName } from '../../../src/names/nearest-names.ts';
import type { Calendar } from '../../../src/tool/calendar.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { Dimension } from './dimension.ts';
import { readPipelines } from './pipelines.ts';
import type { Measures } from './read-measures.ts';
import type { SearchInput } from './search-input.ts';
import type { SettledUnits } from './settle.ts';
import type { SummaryKind } from './summary-kinds.ts';
import type { RowGroup } from './tally.ts';

const joined = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((word) => word !== '').join(' and ');

/** In which groups a row can be twice. */
function severalNote(dimensions: readonly Dimension[], word: string): string[] {
  const several = dimensions.flatMap(({ name, several: is }) => (is === true ? [name] : []));
  if (several.length === 0) return [];
  return [`${word} with several of ${joined(several)} count in each of those groups, and once in the total.`];
}

/** Which money it is. */
function currencyNotes({ quantities }: Measures, { units }: SettledUnits, kind: SummaryKind): string[] {
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
  return [`${joined(money)} in several currencies: a row for each, never added up.${hint}`, ...fixed];
}

/** How many rows lack what is measured. */
function missingNote({ quantities }: Measures, total: RowGroup): string[] {
  const cells = [...total.cells.values()];
  const rows = cells.reduce((sum, { count }) => sum + count, 0);
  const missing = quantities.flatMap(({ name, notes }, at) => {
    const without = cells.reduce((left, { amounts }) => left - (amounts[at]?.n ?? 0), rows);
    return without === 0 || notes !== undefined ? [] : [`${without} of ${rows} have no ${name}`];
  });
  return missing.length === 0 ? [] : [`${joined(missing)}.`];
}

function freeNote({ pipelines }: Measures, { nonRevenueRows }: SettledUnits): string[] {
  if (nonRevenueRows === 0 || pipelines === undefined) return [];
  const names = joined([...pipelines.nonRevenue.values()]);
  return [
    `${nonRevenueRows} deals with a value are in pipelines without revenue (${names}): counted, their value is not. Ask for that pipeline alone to add it up.`,
  ];
}

function weekNote(dimensions: readonly Dimension[], calendar: Calendar): string[] {
  if (!dimensions.some(({ name }) => name.endsWith(' week'))) return [];
  const week = calendar.period(calendar.day(calendar.now()), 'week');
  const { from = 0 } = calendar.range(week);
  return [`Weeks begin on Monday; ${week} began ${calendar.day(from)}.`];
}

/**
 * Copper finds what is done where nothing is won by the status Won, and so on. Said where such deals may be among those asked for; where
 * their money was left out, that has been said already.
 */
export async function statusNote(
  status: readonly string[] = [],
  { filters: _, ...question }: SearchInput,
  { quantities, pipelines }: Measures,
  context: ReportContext,
): Promise<string[]> {
  const ended = status.filter((word) => normalizeName(word) !== 'open');
  const isNarrow = question.pipeline !== undefined || question.stage !== undefined;
  if (ended.length === 0 || isNarrow || quantities.some(({ currency }) => currency !== undefined)) return [];
  const { nonRevenue } = pipelines ?? (await readPipelines(context));
  if (nonRevenue.size === 0) return [];
  const names = joined([...nonRevenue.values()]);
  return [
    `status ${joined(ended)} also finds what ended in pipelines without revenue (${names}); narrow by pipeline to leave that out.`,
  ];
}

/** What an agent has to know to read the table rightly; `total` is as it was counted, before units were settled. */
export function summaryNotes(
  kind: SummaryKind,
  dimensions: readonly Dimension[],
  measures: Measures,
  settled: SettledUnits,
  total: RowGroup,
  calendar: Calendar,
): readonly string[] {
  return [
    ...severalNote(dimensions, kind.word),
    ...currencyNotes(measures, settled, kind),
    ...missingNote(measures, total),
    ...freeNote(measures, settled),
    ...measures.quantities.flatMap(({ notes }) => notes?.() ?? []),
    ...weekNote(dimensions, calendar),
  ];
}

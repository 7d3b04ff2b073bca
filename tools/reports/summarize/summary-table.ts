import type { Calendar } from '../../../src/tool/clock.ts';
import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { type Column, column, derivedField, numberField, textField } from '../../../src/tool/record.ts';
import type { ReportTable } from '../../../src/tool/report.ts';
import { joined, numbered, quoteIfAmbiguous } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { noCurrencies } from '../deals/deal-values.ts';
import { aggregate } from '../number-stats.ts';
import { arrangeGroups, forGroups, shownKeys } from './arrange-groups.ts';
import type { SummaryQuery } from './count-rows.ts';
import { crossTable } from './cross-table.ts';
import type { Dimension } from './dimension.ts';
import type { Measure, Measures } from './read-measures.ts';
import { type ChosenUnits, missingNote, type RowGroup, type Tally, type TallyCell } from './tally.ts';

/** A sum of no rows is 0; rows without a number have none. */
function measured(cell: TallyCell | undefined, { quantity, by }: Measure): number | null {
  const stats = cell?.stats.get(quantity);
  const empty = by === 'sum' && (cell?.count ?? 0) === 0 ? 0 : null;
  return (stats === undefined ? undefined : aggregate(stats, by)) ?? empty;
}

function columnsOf(
  dimensions: readonly Dimension[],
  measures: readonly Measure[],
  { units }: ChosenUnits,
  { ownCurrencies }: Pick<Tally, 'ownCurrencies'>,
): Column[] {
  const hasCurrency = units.length > 1 || measures.some(({ quantity }) => quantity.currency !== undefined);
  const always = (text: string) => derivedField([], () => text);
  return [
    ...dimensions.map((dimension, at) => column(dimension.name, dimension.shown(`key${at}`))),
    ...(hasCurrency ? [{ ...column('currency', textField('currency')), dataOnly: units.length === 1 }] : []),
    column('count', numberField('count')),
    ...measures.flatMap(({ name, quantity }, at) => {
      const unit = quantity.unit ?? [...(ownCurrencies.get(quantity) ?? [])][0];
      return [
        {
          ...column(name, numberField(`measure${at}`)),
          inCurrency: quantity.currency !== undefined && unit === undefined,
        },
        ...(unit === undefined ? [] : [{ ...column(`${name}_currency`, always(unit)), dataOnly: true }]),
      ];
    }),
  ];
}

/** One row per unit that a group has; groups without any row have one of the main unit. */
function rowsOf(
  { cells }: RowGroup,
  keys: readonly JsonValue[],
  measures: readonly Measure[],
  { units }: ChosenUnits,
): JsonObject[] {
  const found = units.filter((unit) => cells.has(unit));
  return (found.length === 0 ? [units[0]] : found).map((unit) => {
    const cell = cells.get(unit);
    return {
      ...Object.fromEntries(keys.map((key, at) => [`key${at}`, key])),
      currency: unit.currency || (units.length > 1 ? '(none)' : null),
      count: cell?.count ?? 0,
      ...Object.fromEntries(measures.map((measure, at) => [`measure${at}`, measured(cell, measure)])),
    };
  });
}

/**
 * The table: groups in order, the others as one, and the total; without dimensions only the total.
 *
 * @param top groups to show at most; undefined for the default
 * @param offset of the first row to show
 */
export async function summaryTable(
  { kind, dimensions, measured: { measures } }: SummaryQuery,
  tally: Tally,
  chosenUnits: ChosenUnits,
  top: number | undefined,
  offset: number,
): Promise<ReportTable> {
  const { plural } = kind.tool.returns.record;
  const columns = columnsOf(dimensions, measures, chosenUnits, tally);
  const rows = (group: RowGroup, keys: readonly JsonValue[]) => rowsOf(group, keys, measures, chosenUnits);
  const total = chosenUnits.inChosenUnits(tally.total);
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
  const ranking = { measure: measures[0], unit: chosenUnits.units[0] };
  const { groups, others } = await arrangeGroups(
    await forGroups(tally.groups, chosenUnits.inChosenUnits),
    dimensions,
    ranking,
    top,
  );
  const all = [
    ...groups.flatMap((group) => rows(group, shownKeys(group, dimensions))),
    ...(others === undefined ? [] : rows(others.group, [`(${numbered(others.count, 'other', 'others')})`])),
  ];
  const cross =
    dimensions.length === 2 && measures.length === 0 && others === undefined
      ? crossTable(plural, groups, dimensions, { total, offset })
      : undefined;
  return {
    ...(cross === undefined ? {} : { cross }),
    what: `${plural} by ${dimensions.map(({ name }) => name).join(' and ')}`,
    form: 'page',
    columns,
    rows: all.slice(offset),
    offset,
    total: all.length,
    totals: rows(total, ['(total)']),
  };
}

/** In which groups a row can be more than once. */
function severalNote({ dimensions, kind }: SummaryQuery): string[] {
  const several = dimensions.flatMap(({ name, several: is }) =>
    is === true ? [quoteIfAmbiguous(name)] : [],
  );
  if (several.length === 0) return [];
  const { plural } = kind.tool.returns.record;
  return [
    `${plural} with more than one ${joined(several)} count in each of those groups, and once in the total.`,
  ];
}

/**
 * Refuses money whose own currencies differ, beside money that keeps the rows apart: a row would add up several of them.
 *
 * @throws ToolError `invalid_input`
 */
export function refuseMixedCurrencies({ ownCurrencies }: Pick<Tally, 'ownCurrencies'>): void {
  for (const [{ name }, found] of ownCurrencies) {
    if (found.size < 2) continue;
    const listed = joined([...found].sort().map((one) => quoteIfAmbiguous(one || '(none)')));
    throw new ToolError(
      'invalid_input',
      `${name} is in several currencies (${listed}): ask for it without other amounts, and each has a row of its own.`,
    );
  }
}

/** Which currencies sums are in. */
function currencyNotes(
  { kind, measured: { quantities } }: SummaryQuery,
  { units, otherRows }: ChosenUnits,
  { ownCurrencies }: Pick<Tally, 'ownCurrencies'>,
): string[] {
  const { name, plural } = kind.tool.returns.record;
  const money = quantities
    .filter((one) => one.currency !== undefined && !ownCurrencies.has(one))
    .map(({ name }) => quoteIfAmbiguous(name));
  const currencies = units.flatMap(({ currency }) => (currency ? quoteIfAmbiguous(currency) : []));
  const fixed = quantities.flatMap((one) => {
    const unit = one.unit ?? [...(ownCurrencies.get(one) ?? [])][0];
    const rows = units.length > 1 && ownCurrencies.has(one) ? ' in every row' : '';
    return unit ? [`${quoteIfAmbiguous(one.name)} in ${quoteIfAmbiguous(unit)}${rows}.`] : [];
  });
  if (money.length > 0 && units.every(({ currency }) => currency === '')) return [noCurrencies, ...fixed];
  if (money.length === 0 || currencies.length === 0) return fixed;
  const given = `${joined(money)} in ${joined(currencies)}`;
  if (units.length === 1) return [`${given}.`, ...fixed];
  const main = quoteIfAmbiguous(units[0].currency || '(none)');
  const rest =
    otherRows === 0
      ? ''
      : ` Rows for ${main} also count the ${numbered(otherRows, name, plural)} without a value to add up.`;
  if (currencies.length === 1)
    return [
      `${given}, where a currency is given; amounts without one are apart, as (none).${rest}`,
      ...fixed,
    ];
  const other = 'converted value';
  const hint =
    quantities.some(({ name }) => name === other) ||
    !kind.quantities.some(({ names }) => names.includes(other))
      ? ''
      : ` measure="${other}" is in one currency, as far as Copper converts.`;
  return [
    `${joined(money)} in several currencies: one row for each, never added up.${rest}${hint}`,
    ...fixed,
  ];
}

/** Which sums could not be made because the numbers are too large. */
function overflowNote({ measures }: Measures, groups: readonly RowGroup[]): string[] {
  const tooLarge = measures.filter(({ quantity, by }) =>
    groups.some(({ cells }) =>
      [...cells.values()].some(({ stats }) => {
        const found = stats.get(quantity);
        return found !== undefined && found.n > 0 && aggregate(found, by) === undefined;
      }),
    ),
  );
  if (tooLarge.length === 0) return [];
  return [
    `${joined(tooLarge.map(({ name }) => quoteIfAmbiguous(name)))} ${tooLarge.length === 1 ? 'is' : 'are'} left out where the numbers are too large to be added up.`,
  ];
}

function nonRevenueNote({ pipelines }: Measures, { nonRevenueRows: rows }: ChosenUnits): string[] {
  if (rows === 0 || pipelines === undefined) return [];
  const listed = joined([...pipelines.nonRevenue.values()].map(quoteIfAmbiguous));
  const [are, they, their] = rows === 1 ? ['is', 'it is', 'its'] : ['are', 'they are', 'their'];
  const where = pipelines.nonRevenue.size === 1 ? 'that pipeline' : 'one of those pipelines';
  return [
    `${numbered(rows, 'deal', 'deals')} with a value ${are} in pipelines without revenue (${listed}): ${they} counted, but ${their} value is not added. Filter by ${where} alone to add it up.`,
  ];
}

function weekNote(dimensions: readonly Dimension[], calendar: Calendar): string[] {
  if (!dimensions.some(({ name }) => name.endsWith(' week'))) return [];
  const week = calendar.period(calendar.day(calendar.now()), 'week');
  const { from = 0 } = calendar.range(week);
  return [`Weeks begin on Monday; ${week} began ${calendar.day(from)}.`];
}

/**
 * What an agent has to know to read the table correctly; groups and total are as counted, before units were chosen. `unknown` names what
 * Copper did not return.
 */
export function summaryNotes(
  query: SummaryQuery,
  chosenUnits: ChosenUnits,
  { groups, total, ...seen }: Pick<Tally, 'groups' | 'total' | 'unreadable' | 'ownCurrencies'>,
  { calendar, unknown }: { readonly calendar: Calendar; readonly unknown: readonly string[] },
): readonly string[] {
  const { dimensions, measured } = query;
  return [
    ...severalNote(query),
    ...currencyNotes(query, chosenUnits, seen),
    ...missingNote(measured, { total, ...seen }, unknown),
    ...overflowNote(measured, [...groups, total]),
    ...nonRevenueNote(measured, chosenUnits),
    ...measured.quantities.flatMap(({ gapNotes }) => gapNotes?.() ?? []),
    ...weekNote(dimensions, calendar),
  ];
}

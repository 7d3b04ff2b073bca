import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { type Column, column, numberField, textField } from '../../../src/tool/record.ts';
import type { ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { numberedOf } from '../../../src/tool/sentences.ts';
import { byFixedWord, type Dimension } from '../summarize/dimension.ts';
import { recordDimensions } from '../summarize/record-dimensions.ts';
import type { CurrencyTarget, FittingTargets, ForecastGrouping } from './fitting-targets.ts';
import type { ForecastMoney } from './forecast-money.ts';
import { addDeal, type GroupSums, sumsRow, type WorthOf } from './forecast-sums.ts';
import type { ForecastDeal } from './read-deals.ts';

/** By what deals are grouped; months are those in which a deal was won, or is expected to close. */
async function dimensionOf(by: ForecastGrouping, context: ReportContext): Promise<Dimension> {
  if (by !== 'month') return recordDimensions.opportunities[by](context);
  return byFixedWord('month', column('month', textField('month')), {
    order: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  });
}

const count = (name: string): Column => column(name, numberField(name));

const amount = (name: string): Column => ({ ...count(name), inCurrency: true });

/** An amount that a picture compares with the others: a target, and what counts towards it. */
const compared = (name: string): Column => ({ ...amount(name), together: 'beside' });

const columnsOf = (hasTargets: boolean): Column[] => [
  column('currency', textField('currency')),
  ...(hasTargets ? [compared('target')] : []),
  compared('won'),
  count('won_deals'),
  ...(hasTargets ? [amount('gap'), count('coverage')] : []),
  compared('commit'),
  compared('best_case'),
  amount('open'),
  count('open_deals'),
  amount('weighted'),
];

/** Targets by their currency. */
const byUnit = (targets: readonly CurrencyTarget[] = []): ReadonlyMap<string, number> =>
  new Map(targets.map(({ unit, value }) => [unit, value]));

/** One group, its sums and its targets by currency. */
interface Group {
  readonly key: string;
  readonly sums: GroupSums;
  readonly targets: ReadonlyMap<string, number>;
}

/** Rows of a group: one for each currency that it has amounts or a target in, the most important one first. */
function rowsOf(
  { sums, targets }: Omit<Group, 'key'>,
  units: readonly string[],
  group: JsonValue,
): JsonObject[] {
  return units
    .filter((unit) => sums.has(unit) || targets.has(unit))
    .map((unit) => ({
      group,
      currency: unit || (units.length > 1 ? '(none)' : null),
      ...sumsRow(sums.get(unit), targets.get(unit)),
    }));
}

/** Currencies, those of most deals first. */
function unitsByUse({ sums, targets }: Omit<Group, 'key'>, all: Iterable<string>): string[] {
  const uses = (unit: string) => (sums.get(unit)?.won_deals ?? 0) + (sums.get(unit)?.open_deals ?? 0);
  const weight = (unit: string) => (targets.has(unit) ? 1e9 : 0) + uses(unit);
  return [...new Set(all)].sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1));
}

/** The total's targets: those of all together, else in each currency the sum of the groups' if each with an amount in it has one. */
function totalTargets(
  groups: readonly Group[],
  whole: ReadonlyMap<string, number>,
  { several, name }: Dimension,
  note: ReportContext['note'],
): ReadonlyMap<string, number> {
  // Months without deals are no groups, and may have no target either.
  if (whole.size > 0 || several === true || name === 'month') return whole;
  const sums = new Map<string, number>();
  for (const unit of new Set(groups.flatMap(({ targets }) => [...targets.keys()]))) {
    const counted = groups.filter((one) => one.sums.has(unit) || one.targets.has(unit));
    const set = counted.filter((one) => one.targets.has(unit));
    if (set.length === counted.length)
      sums.set(
        unit,
        set.reduce((sum, one) => sum + (one.targets.get(unit) ?? 0), 0),
      );
    else
      note(
        `${numberedOf(set.length, counted.length, ['group', 'groups'], ['has', 'have'])} a target, so the total has none.`,
      );
  }
  if (sums.size > 0) note('The target of the total is the sum of those of the groups.');
  return sums;
}

/** The sum of what is won and open in a currency, by which groups are ordered. */
const size = ({ sums }: Group, unit: string | undefined): number => {
  const stats = sums.get(unit ?? '')?.stats;
  return stats === undefined ? 0 : stats.won.sum + stats.open.sum;
};

/** The sums of each group. */
function groupSums(
  deals: readonly ForecastDeal[],
  targets: FittingTargets,
  dimension: Dimension,
  worthOf: WorthOf,
  { calendar }: ReportContext,
): readonly Group[] {
  const groups = new Map<string, GroupSums>([...targets.groups.keys()].map((key) => [key, new Map()]));
  for (const one of deals) {
    const month = one.day === undefined ? '' : calendar.period(one.day, 'month');
    const keys = dimension.keys({ ...one.deal, month });
    for (const key of keys.length === 0 ? [''] : keys) {
      const sums: GroupSums = groups.get(key) ?? new Map();
      groups.set(key, sums);
      addDeal(sums, one, worthOf);
    }
  }
  return [...groups].map(([key, sums]) => ({ key, sums, targets: byUnit(targets.groups.get(key)) }));
}

/** The table of a forecast without groups: one row, or one for each currency. */
function wholeTable(what: string, all: Omit<Group, 'key'>): ReportTable {
  const units = unitsByUse(all, [...all.sums.keys(), ...all.targets.keys()]);
  const rows = rowsOf(all, units, null);
  const [row = sumsRow(undefined, undefined), second] = rows;
  const columns = columnsOf(all.targets.size > 0);
  return second === undefined
    ? { what, form: 'one', columns, rows: [row] }
    : { what, form: 'page', columns, rows };
}

/** What a table of a forecast is made of besides its deals. */
interface TableParts {
  /** Its heading. */
  readonly what: string;
  /** Undefined for one row of all deals. */
  readonly by: ForecastGrouping | undefined;
  readonly targets: FittingTargets;
  readonly money: ForecastMoney;
}

/** The table of a forecast. */
export async function forecastTable(
  deals: readonly ForecastDeal[],
  { what, by, targets, money: { worthOf, notes } }: TableParts,
  context: ReportContext,
): Promise<ReportTable> {
  const { note } = context;
  const total: GroupSums = new Map();
  for (const one of deals) addDeal(total, one, worthOf);
  const whole = byUnit(targets.whole);
  for (const text of notes) note(text);
  if (by === undefined) return wholeTable(what, { sums: total, targets: whole });

  const dimension = await dimensionOf(by, context);
  const groups = groupSums(deals, targets, dimension, worthOf, context);
  const totals = { sums: total, targets: totalTargets(groups, whole, dimension, note) };
  const targetUnits = [...groups.flatMap((group) => [...group.targets.keys()]), ...totals.targets.keys()];
  const units = unitsByUse(totals, [...total.keys(), ...targetUnits]);
  const order = dimension.order ?? (() => 0);
  const sorted = groups.toSorted(
    (a, b) => order(a.key, b.key) || size(b, units[0]) - size(a, units[0]) || (a.key < b.key ? -1 : 1),
  );
  if (dimension.several === true)
    note('Deals of owners in several teams count in each of them, and once in the total.');
  const label = (key: string) => (key === '' ? '(none)' : dimension.value(key));
  return {
    what: `${what} by ${by}`,
    form: 'page',
    columns: [column(by, dimension.shown('group')), ...columnsOf(targetUnits.length > 0)],
    rows: sorted.flatMap((group) => rowsOf(group, units, label(group.key))),
    totals: rowsOf(totals, units, '(total)'),
    nextHint: `narrow it by ${by === 'month' ? 'during' : 'owner or pipeline'}`,
  };
}

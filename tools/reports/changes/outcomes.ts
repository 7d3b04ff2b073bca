import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import {
  amountsField,
  type Column,
  column,
  type Field,
  numberField,
  textField,
} from '../../../src/tool/record.ts';
import type { ReportTable } from '../../../src/tool/report.ts';
import { type CurrencySums, comparableValue, createCurrencySums, dealValue } from '../deals/deal-values.ts';
import { median } from '../number-stats.ts';
import { percentOf, rateInterval } from '../rates.ts';
import { type PipelineEvent, type PipelineEventKind, pipelineEventKinds } from './events.ts';

/** How outcomes are grouped: the name of the group's column, and the raw member of a deal. */
export interface OutcomeGrouping {
  readonly name: string;
  readonly field: Field;
  readonly of: (deal: JsonObject) => JsonValue | undefined;
}

/** How a deal may end. */
export const outcomeKinds: readonly PipelineEventKind[] = ['won', 'lost', 'abandoned'];

const statusKinds: readonly PipelineEventKind[] = [...outcomeKinds, 'reopened', 'closed'];
const day = 86_400;

/** The last change of status of each deal: its outcome within the period. */
export function lastStatusEvents(newestFirst: readonly PipelineEvent[]): PipelineEvent[] {
  const seen = new Set<JsonValue | undefined>();
  return newestFirst.filter((event) => {
    if (!statusKinds.includes(event.kind) || seen.has(event.deal.id)) return false;
    seen.add(event.deal.id);
    return true;
  });
}

const rounded = (value: number | undefined) => (value === undefined ? null : Math.round(value * 10) / 10);

/** Counts what happened to one group of deals. */
function createOutcomeGroup() {
  const deals = new Map<PipelineEventKind, Set<JsonValue | undefined>>(
    pipelineEventKinds.map((kind) => [kind, new Set()]),
  );
  const [value, convertedValue] = [createCurrencySums(), createCurrencySums()];
  const days: number[] = [];
  const count = (kind: PipelineEventKind) => deals.get(kind)?.size ?? 0;
  return {
    value,
    convertedValue,
    count,
    add({ kind, at, deal }: PipelineEvent) {
      deals.get(kind)?.add(deal.id);
      if (kind !== 'won') return;
      value.add(dealValue(deal));
      convertedValue.add(comparableValue(deal));
      if (typeof deal.date_created === 'number') days.push(Math.max(0, at - deal.date_created) / day);
    },
    row(): JsonObject {
      const winRate = { hits: count('won'), cases: count('won') + count('lost') };
      const mean = days.length === 0 ? undefined : days.reduce((sum, one) => sum + one, 0) / days.length;
      return {
        ...Object.fromEntries(pipelineEventKinds.map((kind) => [kind, count(kind)])),
        won_value: value.amounts(),
        win_rate: percentOf(winRate),
        win_interval: rateInterval(winRate),
        median_days: rounded(median(days)),
        mean_days: rounded(mean),
      };
    },
  };
}

type OutcomeGroup = ReturnType<typeof createOutcomeGroup>;

const unitsOf = (sums: readonly CurrencySums[]) =>
  new Set(sums.flatMap((sum) => sum.all().map(({ unit }) => unit)));

/** The groups that won most first: by value if all values are in one currency, else by number. */
function ranked(
  groups: readonly (readonly [JsonValue, OutcomeGroup])[],
  note: (text: string) => void,
): (readonly [JsonValue, OutcomeGroup])[] {
  const units = unitsOf(groups.map(([, { convertedValue }]) => convertedValue));
  if (unitsOf(groups.map(([, { value }]) => value)).size > 1)
    note(
      units.size === 1
        ? "Sorted by won value in the account's currency, as Copper converts it."
        : 'Sorted by the number of deals won, since currencies are not compared.',
    );
  const value = ({ convertedValue }: OutcomeGroup) =>
    units.size === 1 ? (convertedValue.all()[0]?.value ?? 0) : 0;
  return [...groups].sort(
    ([a, left], [b, right]) =>
      value(right) - value(left) ||
      right.count('won') - left.count('won') ||
      right.count('created') - left.count('created') ||
      String(a).localeCompare(String(b)),
  );
}

const countColumn = (kind: PipelineEventKind): Column => column(kind, numberField(kind));

/** The columns that these kinds of events allow; `all` of them, or only those of outcomes. */
function columnsFor(requested: readonly PipelineEventKind[], all: boolean): Column[] {
  const has = (...wanted: readonly PipelineEventKind[]) => wanted.every((kind) => requested.includes(kind));
  const others = requested.filter((kind) => kind !== 'created' && !outcomeKinds.includes(kind));
  return [
    ...(has('created') ? [countColumn('created')] : []),
    ...(has('won') ? [countColumn('won'), column('won_value', amountsField('won_value'))] : []),
    ...(has('lost') ? [countColumn('lost')] : []),
    ...(has('won', 'lost')
      ? [
          column('win_rate_percent', numberField('win_rate')),
          column('win_rate_95_interval', textField('win_interval')),
        ]
      : []),
    ...(has('abandoned') ? [countColumn('abandoned')] : []),
    ...(all ? others.map(countColumn) : []),
    ...(has('won')
      ? [
          column('median_days_to_win', numberField('median_days')),
          column('average_days_to_win', numberField('mean_days')),
        ]
      : []),
  ];
}

/**
 * Deals created, won, lost and abandoned, each by its outcome within the period. The win rate is won divided by won and lost; days to
 * win are counted from a deal's creation to its last change to Won. A rate of few deals stands beside its interval.
 *
 * @param requested the kinds of events that count; undefined for all, of which groups then show only outcomes
 * @returns undefined if none of these kinds is an outcome
 */
export function outcomesTable(
  newestFirst: readonly PipelineEvent[],
  requested: readonly PipelineEventKind[] | undefined,
  by: OutcomeGrouping | undefined,
  note: (text: string) => void,
): ReportTable | undefined {
  const kinds = requested ?? pipelineEventKinds;
  if (by === undefined && !kinds.some((kind) => outcomeKinds.includes(kind))) return undefined;
  const columns = columnsFor(kinds, by !== undefined && requested !== undefined);
  const last = new Set(lastStatusEvents(newestFirst));
  const events = newestFirst.filter(
    (event) => kinds.includes(event.kind) && (!outcomeKinds.includes(event.kind) || last.has(event)),
  );
  const all = createOutcomeGroup();
  for (const event of events) all.add(event);
  if (by === undefined) return { what: 'outcomes', form: 'one', columns, rows: [all.row()] };
  const groups = new Map<JsonValue, OutcomeGroup>();
  for (const event of events) {
    const key = by.of(event.deal) ?? '(none)';
    const group = groups.get(key) ?? createOutcomeGroup();
    groups.set(key, group);
    group.add(event);
  }
  const rows = ranked([...groups], note).map(([key, group]) => ({ group: key, ...group.row() }));
  return {
    what: `outcomes by ${by.name}`,
    form: 'page',
    columns: [column(by.name, by.field), ...columns],
    rows,
    ...(rows.length > 1 ? { totals: [{ group: 'all', ...all.row() }] } : {}),
    nextHint: `filter by ${by.name}`,
  };
}

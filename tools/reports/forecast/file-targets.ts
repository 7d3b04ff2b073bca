import type { Calendar } from '../../../src/tool/clock.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { joined } from '../../../src/tool/sentences.ts';
import { namesOf } from '../../inputs/names.ts';
import { readSelection } from '../../inputs/read-selection.ts';
import {
  type CurrencyTarget,
  type FittingTargets,
  noTargets,
  type TargetQuestion,
  type Targets,
  type UnitOf,
} from './fitting-targets.ts';
import type { TargetOwner } from './target-names.ts';
import type { Days, FileTarget } from './targets-file.ts';

/** The ids that a list input names; undefined if it excludes some, or asks for none. */
async function onlyNamed(
  list: 'user' | 'pipeline',
  texts: readonly string[] | undefined,
  context: ReportContext,
): Promise<readonly string[] | undefined> {
  if (texts === undefined) return [];
  const { anyOf, orEmpty, noneOf, allOf, notEmpty } = await readSelection(texts, namesOf(list, context));
  const isPlain = !orEmpty && !notEmpty && noneOf.length === 0 && allOf.length === 0;
  return isPlain ? [...new Set(anyOf.map(({ key }) => key))] : undefined;
}

/** Months that a forecast by month compares with targets. */
const maxMonths = 120;

const nextDay = (day: string, calendar: Calendar) => calendar.day((calendar.range(day).to ?? 0) + 1);

/** A target of the file in its currency. */
type DatedTarget = CurrencyTarget & Days;

/** The targets that fill the days: the one of just these days, else the longest that follow one another without a gap. */
function filling(
  targets: readonly DatedTarget[],
  { from, to }: Days,
  calendar: Calendar,
): readonly DatedTarget[] {
  const found: DatedTarget[] = [];
  for (let day = from; day <= to; ) {
    const [longest, second] = targets
      .filter((one) => one.from === day && one.to <= to)
      .toSorted((a, b) => (a.to < b.to ? 1 : -1));
    // Two for the same days are in currencies that this Copper does not tell apart.
    if (longest === undefined || longest.to === second?.to) return [];
    found.push(longest);
    day = nextDay(longest.to, calendar);
  }
  return found;
}

const sumOf = (targets: readonly CurrencyTarget[]) => targets.reduce((sum, { value }) => sum + value, 0);

/** For each currency the sum of the targets that fill the days. */
function amountsIn(
  targets: readonly DatedTarget[],
  days: Days,
  calendar: Calendar,
): readonly CurrencyTarget[] {
  return [...new Set(targets.map(({ unit }) => unit))].flatMap((unit) => {
    const same = targets.filter((one) => one.unit === unit);
    const some = filling(same, days, calendar);
    return some.length === 0 ? [] : [{ value: sumOf(some), unit }];
  });
}

/** The sum of what each has, in the currencies in which all of them have a target. */
function sumOfAll(all: readonly (readonly CurrencyTarget[])[]): readonly CurrencyTarget[] {
  const [first = []] = all;
  return first.flatMap(({ unit }) => {
    const same = all.flatMap((amounts) => amounts.filter((one) => one.unit === unit));
    return same.length === all.length ? [{ value: sumOf(same), unit }] : [];
  });
}

/** How targets of the file are matched with a question that is about these owners or pipelines only. */
function fileFitting(
  targets: readonly FileTarget[],
  { by, from, to }: TargetQuestion,
  { owners, pipelines }: { readonly owners: readonly string[]; readonly pipelines: readonly string[] },
  { calendar, note }: ReportContext,
): Targets['fitting'] {
  /** True if a group of this kind is of fewer deals than its target. */
  const isCut =
    (owners.length > 0 && by !== undefined && !['owner', 'month'].includes(by)) ||
    (pipelines.length > 0 && by !== undefined && !['pipeline', 'month'].includes(by));
  if (isCut) note(`Targets by ${by} are not compared: the question leaves out some of their deals.`);
  const ownerKeys = (kind: TargetOwner['kind']) =>
    targets.flatMap(({ who }) => (who.kind === kind && who.kind !== 'everybody' ? who.key : []));

  function fitting(unitOf: UnitOf): FittingTargets {
    const of = (kind: TargetOwner['kind'], key: string, days: Days = { from, to }) => {
      const own = targets.filter(({ who }) => who.kind === kind && ('key' in who ? who.key : '') === key);
      return amountsIn(
        own.map((one) => ({ from: one.from, to: one.to, value: one.value, unit: unitOf(one) })),
        days,
        calendar,
      );
    };
    const wholeIn = (days: Days): readonly CurrencyTarget[] => {
      if (owners.length > 0) return sumOfAll(owners.map((key) => of('owner', key, days)));
      if (pipelines.length > 0) return sumOfAll(pipelines.map((key) => of('pipeline', key, days)));
      return of('everybody', '', days);
    };
    const inMonth = (key: string): readonly CurrencyTarget[] => {
      const { from: first = '', to: last = '' } = calendar.days(key);
      return first >= from && last <= to ? wholeIn({ from: first, to: last }) : [];
    };
    const groups = (): readonly (readonly [string, readonly CurrencyTarget[]])[] => {
      if (by === undefined || isCut) return [];
      if (by === 'month')
        return (calendar.periods(from, to, 'month', maxMonths) ?? []).map((key) => [key, inMonth(key)]);
      const named = by === 'owner' ? owners : by === 'pipeline' ? pipelines : [];
      return (named.length > 0 ? named : ownerKeys(by)).map((key) => [key, of(by, key)]);
    };
    return {
      whole: wholeIn({ from, to }),
      groups: new Map(groups().filter(([, amounts]) => amounts.length > 0)),
    };
  }
  return fitting;
}

/** What is said if no target of the file fits: which there are, if the question is about everybody. */
function ifNoneFits(targets: readonly FileTarget[], { by, owner, pipeline }: TargetQuestion): string {
  if (targets.length === 0) return 'No target is set up.';
  const kinds = [...new Set(targets.map(({ who }) => who.kind))].filter((kind) => kind !== 'everybody');
  return by !== undefined || owner !== undefined || pipeline !== undefined || kinds.length === 0
    ? 'No target that is set up fits.'
    : `No target that is set up is for everybody in this period; by=${joined(kinds, 'or')} compares others.`;
}

/** Targets of the file: they count only for deals that nothing narrows beside those whose they are. */
export async function fileTargets(
  targets: readonly FileTarget[],
  question: TargetQuestion,
  context: ReportContext,
): Promise<Targets> {
  const { by, owner, pipeline, isNarrowed } = question;
  const { note } = context;
  const owners = await onlyNamed('user', owner, context);
  const pipelines = await onlyNamed('pipeline', pipeline, context);
  if (
    isNarrowed ||
    owners === undefined ||
    pipelines === undefined ||
    (owners.length > 0 && pipelines.length > 0)
  ) {
    note('The targets that are set up are not compared: they are for more deals than the question is about.');
    return noTargets(question, '');
  }
  return {
    by,
    ifNone: ifNoneFits(targets, question),
    fitting: fileFitting(targets, question, { owners, pipelines }, context),
  };
}

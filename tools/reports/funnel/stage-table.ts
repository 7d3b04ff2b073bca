import type { JsonObject } from '../../../src/tool/json.ts';
import { type Column, column, nameField, numberField, textField } from '../../../src/tool/record.ts';
import { numbered } from '../../../src/tool/sentences.ts';
import { median } from '../number-stats.ts';
import { percentOf, type RateCases, rateInterval } from '../rates.ts';
import { type LeftBy, type Stay, type StayEnd, stayEnds } from './stays.ts';

/** A deal and its last stay in one stage that began in the period. */
export interface StageEntry {
  readonly deal: JsonObject;
  readonly stay: Stay;
}

const secondsPerDay = 86_400;

/** True for deals that are won or lost: those of pipelines without revenue are neither. */
const outcomeOf = ({ status, pipeline_is_revenue: revenue }: JsonObject): 'won' | 'lost' | undefined => {
  const word = typeof status === 'string' ? status.toLowerCase() : '';
  return revenue !== false && (word === 'won' || word === 'lost') ? word : undefined;
};

/** How many of some deals are won, of those that are won or lost. */
export function winRateOf(deals: readonly JsonObject[]): RateCases {
  const outcomes = deals.flatMap((deal) => outcomeOf(deal) ?? []);
  return { hits: outcomes.filter((one) => one === 'won').length, cases: outcomes.length };
}

/** The row of one stage: of the deals that entered it, what became of them there, and in the end. */
export function stageRow(entries: readonly StageEntry[]): JsonObject {
  const ended = new Map<StayEnd, number>(stayEnds.map((end) => [end, 0]));
  const days: number[] = [];
  for (const { stay } of entries) {
    ended.set(stay.end, (ended.get(stay.end) ?? 0) + 1);
    if (stay.left !== undefined && stay.entered !== undefined)
      days.push(Math.max(0, stay.left - stay.entered) / secondsPerDay);
  }
  const count = (end: StayEnd) => ended.get(end) ?? 0;
  const toNext = { hits: count('advanced') + count('won'), cases: entries.length - count('still_there') };
  const winRate = winRateOf(entries.map(({ deal }) => deal));
  const middle = median(days);
  return {
    stage: entries[0]?.stay.stage.id ?? null,
    pipeline: entries[0]?.stay.stage.pipeline?.id ?? null,
    entered: entries.length,
    ...Object.fromEntries(ended),
    to_next: percentOf(toNext),
    to_next_interval: rateInterval(toNext),
    win_rate: percentOf(winRate),
    win_interval: rateInterval(winRate),
    days: middle === undefined ? null : Math.round(middle * 10) / 10,
  };
}

const stageField = nameField('stage', 'stage', nameField('pipeline', 'pipeline'));

/** The columns of such rows. @param isQualified true if the rows of all pages are of several pipelines */
export const stageColumns = (isQualified: boolean): readonly Column[] => [
  column('stage', { ...stageField, isQualified }),
  column('entered', numberField('entered')),
  ...stayEnds.map((end): Column => ({ ...column(end, numberField(end)), together: 'parts' })),
  column('to_next_percent', numberField('to_next')),
  column('to_next_95_interval', textField('to_next_interval')),
  column('win_rate_percent', numberField('win_rate')),
  column('win_rate_95_interval', textField('win_interval')),
  column('median_days', numberField('days')),
];

const leftWords: readonly (readonly [LeftBy, string])[] = [
  ['moved', 'to another pipeline'],
  ['abandoned', 'abandoned'],
  ['closed', 'closed without being won or lost'],
];

/** What has to be said of these rows. */
export function stageNotes(entries: readonly StageEntry[], hasStatuses: boolean): string[] {
  const left = leftWords.flatMap(([by, words]) => {
    const count = entries.filter(({ stay }) => stay.leftBy === by).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const isOver = ({ end }: Stay) => end !== 'still_there';
  const unknown = entries.filter(({ stay }) => isOver(stay) && stay.left === undefined).length;
  const why = hasStatuses
    ? 'the feed does not tell when'
    : 'changes of status are too many to be read within max_requests';
  return [
    `entered = ${stayEnds.join(' + ')}. A deal counts once per stage, by its last entry; being created is entering the first stage.`,
    'to_next_percent: of the deals no longer there, those that advanced or were won. win_rate_percent: of all that entered and are won or lost by now, those won. median_days: of stays that ended. Owners, sources and values are those of today.',
    ...(left.length === 0 ? [] : [`left_pipeline: ${left.join(', ')}.`]),
    ...(unknown === 0
      ? []
      : [`median_days leaves out ${numbered(unknown, 'stay that has', 'stays that have')} ended: ${why}.`]),
  ];
}

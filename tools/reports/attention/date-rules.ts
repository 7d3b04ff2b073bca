import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { type LastTime, silentRule, stuckRule, timeIn } from './elapsed-time.ts';
import { lastContactField, readLastContacts } from './last-contacts.ts';
import type { Reason } from './reasons.ts';
import type { Thresholds } from './thresholds.ts';
import type { StageHistory } from './typical-stays.ts';
import { dateFilters, readRecordsSince, type SearchedRecords } from './unreturned-dates.ts';

/** Copper's name of the date when a deal came into its stage, which the contract does not list. */
const stageField = 'date_stage_changed';

/** The fields that these reasons need and that some Coppers do not return. */
export const datesNeeded = (requested: readonly Reason[]): string[] => [
  ...(requested.includes('silent') ? [lastContactField] : []),
  ...(requested.includes('stuck') ? [stageField] : []),
];

/** What dates are compared with, and where they may be asked for. */
interface DateQuery {
  readonly requested: readonly Reason[];
  /** A deal whose last contact is not later than this is silent; Unix seconds. */
  readonly latestContact: number;
  readonly limits: Thresholds;
  /** The open deals. */
  readonly searched: SearchedRecords;
  /** The fields that Copper does not return. */
  readonly unreturned: ReadonlySet<string>;
}

/** When deals came into their stage, by the changes that were read. */
function timesByHistory({ entered, since }: StageHistory, latest: number, context: ReportContext) {
  const day = context.calendar.day(since);
  const gap =
    since <= latest
      ? ''
      : ` Earlier ones are not known: in stages without a usual time, deals that have not moved since ${day} are not counted as stuck.`;
  context.note(`This Copper returns no dates of stages: they come from the changes since ${day}.${gap}`);
  return (deal: JsonObject): LastTime => {
    const at = entered.get(Number(deal.id));
    const created = timeIn(deal, 'date_created');
    if (at !== undefined) return { at };
    return created !== undefined && created >= since ? { at: created } : { at: since, orEarlier: true };
  };
}

/** When deals came into their stage; undefined if it cannot be known. */
async function stageTimes(
  query: DateQuery,
  context: ReportContext,
): Promise<((deal: JsonObject) => LastTime | undefined) | undefined> {
  const { limits, searched, unreturned } = query;
  const { latest, history } = limits;
  const own = (deal: JsonObject) => {
    const at = timeIn(deal, stageField);
    return at === undefined ? undefined : { at };
  };
  // A deal that never moved has been in its stage since it was created.
  const created = (deal: JsonObject) => {
    const at = timeIn(deal, 'date_created');
    return at === undefined ? undefined : { at };
  };
  if (!unreturned.has(stageField)) return (deal) => own(deal) ?? created(deal);
  if (history !== undefined) {
    const byHistory = timesByHistory(history, latest, context);
    return (deal) => own(deal) ?? byHistory(deal);
  }
  const found = await readRecordsSince(dateFilters.stage, latest, searched, context);
  const { note, calendar } = context;
  if (found === undefined) {
    note(
      'stuck is not known: this Copper returns no dates of stages, nor could deals be found by them.',
      'gap',
    );
    return undefined;
  }
  note(
    `This Copper returns no dates of stages: stuck are the deals for which its filter finds no change of stage since ${calendar.day(latest + 1)}.`,
  );
  return (deal) => {
    const isYoung = (created(deal)?.at ?? 0) > latest;
    return (
      own(deal) ?? (isYoung || found.since.has(deal.id ?? null) ? undefined : { at: latest, orEarlier: true })
    );
  };
}

/** How deals are found silent or stuck, and which of these reasons cannot be known; with a note if Copper does not return the dates. */
export async function readDateRules(query: DateQuery, context: ReportContext) {
  const { requested, limits, latestContact: latest, searched, unreturned } = query;
  const { calendar } = context;
  const contact = requested.includes('silent')
    ? await readLastContacts({ latest, searched, unreturned, called: 'deals' }, context)
    : undefined;
  const stage = requested.includes('stuck') ? await stageTimes(query, context) : undefined;
  const isKnown: Readonly<Partial<Record<Reason, boolean>>> = {
    silent: contact !== undefined,
    stuck: stage !== undefined,
  };
  const none = () => undefined;
  return {
    silentFor: contact === undefined ? none : silentRule(latest, contact, calendar),
    stuckFor: stage === undefined ? none : stuckRule(limits.stuck, stage, calendar),
    unknown: requested.filter((reason) => isKnown[reason] === false),
  };
}

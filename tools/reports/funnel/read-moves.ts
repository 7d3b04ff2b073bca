import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { defaultMaxRequests, type ReportContext, type Scan } from '../../../src/tool/report.ts';
import { numbered } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { changeTypes, type DealChange, readDealChange } from '../deals/deal-changes.ts';
import { createdIn } from '../deals/deal-inputs.ts';
import { valueFields } from '../deals/deal-values.ts';
import { createDealReader } from '../deals/deals-by-id.ts';
import type { DealMoves } from './stays.ts';

/** What is read: the deals of a period, and inputs of the deal search. */
export interface MovesQuery {
  /** The period as an agent writes it. */
  readonly during: string;
  /** True for only the deals that were created in it; else also those that entered a stage in it. */
  readonly cohort: boolean;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly maxRequests: number | undefined;
}

/** The deals of a period with all that happened to them since. */
export interface PeriodMoves {
  readonly deals: readonly DealMoves[];
  /** First and last second of what is known of the period: it begins later if not all of it could be read. */
  readonly from: number;
  readonly to: number;
  /** False if changes of status were too many to be read: when deals were closed is then not known. */
  readonly hasStatuses: boolean;
}

const fields = [
  'id',
  'owner',
  'pipeline',
  'stage',
  'status',
  'source',
  'created',
  'stage_since',
  ...valueFields,
];

/** Activities on a page. */
const pageSize = 200;

/** The part of the requests that changes of status may take: Copper lists them among all other changed properties. */
const statusShare = 1 / 3;

type FeedTypes = (typeof changeTypes)[keyof typeof changeTypes][];

/** The types of changes to read: those of status only if that does not take too many requests. */
async function feedTypes(
  date: Readonly<Record<string, string>>,
  maxRequests: number,
  { count }: ReportContext,
): Promise<FeedTypes> {
  const type: FeedTypes = [changeTypes.stage, changeTypes.status];
  const total = await count(searchActivities, { type, ...date });
  return (total ?? 0) <= pageSize * maxRequests * statusShare ? type : [changeTypes.stage];
}

/** The rows of a scan that comes newest first, one by one, and how far back it has been read. */
function createCursor(rows: Scan, timeIn: (row: JsonObject) => JsonValue | undefined) {
  const iterator = rows[Symbol.asyncIterator]();
  let isOver = false;
  /** Unix seconds of the oldest row so far: those that come are not newer. */
  let oldest = Number.POSITIVE_INFINITY;
  return {
    /** Of the next row, the latest time that it can have; before all times once there is none. */
    next: () => (isOver ? Number.NEGATIVE_INFINITY : oldest),
    async read(): Promise<JsonObject | undefined> {
      const step = await iterator.next();
      if (step.done === true) {
        isOver = true;
        return undefined;
      }
      const time = timeIn(step.value);
      if (typeof time === 'number') oldest = Math.min(oldest, time);
      return step.value;
    },
    /** The moment from which on rows have been read, of a scan that goes back to `start`. */
    knownFrom: (start: number) => (rows.endedEarly ? oldest + 1 : start),
  };
}

/** Changes by the deal they happened to, each list oldest first. */
function changesByDeal(changes: readonly DealChange[]) {
  const ofDeal = new Map<number, DealChange[]>();
  for (const change of changes) {
    const own = ofDeal.get(change.deal) ?? [];
    ofDeal.set(change.deal, own);
    own.push(change);
  }
  for (const own of ofDeal.values()) own.sort((a, b) => a.at - b.at || a.id - b.id);
  return ofDeal;
}

const movesOf = (deal: JsonObject, own: readonly DealChange[] = []): DealMoves => ({
  deal,
  moves: own.filter((one) => one.kind === 'stage'),
  statuses: own.filter((one) => one.kind === 'status'),
});

/** Says how far back changes of stage are known. */
function noteReach(changes: readonly DealChange[], from: number, { calendar, note }: ReportContext): void {
  const oldest = changes.reduce(
    (min, { kind, at }) => (kind === 'stage' ? Math.min(min, at) : min),
    Number.POSITIVE_INFINITY,
  );
  const found =
    oldest === Number.POSITIVE_INFINITY
      ? 'none was found'
      : `the oldest one found is of ${calendar.time(oldest)}`;
  const begin = from > 0 ? ` back to ${calendar.time(from)}` : '';
  note(`Changes of stage were read${begin}; ${found}. Copper does not say how far back it keeps them.`);
}

/** The error if requests or time ran out before the period was reached. */
const nothingKnownError = (from: number, { calendar }: ReportContext) =>
  new ToolError(
    'timeout',
    from === Number.POSITIVE_INFINITY
      ? 'No answer: no changes could be read. Ask again later.'
      : `No answer: changes are read from now back, and only those since ${calendar.time(from)} could be. Raise max_requests, or ask for a later period.`,
  );

/**
 * Reads the deals of a period and their changes up to now: the feed and the deals that were created side by side, newest first, and the
 * deals that changed by their ids. If requests or time run out, the period begins where all is known, with a note.
 *
 * @throws ToolError `timeout` if nothing of the period is known then
 */
export async function readMoves(
  { during, cohort, conditions, maxRequests = defaultMaxRequests }: MovesQuery,
  context: ReportContext,
): Promise<PeriodMoves> {
  const { scan, columns, calendar, note } = context;
  const { from: start = 0, to: last = calendar.now() } = calendar.range(during);
  const to = Math.min(last, calendar.now());
  const date = start > 0 ? { date: `${calendar.day(start)}..` } : {};
  const type = await feedTypes(date, maxRequests, context);
  const wanted = await columns(opportunityRecord, fields);
  const reader = createDealReader(conditions, wanted, context);
  // Both scans begin before either is read, so that a request limit that is too low for them is known at once.
  const feed = await scan(searchActivities, { type, ...date }, []);
  const { input, isInPeriod: isCreatedInPeriod } = createdIn(conditions, during, calendar);
  const created = await scan(searchOpportunities, { ...input, sort: '-created' }, wanted);

  const changes: DealChange[] = [];
  const isInPeriod = (at: number) => at >= start && at <= to;
  const events = createCursor(feed, (row) => row.activity_date);
  const newDeals = createCursor(created, (row) => row.date_created);
  // Whichever is newer goes first, so that both reach equally far back if requests run out.
  for (
    let next = Number.POSITIVE_INFINITY;
    next > Number.NEGATIVE_INFINITY;
    next = Math.max(events.next(), newDeals.next())
  ) {
    if (newDeals.next() >= events.next()) {
      const row = await newDeals.read();
      if (row !== undefined && isCreatedInPeriod(row)) reader.add(row);
      continue;
    }
    const row = await events.read();
    const change = row === undefined ? undefined : readDealChange(row);
    if (change === undefined) continue;
    changes.push(change);
    if (!cohort && change.kind === 'stage' && isInPeriod(change.at)) await reader.request(change.deal);
  }
  await reader.flush();

  const known = changes.reduce(
    (latest, { kind, at, deal }) =>
      kind === 'stage' && isInPeriod(at) && reader.isUnread(deal) ? Math.max(latest, at + 1) : latest,
    Math.max(events.knownFrom(start), newDeals.knownFrom(start)),
  );
  // Said to the minute, so that what is counted is what is said.
  const from = known > start ? Math.ceil(known / 60) * 60 : start;
  if (known > start && from > to) throw nothingKnownError(from, context);
  if (from > start)
    note(`What came before ${calendar.time(from)} could not be read, and is not counted.`, 'gap');
  else noteReach(changes, from, context);
  if ([feed, created].some(({ complete, endedEarly }) => !complete && !endedEarly))
    note(
      'Some changes or new deals may have been missed, as the first line says: the counts are uncertain by as many.',
      'gap',
    );
  const isNarrowed = Object.values(conditions).some((value) => value !== undefined);
  const missing = isNarrowed ? 0 : reader.missing();
  if (missing > 0)
    note(
      `${numbered(missing, 'deal that changed is', 'deals that changed are')} deleted or hidden from this key, and left out.`,
      'gap',
    );
  const ofDeal = changesByDeal(changes);
  const deals = [...reader.deals].map(([id, deal]) => movesOf(deal, ofDeal.get(id)));
  return { deals, from, to, hasStatuses: type.includes(changeTypes.status) };
}

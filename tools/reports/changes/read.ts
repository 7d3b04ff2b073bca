import type { JsonObject } from '../../../src/tool/json.ts';
import type { Column } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { changeTypes, readDealChange, type StageChange, type StatusChange } from '../deals/deal-changes.ts';
import { neededMembers } from '../deals/members.ts';
import { type PipelineEventKind, possibleStatusKinds, type StageOrder } from './event-kinds.ts';

type Change = StageChange | StatusChange;

/** What is read: a period, kinds of change, and inputs of the deal search. */
export interface PeriodQuery {
  readonly during: string;
  readonly asked: readonly PipelineEventKind[];
  readonly where: Readonly<Record<string, unknown>>;
}

/** What happened in a period, as far as it was read, and the deals it happened to. */
export interface PeriodChanges {
  readonly changes: readonly Change[];
  readonly created: readonly JsonObject[];
  /** Raw deals by id, those that fit the conditions. */
  readonly deals: ReadonlyMap<number, JsonObject>;
  readonly complete: boolean;
}

const ways: readonly PipelineEventKind[] = ['forward', 'back', 'moved'];

/** What is read of a deal: what lists show, and what counts and sums need. */
const members = [
  ...['id', 'name', 'owner', 'value', 'pipeline', 'created', 'source', 'loss_reason'],
  ...['pipeline_is_revenue', 'converted_value', 'converted_unit'],
];

/** Deals that are read at a time while the feed is read: where the budget ends, the newest changes have their deals. */
const batch = 100;

/** Reads deals by their ids, batch by batch. */
function createJoin(where: PeriodQuery['where'], columns: readonly Column[], { sweep }: ReportContext) {
  const deals = new Map<number, JsonObject>();
  const asked = new Set<number>();
  let waiting: number[] = [];
  let complete = true;
  function keep(row: JsonObject): JsonObject {
    const deal = neededMembers(row, columns);
    deals.set(Number(row.id), deal);
    return deal;
  }
  async function flush(): Promise<void> {
    const ids = waiting;
    waiting = [];
    if (ids.length === 0) return;
    // What did not fit once does not fit later either.
    if (!complete) return;
    const found = await sweep(searchOpportunities, where, columns, ids);
    for await (const row of found) keep(row);
    complete = found.complete;
  }
  return {
    deals,
    keep,
    flush,
    async want(id: number) {
      if (asked.has(id) || deals.has(id)) return;
      asked.add(id);
      if (waiting.push(id) >= batch) await flush();
    },
    isComplete: () => complete,
    /** Deals that were asked for and not found. */
    missing: () => [...asked].filter((id) => !deals.has(id)).length,
  };
}

/**
 * Reads what happened: deals by their day of creation, changes from the feed, newest first, and the deals that changed by their ids.
 */
export async function readPeriod(
  { during, asked, where }: PeriodQuery,
  order: StageOrder,
  context: ReportContext,
): Promise<PeriodChanges> {
  const { sweep, columns, calendar, note } = context;
  const type = [
    ...(asked.some((kind) => ways.includes(kind)) ? [changeTypes.stage] : []),
    ...(asked.some((kind) => kind !== 'created' && !ways.includes(kind)) ? [changeTypes.status] : []),
  ];
  const wanted = await columns(opportunityRecord, members);
  const join = createJoin(where, wanted, context);
  // Both begin before either goes on, so that a budget that is too small for them is known at once.
  const feed = type.length > 0 ? await sweep(searchActivities, { type, date: during }, []) : undefined;
  const made = asked.includes('created')
    ? await sweep(searchOpportunities, { ...where, created: during, sort: '-created' }, wanted)
    : undefined;

  const created: JsonObject[] = [];
  const changes: Change[] = [];
  let oldest = calendar.now();
  async function readCreated(): Promise<void> {
    for await (const row of made ?? []) {
      created.push(join.keep(row));
    }
  }
  async function readFeed(): Promise<void> {
    for await (const row of feed ?? []) {
      if (typeof row.activity_date === 'number') oldest = Math.min(oldest, row.activity_date);
      const change = readDealChange(row);
      if (change === undefined) continue;
      const may = change.kind === 'stage' ? [order.direction(change)] : possibleStatusKinds(change);
      const isMeant = may.some((kind) => asked.includes(kind));
      // The last change of status decides, also where it is of another kind.
      if (isMeant || change.kind === 'status') changes.push(change);
      if (isMeant) await join.want(change.deal);
    }
    await join.flush();
  }
  // Whichever is less comes first, so that a budget that ends leaves as little as can be half read.
  const readings = [readCreated, readFeed];
  if ((made?.pages ?? 0) > (feed?.pages ?? Number.POSITIVE_INFINITY)) readings.reverse();
  for (const reading of readings) await reading();

  if (made?.complete === false) note('Not all deals that were created then were read.');
  if (feed?.complete === false)
    note(
      `Changes of stage and status before ${calendar.time(oldest)} were not read: their counts, values and rates cover only what came later.`,
    );
  if (!join.isComplete()) note('Not all deals that changed were read; the others are left out.');
  const isNarrowed = Object.values(where).some((value) => value !== undefined);
  if (join.isComplete() && join.missing() > 0 && !isNarrowed)
    note(`${join.missing()} of the deals that changed are deleted or hidden from this key, and left out.`);
  return {
    changes,
    created,
    deals: join.deals,
    complete: made?.complete !== false && feed?.complete !== false && join.isComplete(),
  };
}

import type { JsonObject } from '../../../src/tool/json.ts';
import type { Column } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { formatNumber } from '../../../src/tool/sentences.ts';
import { filterName } from '../../inputs/filter-text.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { changeTypes, type DealChange, readDealChange } from '../deals/deal-changes.ts';
import { neededMembers, valueFields } from '../deals/deal-values.ts';
import { type PeriodChanges, type PipelineEventKind, possibleEventKinds, type StageOrder } from './events.ts';

/** What is read: a period, kinds of events, and inputs of the deal search. */
interface PeriodQuery {
  readonly during: string;
  readonly kinds: readonly PipelineEventKind[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

const moves: readonly PipelineEventKind[] = ['forward', 'back', 'moved'];

/** Fields that are read of a deal: what lists show, and what counts and sums need. */
const fields = ['id', 'name', 'owner', 'pipeline', 'created', 'source', 'loss_reason', ...valueFields];

/** Deals per request for deals by id, made while the feed is read: if requests run out, the newest changes have their deals. */
const batch = 100;

/** What the coverage calls deals that are read because they changed: those that were created are counted apart. */
const changedDeals = { name: 'changed opportunity', plural: 'changed opportunities' };

/** Reads deals by their ids, batch by batch. */
function createDealReader(
  conditions: PeriodQuery['conditions'],
  columns: readonly Column[],
  { scan }: ReportContext,
) {
  const deals = new Map<number, JsonObject>();
  const requested = new Set<number>();
  let waiting: number[] = [];
  let complete = true;
  function add(row: JsonObject): JsonObject {
    const deal = neededMembers(row, columns);
    deals.set(Number(row.id), deal);
    return deal;
  }
  async function flush(): Promise<void> {
    const ids = waiting;
    waiting = [];
    // Once the requests have run out, no later batch can be read either.
    if (ids.length === 0 || !complete) return;
    const found = await scan(searchOpportunities, conditions, columns, ids, { noun: changedDeals });
    for await (const row of found) add(row);
    complete = found.complete;
  }
  return {
    deals,
    add,
    flush,
    async request(id: number) {
      if (requested.has(id) || deals.has(id)) return;
      requested.add(id);
      if (waiting.push(id) >= batch) await flush();
    },
    isComplete: () => complete,
    /** How many deals were asked for and not found. */
    missing: () => [...requested].filter((id) => !deals.has(id)).length,
  };
}

/** Reads what happened: deals by their day of creation, changes from the feed, newest first, and the deals that changed by their ids. */
export async function readPeriod(
  { during, kinds, conditions }: PeriodQuery,
  stages: StageOrder,
  context: ReportContext,
): Promise<PeriodChanges> {
  const { scan, columns, calendar, note } = context;
  const type = [
    ...(kinds.some((kind) => moves.includes(kind)) ? [changeTypes.stage] : []),
    ...(kinds.some((kind) => kind !== 'created' && !moves.includes(kind)) ? [changeTypes.status] : []),
  ];
  const wanted = await columns(opportunityRecord, fields);
  const reader = createDealReader(conditions, wanted, context);
  // Both scans begin before either is read, so that a request limit that is too low for them is known at once.
  const feed = type.length > 0 ? await scan(searchActivities, { type, date: during }, []) : undefined;
  // A filter on the day of creation is a condition as well: the period is then checked here.
  const filters: readonly unknown[] = Array.isArray(conditions.filters) ? conditions.filters : [];
  const isByCreation = filters.some((one) => /creat/i.test(filterName(one)));
  const { from = 0, to = Number.POSITIVE_INFINITY } = calendar.range(during);
  const isInPeriod = ({ date_created: at }: JsonObject) => typeof at === 'number' && at >= from && at <= to;
  const newDeals = kinds.includes('created')
    ? await scan(
        searchOpportunities,
        { ...conditions, ...(isByCreation ? {} : { created: during }), sort: '-created' },
        wanted,
      )
    : undefined;

  const created: JsonObject[] = [];
  const changes: DealChange[] = [];
  let oldest = calendar.now();
  async function readCreated(): Promise<void> {
    for await (const row of newDeals ?? []) if (isInPeriod(row)) created.push(reader.add(row));
  }
  async function readFeed(): Promise<void> {
    for await (const row of feed ?? []) {
      if (typeof row.activity_date === 'number') oldest = Math.min(oldest, row.activity_date);
      const change = readDealChange(row);
      if (change === undefined) continue;
      const isRequested = possibleEventKinds(change, stages).some((kind) => kinds.includes(kind));
      // The last change of status decides the outcome, even if it is of a kind that was not asked for.
      if (isRequested || change.kind === 'status') changes.push(change);
      if (isRequested) await reader.request(change.deal);
    }
    await reader.flush();
  }
  // The shorter scan goes first: if requests run out, only one of them is incomplete.
  const scans = [readCreated, readFeed];
  if ((newDeals?.pages ?? 0) > (feed?.pages ?? Number.POSITIVE_INFINITY)) scans.reverse();
  for (const read of scans) await read();

  if (newDeals?.complete === false) note('Not all deals created in this period were read.', 'gap');
  if (feed?.complete === false)
    note(
      `Changes of stage and status before ${calendar.time(oldest)} were not read: their counts, values and rates cover only later ones.`,
      'gap',
    );
  if (!reader.isComplete()) note('Not all deals that changed were read; the others are left out.', 'gap');
  const isNarrowed = Object.values(conditions).some((value) => value !== undefined);
  if (reader.isComplete() && reader.missing() > 0 && !isNarrowed)
    note(
      `${formatNumber(reader.missing())} of the deals that changed ${reader.missing() === 1 ? 'is' : 'are'} deleted or hidden from this key, and left out.`,
      'gap',
    );
  return {
    changes,
    created,
    deals: reader.deals,
    complete: newDeals?.complete !== false && feed?.complete !== false && reader.isComplete(),
  };
}

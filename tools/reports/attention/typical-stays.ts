import { column, numberField, timeField } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { changeTypes, type DealChange, readDealChange } from '../deals/deal-changes.ts';
import { median } from '../number-stats.ts';

/** The period whose changes are read. */
const lastYear = '-365d..';

/** Above this number of activities, changes of status are not read: Copper lists them among all other changed properties. */
const maxWithStatus = 4_000;

/** Deals whose time of creation is read, which is when they entered their first stage. */
const maxDeals = 200;

/** Finished stays that a typical duration needs: of fewer, one deal decides. */
const minStays = 5;

/** What the coverage calls deals that are read for their history. */
const movedDeals = { name: 'opportunity with changes', plural: 'opportunities with changes' };

/** When a deal was created, and the stage it is in today. */
interface DealStart {
  /** Unix seconds. */
  readonly created: number;
  readonly stage: number;
}

const isOpen = (status: string) => status.toLowerCase() === 'open';

/** The changes of each deal, oldest first. */
export function changesByDeal(changes: readonly DealChange[]): (readonly [DealChange, ...DealChange[]])[] {
  const deals = new Map<number, DealChange[]>();
  for (const change of changes) deals.set(change.deal, [...(deals.get(change.deal) ?? []), change]);
  return [...deals.values()].flatMap((own) => {
    const [first, ...others] = own.sort((a, b) => a.at - b.at || a.id - b.id);
    return first === undefined ? [] : [[first, ...others] as const];
  });
}

/**
 * The median of finished stays in seconds, by the id of each stage that enough deals have left. Only stays that began in the older half
 * of the time that is known count: of younger ones, those that last long are not finished yet. A stay begins with a change to the stage,
 * with a reopening or, before the first change of a deal, with its creation; it ends with a change to another stage or with the deal being
 * closed.
 *
 * @param starts of deals, as far as they are known
 * @param since the moment from which on all changes are known: deals created earlier may have entered their first known stage at any time
 * @param lastBegin when the youngest stay that counts began
 */
export function typicalStays(
  changes: readonly DealChange[],
  starts: ReadonlyMap<number, DealStart>,
  since: number,
  lastBegin: number,
): ReadonlyMap<number, number> {
  const stays = new Map<number, number[]>();
  for (const own of changesByDeal(changes)) {
    const start = starts.get(own[0].deal);
    const firstMove = own.find((change) => change.kind === 'stage');
    const firstStatus = own.find((change) => change.kind === 'status');
    let stage = firstMove?.from.id ?? start?.stage;
    let open = firstStatus === undefined || isOpen(firstStatus.from);
    let entered = open && start !== undefined && start.created >= since ? start.created : undefined;
    for (const change of own) {
      const left = change.kind === 'stage' ? change.from.id : stage;
      if (entered !== undefined && entered <= lastBegin && stage !== undefined && stage === left)
        stays.set(stage, [...(stays.get(stage) ?? []), change.at - entered]);
      if (change.kind === 'stage') stage = change.to.id;
      else open = isOpen(change.to);
      entered = open ? change.at : undefined;
    }
  }
  const typical = new Map<number, number>();
  for (const [stage, durations] of stays) {
    const middle = median(durations);
    if (durations.length >= minStays && middle !== undefined) typical.set(stage, middle);
  }
  return typical;
}

/** When deals whose first known change was not after `latest` were created, and their stage today: the last ones, as far as allowed. */
async function readStarts(
  changes: readonly DealChange[],
  latest: number,
  { scan }: ReportContext,
): Promise<ReadonlyMap<number, DealStart>> {
  const ids = changesByDeal(changes)
    .map(([first]) => first)
    .filter(({ at }) => at <= latest)
    .sort((a, b) => b.at - a.at)
    .slice(0, maxDeals)
    .map(({ deal }) => deal);
  const columns = [
    column('created', timeField('date_created')),
    column('stage', numberField('pipeline_stage_id')),
  ];
  const starts = new Map<number, DealStart>();
  for await (const row of await scan(searchOpportunities, {}, columns, ids, { noun: movedDeals })) {
    const { id, date_created: created, pipeline_stage_id: stage } = row;
    if (typeof id === 'number' && typeof created === 'number' && typeof stage === 'number')
      starts.set(id, { created, stage });
  }
  return starts;
}

/** What last year's changes tell, as far as they can be read. */
export interface StageHistory {
  /** How long deals typically stay in each stage: seconds by its id. */
  readonly typical: ReadonlyMap<number, number>;
  /** When each deal that moved came into its stage, in Unix seconds by its id. */
  readonly entered: ReadonlyMap<number, number>;
  /** The moment from which on all moves are known, in Unix seconds. */
  readonly since: number;
}

/** Learns from last year's changes how long deals typically stay in each stage, and when they came into the one they are in. */
export async function readStageHistory(context: ReportContext): Promise<StageHistory> {
  const { scan, count, calendar, note } = context;
  const { from: start = 0 } = calendar.range(lastYear);
  const date = `${calendar.day(start)}..`;
  const both = [changeTypes.stage, changeTypes.status];
  const total = await count(searchActivities, { type: both, date });
  const withStatus = total !== undefined && total <= maxWithStatus;
  const feed = await scan(searchActivities, { type: withStatus ? both : [changeTypes.stage], date }, []);
  const changes: DealChange[] = [];
  for await (const row of feed) {
    const change = readDealChange(row);
    if (change !== undefined) changes.push(change);
  }
  if (!withStatus)
    note(
      'Usual times come from changes of stage only: stays that ended when a deal was closed are not included.',
    );
  const now = calendar.now();
  const since = feed.complete ? start : changes.reduce((oldest, { at }) => Math.min(oldest, at), now);
  if (!feed.complete) note(`Usual times come only from changes since ${calendar.day(since)}.`, 'gap');
  const lastBegin = Math.floor((since + now) / 2);
  note(
    `Usual times are medians of at least ${minStays} finished stays that began by ${calendar.day(lastBegin)}.`,
  );
  const starts = await readStarts(changes, Math.floor((lastBegin + now) / 2), context);
  const entered = new Map<number, number>();
  for (const { kind, deal, at } of changes)
    if (kind === 'stage') entered.set(deal, Math.max(at, entered.get(deal) ?? 0));
  return { typical: typicalStays(changes, starts, since, lastBegin), entered, since };
}

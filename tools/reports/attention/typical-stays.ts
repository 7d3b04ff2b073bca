import { numberField, timeField } from '../../../src/tool/record.ts';
import { column, type ReportContext } from '../../../src/tool/report.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { changeTypes, readDealChange } from '../deals/deal-changes.ts';
import { type DealStart, changesByDeal, type TypicalStays, typicalStays } from './usual-stays.ts';

/** How far back is looked. */
const date = '-365d..';

/** Activities that are read to know of closings too, which come among all other changed properties. */
const mostWithClosings = 4_000;

/** Deals whose day of creation is read, to know when they came into their first stage. */
const mostDeals = 200;

/** Learns from last year's changes, as far as they can be read, how long deals usually stay in each stage. */
export async function readTypicalStays(context: ReportContext): Promise<TypicalStays> {
  const { sweep, count, calendar, note } = context;
  const both = [changeTypes.stage, changeTypes.status];
  const there = await count(searchActivities, { type: both, date });
  const few = there !== undefined && there <= mostWithClosings;
  const feed = await sweep(searchActivities, { type: few ? both : [changeTypes.stage], date }, []);
  const changes = [];
  for await (const row of feed) changes.push(readDealChange(row) ?? []);
  const known = changes.flat();
  if (!few)
    note('Usual times are learnt from changes of stage only: stays that ended by closing are not known.');
  const since = feed.complete
    ? (calendar.range(date).from ?? 0)
    : known.reduce((oldest, { at }) => Math.min(oldest, at), calendar.now());
  if (!feed.complete) note(`Usual times are learnt from changes since ${calendar.day(since)} only.`);

  const ids = changesByDeal(known)
    .map(([first]) => first)
    .sort((a, b) => b.at - a.at)
    .slice(0, mostDeals)
    .map(({ deal }) => deal);
  const columns = [
    column('created', timeField('date_created')),
    column('stage', numberField('pipeline_stage_id')),
  ];
  const begins = new Map<number, DealStart>();
  for await (const row of await sweep(searchOpportunities, {}, columns, ids)) {
    const { id, date_created: created, pipeline_stage_id: stage } = row;
    if (typeof id === 'number' && typeof created === 'number' && typeof stage === 'number')
      begins.set(id, { created, stage });
  }
  return typicalStays(known, begins, since);
}

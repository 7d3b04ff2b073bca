import { reverseLastStage, type StageMove } from './deal-history.ts';
import { firstUnplanned } from './deal-plans.ts';
import type { AccountRecords } from './deal-record.ts';
import type { GeneratedDeal } from './deals.ts';
import type { GeneratorContext } from './generator-context.ts';
import { accountCustomerSources, accountLeadStatuses, accountPipelines } from './lists.ts';
import type { Pipeline } from './settings-records.ts';
import { accountUsers } from './users.ts';

/** Changes since Monday, whatever the day: deals created, moved, moved back, won and lost, and leads that nobody contacted. */

/** One kind of change: which deals it suits, and how it is written into them. */
interface WeekChange {
  suits(deal: GeneratedDeal): boolean;
  apply(deal: GeneratedDeal, at: number, context: GeneratorContext): void;
}

const weekChanges: readonly WeekChange[] = [
  {
    suits: ({ record, history }) => record.status === 'Open' && history.events.length === 0,
    apply({ record, history }, at) {
      history.created = at;
      record.date_created = at;
      record.date_stage_changed = at;
    },
  },
  { suits: (deal) => isMoving(deal), apply: move },
  {
    suits: (deal) => isMoving(deal) && deal.history.stage.id !== pipelineOf(deal)?.stages.at(-1)?.id,
    apply(deal, at) {
      const pipeline = pipelineOf(deal);
      if (pipeline !== undefined) reverseLastStage(movesOf(deal), pipeline);
      move(deal, at);
    },
  },
  { suits: ({ record }) => record.status === 'Won', apply: close },
  { suits: ({ record }) => record.status === 'Lost', apply: close },
];

/** Applies each change to a deal of the first user and a deal of somebody else, for every 600 deals. */
export function changeDealsThisWeek(context: GeneratorContext, deals: readonly GeneratedDeal[]): void {
  const share = Math.max(1, Math.round(deals.length / 600));
  const monday = mondayOf(context);
  const suitsAny = ({ record, history: { created, events } }: GeneratedDeal): boolean =>
    record.pipeline_is_revenue && (events.at(-2)?.at ?? created) < monday;
  const free = new Set(deals.slice(firstUnplanned).filter(suitsAny));
  const chosen = weekChanges.flatMap(({ suits, apply }) => {
    const suitable = [...free].filter(suits);
    const ofFirst = ({ record }: GeneratedDeal) => record.assignee_id === accountUsers[0]?.id;
    const taken = [true, false].flatMap((first) =>
      suitable.filter((deal) => ofFirst(deal) === first).slice(0, share),
    );
    for (const deal of taken) free.delete(deal);
    return taken.map((deal) => ({ deal, apply }));
  });
  chosen.forEach(({ deal, apply }, index) => {
    const at = moment(context, index, chosen.length);
    apply(deal, at, context);
    deal.record.date_modified = Math.max(deal.record.date_modified, at);
  });
}

/** Makes six leads without activities and tasks new since Monday, one from each source. */
export function addLeadsThisWeek(context: GeneratorContext, account: AccountRecords): void {
  const { leads, activities, tasks } = account;
  const touched = new Set<number | null>();
  for (const { parent } of activities) if (parent.type === 'lead') touched.add(parent.id);
  for (const { related_resource: at } of tasks) if (at?.type === 'lead') touched.add(at.id);
  const status = accountLeadStatuses.find((one) => one.is_default);
  const fresh = leads.filter((lead) => !touched.has(lead.id) && lead.converted_at === null);
  accountCustomerSources.forEach((source, index) => {
    const lead = fresh[index];
    if (lead === undefined || status === undefined) return;
    const at = moment(context, index, accountCustomerSources.length);
    lead.customer_source_id = source.id;
    lead.status = status.name;
    lead.status_id = status.id;
    lead.date_created = at;
    lead.date_modified = at;
  });
}

/** One of `count` instants (Unix seconds), spread evenly from the start of Monday to a minute ago. */
function moment(context: GeneratorContext, index: number, count: number): number {
  const monday = mondayOf(context);
  return monday + Math.floor(((context.now - 60 - monday) * (index + 1)) / (count + 1));
}

function mondayOf({ today, calendar }: GeneratorContext): number {
  return calendar.midnight(today - ((today + 3) % 7));
}

function isMoving({ record, history }: GeneratedDeal): boolean {
  return record.status === 'Open' && history.events.at(-1)?.kind === 'stage';
}

function move(deal: GeneratedDeal, at: number): void {
  const last = movesOf(deal).at(-1);
  if (last === undefined) return;
  last.at = at;
  deal.record.date_stage_changed = at;
}

/** Moves the last change, which closed the deal, to another instant. */
function close({ record, history }: GeneratedDeal, at: number, { calendar }: GeneratorContext): void {
  const last = history.events.at(-1);
  if (last === undefined) return;
  last.at = at;
  history.closed = at;
  if (record.close_date !== null) record.close_date = calendar.midnight(calendar.dayOf(at));
}

function movesOf({ history }: GeneratedDeal): StageMove[] {
  return history.events.filter((event) => event.kind === 'stage');
}

function pipelineOf({ record }: GeneratedDeal): Pipeline | undefined {
  return accountPipelines.find((pipeline) => pipeline.id === record.pipeline_id);
}

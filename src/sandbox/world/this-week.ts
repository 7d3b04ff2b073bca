import type { Lead } from './contact-records.ts';
import { type StageMove, turnBack } from './deal-life.ts';
import type { Deal } from './deals.ts';
import type { Ground } from './ground.ts';
import { CUSTOMER_SOURCES, LEAD_STATUSES } from './lists.ts';
import { PIPELINES } from './pipelines.ts';
import type { Activity, Task } from './records.ts';
import type { Pipeline } from './settings-records.ts';
import { USERS } from './users.ts';

/** What happened since Monday, whatever the day: deals made, moved, moved back, won and lost, and leads nobody called. */

/** A kind of change: which deals it can befall, and what it writes. */
interface Change {
  fits(deal: Deal): boolean;
  make(deal: Deal, at: number, ground: Ground): void;
}

const CHANGES: readonly Change[] = [
  {
    fits: ({ record, life }) => record.status === 'Open' && life.events.length === 0,
    make({ record, life }, at) {
      life.created = at;
      record.date_created = at;
      record.date_stage_changed = at;
    },
  },
  { fits: (deal) => isMoving(deal), make: move },
  {
    fits: (deal) => isMoving(deal) && deal.life.stage.id !== pipelineOf(deal)?.stages.at(-1)?.id,
    make(deal, at) {
      const pipeline = pipelineOf(deal);
      if (pipeline !== undefined) turnBack(movesOf(deal), pipeline);
      move(deal, at);
    },
  },
  { fits: ({ record }) => record.status === 'Won', make: close },
  { fits: ({ record }) => record.status === 'Lost', make: close },
];

/** Deals from here on are not planned ones, whose dates scenarios count on. */
const FIRST = 20;

/** Lets each change befall a deal of Dana's and one of somebody else's, of every 600. */
export function dealsThisWeek(ground: Ground, deals: readonly Deal[]): void {
  const share = Math.max(1, Math.round(deals.length / 600));
  const monday = mondayOf(ground);
  const quiet = ({ life: { created, events } }: Deal): boolean => (events.at(-2)?.at ?? created) < monday;
  const free = new Set(deals.slice(FIRST).filter((deal) => deal.record.pipeline_is_revenue && quiet(deal)));
  const chosen = CHANGES.flatMap(({ fits, make }) => {
    const fitting = [...free].filter(fits);
    const [mine, others] = [true, false].map((dana) =>
      fitting.filter(({ record }) => (record.assignee_id === USERS[0]?.id) === dana).slice(0, share),
    );
    const taken = [...(mine ?? []), ...(others ?? [])];
    for (const deal of taken) free.delete(deal);
    return taken.map((deal) => ({ deal, make }));
  });
  chosen.forEach(({ deal, make }, index) => {
    const at = moment(ground, index, chosen.length);
    make(deal, at, ground);
    deal.record.date_modified = Math.max(deal.record.date_modified, at);
  });
}

/** Six leads that came in since Monday, one from each source, and that nobody has touched. */
export function leadsThisWeek(
  ground: Ground,
  leads: readonly Lead[],
  activities: readonly Activity[],
  tasks: readonly Task[],
): void {
  const touched = new Set<number | null>();
  for (const { parent } of activities) if (parent.type === 'lead') touched.add(parent.id);
  for (const { related_resource: at } of tasks) if (at?.type === 'lead') touched.add(at.id);
  const status = LEAD_STATUSES.find((one) => one.is_default);
  const fresh = leads.filter((lead) => !touched.has(lead.id) && lead.converted_at === null);
  CUSTOMER_SOURCES.forEach((source, index) => {
    const lead = fresh[index];
    if (lead === undefined || status === undefined) return;
    const at = moment(ground, index, CUSTOMER_SOURCES.length);
    lead.customer_source_id = source.id;
    lead.status = status.name;
    lead.status_id = status.id;
    lead.date_created = at;
    lead.date_modified = at;
  });
}

/** Evenly from Monday's first second to a minute ago. */
function moment(ground: Ground, index: number, count: number): number {
  const monday = mondayOf(ground);
  return monday + Math.floor(((ground.now - 60 - monday) * (index + 1)) / (count + 1));
}

function mondayOf({ today, calendar }: Ground): number {
  return calendar.midnight(today - ((today + 3) % 7));
}

function isMoving({ record, life }: Deal): boolean {
  return record.status === 'Open' && life.events.at(-1)?.kind === 'stage';
}

function move(deal: Deal, at: number): void {
  const last = movesOf(deal).at(-1);
  if (last === undefined) return;
  last.at = at;
  deal.record.date_stage_changed = at;
}

/** The last change of status is the one that closed it. */
function close({ record, life }: Deal, at: number, { calendar }: Ground): void {
  const last = life.events.at(-1);
  if (last === undefined) return;
  last.at = at;
  life.closed = at;
  if (record.close_date !== null) record.close_date = calendar.midnight(calendar.dayOf(at));
}

function movesOf({ life }: Deal): StageMove[] {
  return life.events.filter((event) => event.kind === 'stage');
}

function pipelineOf({ record }: Deal): Pipeline | undefined {
  return PIPELINES.find((pipeline) => pipeline.id === record.pipeline_id);
}

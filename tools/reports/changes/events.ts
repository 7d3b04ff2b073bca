import type { JsonObject } from '../../../src/tool/json.ts';
import { type PipelineEventKind, type StageOrder, statusEventKind } from './event-kinds.ts';
import type { PeriodChanges } from './read.ts';

/** Something that happened to a deal. */
export interface PipelineEvent {
  readonly kind: PipelineEventKind;
  /** Unix seconds. */
  readonly at: number;
  /** Tells events of one moment apart. */
  readonly order: number;
  /** The raw deal as it is today. */
  readonly deal: JsonObject;
  readonly from?: string;
  readonly to?: string;
}

/** True for deals that can be won; only a pipeline that says it earns nothing is none. */
const isRevenue = ({ pipeline_is_revenue: revenue }: JsonObject) => revenue !== false;

const newestFirst = (a: PipelineEvent, b: PipelineEvent) =>
  b.at - a.at || b.order - a.order || Number(b.deal.id) - Number(a.deal.id);

/** All that happened to the deals that were read, the newest first. */
export function pipelineEventsOf({ changes, created, deals }: PeriodChanges, stages: StageOrder): PipelineEvent[] {
  const events: PipelineEvent[] = created.flatMap((deal) =>
    typeof deal.date_created === 'number' ? { kind: 'created', at: deal.date_created, order: 0, deal } : [],
  );
  for (const change of changes) {
    const deal = deals.get(change.deal);
    if (deal === undefined) continue;
    const { at, id: order } = change;
    if (change.kind === 'status') {
      const { from, to } = change;
      events.push({ kind: statusEventKind(change, isRevenue(deal)), at, order, deal, from, to });
    } else {
      const [from, to] = [stages.name(change, 'from'), stages.name(change, 'to')];
      events.push({ kind: stages.direction(change), at, order, deal, from, to });
    }
  }
  return events.sort(newestFirst);
}

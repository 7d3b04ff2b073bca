import type { JsonObject } from '../../../src/tool/json.ts';
import type { NameEntry } from '../../../src/tool/names.ts';
import type { DealChange, StageChange, StatusChange } from '../deals/deal-changes.ts';

/**
 * What may happen to a deal. `moved`: to another pipeline, or between stages whose order is no longer known. `closed`: what pipelines
 * without revenue call Done, Won't Do or On Hold.
 */
export const pipelineEventKinds = [
  'created',
  'won',
  'lost',
  'abandoned',
  'reopened',
  'forward',
  'back',
  'moved',
  'closed',
] as const;

/** One of them. */
export type PipelineEventKind = (typeof pipelineEventKinds)[number];

/** Something that happened to a deal. */
export interface PipelineEvent {
  readonly kind: PipelineEventKind;
  /** Unix seconds. */
  readonly at: number;
  /** Sorts events of the same second. */
  readonly order: number;
  /** The raw deal as it is today. */
  readonly deal: JsonObject;
  readonly from?: string;
  readonly to?: string;
}

/** The order of all stages of the account. */
export interface StageOrder {
  /** Which way a deal went. */
  direction(change: StageChange): PipelineEventKind;
  /** The stage's name, with its pipeline if the other stage is in another one. */
  name(change: StageChange, side: 'from' | 'to'): string;
}

/** The order of stages from the account's list of them. */
export function createStageOrder(stages: readonly NameEntry[]): StageOrder {
  const positions = new Map(stages.map((stage, position) => [stage.id, { stage, position }]));
  const pipelineOf = (id: number) => positions.get(id)?.stage.pipeline;
  return {
    direction({ from, to }) {
      const [before, after] = [positions.get(from.id), positions.get(to.id)];
      if (before === undefined || after === undefined) return 'moved';
      if (before.stage.pipeline?.id !== after.stage.pipeline?.id) return 'moved';
      return before.position < after.position ? 'forward' : 'back';
    },
    name(change, side) {
      const { id, name } = change[side];
      const stageName = positions.get(id)?.stage.name ?? (name === '' ? `stage ${id}` : name);
      const [before, after] = [pipelineOf(change.from.id), pipelineOf(change.to.id)];
      const pipeline = pipelineOf(id);
      return before?.id === after?.id || pipeline === undefined
        ? stageName
        : `${stageName} (${pipeline.name})`;
    },
  };
}

const byStatus: Readonly<Record<string, PipelineEventKind>> = {
  open: 'reopened',
  won: 'won',
  lost: 'lost',
  abandoned: 'abandoned',
};

/** What a change of status is; in a pipeline without revenue nothing is won or lost. */
export function statusEventKind({ to }: StatusChange, revenue: boolean): PipelineEventKind {
  const kind = byStatus[to.toLowerCase()] ?? 'closed';
  return revenue || kind === 'reopened' ? kind : 'closed';
}

/** What a change may be while the pipeline of its deal is not known. */
export const possibleEventKinds = (change: DealChange, stages: StageOrder): readonly PipelineEventKind[] =>
  change.kind === 'stage'
    ? [stages.direction(change)]
    : [statusEventKind(change, true), statusEventKind(change, false)];

/** True for deals that can be won: all but those in a pipeline that is known to have no revenue. */
const isRevenue = ({ pipeline_is_revenue: revenue }: JsonObject) => revenue !== false;

const newestFirst = (a: PipelineEvent, b: PipelineEvent) =>
  b.at - a.at || b.order - a.order || Number(b.deal.id) - Number(a.deal.id);

/** What happened in a period, as far as it was read, and the deals it happened to. */
export interface PeriodChanges {
  readonly changes: readonly DealChange[];
  readonly created: readonly JsonObject[];
  /** Raw deals by id, those that match the conditions. */
  readonly deals: ReadonlyMap<number, JsonObject>;
  readonly complete: boolean;
}

/** All that happened to the deals that were read, the newest first. */
export function pipelineEventsOf(
  { changes, created, deals }: PeriodChanges,
  stages: StageOrder,
): PipelineEvent[] {
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

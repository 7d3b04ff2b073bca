import type { NameEntry } from '../../../src/tool/names.ts';
import type { StageChange, StatusChange } from '../deals/deal-changes.ts';

/**
 * What may happen to a deal. `moved`: to another pipeline, or between stages whose order is not known any more. `closed`: what pipelines
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

/** Where each stage stands: all stages of the account in their order. */
export interface StageOrder {
  /** Which way a deal went. */
  direction(change: StageChange): PipelineEventKind;
  /** The stage's name, with its pipeline where the other one is in another. */
  name(change: StageChange, side: 'from' | 'to'): string;
}

/** The order of stages from the account's list of them. */
export function createStageOrder(stages: readonly NameEntry[]): StageOrder {
  const places = new Map(stages.map((stage, at) => [stage.id, { stage, at }]));
  const pipelineOf = (id: number) => places.get(id)?.stage.pipeline;
  return {
    direction({ from, to }) {
      const [before, after] = [places.get(from.id), places.get(to.id)];
      if (before === undefined || after === undefined) return 'moved';
      if (before.stage.pipeline?.id !== after.stage.pipeline?.id) return 'moved';
      return before.at < after.at ? 'forward' : 'back';
    },
    name(change, side) {
      const { id, name } = change[side];
      const own = places.get(id)?.stage.name ?? (name === '' ? `stage ${id}` : name);
      const [before, after] = [pipelineOf(change.from.id), pipelineOf(change.to.id)];
      const pipeline = pipelineOf(id);
      return before?.id === after?.id || pipeline === undefined ? own : `${own} (${pipeline.name})`;
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

/** What a change of status may be as long as its pipeline is not known. */
export const possibleStatusKinds = (change: StatusChange): readonly PipelineEventKind[] => [
  statusEventKind(change, true),
  statusEventKind(change, false),
];

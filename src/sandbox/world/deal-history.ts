import { secondsPerDay } from './calendar.ts';
import { type DealStatus, otherStatuses, type RevenueStatus, statusNumber } from './deal-record.ts';
import { type GeneratorContext, pastInstant } from './generator-context.ts';
import type { RandomStream } from './random.ts';
import type { Named } from './records.ts';
import type { Pipeline, PipelineStage } from './settings-records.ts';

export interface StageMove {
  kind: 'stage';
  at: number;
  from: Named;
  to: Named;
}

/** A change of stage (objects) or of status (plain words), as the activity feed tells it later. */
export type DealEvent = StageMove | { kind: 'status'; at: number; from: DealStatus; to: DealStatus };

/** How a deal came to be where it is; the events end in its present stage and status. */
export interface DealHistory {
  created: number;
  /** When it got its present status; null while it is open. No record of Copper's holds it. */
  closed: number | null;
  stage: PipelineStage;
  /** Oldest first. A deal without any is where it began. */
  events: DealEvent[];
}

/** Two streams, so that what came later leaves the first as it was; `turns` decides which deals fell back. */
export type HistoryStreams = Readonly<Record<'random' | 'turns', RandomStream>>;

/** Invents a past that leads to the given status (and stage, when one is asked for). */
export function randomDealHistory(
  context: GeneratorContext,
  { random, turns }: HistoryStreams,
  pipeline: Pipeline,
  status: RevenueStatus,
  stageName?: string,
): DealHistory {
  const closed = status === 'Open' ? null : pastInstant(context, random, 480);
  const end = closed ?? context.now - 60;
  const created =
    end - random.int(3 * secondsPerDay, status === 'Open' ? 150 * secondsPerDay : 200 * secondsPerDay);
  const last = pipeline.stages.length - 1;
  const asked = pipeline.stages.findIndex((stage) => stage.name === stageName);
  const reached = asked >= 0 ? asked : status === 'Won' && random.chance(0.8) ? last : random.int(0, last);
  const stages = pipeline.stages.slice(0, reached + 1);
  const stage = stages.at(-1);
  if (stage === undefined) throw new RangeError(`no stage in ${pipeline.name}`);
  const moments = stages
    .map(() => created + Math.floor((end - created) * random.next()))
    .sort((a, b) => a - b);
  const moves: StageMove[] = [];
  stages.forEach((to, index) => {
    const from = stages[index - 1];
    const at = moments[index];
    if (from !== undefined && at !== undefined)
      moves.push({ kind: 'stage', at, from: namedStage(from), to: namedStage(to) });
  });
  if (turns.chance(0.12)) reverseLastStage(moves, pipeline);
  const events: DealEvent[] = [...moves];
  if (closed !== null) {
    if (random.chance(0.04)) events.push(...reopened(created, closed, pipeline, moves));
    events.push({ kind: 'status', at: closed, from: 'Open', to: statusIn(status, pipeline) });
  }
  return { created, closed, stage, events: events.sort((a, b) => a.at - b.at) };
}

/** A status in the words of the pipeline. */
export function statusIn(status: RevenueStatus, pipeline: Pipeline): DealStatus {
  return pipeline.is_revenue ? status : (otherStatuses[statusNumber(status)] ?? 'Open');
}

/** Makes the last move one back from the stage that follows; tells whether there is such a stage. */
export function reverseLastStage(moves: readonly StageMove[], { stages }: Pipeline): boolean {
  const move = moves.at(-1);
  const before = moves.at(-2);
  const further = stages[stages.findIndex((stage) => stage.id === move?.to.id) + 1];
  if (move === undefined || further === undefined) return false;
  move.from = namedStage(further);
  if (before !== undefined) before.to = namedStage(further);
  return true;
}

/** Lost once, then open again: why a win rate must look at the last change only. No stage changes meanwhile. */
function reopened(
  created: number,
  closed: number,
  pipeline: Pipeline,
  moves: readonly StageMove[],
): DealEvent[] {
  const moments = [created, ...moves.map((move) => move.at), closed];
  const gaps = moments.slice(1).map((until, index) => ({ from: moments[index] ?? created, until }));
  const { from, until } = gaps.reduce((a, b) => (b.until - b.from > a.until - a.from ? b : a));
  const third = Math.floor((until - from) / 3);
  const lost = statusIn('Lost', pipeline);
  return [
    { kind: 'status', at: from + third, from: 'Open', to: lost },
    { kind: 'status', at: from + 2 * third, from: lost, to: 'Open' },
  ];
}

function namedStage({ id, name }: PipelineStage): Named {
  return { id, name };
}

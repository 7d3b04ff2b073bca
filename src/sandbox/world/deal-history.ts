import { secondsPerDay } from './calendar.ts';
import { type DealStatus, otherStatuses, type RevenueStatus, statusNumber } from './deal-record.ts';
import { type GeneratorContext, pastInstant } from './generator-context.ts';
import type { RandomStream } from './random.ts';
import type { Named } from './records.ts';
import type { Pipeline, PipelineStage } from './settings-records.ts';

/** A change of stage; `at` is in Unix seconds. */
export interface StageMove {
  kind: 'stage';
  at: number;
  from: Named;
  to: Named;
}

/** A change of stage or of status, from which an activity is made; `at` is in Unix seconds. */
type DealEvent = StageMove | { kind: 'status'; at: number; from: DealStatus; to: DealStatus };

/** The history of a deal; its events end in the deal's present stage and status. Instants are Unix seconds. */
export interface DealHistory {
  created: number;
  /** When it got its present status; null while it is open. No field of Copper's records has it. */
  closed: number | null;
  stage: PipelineStage;
  /** Oldest first; empty when the deal never moved. */
  events: DealEvent[];
}

/** Two random streams; `reversals` decides whose last change of stage was a step back, and leaves `random` as it is. */
export type HistoryStreams = Readonly<Record<'random' | 'reversals', RandomStream>>;

/**
 * A random history that ends in the given status and, when it is named, the given stage.
 *
 * @throws RangeError when the pipeline has no stages.
 */
export function randomDealHistory(
  context: GeneratorContext,
  { random, reversals }: HistoryStreams,
  pipeline: Pipeline,
  status: RevenueStatus,
  stageName?: string,
): DealHistory {
  const closed = status === 'Open' ? null : pastInstant(context, random, 480);
  const end = closed ?? context.now - 60;
  const created =
    end - random.int(3 * secondsPerDay, status === 'Open' ? 150 * secondsPerDay : 200 * secondsPerDay);
  const last = pipeline.stages.length - 1;
  const wanted = pipeline.stages.findIndex((stage) => stage.name === stageName);
  const reached = wanted >= 0 ? wanted : status === 'Won' && random.chance(0.8) ? last : random.int(0, last);
  const stages = pipeline.stages.slice(0, reached + 1);
  const stage = stages.at(-1);
  if (stage === undefined) throw new RangeError(`no stages in ${pipeline.name}`);
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
  if (reversals.chance(0.12)) reverseLastStage(moves, pipeline);
  const events: DealEvent[] = [...moves];
  if (closed !== null) {
    if (random.chance(0.04)) events.push(...reopened(created, closed, pipeline, moves));
    events.push({ kind: 'status', at: closed, from: 'Open', to: statusIn(status, pipeline) });
  }
  return { created, closed, stage, events: events.sort((a, b) => a.at - b.at) };
}

/** The pipeline's own name of a status. */
export function statusIn(status: RevenueStatus, pipeline: Pipeline): DealStatus {
  return pipeline.is_revenue ? status : (otherStatuses[statusNumber(status)] ?? 'Open');
}

/** Turns the last change of stage into a step back from the next stage; does nothing without a change or a next stage. */
export function reverseLastStage(moves: readonly StageMove[], { stages }: Pipeline): void {
  const move = moves.at(-1);
  const before = moves.at(-2);
  const further = stages[stages.findIndex((stage) => stage.id === move?.to.id) + 1];
  if (move === undefined || further === undefined) return;
  move.from = namedStage(further);
  if (before !== undefined) before.to = namedStage(further);
}

/**
 * Lost, then open again, while the stage stays the same: a win rate must count the last change of status only.
 */
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

import type { DealStatus } from './deal-record.ts';
import { type Ground, past } from './ground.ts';
import type { Random } from './random.ts';
import type { Named } from './records.ts';
import type { Pipeline, Stage } from './settings-records.ts';

const DAY = 86_400;

/** A change of stage (objects) or of status (plain words), as the activity feed tells it later. */
export type DealEvent =
  | { kind: 'stage'; at: number; from: Named; to: Named }
  | { kind: 'status'; at: number; from: DealStatus; to: DealStatus };

/** How a deal came to be where it is; the events end in its present stage and status. */
export interface DealLife {
  created: number;
  closed: number | null;
  stage: Stage;
  /** Oldest first. */
  events: DealEvent[];
}

/** Invents a past that leads to the given status (and stage, when one is asked for). */
export function dealLife(
  ground: Ground,
  random: Random,
  pipeline: Pipeline,
  status: DealStatus,
  stageName?: string,
): DealLife {
  const closed = status === 'Open' ? null : past(ground, random, 480);
  const end = closed ?? ground.now - 60;
  const created = end - random.int(3 * DAY, status === 'Open' ? 150 * DAY : 200 * DAY);
  const last = pipeline.stages.length - 1;
  const asked = pipeline.stages.findIndex((stage) => stage.name === stageName);
  const reached = asked >= 0 ? asked : status === 'Won' && random.chance(0.8) ? last : random.int(0, last);
  const stages = pipeline.stages.slice(0, reached + 1);
  const stage = stages.at(-1);
  if (stage === undefined) throw new RangeError(`no stage in ${pipeline.name}`);
  const moments = stages
    .map(() => created + Math.floor((end - created) * random.next()))
    .sort((a, b) => a - b);
  const events: DealEvent[] = [];
  stages.forEach((to, index) => {
    const from = stages[index - 1];
    const at = moments[index];
    if (from !== undefined && at !== undefined)
      events.push({ kind: 'stage', at, from: named(from), to: named(to) });
  });
  if (closed !== null) {
    if (random.chance(0.04)) events.push(...reopened(created, closed));
    events.push({ kind: 'status', at: closed, from: 'Open', to: status });
  }
  return { created, closed, stage, events: events.sort((a, b) => a.at - b.at) };
}

/** Lost once, then open again: why a win rate must look at the last change only. */
function reopened(created: number, closed: number): DealEvent[] {
  const third = Math.floor((closed - created) / 3);
  return [
    { kind: 'status', at: created + third, from: 'Open', to: 'Lost' },
    { kind: 'status', at: created + 2 * third, from: 'Lost', to: 'Open' },
  ];
}

function named({ id, name }: Stage): Named {
  return { id, name };
}

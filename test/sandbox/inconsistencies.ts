import type { Activity, Opportunity, Pipeline, World } from '../../src/sandbox/sandbox.ts';

const words = {
  revenue: ['Open', 'Won', 'Lost', 'Abandoned'],
  other: ['Open', 'Done', "Won't Do", 'On Hold'],
};

/** The changes of stage and status that the activities record of each deal, oldest first. */
export function recordedHistories(world: World): Map<number, Activity[]> {
  const found = new Map<number, Activity[]>(world.opportunities.map(({ id }) => [id, []]));
  for (const activity of world.activities) {
    const { parent, type, old_value, new_value } = activity;
    const changed = type.category === 'system' && old_value !== null && new_value !== null;
    if (changed && parent.type === 'opportunity') found.get(parent.id)?.unshift(activity);
  }
  return found;
}

/** Everything in which a deal's history and its record disagree, each with the deal's id. */
export function wrongHistories(world: World): string[] {
  const histories = recordedHistories(world);
  return world.opportunities.flatMap((deal) => {
    const pipeline = world.pipelines.find(({ id }) => id === deal.pipeline_id);
    const recorded = histories.get(deal.id) ?? [];
    const problems = pipeline === undefined ? ['no pipeline'] : wrongWith(deal, pipeline, recorded);
    const known = world.dealHistories.get(deal.id)?.events ?? [];
    if (JSON.stringify(recorded.map(asEvent)) !== JSON.stringify(known))
      problems.push('activities and history differ');
    return problems.map((problem) => `${deal.id}: ${problem}`);
  });
}

function asEvent({ type, activity_date: at, old_value: from, new_value: to }: Activity): object {
  return { kind: type.id === 3 ? 'stage' : 'status', at, from, to };
}

function wrongWith(deal: Opportunity, pipeline: Pipeline, recorded: readonly Activity[]): string[] {
  const problems: string[] = [];
  const demand = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  const stages = new Map(pipeline.stages.map(({ id, name }) => [id, name]));
  const statuses = pipeline.is_revenue ? words.revenue : words.other;
  const moves = recorded.filter(({ type }) => type.id === 3);
  let stage: unknown = idOf(moves[0]?.old_value) ?? deal.pipeline_stage_id;
  let status: unknown = 'Open';
  let at = deal.date_created;
  for (const { type, old_value, new_value, activity_date, details } of recorded) {
    demand(activity_date >= at, 'goes back in time');
    at = activity_date;
    if (type.id === 3) {
      for (const value of [old_value, new_value]) {
        const known = typeof value === 'object' && stages.get(value?.id ?? 0) === value?.name;
        demand(known, 'a stage of another pipeline');
      }
      demand(idOf(old_value) === stage && idOf(new_value) !== stage, 'a gap between stages');
      demand(details === String(deal.pipeline_id), 'names another pipeline');
      demand(status === 'Open', 'moves while it is closed');
      stage = idOf(new_value);
    } else {
      demand(type.id === 1 && type.name === 'Status Change', 'an unknown change');
      demand(old_value === status && new_value !== status, 'a gap between statuses');
      demand(statuses.includes(String(new_value)), 'a status of another pipeline');
      status = new_value;
    }
  }
  demand(stage === deal.pipeline_stage_id, 'ends in another stage');
  demand(status === deal.status, 'ends in another status');
  demand(at <= deal.date_modified, 'is modified before its last change');
  demand(
    (moves.at(-1)?.activity_date ?? deal.date_created) === deal.date_stage_changed,
    'moved at another time',
  );
  return problems;
}

function idOf(value: Activity['old_value'] | undefined): number | undefined {
  return typeof value === 'object' ? value?.id : undefined;
}

/** Activities that are about nothing, or older than what they are about. */
export function strayActivities(world: World): string[] {
  const { leads, people, companies, opportunities, tasks } = world;
  const rows = {
    lead: leads,
    person: people,
    company: companies,
    opportunity: opportunities,
    task: tasks,
    project: [],
  };
  const created = new Map<string, number>();
  for (const [type, list] of Object.entries(rows)) {
    for (const row of list) created.set(`${type} ${row.id}`, row.date_created);
  }
  return world.activities
    .filter(({ parent, activity_date }) => {
      const from = created.get(`${parent.type} ${parent.id}`);
      return from === undefined || from > activity_date;
    })
    .map(({ id, parent }) => `${id} about ${parent.type} ${parent.id}`);
}

import type { HandlerContext, HandlerRequest } from './handler-context.ts';
import { asBoolean } from './read-value.ts';
import { type HandlerResult, validationError } from './reply.ts';
import { withoutNulls } from './shape.ts';
import { type EntityPlural, entityPlurals } from './world/records.ts';
import type { World } from './world/world.ts';

/** The operations that list settings of the account: plain arrays, whichever `shape` is set. */

/** An operation that returns a list of the account as it is. */
export function answerList(
  pick: (context: HandlerContext) => readonly object[],
): (request: HandlerRequest) => HandlerResult {
  return ({ context }) => ({ kind: 'value', value: pick(context) });
}

/** `GET /pipeline_stages`: the stages of all pipelines. */
export function answerListPipelineStages({ context }: HandlerRequest): HandlerResult {
  const stages = context.world.pipelines.flatMap((pipeline) =>
    pipeline.stages.map(({ id, name, win_probability }) => ({
      id,
      name,
      pipeline_id: pipeline.id,
      win_probability,
    })),
  );
  return { kind: 'value', value: context.settings.names === 'contract' ? stages.map(withoutNulls) : stages };
}

/** `GET /activity_types`: by category as recorded, or flat as in the contract. */
export function answerListActivityTypes({ context }: HandlerRequest): HandlerResult {
  const types = context.world.activityTypes;
  const of = (category: string) => types.filter((type) => type.category === category);
  const nested = { user: of('user'), system: of('system') };
  return { kind: 'value', value: context.settings.activityTypes === 'nested' ? nested : types };
}

const maxNames = 10_000;

type TagCount = { name: string; count: number } & Record<`count_${EntityPlural}`, number>;

const noRecords = {
  count_people: 0,
  count_leads: 0,
  count_companies: 0,
  count_opportunities: 0,
  count_projects: 0,
  count_tasks: 0,
};

/** `GET /tags`: counts by type of record, or only names, of which `last_tag_value` gives the ones after it. */
export function answerListTags({ context, query }: HandlerRequest): HandlerResult {
  const tags = countTags(context.world);
  if (asBoolean(query.get('tag_names_only')) === true) {
    const after = (query.get('last_tag_value') ?? '').toLowerCase();
    const names = tags.map((tag) => tag.name).filter((name) => name.toLowerCase() > after);
    return { kind: 'value', value: names.slice(0, maxNames) };
  }
  const sortBy = query.get('sort_by') ?? 'name';
  if (sortBy !== 'name' && sortBy !== 'count') throw validationError('Sort By: is not included in the list');
  // The direction is not documented; the most used first is a guess.
  return { kind: 'value', value: sortBy === 'name' ? tags : tags.toSorted((a, b) => b.count - a.count) };
}

/** The tags in use, by name. */
function countTags(world: World): TagCount[] {
  const counts = new Map<string, TagCount>();
  const add = (plural: EntityPlural): void => {
    for (const name of world[plural].flatMap((row) => row.tags)) {
      const tag = counts.get(name) ?? { name, count: 0, ...noRecords };
      tag.count += 1;
      tag[`count_${plural}`] += 1;
      counts.set(name, tag);
    }
  };
  entityPlurals.forEach(add);
  return [...counts.values()].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

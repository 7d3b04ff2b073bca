import type { HandlerRequest } from './handler-context.ts';
import { asBoolean } from './read-value.ts';
import { type HandlerResult, validationError } from './reply.ts';
import { type EntityPlural, entityPlurals } from './world/records.ts';
import type { World } from './world/world.ts';

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

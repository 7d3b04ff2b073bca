import type { HandlerRequest } from './handler-context.ts';
import { asBoolean } from './read-value.ts';
import { validationError } from './refusal.ts';
import type { HandlerResult } from './reply.ts';
import type { World } from './world/world.ts';

const maxNames = 10_000;

const noRecords = {
  count_people: 0,
  count_leads: 0,
  count_companies: 0,
  count_opportunities: 0,
  count_projects: 0,
  count_tasks: 0,
};

type CountName = keyof typeof noRecords;
type TagCount = { name: string; count: number } & Record<CountName, number>;

/** `GET /tags`: counts by kind of record, or names alone, which go on after `last_tag_value`. */
export function answerListTags({ context, query }: HandlerRequest): HandlerResult {
  const tags = countTags(context.world);
  if (asBoolean(query.get('tag_names_only')) === true) {
    const after = fold(query.get('last_tag_value') ?? '');
    const names = tags.map((tag) => tag.name).filter((name) => fold(name) > after);
    return { kind: 'value', value: names.slice(0, maxNames) };
  }
  const sortBy = query.get('sort_by') ?? 'name';
  if (sortBy !== 'name' && sortBy !== 'count') throw validationError('Sort By: is not included in the list');
  // Which way Copper counts is not public; the most used first is our reading.
  return { kind: 'value', value: sortBy === 'name' ? tags : tags.toSorted((a, b) => b.count - a.count) };
}

/** Tags in use, by name. */
function countTags(world: World): TagCount[] {
  const counts = new Map<string, TagCount>();
  const add = (kind: CountName, rows: readonly { tags: string[] }[]): void => {
    for (const name of rows.flatMap((row) => row.tags)) {
      const tag = counts.get(name) ?? { name, count: 0, ...noRecords };
      tag.count += 1;
      tag[kind] += 1;
      counts.set(name, tag);
    }
  };
  add('count_people', world.people);
  add('count_leads', world.leads);
  add('count_companies', world.companies);
  add('count_opportunities', world.opportunities);
  add('count_projects', world.projects);
  add('count_tasks', world.tasks);
  return [...counts.values()].sort((a, b) => (fold(a.name) < fold(b.name) ? -1 : 1));
}

function fold(name: string): string {
  return name.toLowerCase();
}

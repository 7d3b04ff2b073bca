import type { Index } from '../index-of-world.ts';
import { asInteger, asList, isObject } from '../read-value.ts';
import type { Activity, EntityType } from '../world/records.ts';
import { badValue, type Filter, type Filters, filter, inContract, inDocs, type Test } from './filter.ts';
import { ids } from './id-filters.ts';
import { betweenDates } from './range-filters.ts';
import type { Search } from './search.ts';
import { by, byDates } from './sort.ts';

const PARENTS = ['lead', 'person', 'company', 'opportunity'];
const DOCUMENTED_PARENTS = [...PARENTS, 'project', 'task'];
const SIZE = { usual: 50, most: 200 };

/** `POST /activities/search`: newest first; only the contract knows an order or users. */
export const ACTIVITIES: Search<Activity> = {
  name: 'activities',
  rows: ({ world }) => world.activities,
  filters: {
    parent: parent(),
    activity_types: types(),
    ...betweenDates('activity_date', (activity) => activity.activity_date),
    ...inContract<Activity>({ user_ids: ids((activity) => activity.user_id) }),
  },
  sorts: {
    id: by((activity) => activity.id),
    activity_date: by((activity) => activity.activity_date),
    ...byDates(),
  },
  usualSort: null,
  controls: { full_result: 'both', sort_by: 'contract', sort_direction: 'contract' },
  size: SIZE,
  shape: (activity) => activity,
  visible: (_body, { settings }) =>
    settings.names === 'contract' ? ({ parent: at }) => PARENTS.includes(at.type) : () => true,
};

/** `POST /{entity}/{id}/activities`: the documentation lets the types be chosen, the contract only the page. */
export function activitiesOf(type: EntityType, id: number): Search<Activity> {
  const byType: Filters<Activity> = { activity_types: types() };
  return {
    name: `activities of ${type} ${id}`,
    rows: ({ index }) => index.activitiesOf(type, id),
    filters: inDocs(byType),
    sorts: {},
    usualSort: null,
    controls: {},
    size: SIZE,
    shape: (activity) => activity,
  };
}

/** What happened with a record; with a company also what happened with its people. */
function under(type: EntityType, id: number, index: Index): Test<Activity> {
  return ({ parent: at }) =>
    (at.type === type && at.id === id) ||
    (type === 'company' && at.type === 'person' && index.employer.get(at.id) === id);
}

function parent(): Filter<Activity> {
  return filter((value, name, { settings, index }) => {
    const id = isObject(value) ? asInteger(value.id) : undefined;
    const allowed = settings.names === 'contract' ? PARENTS : DOCUMENTED_PARENTS;
    const type = isObject(value) ? value.type : undefined;
    if (id === undefined || !isEntityType(type) || !allowed.includes(type)) throw badValue(name, value);
    return under(type, id, index);
  });
}

/** Pairs of id and category: neither says anything alone. */
function types(): Filter<Activity> {
  return filter((value, name) => {
    const wanted = new Set(
      asList(value).map((item) => {
        const id = isObject(item) ? asInteger(item.id) : undefined;
        const category = isObject(item) ? item.category : undefined;
        if (id === undefined || (category !== 'user' && category !== 'system')) throw badValue(name, item);
        return `${category} ${id}`;
      }),
    );
    return ({ type }) => wanted.has(`${type.category} ${type.id}`);
  });
}

function isEntityType(value: unknown): value is EntityType {
  return typeof value === 'string' && DOCUMENTED_PARENTS.includes(value);
}

import { asInteger, asList, isJsonObject } from '../read-value.ts';
import type { Activity, EntityType } from '../world/records.ts';
import { contractOnly, createFilter, documentedOnly, invalidValue, type SearchFilter } from './filter.ts';
import { idFilters } from './id-filters.ts';
import { dateRangeFilters } from './range-filters.ts';
import type { SandboxSearch } from './search.ts';
import { columnSortKeys } from './sort.ts';

const contractParents = ['lead', 'person', 'company', 'opportunity'];
const documentedParents = [...contractParents, 'project', 'task'];
const pageSize = { default: 50, max: 200 };

/** `POST /activities/search`: newest first; only the contract has `sort_by` and `user_ids`. */
export const activitySearch: SandboxSearch<Activity> = {
  name: 'activities',
  rows: ({ world }) => world.activities,
  filters: {
    parent: parentFilter(),
    activity_types: typeFilter(),
    ...dateRangeFilters('activity_date', (activity) => activity.activity_date),
    ...contractOnly(idFilters(['user_id'])),
  },
  sortKeys: columnSortKeys('id', 'activity_date', 'date_created', 'date_modified'),
  controls: { full_result: 'both', sort_by: 'contract', sort_direction: 'contract' },
  pageSize,
  visible: (_body, { settings }) =>
    settings.names === 'contract' ? ({ parent: at }) => contractParents.includes(at.type) : () => true,
};

/** `POST /{entity}/{id}/activities`: the documentation has a filter by type, the contract only paging. */
export function recordActivitySearch(type: EntityType, id: number): SandboxSearch<Activity> {
  return {
    name: `activities of ${type} ${id}`,
    rows: ({ index }) => index.activitiesOf(type, id),
    filters: documentedOnly({ activity_types: typeFilter() }),
    pageSize,
  };
}

function parentFilter(): SearchFilter<Activity> {
  return createFilter((value, name, { settings, index }) => {
    const id = isJsonObject(value) ? asInteger(value.id) : undefined;
    const allowed = settings.names === 'contract' ? contractParents : documentedParents;
    const type = isJsonObject(value) ? value.type : undefined;
    if (id === undefined || !isEntityType(type) || !allowed.includes(type)) throw invalidValue(name, value);
    const found = new Set(index.activitiesOf(type, id));
    return (activity) => found.has(activity);
  });
}

/** Pairs of id and category: an id alone is ambiguous. */
function typeFilter(): SearchFilter<Activity> {
  return createFilter((value, name) => {
    const wanted = new Set(
      asList(value).map((item) => {
        const id = isJsonObject(item) ? asInteger(item.id) : undefined;
        const category = isJsonObject(item) ? item.category : undefined;
        if (id === undefined || (category !== 'user' && category !== 'system'))
          throw invalidValue(name, item);
        return `${category} ${id}`;
      }),
    );
    return ({ type }) => wanted.has(`${type.category} ${type.id}`);
  });
}

function isEntityType(value: unknown): value is EntityType {
  return typeof value === 'string' && documentedParents.includes(value);
}

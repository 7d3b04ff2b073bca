import type { HandlerContext } from '../handler-context.ts';
import { asNumber } from '../read-value.ts';
import { shapeOpportunity } from '../shape.ts';
import { type Opportunity, revenueStatuses, statusNumber } from '../world/deal-record.ts';
import { customFieldFilter } from './custom-field-filter.ts';
import { contractOnly, createFilter, documentedOnly, invalidValue, type SearchFilter } from './filter.ts';
import { followedFilter } from './followed-filter.ts';
import { choiceFilter, idFilter, idOrNoneFilter } from './id-filters.ts';
import { ageFilter, dateRangeFilters, interactionFilters, rangeFilters } from './range-filters.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { dateSortKeys, inactivitySortKey, type SortKey, sortKey } from './sort.ts';
import { nameFilter, tagFilter, textFilter } from './text-filters.ts';

/** Copper publishes no numbers for priorities; these are the sandbox's own choice. */
const priorities = ['None', 'Low', 'Medium', 'High'];

/** `POST /opportunities/search`: where the contract and the documentation differ most. */
export const opportunitySearch: SandboxSearch<Opportunity> = {
  name: 'opportunities',
  rows: ({ world }) => world.opportunities,
  filters: {
    ids: idFilter((deal) => deal.id),
    name: nameFilter(),
    company_ids: idOrNoneFilter((deal) => deal.company_id),
    primary_contact_ids: idFilter((deal) => deal.primary_contact_id),
    ...dateRangeFilters('close_date', (deal) => deal.close_date),
    ...rangeFilters('monetary_value', (deal) => deal.monetary_value),
    tags: tagFilter(),
    assignee_ids: idOrNoneFilter((deal) => deal.assignee_id),
    pipeline_ids: idFilter((deal) => deal.pipeline_id),
    pipeline_stage_ids: idFilter((deal) => deal.pipeline_stage_id),
    loss_reason_ids: idOrNoneFilter((deal) => deal.loss_reason_id),
    customer_source_ids: idOrNoneFilter((deal) => deal.customer_source_id),
    followed: followedFilter('opportunity'),
    ...interactionFilters((deal) => deal.date_last_contacted),
    ...dateRangeFilters('created_date', (deal) => deal.date_created),
    ...dateRangeFilters('modified_date', (deal) => deal.date_modified),
    custom_fields: customFieldFilter('opportunity'),
    ...documentedOnly<Opportunity>({
      status_ids: choiceFilter(numbered(revenueStatuses), revenueStatus),
      priority_ids: choiceFilter(numbered(priorities), (deal) => deal.priority ?? 'None'),
      ...dateRangeFilters('stage_change_date', (deal) => deal.date_stage_changed),
    }),
    ...contractOnly<Opportunity>({
      statuses: choiceFilter(worded(revenueStatuses), revenueStatus),
      priorities: choiceFilter(worded(priorities), (deal) => deal.priority ?? 'None'),
      ...dateRangeFilters('date_stage_changed', (deal) => deal.date_stage_changed),
      company_name: textFilter((deal) => deal.company_name),
      close_date: closeDayFilter(),
      ...rangeFilters('win_probability', (deal) => deal.win_probability),
      age: ageFilter(),
    }),
  },
  sorts: {
    name: sortKey((deal) => deal.name),
    assignee: sortKey(({ assignee_id }, { index }) => assignee_id && index.userNames.get(assignee_id)),
    company_name: sortKey((deal) => deal.company_name),
    customer_source_id: sortKey((deal) => deal.customer_source_id),
    ...dateSortKeys(),
    inactive_days: inactivitySortKey(),
    interaction_count: sortKey((deal) => deal.interaction_count),
    last_interaction: sortKey((deal) => deal.date_last_contacted),
    monetary_unit: sortKey((deal) => deal.monetary_unit),
    monetary_value: sortKey((deal) => deal.monetary_value),
    primary_contact: sortKey(contact),
    priority: sortKey((deal) => priorities.indexOf(deal.priority ?? 'None')),
    stage: sortKey(({ pipeline_stage_id }, { index }) => index.stageOrder.get(pipeline_stage_id)),
    status: sortKey((deal) => statusNumber(deal.status)),
    account: documentedSortKey((deal) => deal.company_name),
    contact: documentedSortKey(contact),
    value: documentedSortKey((deal) => deal.monetary_value),
    source: documentedSortKey(({ customer_source_id: id }, { index }) => id && index.sourceNames.get(id)),
    close_date: documentedSortKey((deal) => deal.close_date),
    deal_last_stage: documentedSortKey((deal) => deal.date_stage_changed),
    win_probability: documentedSortKey((deal) => deal.win_probability),
  },
  defaultSort: 'name',
  controls: { ...sortControls, fields: 'contract' },
  pageSize: { default: 25, max: 25 },
  shape: shapeOpportunity,
};

function numbered(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.entries());
}

function worded(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, word]));
}

/** Copper filters by number, and each number has another word in pipelines that earn nothing. */
function revenueStatus({ status }: Opportunity): string | undefined {
  return revenueStatuses[statusNumber(status)];
}

/** Closing on the day a timestamp falls on. */
function closeDayFilter(): SearchFilter<Opportunity> {
  return createFilter((value, name, { index }) => {
    const at = asNumber(value);
    if (at === undefined) throw invalidValue(name, value);
    const day = index.calendar.dayOf(at);
    return ({ close_date }) => close_date !== null && index.calendar.dayOf(close_date) === day;
  });
}

function contact({ primary_contact_id }: Opportunity, { index }: HandlerContext): string | null | undefined {
  return primary_contact_id === null ? null : index.personNames.get(primary_contact_id);
}

function documentedSortKey(key: SortKey<Opportunity>['key']): SortKey<Opportunity> {
  return sortKey(key, 'documented');
}

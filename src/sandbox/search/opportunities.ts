import type { HandlerContext } from '../handler-context.ts';
import { asNumber } from '../read-value.ts';
import { shapeOpportunity } from '../shape.ts';
import { type Opportunity, revenueStatus, revenueStatuses, statusNumber } from '../world/deal-record.ts';
import { contractOnly, createFilter, documentedOnly, invalidValue, type SearchFilter } from './filter.ts';
import { choiceFilter, idFilter, idOrNoneFilter, wordChoices } from './id-filters.ts';
import { ageFilter, dateRangeFilters, interactionFilters, rangeFilters } from './range-filters.ts';
import { ownedRecordFilters } from './record-parts.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { dateSortKeys, inactivitySortKey, type SortKey, sortKey } from './sort.ts';
import { nameFilter, textFilter } from './text-filters.ts';

/** By number; the numbers are the sandbox's own, as Copper does not publish them. */
const priorities = ['None', 'Low', 'Medium', 'High'];

/** `POST /opportunities/search`: where the contract and the documentation differ most. */
export const opportunitySearch: SandboxSearch<Opportunity> = {
  name: 'opportunities',
  rows: ({ world }) => world.opportunities,
  filters: {
    ...ownedRecordFilters('opportunity'),
    name: nameFilter(),
    company_ids: idOrNoneFilter((deal) => deal.company_id),
    primary_contact_ids: idFilter((deal) => deal.primary_contact_id),
    ...dateRangeFilters('close_date', (deal) => deal.close_date),
    ...rangeFilters('monetary_value', (deal) => deal.monetary_value),
    pipeline_ids: idFilter((deal) => deal.pipeline_id),
    pipeline_stage_ids: idFilter((deal) => deal.pipeline_stage_id),
    loss_reason_ids: idOrNoneFilter((deal) => deal.loss_reason_id),
    customer_source_ids: idOrNoneFilter((deal) => deal.customer_source_id),
    ...interactionFilters((deal) => deal.date_last_contacted),
    ...dateRangeFilters('modified_date', (deal) => deal.date_modified),
    ...documentedOnly<Opportunity>({
      status_ids: choiceFilter({ ...revenueStatuses }, revenueStatus),
      priority_ids: choiceFilter({ ...priorities }, (deal) => deal.priority ?? 'None'),
      ...dateRangeFilters('stage_change_date', (deal) => deal.date_stage_changed),
    }),
    ...contractOnly<Opportunity>({
      statuses: choiceFilter(wordChoices(revenueStatuses), revenueStatus),
      priorities: choiceFilter(wordChoices(priorities), (deal) => deal.priority ?? 'None'),
      ...dateRangeFilters('date_stage_changed', (deal) => deal.date_stage_changed),
      company_name: textFilter((deal) => deal.company_name),
      close_date: closeDayFilter(),
      ...rangeFilters('win_probability', (deal) => deal.win_probability),
      age: ageFilter(),
    }),
  },
  sortKeys: {
    name: sortKey((deal) => deal.name),
    assignee: sortKey(({ assignee_id }, { index }) => index.user(assignee_id)?.name),
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
    stage: sortKey(({ pipeline_stage_id }, { index }) => index.stagePosition(pipeline_stage_id)),
    status: sortKey((deal) => statusNumber(deal.status)),
    account: documentedSortKey((deal) => deal.company_name),
    contact: documentedSortKey(contact),
    value: documentedSortKey((deal) => deal.monetary_value),
    source: documentedSortKey(({ customer_source_id: id }, { index }) => index.customerSource(id)?.name),
    close_date: documentedSortKey((deal) => deal.close_date),
    deal_last_stage: documentedSortKey((deal) => deal.date_stage_changed),
    win_probability: documentedSortKey((deal) => deal.win_probability),
  },
  defaultSort: 'name',
  controls: { ...sortControls, fields: 'contract' },
  pageSize: { default: 25, max: 25 },
  shape: shapeOpportunity,
};

/** Deals that close on the day of an instant. */
function closeDayFilter(): SearchFilter<Opportunity> {
  return createFilter((value, name, { index }) => {
    const at = asNumber(value);
    if (at === undefined) throw invalidValue(name, value);
    const day = index.calendar.dayOf(at);
    return ({ close_date }) => close_date !== null && index.calendar.dayOf(close_date) === day;
  });
}

function contact({ primary_contact_id }: Opportunity, { index }: HandlerContext): string | undefined {
  return index.person(primary_contact_id)?.name;
}

function documentedSortKey(key: SortKey<Opportunity>['key']): SortKey<Opportunity> {
  return sortKey(key, 'documented');
}

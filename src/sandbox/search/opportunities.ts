import type { HandlerContext } from '../handler-context.ts';
import { asNumber } from '../read-value.ts';
import { shapeOpportunity } from '../shape.ts';
import { type Opportunity, revenueStatus, revenueStatuses, statusNumber } from '../world/deal-record.ts';
import { contractOnly, createFilter, documentedOnly, invalidValue, type SearchFilter } from './filter.ts';
import { choiceFilter, idFilters, wordChoices } from './id-filters.ts';
import { ageFilter, dateRangeFilters, interactionFilters, rangeFilters } from './range-filters.ts';
import { ownedRecordFilters } from './record-parts.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { columnSortKeys, inactivitySortKey, type SortKey, sortKey } from './sort.ts';
import { nameFilter, textFilters } from './text-filters.ts';

/** By number; the numbers are the sandbox's own, as Copper does not publish them. */
const priorities = ['None', 'Low', 'Medium', 'High'];

/** `POST /opportunities/search`: where the contract and the documentation differ most. */
export const opportunitySearch: SandboxSearch<Opportunity> = {
  name: 'opportunities',
  rows: ({ world }) => world.opportunities,
  filters: {
    ...ownedRecordFilters('opportunity'),
    name: nameFilter,
    ...idFilters(['primary_contact_id', 'pipeline_id', 'pipeline_stage_id']),
    ...idFilters(['company_id', 'loss_reason_id', 'customer_source_id'], true),
    ...dateRangeFilters('close_date', (deal) => deal.close_date),
    ...rangeFilters('monetary_value', (deal) => deal.monetary_value),
    ...interactionFilters((deal) => deal.date_last_contacted),
    ...dateRangeFilters('modified_date', (deal) => deal.date_modified),
    ...documentedOnly<SearchFilter<Opportunity>>({
      status_ids: choiceFilter({ ...revenueStatuses }, revenueStatus),
      priority_ids: choiceFilter({ ...priorities }, (deal) => deal.priority ?? 'None'),
      ...dateRangeFilters('stage_change_date', (deal) => deal.date_stage_changed),
    }),
    ...contractOnly<SearchFilter<Opportunity>>({
      statuses: choiceFilter(wordChoices(revenueStatuses), revenueStatus),
      priorities: choiceFilter(wordChoices(priorities), (deal) => deal.priority ?? 'None'),
      ...dateRangeFilters('date_stage_changed', (deal) => deal.date_stage_changed),
      ...textFilters('company_name'),
      close_date: closeDayFilter(),
      ...rangeFilters('win_probability', (deal) => deal.win_probability),
      age: ageFilter,
    }),
  },
  sortKeys: {
    ...columnSortKeys('name', 'company_name', 'customer_source_id', 'date_created', 'date_modified'),
    ...columnSortKeys('interaction_count', 'monetary_unit', 'monetary_value'),
    assignee: sortKey(({ assignee_id }, { index }) => index.user(assignee_id)?.name),
    inactive_days: inactivitySortKey,
    last_interaction: sortKey((deal) => deal.date_last_contacted),
    primary_contact: sortKey(contact),
    priority: sortKey((deal) => priorities.indexOf(deal.priority ?? 'None')),
    stage: sortKey(({ pipeline_stage_id }, { index }) => index.stagePosition(pipeline_stage_id)),
    status: sortKey((deal) => statusNumber(deal.status)),
    ...documentedOnly<SortKey<Opportunity>>({
      ...columnSortKeys('close_date', 'win_probability'),
      account: sortKey((deal) => deal.company_name),
      contact: sortKey(contact),
      value: sortKey((deal) => deal.monetary_value),
      source: sortKey(({ customer_source_id: id }, { index }) => index.customerSource(id)?.name),
      deal_last_stage: sortKey((deal) => deal.date_stage_changed),
    }),
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

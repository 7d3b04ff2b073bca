import { asNumber } from '../read-value.ts';
import type { Scene } from '../scene.ts';
import { shapeOpportunity } from '../shape.ts';
import { type Opportunity, REVENUE_STATUSES, statusNumber } from '../world/deal-record.ts';
import { customFields } from './custom-field-filter.ts';
import { badValue, type Filter, filter, inContract, inDocs } from './filter.ts';
import { followed } from './followed-filter.ts';
import { ids, idsOrNone, oneOf } from './id-filters.ts';
import { age, between, betweenDates, interactions } from './range-filters.ts';
import { type Search, SORTABLE } from './search.ts';
import { by, byDates, byInactivity, type SortKey } from './sort.ts';
import { named, tagged, text } from './text-filters.ts';

/** Copper publishes no numbers for priorities; these are the sandbox's own choice. */
const PRIORITIES = ['None', 'Low', 'Medium', 'High'];

/** `POST /opportunities/search`: where the contract and the documentation differ most. */
export const OPPORTUNITIES: Search<Opportunity> = {
  name: 'opportunities',
  rows: ({ world }) => world.opportunities,
  filters: {
    ids: ids((deal) => deal.id),
    name: named(),
    company_ids: idsOrNone((deal) => deal.company_id),
    primary_contact_ids: ids((deal) => deal.primary_contact_id),
    ...betweenDates('close_date', (deal) => deal.close_date),
    ...between('monetary_value', (deal) => deal.monetary_value),
    tags: tagged(),
    assignee_ids: idsOrNone((deal) => deal.assignee_id),
    pipeline_ids: ids((deal) => deal.pipeline_id),
    pipeline_stage_ids: ids((deal) => deal.pipeline_stage_id),
    loss_reason_ids: idsOrNone((deal) => deal.loss_reason_id),
    customer_source_ids: idsOrNone((deal) => deal.customer_source_id),
    followed: followed('opportunity'),
    ...interactions((deal) => deal.date_last_contacted),
    ...betweenDates('created_date', (deal) => deal.date_created),
    ...betweenDates('modified_date', (deal) => deal.date_modified),
    custom_fields: customFields('opportunity'),
    ...inDocs<Opportunity>({
      status_ids: oneOf(numbered(REVENUE_STATUSES), revenueStatus),
      priority_ids: oneOf(numbered(PRIORITIES), (deal) => deal.priority ?? 'None'),
      ...betweenDates('stage_change_date', (deal) => deal.date_stage_changed),
    }),
    ...inContract<Opportunity>({
      statuses: oneOf(worded(REVENUE_STATUSES), revenueStatus),
      priorities: oneOf(worded(PRIORITIES), (deal) => deal.priority ?? 'None'),
      ...betweenDates('date_stage_changed', (deal) => deal.date_stage_changed),
      company_name: text((deal) => deal.company_name),
      close_date: closeDay(),
      ...between('win_probability', (deal) => deal.win_probability),
      age: age(),
    }),
  },
  sorts: {
    name: by((deal) => deal.name),
    assignee: by(({ assignee_id }, { index }) => assignee_id && index.userNames.get(assignee_id)),
    company_name: by((deal) => deal.company_name),
    customer_source_id: by((deal) => deal.customer_source_id),
    ...byDates(),
    inactive_days: byInactivity(),
    interaction_count: by((deal) => deal.interaction_count),
    last_interaction: by((deal) => deal.date_last_contacted),
    monetary_unit: by((deal) => deal.monetary_unit),
    monetary_value: by((deal) => deal.monetary_value),
    primary_contact: by(contact),
    priority: by((deal) => PRIORITIES.indexOf(deal.priority ?? 'None')),
    stage: by(({ pipeline_stage_id }, { index }) => index.stageOrder.get(pipeline_stage_id)),
    status: by((deal) => statusNumber(deal.status)),
    account: inDocsOnly((deal) => deal.company_name),
    contact: inDocsOnly(contact),
    value: inDocsOnly((deal) => deal.monetary_value),
    source: inDocsOnly(({ customer_source_id: id }, { index }) => id && index.sourceNames.get(id)),
    close_date: inDocsOnly((deal) => deal.close_date),
    deal_last_stage: inDocsOnly((deal) => deal.date_stage_changed),
    win_probability: inDocsOnly((deal) => deal.win_probability),
  },
  usualSort: 'name',
  controls: { ...SORTABLE, fields: 'contract' },
  size: { usual: 25, most: 25 },
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
  return REVENUE_STATUSES[statusNumber(status)];
}

/** Closing on the day a timestamp falls on. */
function closeDay(): Filter<Opportunity> {
  return filter((value, name, { index }) => {
    const at = asNumber(value);
    if (at === undefined) throw badValue(name, value);
    const day = index.calendar.dayOf(at);
    return ({ close_date }) => close_date !== null && index.calendar.dayOf(close_date) === day;
  });
}

function contact({ primary_contact_id }: Opportunity, { index }: Scene): string | null | undefined {
  return primary_contact_id === null ? null : index.personNames.get(primary_contact_id);
}

function inDocsOnly(key: SortKey<Opportunity>['key']): SortKey<Opportunity> {
  return by(key, 'documented');
}

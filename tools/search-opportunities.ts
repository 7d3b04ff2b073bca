import { closeDay, closeDays } from './inputs/days.ts';
import { dealStatus } from './inputs/deal-status.ts';
import { nameIds, owner, stage } from './inputs/names.ts';
import { dates, numbers } from './inputs/ranges.ts';
import { recordName } from './inputs/record-name.ts';
import { defineSearch, sameKeys } from './inputs/search.ts';
import { tags } from './inputs/tags.ts';
import { choices, commonFilters, text } from './inputs/values.ts';
import { opportunityRecord } from './records/opportunity.ts';

export const searchOpportunities = defineSearch({
  operation: 'searchOpportunities',
  title: 'Search opportunities',
  description: 'Find or count deals. Dates of winning or losing are not recorded.',
  record: opportunityRecord,
  pageCap: 25,
  projects: true,
  inputs: {
    name: recordName('opportunity'),
    company: nameIds('company_ids', 'company', { none: 'sent' }),
    owner,
    pipeline: nameIds('pipeline_ids', 'pipeline', { none: 'never' }),
    stage,
    status: dealStatus,
    value: numbers('monetary_value'),
    closes: closeDays,
    created: dates('created_date', 'e.g. -30d..'),
    tags,
  },
  more: {
    customer_source_ids: nameIds('customer_source_ids', 'source', { none: 'sent' }),
    loss_reason_ids: nameIds('loss_reason_ids', 'loss_reason', { none: 'sent' }),
    win_probability: numbers('win_probability', { whole: true, percent: true }),
    interaction_date: dates('interaction_date', undefined, 'last_contact'),
    date_stage_changed: dates('date_stage_changed', undefined, 'stage_since'),
    priorities: choices('priorities', 'priority', ['None', 'Low', 'Medium', 'High']),
    company_name: text('company_name'),
    primary_contact_ids: nameIds('primary_contact_ids', 'person', { label: 'contact' }),
    close_date: closeDay,
    ...commonFilters,
  },
  customFields: { entity: 'opportunity', ranges: true, option: true },
  defaultSort: 'name',
  sortKeys: {
    value: 'monetary_value',
    ...sameKeys('name'),
    company: 'company_name',
    contact: 'primary_contact',
    owner: 'assignee',
    ...sameKeys('stage', 'status', 'priority', 'inactive_days'),
    source: 'customer_source_id',
    currency: 'monetary_unit',
    interactions: 'interaction_count',
    last_contact: 'last_interaction',
  },
});

import { dealStatus } from './inputs/deal-status.ts';
import { nameIds, owner, stage } from './inputs/names.ts';
import { closeDay, closeDays, dates, numbers } from './inputs/ranges.ts';
import { recordName } from './inputs/record-name.ts';
import { defineSearch, sameKeys } from './inputs/search.ts';
import { tags } from './inputs/tags.ts';
import { choices, commonFilters, text } from './inputs/values.ts';
import { opportunityRecord } from './records/opportunity.ts';

export const searchOpportunities = defineSearch({
  operation: 'searchOpportunities',
  title: 'Search opportunities',
  description:
    'Find, list or count deals (opportunities): my open deals, the biggest by value, those in a stage, in an industry, past their close date. Dates of winning or losing are not recorded.',
  record: opportunityRecord,
  pageCap: 25,
  takesFields: true,
  inputs: {
    name: recordName('opportunity'),
    company: nameIds('company_ids', 'company', { findEmpty: 'by-id' }),
    owner,
    pipeline: nameIds('pipeline_ids', 'pipeline', { findEmpty: 'none-exist' }),
    stage,
    status: dealStatus,
    value: numbers('monetary_value'),
    closes: closeDays,
    created: dates('created_date', 'e.g. -30d..'),
    tags,
  },
  otherFilters: {
    customer_source_ids: nameIds('customer_source_ids', 'source', { findEmpty: 'by-documented-id' }),
    loss_reason_ids: nameIds('loss_reason_ids', 'loss_reason', { findEmpty: 'by-documented-id' }),
    win_probability: numbers('win_probability', { whole: true, percent: true }),
    interaction_date: dates('interaction_date', undefined, 'last_contact'),
    date_stage_changed: dates('date_stage_changed', undefined, 'stage_since'),
    priorities: choices('priorities', 'priority', ['None', 'Low', 'Medium', 'High']),
    company_name: text('company_name'),
    primary_contact_ids: nameIds('primary_contact_ids', 'person', { noun: 'contact' }),
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

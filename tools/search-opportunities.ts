import { choices, followed } from './inputs/choices.ts';
import { ids, nameIds, owner } from './inputs/name-ids.ts';
import { dates, moment, numbers, wholeNumber } from './inputs/ranges.ts';
import { defineSearch } from './inputs/search.ts';
import { stage } from './inputs/stage.ts';
import { partOfName, tags, text } from './inputs/words.ts';
import { opportunityRecord } from './records/opportunity.ts';

export const searchOpportunities = defineSearch({
  operation: 'searchOpportunities',
  title: 'Search opportunities',
  description: 'Find or count deals. No date of winning or losing is kept.',
  record: opportunityRecord,
  pageCap: 25,
  projects: true,
  inputs: {
    name: partOfName('name'),
    company: nameIds('company_ids', 'company', { orNone: true }),
    owner: owner(),
    pipeline: nameIds('pipeline_ids', 'pipeline'),
    stage: stage(),
    status: choices('statuses', ['Open', 'Won', 'Lost', 'Abandoned']),
    value: numbers('monetary_value'),
    closes: dates('close_date', 'e.g. this-quarter, ..today'),
    created: dates('created_date', 'e.g. -30d..'),
    tags: tags(),
  },
  more: {
    customer_source_ids: nameIds('customer_source_ids', 'source', { orNone: true }),
    loss_reason_ids: nameIds('loss_reason_ids', 'loss_reason', { orNone: true }),
    win_probability: numbers('win_probability', { whole: true, percent: true }),
    interaction_date: dates('interaction_date'),
    date_stage_changed: dates('date_stage_changed'),
    priorities: choices('priorities', ['None', 'Low', 'Medium', 'High']),
    ids: ids(),
    company_name: text('company_name'),
    primary_contact_ids: nameIds('primary_contact_ids', 'person'),
    close_date: moment('close_date'),
    followed: followed(),
    age: wholeNumber('age'),
    interaction_count: numbers('interaction_count', { whole: true }),
    modified_date: dates('modified_date'),
  },
  customFields: { entity: 'opportunity', ranges: true, option: true },
  usualSort: 'name',
  sortKeys: {
    value: 'monetary_value',
    name: 'name',
    company: 'company_name',
    contact: 'primary_contact',
    owner: 'assignee',
    stage: 'stage',
    status: 'status',
    priority: 'priority',
    source: 'customer_source_id',
    currency: 'monetary_unit',
    interactions: 'interaction_count',
    last_contact: 'last_interaction',
    inactive_days: 'inactive_days',
    created: 'date_created',
    modified: 'date_modified',
  },
});

import { day, defineRecord, first, named, number, text, time } from '../../src/tool/record.ts';

/** A deal. Copper keeps no date of closing: `closes` is the expected day, also for deals that are won or lost. */
export const opportunity = defineRecord({
  name: 'opportunity',
  plural: 'opportunities',
  entity: 'opportunity',
  fields: {
    id: number('id'),
    name: text('name'),
    company: text('company_name'),
    contact: named('primary_contact_id', 'person'),
    stage: named('pipeline_stage_id', 'stage', named('pipeline_id', 'pipeline')),
    pipeline: named('pipeline_id', 'pipeline'),
    owner: named('assignee_id', 'user'),
    value: number('monetary_value', 'monetary_unit'),
    currency: text('monetary_unit'),
    closes: day('close_date'),
    status: text('status'),
    priority: text('priority'),
    probability: number('win_probability'),
    source: named('customer_source_id', 'source'),
    loss_reason: named('loss_reason_id', 'loss_reason'),
    tags: text('tags'),
    interactions: number('interaction_count'),
    last_contact: time('date_last_contacted'),
    stage_since: time('date_stage_changed'),
    created: time('date_created'),
    modified: time('date_modified'),
    lead: first('leads_converted_from.lead_id'),
    details: text('details'),
  },
  shown: ['id', 'name', 'company', 'stage', 'owner', 'value', 'closes', 'status'],
});

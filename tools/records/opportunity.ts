import {
  dayField,
  defineRecord,
  nameField,
  numberField,
  textField,
  timeField,
} from '../../src/tool/record.ts';
import { convertedLead } from './converted-lead.ts';

/** A deal. Copper does not record when it was closed: `closes` is the expected day, even for deals that are won or lost. */
export const opportunityRecord = defineRecord({
  name: 'opportunity',
  plural: 'opportunities',
  entity: 'opportunity',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    company: textField('company_name'),
    company_id: numberField('company_id'),
    contact: nameField('primary_contact_id', 'person'),
    stage: nameField('pipeline_stage_id', 'stage', nameField('pipeline_id', 'pipeline')),
    pipeline: nameField('pipeline_id', 'pipeline'),
    owner: nameField('assignee_id', 'user'),
    value: numberField('monetary_value', 'monetary_unit'),
    currency: textField('monetary_unit'),
    closes: dayField('close_date'),
    status: textField('status'),
    priority: textField('priority'),
    probability: numberField('win_probability'),
    source: nameField('customer_source_id', 'source'),
    loss_reason: nameField('loss_reason_id', 'loss_reason'),
    tags: textField('tags'),
    interactions: numberField('interaction_count'),
    last_contact: timeField('date_last_contacted'),
    stage_since: timeField('date_stage_changed'),
    created: timeField('date_created'),
    modified: timeField('date_modified'),
    lead: convertedLead,
    details: textField('details'),
  },
  raw: ['pipeline_type', 'pipeline_is_revenue', 'converted_value', 'converted_unit', 'date_lead_created'],
  shown: ['id', 'name', 'company', 'stage', 'owner', 'value', 'closes', 'status'],
});

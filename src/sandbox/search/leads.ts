import { asBoolean } from '../read-value.ts';
import { shapeLead } from '../shape.ts';
import type { Lead } from '../world/contact-records.ts';
import { customFields } from './custom-field-filter.ts';
import { inContract } from './filter.ts';
import { followed } from './followed-filter.ts';
import { ids, idsOrNone } from './id-filters.ts';
import { phone } from './phone-filter.ts';
import { age, between, betweenDates, interactions } from './range-filters.ts';
import { type Search, SORTABLE } from './search.ts';
import { by, byDates, byInactivity, byPhone, byPlace } from './sort.ts';
import { anyText, place, socialProfiles, tagged, text } from './text-filters.ts';

/** `POST /leads/search`: names are exact here, and converted leads hidden unless asked for. */
export const LEADS: Search<Lead> = {
  name: 'leads',
  rows: ({ world }) => world.leads,
  filters: {
    ids: ids((lead) => lead.id),
    name: text((lead) => lead.name),
    emails: anyText((lead) => (lead.email === null ? [] : [lead.email.email])),
    phone_number: phone(),
    ...place(),
    tags: tagged(),
    assignee_ids: idsOrNone((lead) => lead.assignee_id),
    status_ids: ids((lead) => lead.status_id),
    customer_source_ids: idsOrNone((lead) => lead.customer_source_id),
    followed: followed('lead'),
    age: age(),
    ...between('monetary_value', (lead) => lead.monetary_value),
    ...interactions((lead) => lead.date_last_contacted),
    ...betweenDates('created_date', (lead) => lead.date_created),
    ...betweenDates('modified_date', (lead) => lead.date_modified),
    custom_fields: customFields('lead'),
    ...inContract<Lead>({
      first_name: text((lead) => lead.first_name),
      last_name: text((lead) => lead.last_name),
      middle_name: text((lead) => lead.middle_name),
      company_name: text((lead) => lead.company_name),
      title: text((lead) => lead.title),
      socials: socialProfiles(),
    }),
  },
  sorts: {
    name: by((lead) => lead.name),
    first_name: by((lead) => lead.first_name, 'documented'),
    last_name: by((lead) => lead.last_name, 'documented'),
    company_name: by((lead) => lead.company_name),
    title: by((lead) => lead.title),
    value: by((lead) => lead.monetary_value),
    email: by((lead) => lead.email?.email),
    phone: byPhone(),
    ...byDates(),
    ...byPlace(),
    inactive_days: byInactivity(),
    socials: by((lead) => lead.socials[0]?.url, 'contract'),
  },
  usualSort: 'name',
  controls: { ...SORTABLE, include_converted_leads: 'both', fields: 'contract' },
  size: { usual: 25, most: 25 },
  shape: shapeLead,
  visible: (body) =>
    asBoolean(body.include_converted_leads) === true ? () => true : (lead) => lead.converted_at === null,
};

/** Arguments of a tool. */
export type Input = Record<string, unknown>;

/** For each parameter of the contract an input that reaches it; `any` reaches those that every call sends. */
export type Reaches = Readonly<Record<string, Input>>;

const filter = (name: string, value: unknown): Input => ({ filters: [{ name, value }] });
const ends = (name: string, input: Input): Reaches => ({
  [`minimum_${name}`]: input,
  [`maximum_${name}`]: input,
});

const everywhere: Reaches = {
  any: { limit: 5, offset: 5, fields: ['name'] },
  ids: filter('ids', '[2827698]'),
  name: { name: 'a' },
  tags: { tags: ['vip'] },
  assignee_ids: { owner: 'Jane Park' },
  sort_by: { sort: 'name' },
  sort_direction: { sort: '-name' },
};

const contact: Reaches = {
  city: { city: 'Berlin' },
  state: filter('state', 'CA'),
  postal_code: filter('postal_code', '10117'),
  country: filter('country', 'DE'),
  socials: filter('socials', 'https://twitter.com/globex'),
};

const counted: Reaches = {
  followed: filter('followed', 'yes'),
  age: filter('age', 86_400),
  ...ends('interaction_count', filter('interaction_count', '1..5')),
  ...ends('interaction_date', filter('interaction_date', 'this-month')),
  ...ends('created_date', filter('created_date', 'this-month')),
  ...ends('modified_date', filter('modified_date', 'this-month')),
};

const searchLeads: Reaches = {
  ...everywhere,
  ...contact,
  ...counted,
  city: filter('city', 'Berlin'),
  first_name: filter('first_name', 'Kamal'),
  last_name: filter('last_name', 'Fischer'),
  middle_name: filter('middle_name', 'J.'),
  emails: { email: 'kamal.fischer0@prospect.example' },
  phone_number: filter('phone_number', '415-555-1848'),
  company_name: { company: 'Initech' },
  title: filter('title', 'CFO'),
  status_ids: { status: 'New' },
  customer_source_ids: { source: 'Referral' },
  ...ends('monetary_value', { value: '1000..2000' }),
  ...ends('created_date', { created: 'this-month' }),
  include_converted_leads: filter('include_converted_leads', 'true'),
  custom_fields: filter('Industry', 'Finance'),
  custom_field_computed_values: { fields: ['Industry'] },
};

const searchPeople: Reaches = {
  ...everywhere,
  ...contact,
  ...counted,
  emails: { emails: ['isaac.quinn@globex.example'] },
  phone_numbers: filter('phone_numbers', '["415-555-1848"]'),
  title: { title: 'CFO' },
  contact_type_ids: filter('contact_type_ids', 'Partner'),
  company_ids: { company: 'Globex' },
  opportunity_ids: filter('opportunity_ids', '8 New Copy Machines'),
  ...ends('interaction_date', { last_contact: 'this-week' }),
  custom_fields: filter('Role', 'Champion'),
  custom_field_computed_values: { fields: ['+Role'] },
};

const searchCompanies: Reaches = {
  ...everywhere,
  ...contact,
  ...counted,
  email_domain: { domain: 'globex.example' },
  email_domains: filter('email_domains', '["globex.example"]'),
  phone_number: filter('phone_number', '415-555-1848'),
  country: { country: 'DE' },
  primary_contact_ids: filter('primary_contact_ids', 'Petra Osei'),
  contact_type_ids: { contact_type: 'Partner' },
  ...ends('interaction_date', { last_contact: 'this-week' }),
  custom_fields: filter('Industry', 'Finance'),
  custom_field_computed_values: { fields: '*' },
};

const searchOpportunities: Reaches = {
  ...everywhere,
  ...counted,
  company_name: filter('company_name', 'Globex'),
  company_ids: { company: 'Globex' },
  primary_contact_ids: filter('primary_contact_ids', 'Petra Osei'),
  close_date: filter('close_date', '2026-12-15'),
  ...ends('close_date', { closes: 'this-quarter' }),
  ...ends('monetary_value', { value: '20000..50000' }),
  ...ends('win_probability', filter('win_probability', '20..60')),
  pipeline_ids: { pipeline: 'Sales' },
  pipeline_stage_ids: { stage: 'Negotiation' },
  statuses: { status: ['Open', 'Won'] },
  priorities: filter('priorities', 'High'),
  loss_reason_ids: filter('loss_reason_ids', 'Price'),
  customer_source_ids: filter('customer_source_ids', 'none'),
  ...ends('date_stage_changed', filter('date_stage_changed', '-14d')),
  ...ends('created_date', { created: '-30d' }),
  custom_fields: filter('Region', 'EMEA'),
  custom_field_computed_values: { fields: ['Region'] },
};

const searchTasks: Reaches = {
  any: everywhere.any ?? {},
  name: { name: 'demo' },
  phrase: filter('phrase', 'demo'),
  related_resource: { related: 'company Globex' },
  tags: { tags: 'vip' },
  assignee_ids: { owner: 'me' },
  statuses: { status: 'Open' },
  priorities: { priority: 'High' },
  ...ends('due_date', { due: 'this-week' }),
  ...ends('reminder_date', filter('reminder_date', 'this-week')),
  ...ends('completed_date', filter('completed_date', 'this-week')),
  ...ends('close_date', filter('created_date', 'this-week')),
  ...ends('modified_date', filter('modified_date', 'this-week')),
  custom_fields: filter('Effort', 'Small'),
  custom_field_computed_values: { fields: ['+Effort'] },
  sort_by: { sort: 'due' },
  sort_direction: { sort: '-due' },
};

const searchActivities: Reaches = {
  any: { limit: 5, offset: 5 },
  parent: { on: 'company Globex' },
  activity_types: { type: 'Note' },
  user_ids: { who: 'Jane Park' },
  ...ends('activity_date', { date: 'last-week' }),
  full_result: filter('full_result', 'true'),
  sort_by: filter('sort_by', 'activity_date'),
  sort_direction: filter('sort_direction', 'asc'),
};

/** The six searches. */
export const searchReaches = {
  searchLeads,
  searchPeople,
  searchCompanies,
  searchOpportunities,
  searchTasks,
  searchActivities,
};

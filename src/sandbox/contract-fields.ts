import type { HandlerResult } from './reply.ts';

/** The members that a reply keeps: all of them, or those with these names. */
type Members = true | { readonly [name: string]: Members };

const named = (names: string, nested: Readonly<Record<string, Members>> = {}): Members => ({
  ...Object.fromEntries(names.split(' ').map((name) => [name, true as const])),
  ...nested,
});

const idAndName = named('id name');
const links = named('url category');
const customFields = named('custom_field_definition_id value computed_value');
const address = named('street city state postal_code country');
const user = named('id name email', { groups: idAndName });

const person = named(
  'id name prefix first_name middle_name last_name suffix assignee_id company_id company_name contact_type_id details tags title date_created date_modified date_last_contacted interaction_count leads_converted_from date_lead_created',
  {
    address,
    emails: named('email category'),
    phone_numbers: named('number category'),
    socials: links,
    websites: links,
    custom_fields: customFields,
  },
);

const lead = named(
  'id name prefix first_name last_name middle_name suffix assignee_id company_name customer_source_id details monetary_value status status_id tags title date_created date_modified date_last_contacted',
  {
    address,
    email: named('email category'),
    phone_numbers: named('number category'),
    socials: links,
    websites: links,
    custom_fields: customFields,
  },
);

const company = named(
  'id name assignee_id contact_type_id details email_domain primary_contact_id tags interaction_count date_created date_modified',
  {
    address,
    phone_numbers: named('number category'),
    socials: links,
    websites: links,
    custom_fields: customFields,
  },
);

/** Neither the last contact nor the day of the last change of stage, no currency and nothing converted. */
const opportunity = named(
  'id name assignee_id close_date company_id company_name customer_source_id details loss_reason_id monetary_value pipeline_id pipeline_is_revenue pipeline_stage_id pipeline_type primary_contact_id priority status tags win_probability interaction_count date_created date_modified',
  { custom_fields: customFields },
);

const task = named(
  'id name assignee_id due_date reminder_date completed_date priority status details tags custom_activity_type_id date_created date_modified',
  { related_resource: named('id type'), custom_fields: customFields },
);

const activity = named('id user_id details activity_date old_value new_value date_created date_modified', {
  parent: named('id type'),
  type: named('id category'),
});

/** Without `count_as_interaction`; the two lists are those of the shape by category, which is not the contract's. */
const activityType = named('id category name');

/** What the contract lists of the replies that hold more as they are recorded, by the line of their operation. */
const membersByOperation: Readonly<Record<string, Members>> = {
  'POST /users/search': user,
  'GET /users/{id}': user,
  'POST /leads/search': lead,
  'POST /leads/{id}/activities': activity,
  'GET /lead_statuses': idAndName,
  'POST /people/search': person,
  'POST /people/fetch_by_email': person,
  'POST /people/{id}/activities': activity,
  'POST /companies/search': company,
  'POST /companies/{id}/activities': activity,
  'GET /opportunities/{id}': opportunity,
  'POST /opportunities/{id}/activities': activity,
  'POST /opportunities/search': opportunity,
  'GET /pipelines': named('id name type is_revenue', { stages: named('id name win_probability') }),
  'POST /tasks/search': task,
  'POST /activities/search': activity,
  'GET /activity_types': named('id category name', { user: activityType, system: activityType }),
  'GET /custom_activity_types': named('id name icon_type is_disabled is_interaction count_as_interaction'),
  'GET /custom_field_definitions': named('id name canonical_name data_type available_on currency', {
    options: named('id name rank'),
  }),
};

function kept(value: unknown, members: Members): unknown {
  if (members === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => kept(one, members));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
      const inner = Object.hasOwn(members, name) ? members[name] : undefined;
      return inner === undefined ? [] : [[name, kept(member, inner)]];
    }),
  );
}

/** A result with only the members that the contract lists for its operation. */
export function contractMembers(operation: string, result: HandlerResult): HandlerResult {
  const members = Object.hasOwn(membersByOperation, operation) ? membersByOperation[operation] : undefined;
  if (members === undefined) return result;
  if (result.kind === 'value') return { kind: 'value', value: kept(result.value, members) };
  return { ...result, rows: result.rows.map((row) => kept(row, members)) };
}

import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';

/** What replaces a parameter of the contract that Copper's documented API does not have. */
interface DocumentedParameter {
  /** The documented parameters with the same meaning; an empty object if leaving the parameter out changes no row. */
  readonly sent?: (value: JsonValue) => JsonObject;
  /** The same condition on a raw row, if no documented parameter expresses it; `now` is in Unix seconds. */
  readonly matches?: (row: JsonObject, value: JsonValue, now: number) => boolean;
}

const lower = (value: JsonValue | undefined) =>
  String(value ?? '')
    .trim()
    .toLowerCase();
const list = (value: JsonValue | undefined) =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const same = (field: string): DocumentedParameter => ({
  matches: (row, value) => lower(row[field]) === lower(value),
});
const among = (field: string, missing: JsonValue): DocumentedParameter => ({
  matches: (row, value) => list(value).includes(row[field] ?? missing),
});
const atLeast = (field: string): DocumentedParameter => ({
  matches: (row, value) => typeof row[field] === 'number' && Number(row[field]) >= Number(value),
});
const atMost = (field: string): DocumentedParameter => ({
  matches: (row, value) => typeof row[field] === 'number' && Number(row[field]) <= Number(value),
});
const between = (name: string, field: string): Record<string, DocumentedParameter> => ({
  [`minimum_${name}`]: atLeast(field),
  [`maximum_${name}`]: atMost(field),
});
const renamed = (name: string): DocumentedParameter => ({ sent: (value) => ({ [name]: value }) });
const notSent: DocumentedParameter = { sent: () => ({}) };

const socials: DocumentedParameter = {
  matches: (row, value) =>
    list(row.socials).some(
      (one) => isObject(one) && list(value).some((url) => lower(url) === lower(one.url)),
    ),
};

/** The two forms of the contract's `name`: a string for the exact name, an object for part of it. */
const nameMatches: DocumentedParameter = {
  matches(row, value) {
    if (!isObject(value)) return lower(row.name) === lower(value);
    const partial = list(value.special_value).some((one) => isObject(one) && one.type === 'partial');
    return partial ? lower(row.name).includes(lower(value.value)) : lower(row.name) === lower(value.value);
  },
};

const digits = (value: JsonValue | undefined) => String(value ?? '').replace(/\D/g, '');
const phone: DocumentedParameter = {
  sent: (value) => (list(value).length === 1 ? { phone_number: list(value)[0] ?? null } : {}),
  matches: (row, value) =>
    list(row.phone_numbers).some(
      (one) =>
        isObject(one) &&
        list(value)
          .map(digits)
          .some((wanted) => wanted !== '' && digits(one.number).endsWith(wanted)),
    ),
};

/** In Copper's documentation status 0 is Open, 1 Won, 2 Lost, 3 Abandoned. */
const statusIds = ['Open', 'Won', 'Lost', 'Abandoned'];
const daySeconds = 86_400;

/** Parameters of one search, and what replaces them. */
type DocumentedParameters = Readonly<Record<string, DocumentedParameter>>;

const tables: Readonly<Partial<Record<OperationId, () => DocumentedParameters>>> = {
  searchLeads: () => ({
    first_name: same('first_name'),
    last_name: same('last_name'),
    middle_name: same('middle_name'),
    company_name: same('company_name'),
    title: same('title'),
    socials,
    fields: notSent,
  }),
  searchPeople: () => ({
    phone_numbers: phone,
    title: same('title'),
    ...between('modified_date', 'date_modified'),
    fields: notSent,
  }),
  searchCompanies: () => ({
    email_domain: { sent: (value) => ({ email_domains: [value] }), ...same('email_domain') },
    primary_contact_ids: among('primary_contact_id', -2),
    ...between('modified_date', 'date_modified'),
    fields: notSent,
  }),
  searchOpportunities: () => ({
    statuses: {
      sent: (value) => ({ status_ids: list(value).map((status) => statusIds.indexOf(String(status))) }),
    },
    priorities: among('priority', 'None'),
    minimum_date_stage_changed: renamed('minimum_stage_change_date'),
    maximum_date_stage_changed: renamed('maximum_stage_change_date'),
    company_name: same('company_name'),
    close_date: {
      sent: (value) => ({ minimum_close_date: Number(value) - daySeconds + 1, maximum_close_date: value }),
    },
    ...between('win_probability', 'win_probability'),
    age: { matches: (row, value, now) => now - Number(row.date_created) <= Number(value) },
    fields: notSent,
  }),
  searchTasks: () => ({
    name: nameMatches,
    phrase: nameMatches,
    related_resource: {
      matches: (row, value) =>
        isObject(row.related_resource) &&
        isObject(value) &&
        row.related_resource.id === value.id &&
        row.related_resource.type === value.type,
    },
    priorities: among('priority', 'None'),
    ...between('reminder_date', 'reminder_date'),
    ...between('completed_date', 'completed_date'),
    minimum_close_date: renamed('minimum_created_date'),
    maximum_close_date: renamed('maximum_created_date'),
  }),
  searchActivities: () => ({
    user_ids: among('user_id', null),
  }),
};

/**
 * Parameters that are in the contract but not in Copper's documentation of a search, with what the documentation offers instead
 * (developer.copper.com: the list-…-search page of each record).
 */
export const documentedParameters = (operation: OperationId): DocumentedParameters =>
  tables[operation]?.() ?? {};

import type { HandlerContext, HandlerRequest } from './handler-context.ts';
import { civilDate } from './world/calendar.ts';
import type { Lead, Person } from './world/contact-records.ts';
import { type Opportunity, revenueStatus } from './world/deal-record.ts';
import type { CustomValue } from './world/records.ts';

/** Turns a record of the account into its JSON in a reply, as the settings ask for. */
export type ShapeRow<T> = (row: T, request: HandlerRequest) => object;

interface HasCustomFields {
  custom_fields: CustomValue[];
}

/** A record as it is, with computed values of custom fields when they are requested. */
export function shapeRecord<T extends HasCustomFields>(row: T, { context, query }: HandlerRequest): object {
  const computed = query.get('custom_field_computed_values') === 'true';
  const full = computed
    ? { ...row, custom_fields: row.custom_fields.map((value) => withComputed(value, context)) }
    : row;
  return context.settings.names === 'contract' ? withoutNulls(full) : full;
}

/** A lead, its e-mail address as the `leadEmail` option says. */
export function shapeLead(lead: Lead, request: HandlerRequest): object {
  if (request.context.settings.leadEmail === 'object') return shapeRecord(lead, request);
  return shapeRecord({ ...lead, email: lead.email === null ? [] : [lead.email] }, request);
}

/** A person; with the contract's names, converted leads are plain ids. */
export function shapePerson(person: Person, request: HandlerRequest): object {
  return shapeRecord(withLeads(person, request.context), request);
}

/** A deal, its close date as the `closeDate` option says; the contract has the statuses of revenue pipelines only. */
export function shapeOpportunity(deal: Opportunity, request: HandlerRequest): object {
  const { context } = request;
  const close_date = deal.close_date === null ? null : closeDate(deal.close_date, context);
  const status = context.settings.names === 'contract' ? revenueStatus(deal) : deal.status;
  return shapeRecord({ ...withLeads(deal, context), close_date, status }, request);
}

/** With the contract's names, converted leads are of the contract's type, too: plain ids. */
function withLeads<T extends Pick<Person, 'leads_converted_from'>>(row: T, { settings }: HandlerContext) {
  if (settings.names !== 'contract') return row;
  return { ...row, leads_converted_from: row.leads_converted_from.map((origin) => origin.lead_id) };
}

function closeDate(seconds: number, { settings, index }: HandlerContext): number | string {
  if (settings.closeDate === 'seconds') return seconds;
  const { year, month, date } = civilDate(index.calendar.dayOf(seconds));
  return settings.closeDate === 'm/d/y' ? `${month}/${date}/${year}` : `${date}/${month}/${year}`;
}

/** Adds `computed_value`: the names of options, or the value itself. */
function withComputed(slot: CustomValue, { index }: HandlerContext): object {
  const { custom_field_definition_id, value } = slot;
  const options = index.customField(custom_field_definition_id)?.options ?? [];
  const text = (id: number): string | number => options.find((option) => option.id === id)?.name ?? id;
  const computed = typeof value === 'number' ? text(value) : Array.isArray(value) ? value.map(text) : value;
  return { custom_field_definition_id, value, computed_value: computed };
}

/** The row without null members at any depth, except `value`: the contract allows few of them. */
export function withoutNulls(row: object): object {
  const kept: Record<string, unknown> = {};
  const members: readonly [string, unknown][] = Object.entries(row);
  for (const [name, member] of members) {
    if (member === null && name !== 'value') continue;
    kept[name] = Array.isArray(member) ? member.map(cleaned) : cleaned(member);
  }
  return kept;
}

function cleaned(member: unknown): unknown {
  return typeof member === 'object' && member !== null ? withoutNulls(member) : member;
}

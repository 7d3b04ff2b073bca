import type { HandlerContext, HandlerRequest } from './handler-context.ts';
import { civilDate } from './world/calendar.ts';
import type { Lead, Person } from './world/contact-records.ts';
import { type Opportunity, revenueStatuses, statusNumber } from './world/deal-record.ts';
import type { CustomValue } from './world/records.ts';

/** Turns the world's records into what the wire carries under the account's switches. */
export type ShapeRow<T> = (row: T, request: HandlerRequest) => object;

interface Customised {
  custom_fields: CustomValue[];
}

/** A record as it is, with computed values when they are asked for. */
export function shapeRecord<T extends Customised>(row: T, request: HandlerRequest): object {
  return finish(row, row.custom_fields, request);
}

export function shapeLead(lead: Lead, request: HandlerRequest): object {
  const flat = request.context.settings.leadEmail === 'object';
  return finish(
    flat ? lead : { ...lead, email: lead.email === null ? [] : [lead.email] },
    lead.custom_fields,
    request,
  );
}

export function shapePerson(person: Person, request: HandlerRequest): object {
  return finish(withLeads(person, request.context), person.custom_fields, request);
}

/** The contract knows the words of pipelines that earn money only. */
export function shapeOpportunity(deal: Opportunity, request: HandlerRequest): object {
  const close_date = deal.close_date === null ? null : closeDate(deal.close_date, request.context);
  const known =
    request.context.settings.names === 'contract' ? revenueStatuses[statusNumber(deal.status)] : deal.status;
  return finish(
    { ...withLeads(deal, request.context), close_date, status: known },
    deal.custom_fields,
    request,
  );
}

/** Under the contract's names the wire also keeps the contract's type: plain lead ids. */
function withLeads<T extends Pick<Person, 'leads_converted_from'>>(
  row: T,
  context: HandlerContext,
): T | object {
  if (context.settings.names !== 'contract') return row;
  return { ...row, leads_converted_from: row.leads_converted_from.map((origin) => origin.lead_id) };
}

function closeDate(seconds: number, { settings, index }: HandlerContext): number | string {
  if (settings.closeDate === 'seconds') return seconds;
  const { year, month, date } = civilDate(index.calendar.dayOf(seconds));
  return settings.closeDate === 'm/d/y' ? `${month}/${date}/${year}` : `${date}/${month}/${year}`;
}

function finish(row: object, values: readonly CustomValue[], request: HandlerRequest): object {
  const computed = request.query.get('custom_field_computed_values') === 'true';
  const full = computed
    ? { ...row, custom_fields: values.map((value) => withComputed(value, request.context)) }
    : row;
  return request.context.settings.names === 'contract' ? withoutNulls(full) : full;
}

/** Labels in place of option ids; other types repeat the value. */
function withComputed(slot: CustomValue, { index }: HandlerContext): object {
  const { custom_field_definition_id, value } = slot;
  const options = index.fields.get(custom_field_definition_id)?.options ?? [];
  const text = (id: number): string | number => options.find((option) => option.id === id)?.name ?? id;
  const computed = typeof value === 'number' ? text(value) : Array.isArray(value) ? value.map(text) : value;
  return { custom_field_definition_id, value, computed_value: computed };
}

/** The contract calls few members nullable and fewer required, so there a null is left out instead. */
export function withoutNulls(row: object): object {
  const kept: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(row)) {
    if (member === null && name !== 'value') continue;
    kept[name] = Array.isArray(member) ? member.map(cleaned) : cleaned(member);
  }
  return kept;
}

function cleaned(member: unknown): unknown {
  return typeof member === 'object' && member !== null ? withoutNulls(member) : member;
}

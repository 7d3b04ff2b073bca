import type { Ask, Scene } from './scene.ts';
import { civil } from './world/calendar.ts';
import type { Lead, Person } from './world/contact-records.ts';
import { type Opportunity, REVENUE_STATUSES, statusNumber } from './world/deal-record.ts';
import type { CustomValue } from './world/records.ts';

/** Turns the world's records into what the wire carries under the account's switches. */
export type Shape<T> = (row: T, ask: Ask) => object;

interface Customised {
  custom_fields: CustomValue[];
}

/** A record as it is, with computed values when they are asked for. */
export function shapeRecord<T extends Customised>(row: T, ask: Ask): object {
  return finish(row, row.custom_fields, ask);
}

export function shapeLead(lead: Lead, ask: Ask): object {
  const flat = ask.scene.settings.leadEmail === 'object';
  return finish(
    flat ? lead : { ...lead, email: lead.email === null ? [] : [lead.email] },
    lead.custom_fields,
    ask,
  );
}

export function shapePerson(person: Person, ask: Ask): object {
  return finish(withLeads(person, ask.scene), person.custom_fields, ask);
}

/** The contract knows the words of pipelines that earn money only. */
export function shapeOpportunity(deal: Opportunity, ask: Ask): object {
  const close_date = deal.close_date === null ? null : closeDate(deal.close_date, ask.scene);
  const known =
    ask.scene.settings.names === 'contract' ? REVENUE_STATUSES[statusNumber(deal.status)] : deal.status;
  return finish({ ...withLeads(deal, ask.scene), close_date, status: known }, deal.custom_fields, ask);
}

/** Under the contract's names the wire also keeps the contract's type: plain lead ids. */
function withLeads<T extends Pick<Person, 'leads_converted_from'>>(row: T, scene: Scene): T | object {
  if (scene.settings.names !== 'contract') return row;
  return { ...row, leads_converted_from: row.leads_converted_from.map((origin) => origin.lead_id) };
}

function closeDate(seconds: number, { settings, index }: Scene): number | string {
  if (settings.closeDate === 'seconds') return seconds;
  const { year, month, date } = civil(index.calendar.dayOf(seconds));
  return settings.closeDate === 'm/d/y' ? `${month}/${date}/${year}` : `${date}/${month}/${year}`;
}

function finish(row: object, values: readonly CustomValue[], ask: Ask): object {
  const computed = ask.query.get('custom_field_computed_values') === 'true';
  const full = computed
    ? { ...row, custom_fields: values.map((value) => withComputed(value, ask.scene)) }
    : row;
  return ask.scene.settings.names === 'contract' ? withoutNulls(full) : full;
}

/** Labels in place of option ids; other types repeat the value. */
function withComputed(slot: CustomValue, { index }: Scene): object {
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

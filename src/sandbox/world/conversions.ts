import { monthBefore, secondsPerDay } from './calendar.ts';
import type { Lead, Person } from './contact-records.ts';
import { firstUnplanned } from './deal-plans.ts';
import type { AccountRecords, Opportunity } from './deal-record.ts';
import type { GeneratorContext } from './generator-context.ts';
import { accountLeadStatuses } from './lists.ts';

/**
 * Converts every seventh lead to a person, and every second of those to a deal created at that moment; both refer to the
 * lead. Three more become deals last month.
 */
export function convertLeads(context: GeneratorContext, account: AccountRecords): void {
  const { leads, people, opportunities } = account;
  const byId = new Map(people.map((person) => [person.id, person]));
  const free = opportunities
    .slice(firstUnplanned)
    .filter((deal) => deal.pipeline_is_revenue)
    .sort((a, b) => a.date_created - b.date_created);
  const contactOf = (deal: Opportunity | undefined): Person | undefined =>
    byId.get(deal?.primary_contact_id ?? 0);
  for (const { lead, deal } of lastMonth(context, leads, free)) {
    const person = contactOf(deal);
    if (person !== undefined) markConverted(lead, deal.date_created, person, deal);
  }
  leads.forEach((lead, index) => {
    if (index % 7 !== 3) return;
    const soonest = lead.date_created + ((index % 20) + 1) * secondsPerDay;
    const deal = index % 2 === 0 ? undefined : take(free, (one) => one.date_created >= soonest);
    const person = contactOf(deal) ?? people[index * 2 + 1];
    const at = deal?.date_created ?? Math.min(context.now - 60, soonest);
    if (person !== undefined) markConverted(lead, at, person, deal);
  });
}

/** Three deals created last month, each with a lead created in the ten weeks before. */
function lastMonth(
  { today, calendar }: GeneratorContext,
  leads: readonly Lead[],
  free: Opportunity[],
): { lead: Lead; deal: Opportunity }[] {
  const { from, until } = monthBefore(today, calendar);
  const left = leads.filter((_, index) => index % 7 === 5);
  return [0, 1, 2].flatMap(() => {
    const deal = take(
      free,
      ({ date_created: at, primary_contact_id }) => at >= from && at < until && primary_contact_id !== null,
    );
    const made = deal?.date_created ?? 0;
    const lead = take(
      left,
      ({ date_created: at }) => at < made - secondsPerDay && at > made - 70 * secondsPerDay,
    );
    return deal === undefined || lead === undefined ? [] : [{ lead, deal }];
  });
}

/** Removes the first matching item from a list and returns it. */
function take<T>(list: T[], matches: (one: T) => boolean): T | undefined {
  const at = list.findIndex(matches);
  return at < 0 ? undefined : list.splice(at, 1)[0];
}

function markConverted(lead: Lead, at: number, person: Person, deal: Opportunity | undefined): void {
  const qualified = accountLeadStatuses.find((status) => status.name === 'Qualified');
  lead.status = qualified?.name ?? lead.status;
  lead.status_id = qualified?.id ?? lead.status_id;
  lead.converted_at = at;
  lead.date_modified = Math.max(lead.date_modified, at);
  lead.converted_contact_id = person.id;
  const origin = { lead_id: lead.id, converted_timestamp: at };
  person.leads_converted_from.push(origin);
  person.date_lead_created = lead.date_created;
  if (deal === undefined) return;
  lead.company_name = deal.company_name;
  lead.converted_opportunity_id = deal.id;
  deal.leads_converted_from.push(origin);
  deal.date_lead_created = lead.date_created;
}

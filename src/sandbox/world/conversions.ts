import type { Lead, Person } from './contact-records.ts';
import type { Opportunity } from './deal-record.ts';
import type { Ground } from './ground.ts';
import { LEAD_STATUSES } from './lists.ts';

const DAY = 86_400;

/** Every seventh lead became a person, and every second of those a deal too; both remember it. */
export function convert(
  ground: Ground,
  leads: readonly Lead[],
  people: readonly Person[],
  deals: readonly Opportunity[],
): void {
  const qualified = LEAD_STATUSES.find((status) => status.name === 'Qualified');
  leads.forEach((lead, index) => {
    const person = people[index * 2 + 1];
    if (index % 7 !== 3 || person === undefined || qualified === undefined) return;
    lead.converted_at = Math.min(ground.now - 60, lead.date_created + ((index % 20) + 1) * DAY);
    lead.converted_contact_id = person.id;
    lead.status = qualified.name;
    lead.status_id = qualified.id;
    const origin = { lead_id: lead.id, converted_timestamp: lead.converted_at };
    person.leads_converted_from.push(origin);
    person.date_lead_created = lead.date_created;
    const deal = deals[index + 20];
    if (index % 2 === 0 || deal === undefined) return;
    lead.converted_opportunity_id = deal.id;
    deal.leads_converted_from.push(origin);
    deal.date_lead_created = lead.date_created;
  });
}

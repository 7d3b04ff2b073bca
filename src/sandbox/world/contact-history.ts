import type { Lead, Person } from './contact-records.ts';
import type { Opportunity } from './deal-record.ts';
import { accountActivityTypes } from './lists.ts';
import { type Activity, type Company, type EntityType, recordKey } from './records.ts';

const interactionTypes = new Set(
  accountActivityTypes.filter((type) => type.count_as_interaction).map((type) => type.id),
);

/** Who has been talked to: everything that carries an interaction count. */
interface Contacted {
  leads: readonly Lead[];
  people: readonly Person[];
  opportunities: readonly Opportunity[];
  companies: readonly Company[];
}

/**
 * Writes interaction counts and last-contact dates from the activities, so that records and feed agree.
 *
 * Returns the last contact of companies by id, their people's included: a company record has no such field,
 * yet it can be filtered and sorted by it.
 */
export function recordInteractions(activities: readonly Activity[], all: Contacted): Map<number, number> {
  const counts = new Map<number, number>();
  const latest = new Map<number, number>();
  for (const { parent, type, activity_date } of activities) {
    if (type.category === 'system' || !interactionTypes.has(type.id)) continue;
    const key = recordKey(parent.type, parent.id);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (!latest.has(key)) latest.set(key, activity_date);
  }
  const mark = (type: EntityType, row: Lead | Person | Opportunity): void => {
    const key = recordKey(type, row.id);
    row.interaction_count = counts.get(key) ?? 0;
    row.date_last_contacted = latest.get(key) ?? null;
  };
  for (const lead of all.leads) mark('lead', lead);
  for (const person of all.people) mark('person', person);
  for (const deal of all.opportunities) mark('opportunity', deal);
  const companyContact = new Map<number, number>();
  for (const company of all.companies) {
    const key = recordKey('company', company.id);
    company.interaction_count = counts.get(key) ?? 0;
    const own = latest.get(key);
    if (own !== undefined) companyContact.set(company.id, own);
  }
  for (const { company_id, date_last_contacted } of all.people) {
    if (company_id === null || date_last_contacted === null) continue;
    companyContact.set(company_id, Math.max(date_last_contacted, companyContact.get(company_id) ?? 0));
  }
  return companyContact;
}

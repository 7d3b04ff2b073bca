import type { Lead, Person } from './contact-records.ts';
import type { AccountRecords, Opportunity } from './deal-record.ts';
import { nonInteractionTypes } from './lists.ts';
import { type EntityType, recordKey } from './records.ts';

/**
 * Writes the interaction counts and last-contact dates that follow from the activities (newest first) into the records.
 *
 * Returns the last contact with each company or its people, in Unix seconds by company id: companies can be filtered and
 * sorted by it, although they have no such field.
 */
export function recordInteractions(account: AccountRecords): Map<number, number> {
  const found = new Map<number, { count: number; latest: number }>();
  for (const { parent, type, activity_date } of account.activities) {
    if (type.category === 'system' || nonInteractionTypes.has(type.id)) continue;
    const key = recordKey(parent.type, parent.id);
    const known = found.get(key);
    if (known === undefined) found.set(key, { count: 1, latest: activity_date });
    else known.count += 1;
  }
  const write = (type: EntityType, row: Lead | Person | Opportunity): void => {
    const known = found.get(recordKey(type, row.id));
    row.interaction_count = known?.count ?? 0;
    row.date_last_contacted = known?.latest ?? null;
  };
  for (const lead of account.leads) write('lead', lead);
  for (const person of account.people) write('person', person);
  for (const deal of account.opportunities) write('opportunity', deal);
  const companyContact = new Map<number, number>();
  for (const company of account.companies) {
    const known = found.get(recordKey('company', company.id));
    company.interaction_count = known?.count ?? 0;
    if (known !== undefined) companyContact.set(company.id, known.latest);
  }
  for (const { company_id, date_last_contacted } of account.people) {
    if (company_id === null || date_last_contacted === null) continue;
    companyContact.set(company_id, Math.max(date_last_contacted, companyContact.get(company_id) ?? 0));
  }
  return companyContact;
}

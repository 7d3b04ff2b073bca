import type { ActivitySubject } from './activities.ts';
import { peopleByCompany } from './contacts.ts';
import { setCustomValue } from './custom-fields.ts';
import type { AccountRecords } from './deal-record.ts';
import { type GeneratorContext, topicRandom } from './generator-context.ts';
import type { Company, EntityReference } from './records.ts';
import { accountUsers } from './users.ts';

/** Two related records; the relation works in both directions. */
export type Connection = readonly [EntityReference, EntityReference];

/** Connects some deals and partner companies, in both directions, through the two Connect fields. */
export function connectPartners(context: GeneratorContext, account: AccountRecords): void {
  const random = topicRandom(context, 8);
  const partners = new Map<Company, number[]>();
  for (const deal of account.opportunities) {
    if (!random.chance(0.1)) continue;
    const partner = random.pick(account.companies);
    setCustomValue(deal.custom_fields, 'Partner', [partner.id]);
    partners.set(partner, [...(partners.get(partner) ?? []), deal.id]);
  }
  for (const [company, ids] of partners) setCustomValue(company.custom_fields, 'Partner of', ids);
}

/** All relations of the account; the people of a deal are its primary contact and sometimes a colleague. */
export function generateConnections(context: GeneratorContext, account: AccountRecords): Connection[] {
  const { opportunities, people, tasks, projects } = account;
  const random = topicRandom(context, 9);
  const colleagues = peopleByCompany(people);
  const found: Connection[] = [];
  for (const { id, company_id } of people) {
    if (company_id !== null) found.push([at('person', id), at('company', company_id)]);
  }
  for (const { id, company_id, primary_contact_id } of opportunities) {
    if (company_id !== null) found.push([at('opportunity', id), at('company', company_id)]);
    const team = new Set(primary_contact_id === null ? [] : [primary_contact_id]);
    const others = company_id === null ? [] : (colleagues.get(company_id) ?? []);
    if (others.length > 0 && random.chance(0.3)) team.add(random.pick(others).id);
    for (const person of team) found.push([at('opportunity', id), at('person', person)]);
  }
  for (const { id, related_resource } of tasks) {
    if (related_resource?.id == null || related_resource.type === null) continue;
    found.push([at('task', id), at(related_resource.type, related_resource.id)]);
  }
  for (const { id, related_resource } of projects) found.push([at('project', id), related_resource]);
  return found;
}

/**
 * The ids of the users who follow a record, by its type and id as in `opportunity 2827698`: half of the records are followed
 * by their owner, one in ten by the first user.
 */
export function generateFollowers(context: GeneratorContext, all: readonly ActivitySubject[]) {
  const random = topicRandom(context, 10);
  const found = new Map<string, Set<number>>();
  for (const { type, id, assignee_id } of all) {
    const set = new Set<number>();
    if (assignee_id !== null && random.chance(0.5)) set.add(assignee_id);
    if (random.chance(0.1) && accountUsers[0] !== undefined) set.add(accountUsers[0].id);
    if (set.size > 0) found.set(`${type} ${id}`, set);
  }
  return found;
}

function at(type: EntityReference['type'], id: number): EntityReference {
  return { id, type };
}

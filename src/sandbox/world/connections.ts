import type { Person } from './contact-records.ts';
import { setCustomValue } from './custom-values.ts';
import type { Opportunity } from './deal-record.ts';
import { type Ground, stream } from './ground.ts';
import { byCompany } from './people.ts';
import type { Company, Pointer, Project, Task } from './records.ts';

/** Two records that know each other, in either direction. */
export type Connection = readonly [Pointer, Pointer];

/** Connects some deals with a partner company, and the company back, through the two Connect fields. */
export function connectPartners(
  ground: Ground,
  deals: readonly Opportunity[],
  companies: readonly Company[],
): void {
  const random = stream(ground, 8);
  const partners = new Map<Company, number[]>();
  for (const deal of deals) {
    if (!random.chance(0.1)) continue;
    const partner = random.pick(companies);
    setCustomValue(deal.custom_fields, 'Partner', [partner.id]);
    partners.set(partner, [...(partners.get(partner) ?? []), deal.id]);
  }
  for (const [company, ids] of partners) setCustomValue(company.custom_fields, 'Partner of', ids);
}

/** All relations of the account; a deal's people are its primary contact and sometimes one more colleague. */
export function connections(
  ground: Ground,
  deals: readonly Opportunity[],
  people: readonly Person[],
  tasks: readonly Task[],
  projects: readonly Project[],
): Connection[] {
  const random = stream(ground, 9);
  const colleagues = byCompany(people);
  const found: Connection[] = [];
  for (const { id, company_id } of people) {
    if (company_id !== null) found.push([at('person', id), at('company', company_id)]);
  }
  for (const { id, company_id, primary_contact_id } of deals) {
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

function at(type: Pointer['type'], id: number): Pointer {
  return { id, type };
}

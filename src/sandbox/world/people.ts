import { randomAddress, randomPhones, randomSocials, randomWebsites } from './contact-details.ts';
import type { Person } from './contact-records.ts';
import { randomCustomValues } from './custom-values.ts';
import { duplicatePeople } from './duplicates.ts';
import { type GeneratorContext, randomDates, topicRandom } from './generator-context.ts';
import { accountContactTypes } from './lists.ts';
import { firstNames, jobTitles, lastNames, toAscii } from './names.ts';
import { accountTags, randomDetails } from './phrases.ts';
import type { Company, Email } from './records.ts';
import { randomOwner } from './users.ts';

/** The first person of a known company, whatever the seed: tests and demos look for them by name. */
const knownContacts: Readonly<Record<string, readonly [first: string, last: string, email: string]>> = {
  'Acme Robotics': ['Jane', 'Cooper', 'jane@acme-robotics.example'],
};

/** All people, nine in ten of them at a company; the first of a company usually becomes its primary contact. */
export function generatePeople(context: GeneratorContext, companies: readonly Company[]): Person[] {
  const random = topicRandom(context, 2);
  const taken = new Set<string>();
  const mailbox = (name: string, domain: string): Email[] => {
    const local = toAscii(name).replaceAll(' ', '.');
    let email = `${local}@${domain}`;
    for (let number = 2; taken.has(email); number++) email = `${local}${number}@${domain}`;
    taken.add(email);
    return [{ email, category: random.pick(['work', 'personal', 'other']) }];
  };
  const found = Array.from({ length: context.size.people }, (_, index): Person => {
    const company =
      index < companies.length ? companies[index] : random.chance(0.87) ? random.pick(companies) : null;
    const first = random.pick(firstNames);
    const last = random.chance(0.98) ? random.pick(lastNames) : null;
    const known = index < companies.length ? knownContacts[company?.name ?? ''] : undefined;
    const [first_name, last_name, email] = known ?? [first, last];
    const name = last_name === null ? first_name : `${first_name} ${last_name}`;
    const id = 8_900_001 + index * 15;
    if (company && company.primary_contact_id === null && random.chance(0.9)) company.primary_contact_id = id;
    const person: Person = {
      id,
      name,
      prefix: random.chance(0.05) ? 'Dr.' : null,
      first_name,
      middle_name: random.chance(0.05) ? 'J.' : null,
      last_name,
      suffix: null,
      address: randomAddress(random),
      assignee_id: randomOwner(random),
      company_id: company?.id ?? null,
      company_name: company?.name ?? null,
      contact_type_id: random.pick(accountContactTypes).id,
      details: randomDetails(random),
      emails: random.chance(0.92) ? mailbox(name, company?.email_domain ?? 'mail.example') : [],
      phone_numbers: randomPhones(random),
      socials: randomSocials(random, toAscii(name).replaceAll(' ', '-')),
      tags: random.chance(0.4) ? random.some(accountTags, 3) : [],
      title: random.chance(0.8) ? random.pick(jobTitles) : random.pick(['', null]),
      websites: randomWebsites(random, 'people.example'),
      custom_fields: randomCustomValues('person', random, context),
      ...randomDates(context, random, 1000),
      date_last_contacted: null,
      interaction_count: 0,
      leads_converted_from: [],
      date_lead_created: null,
    };
    if (email !== undefined) person.emails = [{ email, category: 'work' }];
    return person;
  });
  duplicatePeople(found, companies.length);
  return found;
}

/** The people by company id, in the order of the list; those without a company under null. */
export function peopleByCompany(people: readonly Person[]): Map<number | null, Person[]> {
  const found = new Map<number | null, Person[]>();
  for (const person of people) {
    const team = found.get(person.company_id);
    if (team === undefined) found.set(person.company_id, [person]);
    else team.push(person);
  }
  return found;
}

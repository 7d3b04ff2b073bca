import type { Person } from './contact-records.ts';
import { phones, socials, websites } from './contacts.ts';
import { customValues } from './custom-values.ts';
import { copyPeople } from './duplicates.ts';
import { dated, type Ground, stream } from './ground.ts';
import { CONTACT_TYPES } from './lists.ts';
import { ascii, FIRST_NAMES, LAST_NAMES, TITLES } from './people-names.ts';
import { details, TAGS } from './phrases.ts';
import { address } from './places.ts';
import type { Company, Email } from './records.ts';
import { owner } from './users.ts';

/** People every account has at a known company, as its first contact: scenarios ask for them by name. */
const KNOWN_CONTACTS: Readonly<Record<string, readonly [first: string, last: string, email: string]>> = {
  'Acme Robotics': ['Jane', 'Cooper', 'jane@acme-robotics.example'],
};

/** All people, nine in ten of them at a company; the first at each company becomes its primary contact. */
export function people(ground: Ground, companies: readonly Company[]): Person[] {
  const random = stream(ground, 2);
  const taken = new Set<string>();
  const mailbox = (name: string, domain: string): Email[] => {
    const local = ascii(name).replaceAll(' ', '.');
    let email = `${local}@${domain}`;
    for (let more = 2; taken.has(email); more++) email = `${local}${more}@${domain}`;
    taken.add(email);
    return [{ email, category: random.pick(['work', 'personal', 'other']) }];
  };
  const found = Array.from({ length: ground.size.people }, (_, index): Person => {
    const company =
      index < companies.length ? companies[index] : random.chance(0.87) ? random.pick(companies) : null;
    const first = random.pick(FIRST_NAMES);
    const last = random.chance(0.98) ? random.pick(LAST_NAMES) : null;
    const known = index < companies.length ? KNOWN_CONTACTS[company?.name ?? ''] : undefined;
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
      address: address(random),
      assignee_id: owner(random),
      company_id: company?.id ?? null,
      company_name: company?.name ?? null,
      contact_type_id: random.pick(CONTACT_TYPES).id,
      details: details(random),
      emails: random.chance(0.92) ? mailbox(name, company?.email_domain ?? 'mail.example') : [],
      phone_numbers: phones(random),
      socials: socials(random, ascii(name).replaceAll(' ', '-')),
      tags: random.chance(0.4) ? random.some(TAGS, 3) : [],
      title: random.chance(0.8) ? random.pick(TITLES) : random.pick(['', null]),
      websites: websites(random, 'people.example'),
      custom_fields: customValues('person', random, ground),
      ...dated(ground, random, 1000),
      date_last_contacted: null,
      interaction_count: 0,
      leads_converted_from: [],
      date_lead_created: null,
    };
    if (email !== undefined) person.emails = [{ email, category: 'work' }];
    return person;
  });
  copyPeople(found, companies.length);
  return found;
}

/** The people of each company, the primary contact's candidate first. */
export function byCompany(people: readonly Person[]): Map<number | null, Person[]> {
  const found = new Map<number | null, Person[]>();
  for (const person of people) {
    const team = found.get(person.company_id);
    if (team === undefined) found.set(person.company_id, [person]);
    else team.push(person);
  }
  return found;
}

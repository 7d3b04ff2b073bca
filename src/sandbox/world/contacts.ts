import { randomAddress, randomPhones, randomSocials, randomWebsites } from './contact-details.ts';
import type { Lead, Person } from './contact-records.ts';
import { optionId, randomCustomValues, setCustomValue } from './custom-fields.ts';
import { duplicateCompanies, duplicatePeople, respellNames } from './duplicates.ts';
import { type GeneratorContext, randomDates, topicRandom } from './generator-context.ts';
import { accountContactTypes, accountCustomerSources, accountLeadStatuses } from './lists.ts';
import { randomMoney } from './money.ts';
import type { Company, Email } from './records.ts';
import { randomOwner } from './users.ts';
import {
  accountTags,
  firstNames,
  generateCompanyNames,
  jobTitles,
  lastNames,
  randomDetails,
  toAscii,
} from './words.ts';

/** The industries of known companies, whatever the seed. */
const knownIndustries: Readonly<Record<string, string>> = { 'Umbrella Health': 'Healthcare' };

/** All companies, still without the primary contacts and interaction counts that people and activities add. */
export function generateCompanies(context: GeneratorContext): Company[] {
  const random = topicRandom(context, 1);
  const names = respellNames(generateCompanyNames(context.size.companies, random));
  const found = names.map((name, index): Company => {
    const slug = toAscii(name).replaceAll(' ', '-').replaceAll('--', '-');
    const domain = `${slug}.example`;
    return {
      id: 9_607_580 + index * 19,
      name,
      address: randomAddress(random),
      assignee_id: randomOwner(random),
      contact_type_id: random.chance(0.9) ? random.pick(accountContactTypes).id : null,
      details: randomDetails(random),
      email_domain: random.chance(0.9) ? domain : null,
      phone_numbers: randomPhones(random),
      primary_contact_id: null,
      socials: randomSocials(random, slug),
      tags: random.chance(0.5) ? random.some(accountTags, 3) : [],
      websites: randomWebsites(random, domain),
      custom_fields: randomCustomValues('company', random, context),
      interaction_count: 0,
      ...randomDates(context, random, 1100),
    };
  });
  for (const { name, custom_fields } of found) {
    const industry = knownIndustries[name];
    if (industry !== undefined) setCustomValue(custom_fields, 'Industry', optionId('Industry', industry));
  }
  duplicateCompanies(found);
  return found;
}

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

/** All leads; their ids overlap with those of people, and one in ten has the whole name in `first_name`. */
export function generateLeads(context: GeneratorContext, companyNames: readonly string[]): Lead[] {
  const random = topicRandom(context, 3);
  return Array.from({ length: context.size.leads }, (_, index) => {
    const whole = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
    const [first = whole, last = null] = random.chance(0.1) ? [whole] : whole.split(' ');
    const slug = toAscii(whole).replaceAll(' ', '.');
    const status = random.pick(accountLeadStatuses);
    const mail = { email: `${slug}${index}@prospect.example`, category: 'work' };
    const { date_created, date_modified } = randomDates(context, random, 400);
    return {
      id: 8_900_001 + index * 25,
      name: whole,
      prefix: null,
      first_name: first,
      last_name: last,
      middle_name: null,
      suffix: null,
      address: randomAddress(random),
      assignee_id: randomOwner(random),
      company_name: random.chance(0.8) ? random.pick(companyNames) : random.pick([null, '']),
      customer_source_id: random.chance(0.85) ? random.pick(accountCustomerSources).id : null,
      details: randomDetails(random),
      email: random.chance(0.85) ? mail : null,
      interaction_count: 0,
      ...randomMoney(random, 1000, 60_000),
      socials: randomSocials(random, slug),
      status: status.name,
      status_id: status.id,
      tags: random.chance(0.4) ? random.some(accountTags, 3) : [],
      title: random.chance(0.7) ? random.pick(jobTitles) : null,
      websites: randomWebsites(random, 'prospect.example'),
      phone_numbers: randomPhones(random),
      custom_fields: randomCustomValues('lead', random, context),
      date_created,
      date_modified,
      date_last_contacted: null,
      converted_opportunity_id: null,
      converted_contact_id: null,
      converted_at: null,
    };
  });
}

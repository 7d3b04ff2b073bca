import type { Lead } from './contact-records.ts';
import { phones, socials, websites } from './contacts.ts';
import { customValues } from './custom-values.ts';
import { dated, type Ground, stream } from './ground.ts';
import { CUSTOMER_SOURCES, LEAD_STATUSES } from './lists.ts';
import { money } from './money.ts';
import { ascii, FIRST_NAMES, LAST_NAMES, TITLES } from './people-names.ts';
import { details, TAGS } from './phrases.ts';
import { address } from './places.ts';
import { owner } from './users.ts';

/** All leads, whose first id is also a person's; some hold the whole name in the first name. */
export function leads(ground: Ground, companyNames: readonly string[]): Lead[] {
  const random = stream(ground, 3);
  return Array.from({ length: ground.size.leads }, (_, index) => {
    const whole = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    const [first = whole, last = null] = random.chance(0.1) ? [whole] : whole.split(' ');
    const slug = ascii(whole).replaceAll(' ', '.');
    const status = random.pick(LEAD_STATUSES);
    const mail = { email: `${slug}${index}@prospect.example`, category: 'work' };
    const { date_created, date_modified } = dated(ground, random, 400);
    return {
      id: 8_900_001 + index * 25,
      name: whole,
      prefix: null,
      first_name: first,
      last_name: last,
      middle_name: null,
      suffix: null,
      address: address(random),
      assignee_id: owner(random),
      company_name: random.chance(0.8) ? random.pick(companyNames) : random.pick([null, '']),
      customer_source_id: random.chance(0.85) ? random.pick(CUSTOMER_SOURCES).id : null,
      details: details(random),
      email: random.chance(0.85) ? mail : null,
      interaction_count: 0,
      ...money(random, 1000, 60_000),
      socials: socials(random, slug),
      status: status.name,
      status_id: status.id,
      tags: random.chance(0.4) ? random.some(TAGS, 3) : [],
      title: random.chance(0.7) ? random.pick(TITLES) : null,
      websites: websites(random, 'prospect.example'),
      phone_numbers: phones(random),
      custom_fields: customValues('lead', random, ground),
      date_created,
      date_modified,
      date_last_contacted: null,
      converted_opportunity_id: null,
      converted_contact_id: null,
      converted_at: null,
    };
  });
}

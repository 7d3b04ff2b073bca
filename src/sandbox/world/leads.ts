import { randomAddress, randomPhones, randomSocials, randomWebsites } from './contact-details.ts';
import type { Lead } from './contact-records.ts';
import { randomCustomValues } from './custom-values.ts';
import { type GeneratorContext, randomDates, topicRandom } from './generator-context.ts';
import { accountCustomerSources, accountLeadStatuses } from './lists.ts';
import { randomMoney } from './money.ts';
import { firstNames, jobTitles, lastNames, toAscii } from './names.ts';
import { accountTags, randomDetails } from './phrases.ts';
import { randomOwner } from './users.ts';

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

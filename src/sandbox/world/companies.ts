import { randomAddress, randomPhones, randomSocials, randomWebsites } from './contact-details.ts';
import { optionId, randomCustomValues, setCustomValue } from './custom-values.ts';
import { duplicateCompanies, respellNames } from './duplicates.ts';
import { type GeneratorContext, randomDates, topicRandom } from './generator-context.ts';
import { accountContactTypes } from './lists.ts';
import { generateCompanyNames, toAscii } from './names.ts';
import { accountTags, randomDetails } from './phrases.ts';
import type { Company } from './records.ts';
import { randomOwner } from './users.ts';

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

import { companyNames } from './company-names.ts';
import { phones, socials, websites } from './contacts.ts';
import { customValues, optionId, setCustomValue } from './custom-values.ts';
import { copyCompanies, respell } from './duplicates.ts';
import { dated, type Ground, stream } from './ground.ts';
import { CONTACT_TYPES } from './lists.ts';
import { ascii } from './people-names.ts';
import { details, TAGS } from './phrases.ts';
import { address } from './places.ts';
import type { Company } from './records.ts';
import { owner } from './users.ts';

/** Industries that known companies have, whatever the seed. */
const KNOWN_INDUSTRIES: Readonly<Record<string, string>> = { 'Umbrella Health': 'Healthcare' };

/** All companies; primary contacts and last contacts come later, from people and activities. */
export function companies(ground: Ground): Company[] {
  const random = stream(ground, 1);
  const names = respell(companyNames(ground.size.companies, random));
  const found = names.map((name, index): Company => {
    const slug = ascii(name).replaceAll(' ', '-').replaceAll('--', '-');
    const domain = `${slug}.example`;
    return {
      id: 9_607_580 + index * 19,
      name,
      address: address(random),
      assignee_id: owner(random),
      contact_type_id: random.chance(0.9) ? random.pick(CONTACT_TYPES).id : null,
      details: details(random),
      email_domain: random.chance(0.9) ? domain : null,
      phone_numbers: phones(random),
      primary_contact_id: null,
      socials: socials(random, slug),
      tags: random.chance(0.5) ? random.some(TAGS, 3) : [],
      websites: websites(random, domain),
      custom_fields: customValues('company', random, ground),
      interaction_count: 0,
      ...dated(ground, random, 1100),
    };
  });
  for (const { name, custom_fields } of found) {
    const industry = KNOWN_INDUSTRIES[name];
    if (industry !== undefined) setCustomValue(custom_fields, 'Industry', optionId('Industry', industry));
  }
  copyCompanies(found);
  return found;
}

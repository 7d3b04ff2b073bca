import { asList } from '../read-value.ts';
import { shapePerson } from '../shape.ts';
import type { Person } from '../world/contact-records.ts';
import { customFields } from './custom-field-filter.ts';
import { type Filter, filter, inContract, inDocs } from './filter.ts';
import { followed } from './followed-filter.ts';
import { ids, idsOrNone, readIds } from './id-filters.ts';
import { phone } from './phone-filter.ts';
import { age, betweenDates, interactions } from './range-filters.ts';
import { type Search, SORTABLE } from './search.ts';
import { by, byDates, byPhone, byPlace } from './sort.ts';
import { anyText, named, place, socialProfiles, tagged, text } from './text-filters.ts';

/** `POST /people/search`: sorted by first name, which the contract's own enum leaves out. */
export const PEOPLE: Search<Person> = {
  name: 'people',
  rows: ({ world }) => world.people,
  filters: {
    ids: ids((person) => person.id),
    name: named(),
    emails: anyText((person) => person.emails.map((mail) => mail.email)),
    ...place(),
    tags: tagged(),
    assignee_ids: idsOrNone((person) => person.assignee_id),
    contact_type_ids: ids((person) => person.contact_type_id),
    company_ids: idsOrNone((person) => person.company_id),
    opportunity_ids: onDeals(),
    socials: socialProfiles(),
    followed: followed('person'),
    age: age(),
    ...interactions((person) => person.date_last_contacted),
    ...betweenDates('created_date', (person) => person.date_created),
    custom_fields: customFields('person'),
    ...inDocs<Person>({ phone_number: phone() }),
    ...inContract<Person>({
      phone_numbers: phone(),
      title: text((person) => person.title),
      ...betweenDates('modified_date', (person) => person.date_modified),
    }),
  },
  sorts: {
    name: by((person) => person.name),
    first_name: by((person) => person.first_name, 'documented'),
    last_name: by((person) => person.last_name, 'documented'),
    title: by((person) => person.title),
    email: by((person) => person.emails[0]?.email),
    phone: byPhone(),
    ...byDates(),
    ...byPlace(),
    socials: by((person) => person.socials[0]?.url, 'contract'),
  },
  usualSort: 'first_name',
  controls: { ...SORTABLE, fields: 'contract' },
  size: { usual: 25, most: 25 },
  shape: shapePerson,
};

/** People connected with any of these deals. */
function onDeals(): Filter<Person> {
  return filter((value, name, { index }) => {
    const wanted = readIds(asList(value), name, false);
    return ({ id }) =>
      index.related('person', id).some((other) => other.type === 'opportunity' && wanted.has(other.id));
  });
}

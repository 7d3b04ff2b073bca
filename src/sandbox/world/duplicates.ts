import { knownCompanies } from './company-names.ts';
import type { Person } from './contact-records.ts';
import { toAscii } from './people-names.ts';
import type { Company } from './records.ts';

/** Records that somebody entered twice: nearly the same name, one phone number, one web site. */

const spellings: readonly ((name: string) => string)[] = [
  (name) => `${name} Inc.`,
  (name) => `The ${name}`,
  (name) => name.replaceAll(' ', ''),
  (name) => `${name}, LLC`,
  (name) => `${name} Group`,
];

type EnteredName = { first: string; last: string; local: string | null };

const plain = (name: string): string => name.normalize('NFD').replaceAll(/\p{M}/gu, '');

/** How a name is written the second time, and what stands before the @. */
const secondEntries: readonly ((first: string, last: string) => EnteredName)[] = [
  (first, last) => ({ first: plain(first), last: plain(last), local: null }),
  (first, last) => ({ first: `${first.charAt(0)}.`, last, local: toAscii(`${first.charAt(0)}${last}`) }),
  (first, last) => ({ first: last, last: first, local: toAscii(`${last} ${first}`).replaceAll(' ', '.') }),
];

/** The last of the names, one in fifty, become other spellings of names near the beginning. */
export function respellNames(names: readonly string[]): string[] {
  const first = names.length - Math.floor(names.length / 50);
  return names.map((name, index) => {
    const original = names[knownCompanies.length + index - first];
    const spell = spellings[(index - first) % spellings.length];
    return index < first || original === undefined || spell === undefined ? name : spell(original);
  });
}

/** Gives the companies of other spellings what a second entry has in common with the first. */
export function duplicateCompanies(companies: readonly Company[]): void {
  const count = Math.floor(companies.length / 50);
  companies.slice(-count).forEach((copy, index) => {
    const original = companies[knownCompanies.length + index];
    if (original === undefined) return;
    copy.address = original.address;
    copy.phone_numbers = [...original.phone_numbers];
    copy.websites =
      original.email_domain === null
        ? []
        : [{ url: `https://www.${original.email_domain}`, category: 'work' }];
  });
}

/** One person in a hundred, the last ones, is somebody's colleague entered again: unaccented, by initial, turned round. */
export function duplicatePeople(people: readonly Person[], companies: number): void {
  const count = Math.floor(people.length / 100);
  const originals = people
    .slice(companies, -count)
    .filter(({ company_id, last_name, emails }) => company_id !== null && last_name && emails.length > 0);
  people.slice(-count).forEach((copy, index) => {
    const original = originals[index * 7];
    const write = secondEntries[index % secondEntries.length];
    if (original === undefined || write === undefined) return;
    const { first, last, local } = write(original.first_name, original.last_name ?? '');
    const domain = original.emails[0]?.email.split('@')[1];
    copy.name = `${first} ${last}`;
    copy.first_name = first;
    copy.last_name = last;
    copy.company_id = original.company_id;
    copy.company_name = original.company_name;
    copy.emails = local === null ? [] : [{ email: `${local}@${domain}`, category: 'other' }];
    copy.phone_numbers = [...original.phone_numbers];
  });
}

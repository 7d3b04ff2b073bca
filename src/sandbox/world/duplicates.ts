import type { Person } from './contact-records.ts';
import type { Company } from './records.ts';
import { knownCompanies, toAscii } from './words.ts';

/** Records that were entered twice: with nearly the same name, the same phone number and web site. */

const spellings: readonly ((name: string) => string)[] = [
  (name) => `${name} Inc.`,
  (name) => `The ${name}`,
  (name) => name.replaceAll(' ', ''),
  (name) => `${name}, LLC`,
  (name) => `${name} Group`,
];

type EnteredName = { first: string; last: string; local: string | null };

const withoutAccents = (name: string): string => name.normalize('NFD').replaceAll(/\p{M}/gu, '');

/** How a name is spelled in the second entry, and the part of the e-mail address before the @ (null: no address). */
const secondEntries: readonly ((first: string, last: string) => EnteredName)[] = [
  (first, last) => ({ first: withoutAccents(first), last: withoutAccents(last), local: null }),
  (first, last) => ({ first: `${first.charAt(0)}.`, last, local: toAscii(`${first.charAt(0)}${last}`) }),
  (first, last) => ({ first: last, last: first, local: toAscii(`${last} ${first}`).replaceAll(' ', '.') }),
];

/** Replaces the last names, one in fifty, by other spellings of names near the beginning. */
export function respellNames(names: readonly string[]): string[] {
  const first = names.length - Math.floor(names.length / 50);
  return names.map((name, index) => {
    const original = names[knownCompanies.length + index - first];
    const respell = spellings[(index - first) % spellings.length];
    return index < first || original === undefined || respell === undefined ? name : respell(original);
  });
}

/** Gives each respelled company the address, phone numbers and web site of its original. */
export function duplicateCompanies(companies: readonly Company[]): void {
  const count = Math.floor(companies.length / 50);
  companies.slice(-count).forEach((copy, index) => {
    const original = companies[knownCompanies.length + index];
    if (original === undefined) return;
    copy.address = original.address;
    copy.phone_numbers = [...original.phone_numbers];
    const { email_domain: domain } = original;
    copy.websites = domain === null ? [] : [{ url: `https://www.${domain}`, category: 'work' }];
  });
}

/**
 * Turns the last people, one in a hundred, into second entries of others: without accents, with an initial, or with first
 * and last name swapped. The first `companies` people are never copied.
 */
export function duplicatePeople(people: readonly Person[], companies: number): void {
  const count = Math.floor(people.length / 100);
  const originals = people
    .slice(companies, -count)
    .filter(({ company_id, last_name, emails }) => company_id !== null && last_name && emails.length > 0);
  people.slice(-count).forEach((copy, index) => {
    const original = originals[index * 7];
    const respell = secondEntries[index % secondEntries.length];
    if (original === undefined || respell === undefined) return;
    const { first, last, local } = respell(original.first_name, original.last_name ?? '');
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

import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { readPath } from '../../../src/tool/record.ts';
import { type NameFit, nameFit, slipsFrom } from '../lookup/name-fit.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import type { TextForm } from '../lookup/text-form.ts';

/** Why a row matches, and how well: 0 is best. */
export interface RecordMatch {
  readonly matched: string;
  readonly rank: number;
}

/** What a fitting name is called, and its rank. */
const fits: Readonly<Record<NameFit, RecordMatch>> = {
  exact: { matched: 'exact name', rank: 0 },
  words: { matched: 'name', rank: 1 },
  start: { matched: 'start of name', rank: 3 },
  part: { matched: 'part of name', rank: 4 },
};

const texts = (value: JsonValue | undefined): string[] => [value ?? []].flat().map(String);
const same = (value: JsonValue | undefined, wanted: string) =>
  typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();

/** All e-mail addresses: people have a list of them, leads one, which some servers put into a list. */
export function emailAddressesOf(row: JsonObject): string[] {
  return [...texts(readPath(row, ['emails', 'email'])), ...texts(readPath(row, ['email', 'email']))];
}

/** The name of a person, company, lead or deal, or the company of a lead. */
export function matchRecordName(name: string, kind: RecordKind, row: JsonObject): RecordMatch | undefined {
  const own = nameFit(name, String(row.name ?? ''));
  if (own !== undefined) return fits[own];
  const company = kind === 'lead' ? nameFit(name, String(row.company_name ?? '')) : undefined;
  return company === undefined ? undefined : { matched: 'company', rank: 2 };
}

function byEmail(email: string, domain: string, row: JsonObject): RecordMatch | undefined {
  if (emailAddressesOf(row).some((one) => same(one, email))) return { matched: 'e-mail', rank: 0 };
  return same(row.email_domain, domain) ? { matched: 'domain of the e-mail', rank: 2 } : undefined;
}

function byDomain(domain: string, row: JsonObject): RecordMatch | undefined {
  if (same(row.email_domain, domain)) return { matched: 'domain', rank: 0 };
  const at = `@${domain}`;
  const there = emailAddressesOf(row).some((one) => one.toLowerCase().endsWith(at));
  return there ? { matched: 'e-mail at domain', rank: 1 } : undefined;
}

/** How many digits at the end of two numbers are the same. */
function commonEnd(one: string, other: string): number {
  let count = 0;
  while (count < one.length && one.at(-1 - count) === other.at(-1 - count)) count++;
  return count;
}

/**
 * Numbers are written with and without the codes of country and area, so their ends are compared: seven digits, or all where one has
 * fewer. Copper's own search forgives more and finds strangers.
 */
function byPhone(digits: string, row: JsonObject): RecordMatch | undefined {
  const numbers = texts(readPath(row, ['phone_numbers', 'number'])).map((one) => one.replace(/\D/g, ''));
  const ends = numbers.map((one) => commonEnd(one, digits));
  const most = Math.max(0, ...ends);
  if (numbers.includes(digits)) return { matched: 'phone', rank: 0 };
  if (most < Math.min(7, digits.length)) return undefined;
  return {
    matched: most === digits.length ? 'end of phone' : `last ${most} digits of phone`,
    rank: 15 - Math.min(most, 14),
  };
}

/** Why this row, which a search for the text has found, matches; undefined where it does not. */
export function matchText(form: TextForm, kind: RecordKind, row: JsonObject): RecordMatch | undefined {
  switch (form.as) {
    case 'email':
      return byEmail(form.email, form.domain, row);
    case 'domain':
      return byDomain(form.domain, row);
    case 'phone':
      return kind === 'opportunity' ? matchRecordName(form.phone, kind, row) : byPhone(form.digits, row);
    case 'name':
      return matchRecordName(form.name, kind, row);
  }
}

/** A name that is written alike, in any order. */
export function matchSimilarName(name: string, row: JsonObject): RecordMatch | undefined {
  const away = slipsFrom(name, String(row.name ?? ''));
  return away === undefined ? undefined : { matched: away === 0 ? 'name' : 'similar name', rank: 5 + away };
}

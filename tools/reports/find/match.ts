import { type NameFit, nameDistance, nameFit, sharesWord } from '../../../src/names/name-fit.ts';
import { bestPhoneFit, commonDigits } from '../../../src/names/phone-number.ts';
import type { TextForm } from '../../../src/names/text-form.ts';
import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import { emailAddressesOf, phoneNumbersOf, textsAt } from '../lookup/record-lookup.ts';

/** Why a row matches, and how well: rank 0 is best. */
export interface RecordMatch {
  readonly matched: string;
  readonly rank: number;
}

const byNameFit: Readonly<Record<NameFit, RecordMatch>> = {
  exact: { matched: 'exact name', rank: 0 },
  words: { matched: 'name', rank: 1 },
  initials: { matched: 'name and initials', rank: 2 },
  start: { matched: 'start of name', rank: 3 },
  part: { matched: 'part of name', rank: 4 },
};

const same = (value: JsonValue | undefined, wanted: string) =>
  typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();

/** By the name of a person, company, lead or deal, or by the company of a lead. */
export function matchRecordName(name: string, kind: RecordKind, row: JsonObject): RecordMatch | undefined {
  const own = nameFit(name, String(row.name ?? ''));
  if (own !== undefined) return byNameFit[own];
  const company = kind === 'lead' ? nameFit(name, String(row.company_name ?? '')) : undefined;
  return company === undefined ? undefined : { matched: 'company', rank: 2 };
}

function matchEmail(email: string, domain: string, row: JsonObject): RecordMatch | undefined {
  if (emailAddressesOf(row).some((one) => same(one, email))) return { matched: 'e-mail', rank: 0 };
  return same(row.email_domain, domain) ? { matched: 'domain of the e-mail', rank: 2 } : undefined;
}

function matchDomain(domain: string, profile: string | undefined, row: JsonObject): RecordMatch | undefined {
  if (textsAt(row, 'socials', 'url').some((one) => same(one, profile ?? '')))
    return { matched: 'social profile', rank: 0 };
  if (same(row.email_domain, domain)) return { matched: 'domain', rank: 0 };
  const hasEmail = emailAddressesOf(row).some((one) => one.toLowerCase().endsWith(`@${domain}`));
  return hasEmail ? { matched: 'e-mail at domain', rank: 1 } : undefined;
}

/** By the number, however it is written; one that only ends alike is the likelier the more digits do. */
function matchPhone(phone: string, row: JsonObject): RecordMatch | undefined {
  const numbers = phoneNumbersOf(row);
  const fit = bestPhoneFit(phone, numbers);
  if (fit === undefined) return undefined;
  if (fit === 'same') return { matched: 'phone', rank: 0 };
  const most = Math.max(...numbers.map((one) => commonDigits(phone, one)));
  return {
    matched: fit === 'end' ? 'end of phone' : `last ${most} digits of phone`,
    rank: 15 - Math.min(most, 14),
  };
}

/** Why a row that a search for the text has found matches; undefined if it does not. */
export function matchText(form: TextForm, kind: RecordKind, row: JsonObject): RecordMatch | undefined {
  switch (form.kind) {
    case 'email':
      return matchEmail(form.email, form.domain, row);
    case 'domain':
      return matchDomain(form.domain, form.profile, row);
    case 'phone':
      return kind === 'opportunity' ? matchRecordName(form.phone, kind, row) : matchPhone(form.phone, row);
    case 'name':
      return matchRecordName(form.name, kind, row);
  }
}

/** The rank from which on a name is only similar to the text. */
export const similarRank = 5;

/** The rank of a name that shares only one word with the text. */
export const oneWordRank = 20;

/** By the words of the name in any order, by a similar name, or else by one of its words. */
export function matchSimilarName(name: string, row: JsonObject): RecordMatch | undefined {
  const fit = nameFit(name, String(row.name ?? ''));
  if (fit === 'exact' || fit === 'words' || fit === 'initials') return byNameFit[fit];
  const distance = nameDistance(name, String(row.name ?? ''));
  if (distance !== undefined)
    return { matched: distance === 0 ? 'name' : 'similar name', rank: similarRank + distance };
  const isRelated = sharesWord(name, String(row.name ?? ''));
  return isRelated ? { matched: 'one word of the name', rank: oneWordRank } : undefined;
}

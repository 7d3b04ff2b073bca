import { halvesOf, searchWords } from '../../../src/names/name-fit.ts';

import { type PersonAtCompany, personAtCompany } from '../../../src/names/text-form.ts';
import { escapeUntrusted } from '../../../src/tool/outgoing-text.ts';

import type { ReportContext } from '../../../src/tool/report.ts';
import { quoted } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { colleagueHint, colleaguesCalled } from '../lookup/colleagues.ts';
import type { RecordKind, RecordReference } from '../lookup/record-kinds.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import { lastNameSearch, leadSearchesAt, nameSearch } from '../lookup/searches.ts';
import {
  chooseNearest,
  chooseRecord,
  joinMatches,
  type NameMatches,
  noRecordError,
  type ResolvedRecord,
} from './choose-record.ts';
import { companyWord, createNameSearch, noMatches } from './name-search.ts';

/** Titles of deals contain digits, or small words between capitalized ones, which names of people and companies seldom do. */
function looksLikeDeal(name: string): boolean {
  const particles = /^(?:de|da|di|do|dos|du|van|von|der|den|la|le|el|al|bin|the|and|und|y|e|of|&)$/i;
  const words = name.split(/\s+/).filter((word) => !particles.test(word));
  const capital = words.some((word) => /^\p{Lu}/u.test(word));
  return words.length > 1 && words.some((word) => (capital && /^\p{Ll}/u.test(word)) || /\d/.test(word));
}

/** `Nobody at Acme or Acme Inc is called`. */
const nobodyAt = (companies: readonly ResolvedRecord[]): string =>
  `Nobody at ${companies
    .map(({ row }) => escapeUntrusted(String(row.name)))
    .slice(0, 3)
    .join(' or ')} is called`;

/** Finds the one record that a name stands for. @throws ToolError `unknown_name` if there is none, or several are equally likely */
export async function resolveName(
  text: string,
  { kind, name }: RecordReference,
  lookup: RecordLookup,
  context: Pick<ReportContext, 'names' | 'note'>,
): Promise<ResolvedRecord> {
  const { note } = context;
  const { canSearch, read, matches, peopleAt } = createNameSearch(kind, lookup);

  /** The companies of this name, or else the only one that is called like it. */
  async function companiesCalled(wanted: string, certain: boolean): Promise<readonly ResolvedRecord[]> {
    const called = await matches('company', wanted);
    if (called.exact.length > 0) return called.exact;
    if (called.other.length > 0 || !certain) return called.other;
    const [half] = halvesOf(companyWord(wanted));
    const similar = half === undefined ? noMatches : await read(wanted, nameSearch('company', half));
    const found = chooseNearest('No company is called', wanted, joinMatches(called, similar), note);
    return found === undefined ? [] : [found];
  }

  /** The lead of this name that gives this company as its own; they are of no company of Copper's. */
  async function resolveLeadAt({ person, company, certain }: PersonAtCompany) {
    const [search] = leadSearchesAt([company]);
    if (search === undefined || !certain || kind === 'person') return undefined;
    return chooseRecord(person, await read(person, search), note);
  }

  async function resolvePersonAtCompany(): Promise<ResolvedRecord | undefined> {
    const parts = personAtCompany(name);
    if (parts === undefined) return undefined;
    const companies = await companiesCalled(parts.company, parts.certain);
    if (companies.length === 0) return resolveLeadAt(parts);
    if (companies.length > 10) return undefined;
    const ids = companies.map(({ row }) => String(row.id));
    const people = await peopleAt(ids, parts.person);
    const found = chooseRecord(parts.person, people, note);
    // With a comma it may also be one name: "Smith, Jones & Co".
    if (found !== undefined || !parts.certain) return found;
    const lead = await resolveLeadAt(parts);
    if (lead !== undefined) return lead;
    const nearest = chooseNearest(nobodyAt(companies), parts.person, people, note);
    if (nearest !== undefined) return nearest;
    throw new ToolError(
      'unknown_name',
      `Nobody called ${quoted(parts.person)} is at company ${ids.join(' or ')}. {search_people} company=${ids[0]} lists its people.`,
    );
  }

  /** Who or what was probably meant, if a request is left to look among those that have the other word of the name, or half of it. */
  async function resolveNearest(of: RecordKind, known: NameMatches): Promise<ResolvedRecord | undefined> {
    if ((await colleaguesCalled(name, context)).length > 0) return undefined;
    const [last, first = halvesOf(last ?? '')[0]] = searchWords(name);
    const more = first === undefined || !canSearch() ? noMatches : await read(name, nameSearch(of, first));
    const all = joinMatches(known, more);
    return (
      chooseRecord(name, all, note) ?? chooseNearest(`No ${kind ?? 'record'} is called`, name, all, note)
    );
  }

  /** Companies first: deals usually have their names in theirs. An exact match ends the search. */
  async function resolveAnyKind(): Promise<ResolvedRecord | undefined> {
    const isDeal = looksLikeDeal(name);
    const order: readonly RecordKind[] = isDeal
      ? ['opportunity', 'company', 'person', 'lead']
      : ['company', 'person', 'opportunity', 'lead'];
    let all = noMatches;
    for (const each of order) {
      const found = await matches(each, name);
      all = { ...joinMatches(all, found), exact: found.exact };
      // Deals are named after their company: if companies or people match, no deal is meant.
      const enough = isDeal
        ? each === 'company' && all.other.length === 1
        : each === 'person' && all.other.length > 0;
      if (found.exact.length > 0 || enough) break;
    }
    const several = searchWords(name).length > 1;
    return chooseRecord(name, all, note) ?? resolveNearest(several ? 'person' : 'company', all);
  }

  async function resolveOfKind(of: RecordKind): Promise<ResolvedRecord | undefined> {
    const own = await matches(of, name);
    const found = chooseRecord(name, own, note);
    if (found !== undefined) return found;
    if (of === 'lead' && !/\s/.test(name)) {
      const lead = chooseRecord(name, await read(name, lastNameSearch(name)), note);
      if (lead !== undefined) return lead;
    }
    const person = of === 'person' ? await resolvePersonAtCompany() : undefined;
    if (person !== undefined) return person;
    // "Lead Forensics" is a company, not a lead.
    const called = of === 'company' ? undefined : chooseRecord(text, await matches('company', text), note);
    return called ?? (of === 'lead' ? undefined : resolveNearest(of, own));
  }

  const found =
    kind === undefined
      ? ((await resolvePersonAtCompany()) ?? (await resolveAnyKind()))
      : await resolveOfKind(kind);
  if (found !== undefined) return found;
  const hint = colleagueHint(await colleaguesCalled(name, context));
  throw noRecordError(name, kind, lookup.skipped(), hint);
}

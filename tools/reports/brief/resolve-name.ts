import { quoted } from '../../../src/names/nearest-names.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import type { RecordReference } from '../lookup/read-text.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import {
  type RecordSearch,
  searchByExactName,
  searchByLastName,
  searchByName,
  withConvertedLeads,
} from '../lookup/searches.ts';
import {
  chooseRecord,
  matchesOf,
  type NameMatches,
  type ResolvedRecord,
  unknownNameError,
} from './choose-record.ts';

/** Requests that looking for a name may take: the rest of a brief's requests reads the sections. */
const maxSearches = 5;

const noMatches: NameMatches = { exact: [], other: [], more: false };

/** Titles of deals contain digits, or small words between capitalized ones, which names of people and companies seldom do. */
function looksLikeDeal(name: string): boolean {
  const particles = /^(?:de|da|di|do|dos|du|van|von|der|den|la|le|el|al|bin|the|and|und|y|e|of|&)$/i;
  const words = name.split(/\s+/).filter((word) => !particles.test(word));
  const capital = words.some((word) => /^\p{Lu}/u.test(word));
  return words.length > 1 && words.some((word) => (capital && /^\p{Ll}/u.test(word)) || /\d/.test(word));
}

/** `Jane at Acme`, `Jane Doe (Acme)`, `Jane, Acme`; undefined for other forms. `certain` where it cannot be one name. */
function personAtCompany(text: string) {
  const certain = /^(.+?)\s+(?:at|from|@)\s+(.+)$/i.exec(text) ?? /^([^(]+?)\s*\(([^()]+)\)$/.exec(text);
  const [, person = '', company = ''] = certain ?? /^([^,]+?)\s*,\s*([^,]+)$/.exec(text) ?? [];
  return person === '' || company === '' ? undefined : { person, company, certain: certain !== null };
}

/** Finds the one record that a name stands for. @throws ToolError `unknown_name` where there is none, or several are equally likely */
export async function resolveName(
  text: string,
  { kind, name }: RecordReference,
  lookup: RecordLookup,
  note: (text: string) => void,
): Promise<ResolvedRecord> {
  /** Where no kind was given, kinds that the key may not read are skipped. */
  const read = (search: RecordSearch) =>
    kind === undefined
      ? lookup.readAllowed(withConvertedLeads(search))
      : lookup.read(withConvertedLeads(search));

  /** One kind's records by name; where more match than were read, an exact match is searched. */
  async function matches(of: RecordKind, wanted: string, more: object = {}): Promise<NameMatches> {
    if (lookup.requests() >= maxSearches) return { ...noMatches, more: true };
    const found = matchesOf(wanted, await read(searchByName(of, wanted, { ...more })));
    const enough = found.exact.length > 0 || !found.more || of === 'lead';
    if (enough || lookup.requests() >= maxSearches) return found;
    const { exact } = matchesOf(wanted, await read(searchByExactName(of, wanted, { ...more })));
    return { ...found, exact };
  }

  async function resolvePersonAtCompany(): Promise<ResolvedRecord | undefined> {
    const parts = personAtCompany(name);
    if (parts === undefined) return undefined;
    const { exact, other } = await matches('company', parts.company);
    const companies = exact.length > 0 ? exact : other;
    if (companies.length === 0 || companies.length > 10) return undefined;
    const ids = companies.map(({ row }) => String(row.id));
    const found = chooseRecord(
      parts.person,
      await matches('person', parts.person, { company: ids.map((id) => `id ${id}`) }),
      note,
    );
    // With a comma it may also be one name: "Smith, Jones & Co".
    if (found !== undefined || !parts.certain) return found;
    throw new ToolError(
      'unknown_name',
      `Nobody called ${quoted(parts.person)} is at company ${ids.join(' or ')}; {search_people} company=${ids[0]} lists its people.`,
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
      const other = [...all.other, ...found.other];
      all = { exact: found.exact, other, more: all.more || found.more };
      // Deals are named after their company: where companies or people match, no deal is meant.
      const enough = isDeal
        ? each === 'company' && other.length === 1
        : each === 'person' && other.length > 0;
      if (found.exact.length > 0 || enough) break;
    }
    return chooseRecord(name, all, note);
  }

  async function resolveOfKind(of: RecordKind): Promise<ResolvedRecord | undefined> {
    const found = chooseRecord(name, await matches(of, name), note);
    if (found !== undefined) return found;
    if (of === 'lead' && !/\s/.test(name)) {
      const lead = chooseRecord(name, matchesOf(name, await read(searchByLastName(name))), note);
      if (lead !== undefined) return lead;
    }
    const person = of === 'person' ? await resolvePersonAtCompany() : undefined;
    if (person !== undefined || of === 'company') return person;
    // "Lead Forensics" is a company, not a lead.
    return chooseRecord(text, await matches('company', text), note);
  }

  const found =
    kind === undefined
      ? ((await resolvePersonAtCompany()) ?? (await resolveAnyKind()))
      : await resolveOfKind(kind);
  if (found === undefined) throw unknownNameError(name, kind, lookup.skipped());
  return found;
}

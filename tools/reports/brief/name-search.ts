import { nameInOrder, searchWords } from '../../../src/names/name-fit.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import {
  exactNameSearch,
  nameSearch,
  peopleSearchAt,
  type RecordSearch,
  withConvertedLeads,
} from '../lookup/searches.ts';
import { joinMatches, matchesOf, type NameMatches } from './choose-record.ts';

/** Requests that looking for a name may take: the rest of a brief's requests reads the sections. */
const maxSearches = 5;

/** Nothing was found, or looked for. */
export const noMatches: NameMatches = { exact: [], other: [], more: false, compared: [] };

/** The word of a company's name to search by: its first, unless that is a small one. */
export function companyWord(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const first = words.find((word) => word.length > 3);
  return searchWords(first ?? name)[0] ?? name;
}

/** Looks for records by name, as long as requests are left. */
export interface NameSearch {
  canSearch(): boolean;
  /** The records that one search finds, compared with a name. */
  read(wanted: string, search: RecordSearch): Promise<NameMatches>;
  /** One kind's records by name: first by one word of the name, so that other words may stand between; if these are too many, by all. */
  matches(of: RecordKind, wanted: string): Promise<NameMatches>;
  /** The people of these companies, all of them if they fit one page. */
  peopleAt(companies: readonly string[], wanted: string): Promise<NameMatches>;
}

/** A search for a name among records of one kind. Without a kind all kinds are searched, but for those that the key may not read. */
export function createNameSearch(kind: RecordKind | undefined, lookup: RecordLookup): NameSearch {
  const canSearch = () => lookup.requests() < maxSearches;

  async function read(wanted: string, search: RecordSearch): Promise<NameMatches> {
    if (!canSearch()) return { ...noMatches, more: true };
    const whole = withConvertedLeads(search);
    return matchesOf(wanted, await (kind === undefined ? lookup.readAllowed(whole) : lookup.read(whole)));
  }

  async function matches(of: RecordKind, wanted: string): Promise<NameMatches> {
    const [last = wanted] = searchWords(wanted);
    const word = of === 'person' ? last : of === 'company' ? companyWord(wanted) : wanted;
    const byOneWord = await read(wanted, nameSearch(of, word));
    if (!byOneWord.more || of === 'lead') return byOneWord;
    const byName = word === wanted ? byOneWord : await read(wanted, nameSearch(of, nameInOrder(wanted)));
    const all = joinMatches(byOneWord, byName);
    // Others may have the same words with a name between them, if not all that have the one word were read.
    if (!byName.more) return { ...all, more: byName.exact.length === 0 };
    const { exact } = canSearch() ? await read(wanted, exactNameSearch(of, nameInOrder(wanted))) : all;
    return { ...all, exact };
  }

  async function peopleAt(companies: readonly string[], wanted: string): Promise<NameMatches> {
    const team = await read(wanted, peopleSearchAt(companies));
    if (!team.more) return team;
    const [last = wanted, first] = searchWords(wanted);
    const found = await read(wanted, peopleSearchAt(companies, last));
    const isFound = found.exact.length + found.other.length > 0;
    if (isFound || first === undefined) return { ...joinMatches(found, team), more: found.more };
    const others = await read(wanted, peopleSearchAt(companies, first));
    return { ...joinMatches(others, found, team), more: others.more };
  }

  return { canSearch, read, matches, peopleAt };
}

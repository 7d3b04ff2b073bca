import { halvesOf, nameInOrder, searchWords } from '../../../src/names/name-fit.ts';
import type { TextForm } from '../../../src/names/text-form.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import {
  exactNameSearch,
  lastNameSearch,
  leadSearches,
  nameSearch,
  peopleSearchAt,
  phoneSearches,
  type RecordSearch,
} from '../lookup/searches.ts';
import type { Finder } from './finder.ts';
import { matchRecordName, matchSimilarName, matchText, oneWordRank, type RecordMatch } from './match.ts';

/** The words of a name as they are written, the longest first. */
const wordsOf = (name: string) =>
  (name.match(/[\p{L}\p{N}]+/gu) ?? []).toSorted((a, b) => b.length - a.length);

/** The full name of a lead, or its company. */
const leadByFullName = (name: string) => leadSearches(name).slice(0, 1);

const namesWith = (...parts: readonly string[]) =>
  `names that contain ${[...new Set(parts)].map((part) => `"${part}"`).join(' or ')}`;

const oneWord = (kind: RecordKind, word: string): RecordSearch => ({
  ...nameSearch(kind, word),
  byOneWord: true,
});

/** Leads by last name, or with first and last name turned around. */
function leadsByWords(name: string): RecordSearch[] {
  const words = name.trim().split(/[\s,]+/);
  const last = words.at(-1);
  if (words.length < 2 || last === undefined) return [];
  return [...leadByFullName(words.toReversed().join(' ')), lastNameSearch(last)];
}

/**
 * Names with the same words, or similar ones: by the other word of the name, then by halves of words. At most seven requests.
 *
 * @returns what was searched, for a note
 */
async function findSimilar(name: string, finder: Finder): Promise<string | undefined> {
  const [longest] = wordsOf(name);
  const [part] = halvesOf(longest ?? '');
  if (part === undefined) return undefined;
  const match = (_: RecordKind, row: JsonObject) => matchSimilarName(name, row);
  const isFound = () => finder.hits().some(({ rank }) => rank < oneWordRank);
  const [last = '', first] = searchWords(name);
  if (first !== undefined) {
    const others = [oneWord('person', first), nameSearch('company', part), ...leadsByWords(name)];
    await finder.search(others, match, true);
    if (isFound()) return namesWith(first, part);
  }
  const halves = halvesOf(last).map((half) => oneWord('person', half));
  const companies = first === undefined ? [nameSearch('company', part)] : [];
  await finder.search([...halves, ...companies, nameSearch('opportunity', part)], match, true);
  return namesWith(...(first === undefined ? [] : [first]), part, ...halvesOf(last));
}

/** If a search has more matches than were compared, an exact match may be among the rest. */
async function findExact(name: string, finder: Finder): Promise<void> {
  const exact = new Set(finder.hits().flatMap(({ kind, rank }) => (rank === 0 ? [kind] : [])));
  const searches = finder
    .unread()
    .filter(({ kind }) => kind !== 'lead' && !exact.has(kind))
    .map(({ kind }) => exactNameSearch(kind, name));
  if (searches.length > 0)
    await finder.search(searches, (kind, row) => matchRecordName(name, kind, row), false);
}

/** Records by a name that was guessed from the text: worse matches than those of the text itself. */
async function findGuess(name: string, matched: string, kind: RecordKind, finder: Finder): Promise<void> {
  const match = (of: RecordKind, row: JsonObject): RecordMatch | undefined => {
    const found = matchRecordName(name, of, row);
    return found === undefined ? undefined : { matched, rank: found.rank + 2 };
  };
  await finder.search([nameSearch(kind, name), ...leadByFullName(name)], match, true);
}

/**
 * The second round, at most four requests, or eight if nothing has the name: what follows from the first one or, if that found
 * nothing, what may have been meant.
 *
 * @returns what was searched instead of the text, for a note; undefined if nothing was
 */
export async function secondRound(form: TextForm, finder: Finder): Promise<string | undefined> {
  const match = (kind: RecordKind, row: JsonObject) => matchText(form, kind, row);
  const found = finder.hits();
  switch (form.kind) {
    case 'name': {
      // Too many people have the last word of the name: those that have all of it.
      if (finder.unread().some(({ kind, byOneWord }) => kind === 'person' && byOneWord))
        await finder.search([nameSearch('person', nameInOrder(form.name))], match, false);
      if (finder.hits().length === 0) {
        return await findSimilar(form.name, finder);
      }
      await findExact(form.name, finder);
      return undefined;
    }
    case 'email': {
      // `jane.doe@…` may be Jane Doe.
      const [mailbox = ''] = form.email.split('@');
      const words = mailbox.split(/[._+\-\d]+/).filter((word) => word.length > 1);
      if (words.length < 2 || found.some(({ kind }) => kind !== 'company')) return undefined;
      await findGuess(words.join(' '), 'name like the e-mail', 'person', finder);
      return 'the name before the @';
    }
    case 'domain': {
      const companies = found.map(({ row }) => String(row.id)).slice(0, 10);
      if (companies.length > 0) {
        await finder.search([peopleSearchAt(companies)], match, true);
        return undefined;
      }
      const [label = ''] = form.domain.split('.');
      await findGuess(label, 'name like the domain', 'company', finder);
      return `companies called "${label}"`;
    }
    case 'phone': {
      if (found.length > 0 || form.digits.length <= 7) return undefined;
      await finder.search(phoneSearches(form.digits.slice(-7)), match, true);
      return 'the last seven digits';
    }
  }
}

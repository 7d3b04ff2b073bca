import type { JsonObject } from '../../../src/tool/json.ts';
import type { TextForm } from '../lookup/read-text.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import {
  leadSearches,
  phoneSearches,
  type RecordSearch,
  searchByExactName,
  searchByName,
  searchesByPart,
  searchPeopleAt,
} from '../lookup/searches.ts';
import type { Finder } from './finder.ts';
import { matchRecordName, matchSimilarName, matchText, type RecordMatch } from './match.ts';

/** The words of a name as they are written, the longest first. */
const wordsOf = (name: string) =>
  (name.match(/[\p{L}\p{N}]+/gu) ?? []).toSorted((a, b) => b.length - a.length);

/** The first half of a word, at least three letters: typos are rarer there. */
const beginning = (word: string) => word.slice(0, Math.max(3, Math.ceil(word.length / 2)));

/** The full name of a lead, or its company. */
const leadByFullName = (name: string) => leadSearches(name).slice(0, 1);

/** Similar names, by the beginning of the longest word: at most four requests. Returns the beginning. */
async function findSimilar(name: string, finder: Finder): Promise<string | undefined> {
  const [longest, second, ...others] = wordsOf(name);
  if (longest === undefined || longest.length < 3) return undefined;
  const part = beginning(longest);
  const reversed = name.trim().split(/\s+/).toReversed().join(' ');
  const ofSecond = (word: string): RecordSearch[] =>
    others.length === 0 ? leadByFullName(reversed) : [searchByName('person', beginning(word))];
  const searches = [...searchesByPart(part), ...(second === undefined ? [] : ofSecond(second))];
  await finder.search(searches, (_, row) => matchSimilarName(name, row), true);
  return part;
}

/** Where a search has more matches than were compared, an exact match may be among the rest. */
async function findExact(name: string, finder: Finder): Promise<void> {
  const exact = new Set(finder.hits().flatMap(({ kind, rank }) => (rank === 0 ? [kind] : [])));
  const searches = finder
    .unread()
    .filter(({ kind }) => kind !== 'lead' && !exact.has(kind))
    .map(({ kind }) => searchByExactName(kind, name));
  if (searches.length > 0)
    await finder.search(searches, (kind, row) => matchRecordName(name, kind, row), false);
}

/** Records by a name that was guessed from the text: worse matches than those of the text itself. */
async function findGuess(name: string, matched: string, kind: RecordKind, finder: Finder): Promise<void> {
  const match = (of: RecordKind, row: JsonObject): RecordMatch | undefined => {
    const found = matchRecordName(name, of, row);
    return found === undefined ? undefined : { matched, rank: found.rank + 2 };
  };
  await finder.search([searchByName(kind, name), ...leadByFullName(name)], match, true);
}

/**
 * The second round, at most four requests: what follows from the first one or, where that found nothing, what may have been meant.
 *
 * @returns what was searched instead of the text, for a note; undefined where nothing was
 */
export async function secondRound(form: TextForm, finder: Finder): Promise<string | undefined> {
  const match = (kind: RecordKind, row: JsonObject) => matchText(form, kind, row);
  const found = finder.hits();
  switch (form.as) {
    case 'name': {
      if (found.length === 0) {
        const part = await findSimilar(form.name, finder);
        return part === undefined ? undefined : `names that contain "${part}"`;
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
        await finder.search([searchPeopleAt(companies)], match, true);
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

import type { RecordKind } from '../lookup/record-kinds.ts';
import {
  leadSearches,
  phoneSearches,
  type RecordSearch,
  searchByExactName,
  searchesByPart,
  searchPeopleAt,
} from '../lookup/searches.ts';
import type { TextForm } from '../lookup/text-form.ts';
import type { Finder } from './finder.ts';
import { matchRecordName, matchSimilarName, matchText, type RecordMatch } from './match.ts';

/** The words of a name as they are written, the longest first. */
const wordsOf = (name: string) =>
  (name.match(/[\p{L}\p{N}]+/gu) ?? []).toSorted((a, b) => b.length - a.length);

/** The first half of a word, at least three letters: slips are rarer there. */
const beginning = (word: string) => word.slice(0, Math.max(3, Math.ceil(word.length / 2)));

/** A worse match than what was asked for. */
const lesser = (verdict: RecordMatch | undefined, matched: string, by: number): RecordMatch | undefined =>
  verdict === undefined ? undefined : { matched, rank: verdict.rank + by };

/** Names that are written alike: by the beginning of the longest word, at most four requests. */
async function alike(name: string, finder: Finder): Promise<string | undefined> {
  const [longest, second, ...others] = wordsOf(name);
  if (longest === undefined || longest.length < 3) return undefined;
  const part = beginning(longest);
  const turned = name.trim().split(/\s+/).toReversed().join(' ');
  const more: RecordSearch[] =
    second === undefined
      ? []
      : others.length === 0
        ? leadSearches(turned).slice(0, 1)
        : searchesByPart(beginning(second), ['person']);
  await finder.ask([...searchesByPart(part), ...more], (_, row) => matchSimilarName(name, row), true);
  return part;
}

/** Where a search has more matches than were compared, whoever is called exactly so may be among the rest. */
async function exactOnes(name: string, finder: Finder): Promise<void> {
  const called = new Set(finder.hits().flatMap(({ kind, rank }) => (rank === 0 ? [kind] : [])));
  const kinds = finder.unread().map(({ kind }) => kind);
  const searches = kinds
    .filter((kind) => kind !== 'lead' && !called.has(kind))
    .map((kind) => searchByExactName(name, kind));
  if (searches.length > 0) await finder.ask(searches, (kind, row) => matchRecordName(name, kind, row), false);
}

/** Who the letters before the @ may be: `jane.doe` is looked for as a name. */
async function byMailbox(email: string, finder: Finder): Promise<boolean> {
  const [box = ''] = email.split('@');
  const words = box.split(/[._+\-\d]+/).filter((word) => word.length > 1);
  if (words.length < 2) return false;
  const name = words.join(' ');
  const searches = [...searchesByPart(name, ['person']), ...leadSearches(name).slice(0, 1)];
  await finder.ask(
    searches,
    (kind, row) => lesser(matchRecordName(name, kind, row), 'name like the e-mail', 2),
    true,
  );
  return true;
}

/** What was done beside the first searches, for the note that tells of it. */
export type SecondRound = { readonly looked?: string };

/** The second round, at most four requests: what the first one brings up, or, where it brought nothing, what may have been meant. */
export async function secondRound(form: TextForm, finder: Finder): Promise<SecondRound> {
  const judged = (kind: RecordKind, row: Parameters<typeof matchText>[2]) => matchText(form, kind, row);
  const found = finder.hits();
  switch (form.as) {
    case 'name': {
      if (found.length > 0) {
        await exactOnes(form.name, finder);
        return {};
      }
      const part = await alike(form.name, finder);
      return part === undefined ? {} : { looked: `names that hold "${part}"` };
    }
    case 'email': {
      if (found.some(({ kind }) => kind !== 'company')) return {};
      return (await byMailbox(form.email, finder)) ? { looked: 'the name before the @' } : {};
    }
    case 'domain': {
      const companies = found.map(({ row }) => String(row.id)).slice(0, 10);
      if (companies.length > 0) {
        await finder.ask([searchPeopleAt(companies)], judged, true);
        return {};
      }
      const [label = ''] = form.domain.split('.');
      const searches = [...searchesByPart(label, ['company']), ...leadSearches(label).slice(0, 1)];
      await finder.ask(
        searches,
        (kind, row) => lesser(matchRecordName(label, kind, row), 'name like the domain', 2),
        true,
      );
      return { looked: `companies called "${label}"` };
    }
    case 'phone': {
      if (found.length > 0 || form.digits.length <= 7) return {};
      await finder.ask(phoneSearches(form.digits.slice(-7)), judged, true);
      return { looked: 'the last seven digits' };
    }
  }
}

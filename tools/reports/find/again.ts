import type { Kind } from '../kinds.ts';
import type { Finder } from './finder.ts';
import type { Form } from './form.ts';
import { byLikeness, byName, judge, type Verdict } from './judge.ts';
import { callable, exactly, leadsCalled, partly, peopleAt, type Search } from './searches.ts';

/** The words of a name as they are written, the longest first. */
const wordsOf = (name: string) =>
  (name.match(/[\p{L}\p{N}]+/gu) ?? []).toSorted((a, b) => b.length - a.length);

/** The first half of a word, at least three letters: slips are rarer there. */
const beginning = (word: string) => word.slice(0, Math.max(3, Math.ceil(word.length / 2)));

/** A worse match than what was asked for. */
const lesser = (verdict: Verdict | undefined, matched: string, by: number): Verdict | undefined =>
  verdict === undefined ? undefined : { matched, rank: verdict.rank + by };

/** Names that are written alike: by the beginning of the longest word, at most four requests. */
async function alike(name: string, finder: Finder): Promise<string | undefined> {
  const [longest, second, ...others] = wordsOf(name);
  if (longest === undefined || longest.length < 3) return undefined;
  const part = beginning(longest);
  const turned = name.trim().split(/\s+/).toReversed().join(' ');
  const more: Search[] =
    second === undefined
      ? []
      : others.length === 0
        ? leadsCalled(turned).slice(0, 1)
        : partly(beginning(second), ['person']);
  await finder.ask([...partly(part), ...more], (_, row) => byLikeness(name, row), true);
  return part;
}

/** Where a search has more matches than were compared, whoever is called exactly so may be among the rest. */
async function exactOnes(name: string, finder: Finder): Promise<void> {
  const called = new Set(finder.hits().flatMap(({ kind, rank }) => (rank === 0 ? [kind] : [])));
  const kinds = finder.unread().map(({ kind }) => kind);
  const searches = kinds
    .filter((kind) => kind !== 'lead' && !called.has(kind))
    .map((kind) => exactly(name, kind));
  if (searches.length > 0) await finder.ask(searches, (kind, row) => byName(name, kind, row), false);
}

/** Who the letters before the @ may be: `jane.doe` is looked for as a name. */
async function byMailbox(email: string, finder: Finder): Promise<boolean> {
  const [box = ''] = email.split('@');
  const words = box.split(/[._+\-\d]+/).filter((word) => word.length > 1);
  if (words.length < 2) return false;
  const name = words.join(' ');
  const searches = [...partly(name, ['person']), ...leadsCalled(name).slice(0, 1)];
  await finder.ask(searches, (kind, row) => lesser(byName(name, kind, row), 'name like the e-mail', 2), true);
  return true;
}

/** What was done beside the first searches, for the note that tells of it. */
export type Again = { readonly looked?: string };

/** The second round, at most four requests: what the first one brings up, or, where it brought nothing, what may have been meant. */
export async function searchAgain(form: Form, finder: Finder): Promise<Again> {
  const judged = (kind: Kind, row: Parameters<typeof judge>[2]) => judge(form, kind, row);
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
        await finder.ask([peopleAt(companies)], judged, true);
        return {};
      }
      const [label = ''] = form.domain.split('.');
      const searches = [...partly(label, ['company']), ...leadsCalled(label).slice(0, 1)];
      await finder.ask(
        searches,
        (kind, row) => lesser(byName(label, kind, row), 'name like the domain', 2),
        true,
      );
      return { looked: `companies called "${label}"` };
    }
    case 'phone': {
      if (found.length > 0 || form.digits.length <= 7) return {};
      await finder.ask(callable(form.digits.slice(-7)), judged, true);
      return { looked: 'the last seven digits' };
    }
  }
}

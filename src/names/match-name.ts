import type { NameEntry } from '../tool/names.ts';
import { escapeUntrusted } from '../tool/outgoing-text.ts';
import { joined, quoted, quoteIfAmbiguous, sentences } from '../tool/sentences.ts';
import type { NameListSource } from './name-lists.ts';
import { byBeginnings, bySpelling, indexOf, lettersOf, type SpellingMatch } from './spelling.ts';
import { longestCompared } from './suggestions.ts';
import { ambiguousNameError, nameAndIdError } from './unknown-name.ts';

/** What a text stands for, and a note on how it was interpreted if that was not obvious. */
export interface NameMatch {
  readonly entries: readonly NameEntry[];
  readonly note?: string;
}

const shown = ({ name, email, id, pipeline }: NameEntry) =>
  email === undefined
    ? `${quoteIfAmbiguous(name)} (${pipeline === undefined ? '' : `${quoteIfAmbiguous(pipeline.name)}, `}id ${id})`
    : `${quoteIfAmbiguous(name)} <${quoteIfAmbiguous(email)}>`;

/** The name of an entry, for its index. */
export const nameOf = ({ name }: NameEntry): readonly string[] => [name];

/** What answers print behind a name, and e-mail addresses alone. */
export const disambiguators = ({ email = '', pipeline, category = '' }: NameEntry): readonly string[] => [
  email,
  pipeline?.name.trim() ?? '',
  category,
];

/** The longer forms in which answers print an entry: its name with what tells it from others of that name. */
function printedForms(entry: NameEntry): readonly string[] {
  const { id, key } = entry;
  const name = entry.name.trim();
  const [email, ...owners] = disambiguators(entry);
  return [
    ...(email === '' ? [] : [email ?? '', `${name} <${email}>`, `${name} (${email})`]),
    ...owners.flatMap((owner) => (owner === '' ? [] : [`${name} (${owner})`])),
    `${name} (id ${id})`,
    `${name} (${id})`,
    ...(key === String(id) ? [] : [key]),
  ];
}

/** Those whose printed form is the text. Only those that have its letters are compared, and no letters are worked out again. */
function byPrintedForm(text: string, entries: readonly NameEntry[]): SpellingMatch<NameEntry> | undefined {
  const wanted = lettersOf(text);
  const endsInDigit = /\d$/.test(wanted);
  const beside = indexOf(entries, disambiguators).all;
  const isWritten = (one: NameEntry) => printedForms(one).includes(text);
  const isAlike = (one: NameEntry, name: string, others: readonly string[]) => {
    const [email = ''] = others;
    if (email !== '' && wanted === email) return true;
    if (wanted.startsWith(name) && others.includes(wanted.slice(name.length))) return true;
    return endsInDigit && [`${name}id`, name, ...others].some((start) => wanted === `${start}${one.id}`);
  };
  // What has no letters of its own, as signs, is compared as it is written.
  const alike = indexOf(entries, nameOf).all.flatMap(({ one, letters: [name = ''] }, at) =>
    (
      text.length > longestCompared || wanted === name || one.email === text
        ? isWritten(one)
        : isAlike(one, name, beside[at]?.letters ?? [])
    )
      ? [one]
      : [],
  );
  return bySpelling(text, alike, printedForms);
}

/** All of them, with a note if there are several. */
function equalNames(text: string, found: readonly NameEntry[], noun: string): NameMatch {
  if (found.length === 1) return { entries: found };
  const owners = found
    .map(({ pipeline, category }) => pipeline?.name ?? category)
    .map((owner) => owner && quoteIfAmbiguous(owner));
  const distinct = new Set(owners).size === found.length && !owners.includes(undefined);
  const where = found.map(({ id }, at) => (distinct ? owners[at] : undefined) ?? `id ${id}`);
  const all = where.length === 2 ? 'both' : `all ${where.length}`;
  // Whether they are wanted or excluded.
  const note = `${noun} ${quoted(text)} exists in ${escapeUntrusted(joined(where))}; it stands for ${all}.`;
  return { entries: found, note };
}

/** Several entries are meant together only if they have one name; of users, one must be specified. */
function severalNames(
  text: string,
  found: readonly NameEntry[],
  { noun }: NameListSource,
  guessed: boolean,
): NameMatch {
  const [only] = found;
  if (only === undefined) return { entries: [] };
  const isOneName = new Set(found.map(({ name }) => name.trim().toLowerCase())).size === 1;
  if (!isOneName || (noun === 'user' && found.length > 1)) {
    const what = `several ${noun.endsWith('s') ? `${noun}es` : `${noun}s`}`;
    throw ambiguousNameError(text, { what, listed: found.slice(0, 6).map(shown), total: found.length });
  }
  const { note } = equalNames(guessed ? only.name : text, found, noun);
  const readAs =
    guessed && noun !== 'user' ? [`${quoted(text)} was read as ${noun} ${quoted(only.name)}.`] : [];
  const notes = [...readAs, ...(note === undefined ? [] : [note])];
  return { entries: found, ...(notes.length === 0 ? {} : { note: notes.join(' ') }) };
}

/** Says that a text with `=` in front is a name itself, and how those are written that are called what follows. */
function withOthers(
  { entries, note }: NameMatch,
  text: string,
  others: readonly NameEntry[],
  { noun }: NameListSource,
): NameMatch {
  const those = others.filter((one) => !entries.includes(one)).map(shown);
  if (those.length === 0) return { entries, ...(note === undefined ? {} : { note }) };
  const said = `${quoted(text)} was read as the name of ${noun} ${entries.map(({ id }) => id).join(', ')}, not as ${those.join(' or ')}.`;
  return { entries, note: sentences(said, note ?? '') };
}

/** A number may be an id and a name at once: then neither is guessed. */
function byNumber(
  text: string,
  byName: readonly NameEntry[],
  withId: readonly NameEntry[],
  source: NameListSource,
): NameMatch {
  const [name] = byName;
  const [other] = withId.filter((entry) => !byName.includes(entry));
  if (name === undefined) return equalNames(text, withId, source.noun);
  if (other === undefined) return equalNames(text, byName, source.noun);
  throw nameAndIdError(text, shown(name), shown(other));
}

/** What follows the `=` of a text that asks for a whole name; undefined without one. */
const textAfterEquals = (text: string): string | undefined => /^=(?!=)\s*(\S.*)$/su.exec(text)?.[1];

/**
 * What `text` stands for among `entries`: a name as it is spelled, an id, a form that answers print, a name in another spelling, or the
 * beginnings of a name's words; `=` in front asks for the whole name. Of equal names all are meant, except those of users.
 *
 * @param whole true if beginnings of words do not count
 * @returns undefined when it stands for nothing
 * @throws ToolError `unknown_name` when it matches several users, or several names equally well
 */
export function matchName(
  text: string,
  entries: readonly NameEntry[],
  source: NameListSource,
  whole = false,
): NameMatch | undefined {
  const wanted = text.trim();
  const byName = bySpelling(wanted, entries, nameOf);
  const asId = String(Number(wanted)) === wanted ? Number(wanted) : undefined;
  const withId = entries.filter(({ key, id }) => key === wanted || id === asId);
  if (withId.length > 0) return byNumber(wanted, byName?.isStrict ? byName.found : [], withId, source);
  const printed = byName?.spellingLevel === 0 ? undefined : byPrintedForm(wanted, entries);
  const best = printed?.isStrict ? printed : byName;
  const rest = textAfterEquals(wanted);
  const exactly = rest === undefined ? undefined : bySpelling(rest, entries, nameOf);
  if (best !== undefined) {
    const match = severalNames(text.trim(), best.found, source, !best.isStrict);
    return exactly === undefined ? match : withOthers(match, text, exactly.found, source);
  }
  if (rest !== undefined) {
    return exactly === undefined ? undefined : severalNames(rest, exactly.found, source, !exactly.isStrict);
  }
  const begun = whole ? [] : byBeginnings(wanted, entries, nameOf);
  return begun.length === 0 ? undefined : severalNames(text, begun, source, true);
}

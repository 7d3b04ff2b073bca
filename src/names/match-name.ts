import type { NameEntry } from '../tool/names.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { NameListSource } from './name-lists.ts';
import { nearestNames, normalizeName } from './nearest-names.ts';

/** What a text stands for, and how that was understood where it was not plain. */
export interface Match {
  readonly entries: readonly NameEntry[];
  readonly note?: string;
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const shown = ({ name, email, id }: NameEntry) =>
  email === undefined ? `${name} (id ${id})` : `${name} <${email}>`;
const joined = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');

/** Every word of the text begins a word of the name. */
function startsWords(text: string, name: string): boolean {
  const words = normalizeName(name).split(' ');
  const wanted = normalizeName(text).split(' ').filter(Boolean);
  return wanted.length > 0 && wanted.every((part) => words.some((word) => word.startsWith(part)));
}

function fitsSeveral(text: string, found: readonly NameEntry[], word: string): ToolError {
  const several = word.endsWith('s') ? `${word}es` : `${word}s`;
  const listed = found.slice(0, 6).map(shown).join(', ');
  const more = found.length > 6 ? ` and ${found.length - 6} more` : '';
  return new ToolError(
    'unknown_name',
    `"${short(text)}" fits several ${several}: ${listed}${more}. Say which.`,
  );
}

function severalNote(text: string, found: readonly NameEntry[], word: string): string {
  const where = found.map(({ pipeline, category, id }) => pipeline?.name ?? category ?? `id ${id}`);
  const all = where.length === 2 ? 'both' : `all ${where.length}`;
  return `${word} "${short(text)}" exists in ${joined(where)}; ${all} were searched.`;
}

/**
 * What `text` stands for among `entries`: an id, an e-mail, the whole name, or the beginnings of a name's words. Equal names are all
 * meant, but people are told apart.
 *
 * @returns undefined when it stands for nothing
 * @throws ToolError `unknown_name` when it fits several people, or parts of several names
 */
export function matchName(
  text: string,
  entries: readonly NameEntry[],
  { word }: NameListSource,
): Match | undefined {
  const wanted = normalizeName(text);
  const byEmail = entries.filter(
    ({ email }) => email !== undefined && email.toLowerCase() === text.trim().toLowerCase(),
  );
  if (byEmail.length > 0) return { entries: byEmail };
  const byId = entries.filter(({ key, id }) => key === text.trim() || String(id) === text.trim());
  if (byId.length > 1) return { entries: byId, note: severalNote(text, byId, word) };
  if (byId.length === 1) return { entries: byId };
  if (wanted === '') return undefined;
  const exact = entries.filter(({ name }) => normalizeName(name) === wanted);
  if (exact.length > 1 && word === 'user') throw fitsSeveral(text, exact, word);
  if (exact.length > 1) return { entries: exact, note: severalNote(text, exact, word) };
  if (exact.length === 1) return { entries: exact };
  const partial = entries.filter(({ name }) => startsWords(text, name));
  const [only] = partial;
  if (only === undefined) return undefined;
  if (
    new Set(partial.map(({ name }) => normalizeName(name))).size > 1 ||
    (word === 'user' && partial.length > 1)
  )
    throw fitsSeveral(text, partial, word);
  const understood = `"${short(text)}" was read as ${word} "${only.name}".`;
  if (partial.length > 1)
    return { entries: partial, note: `${understood} ${severalNote(only.name, partial, word)}` };
  return word === 'user' ? { entries: partial } : { entries: partial, note: understood };
}

/** The error for a text that stands for nothing: the nearest names, and the tool that lists all. */
export function unknownName(
  text: string,
  entries: readonly NameEntry[],
  { word, tool }: NameListSource,
): ToolError {
  const names = [...new Set(entries.map(({ name }) => name))];
  const near = nearestNames(text, names);
  const all =
    names.length <= 5
      ? `There are: ${names.join(', ') || 'none'}.`
      : near.length > 0
        ? `Nearest: ${near.join(', ')}.`
        : '';
  const several = text.includes(',') ? ' Give several as a list, not in one text.' : '';
  return new ToolError(
    'unknown_name',
    `There is no ${word} "${short(text)}". ${all} {${tool}} lists all.${several}`.replace('  ', ' '),
  );
}

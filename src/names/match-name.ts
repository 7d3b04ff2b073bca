import type { NameEntry } from '../tool/names.ts';
import { toolName } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { NameListSource } from './name-lists.ts';
import { nearestHint, normalizeName, quoted } from './nearest-names.ts';

/** What a text stands for, and a note on how it was interpreted if that was not obvious. */
export interface NameMatch {
  readonly entries: readonly NameEntry[];
  readonly note?: string;
}

const shown = ({ name, email, id }: NameEntry) =>
  email === undefined ? `${name} (id ${id})` : `${name} <${email}>`;
const joined = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');

/** Every word of the text is the beginning of a word of the name. */
function startsWords(text: string, name: string): boolean {
  const words = normalizeName(name).split(' ');
  const wanted = normalizeName(text).split(' ').filter(Boolean);
  return wanted.length > 0 && wanted.every((part) => words.some((word) => word.startsWith(part)));
}

function ambiguous(text: string, found: readonly NameEntry[], word: string): ToolError {
  const several = word.endsWith('s') ? `${word}es` : `${word}s`;
  const listed = found.slice(0, 6).map(shown).join(', ');
  const more = found.length > 6 ? ` and ${found.length - 6} more` : '';
  return new ToolError(
    'unknown_name',
    `${quoted(text)} matches several ${several}: ${listed}${more}. Specify one.`,
  );
}

/** All of them, with a note if there are several. */
function equalNames(text: string, found: readonly NameEntry[], word: string): NameMatch {
  if (found.length === 1) return { entries: found };
  const where = found.map(({ pipeline, category, id }) => pipeline?.name ?? category ?? `id ${id}`);
  const all = where.length === 2 ? 'both' : `all ${where.length}`;
  const note = `${word} ${quoted(text)} exists in ${joined(where)}; ${all} were searched.`;
  return { entries: found, note };
}

/**
 * What `text` stands for among `entries`: an id, an e-mail address, the whole name, or the beginnings of a name's words. Of equal names
 * all are meant, except those of users, of which one must be specified.
 *
 * @returns undefined when it stands for nothing
 * @throws ToolError `unknown_name` when it matches several users, or parts of several names
 */
export function matchName(
  text: string,
  entries: readonly NameEntry[],
  { word }: NameListSource,
): NameMatch | undefined {
  const wanted = normalizeName(text);
  const byEmail = entries.filter(
    ({ email }) => email !== undefined && email.toLowerCase() === text.trim().toLowerCase(),
  );
  if (byEmail.length > 0) return { entries: byEmail };
  const byId = entries.filter(({ key, id }) => key === text.trim() || String(id) === text.trim());
  if (byId.length > 0) return equalNames(text, byId, word);
  if (wanted === '') return undefined;
  const exact = entries.filter(({ name }) => normalizeName(name) === wanted);
  if (exact.length > 1 && word === 'user') throw ambiguous(text, exact, word);
  if (exact.length > 0) return equalNames(text, exact, word);
  const partial = entries.filter(({ name }) => startsWords(text, name));
  const [only] = partial;
  if (only === undefined) return undefined;
  if (
    new Set(partial.map(({ name }) => normalizeName(name))).size > 1 ||
    (word === 'user' && partial.length > 1)
  )
    throw ambiguous(text, partial, word);
  if (word === 'user') return { entries: partial };
  const { note } = equalNames(only.name, partial, word);
  const readAs = `${quoted(text)} was read as ${word} "${only.name}".`;
  return { entries: partial, note: note === undefined ? readAs : `${readAs} ${note}` };
}

/** The error for a text that matches nothing: the nearest names, and the tool that lists all. */
export function unknownName(
  text: string,
  names: readonly string[],
  { word, operation }: Pick<NameListSource, 'word' | 'operation'>,
): ToolError {
  const known = [...new Set(names)];
  const message = [
    `There is no ${word} ${quoted(text)}.`,
    known.length <= 5 ? `Available: ${known.join(', ') || 'none'}.` : nearestHint(text, known),
    `{${toolName(operation)}} lists all.`,
    text.includes(',') ? 'Give several as a list, not in one text.' : '',
  ];
  return new ToolError('unknown_name', message.filter(Boolean).join(' '));
}

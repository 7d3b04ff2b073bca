import { escapeUntrusted, withToolNames } from '../tool/outgoing-text.ts';
import { listedNames, quoted, sentences } from '../tool/sentences.ts';
import { toolName } from '../tool/tool.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { NameListSource, RecordNameKind } from './name-lists.ts';
import { recordSearches } from './record-search.ts';
import { suggestionText } from './suggestions.ts';

/** Signs that some languages put before what is excluded. */
const otherNegation = /^(?:[~^¬*%](?=\s*[\p{L}\p{N}])|[-−–]\s*\d)/u;

/** What people say when a record has no value, which is written `none`. */
const wordsForNone = /^(?:nobody|no[ -]?one|unassigned|empty|null|blank|nothing|without|no|n\/a|-)$/i;

/** The error for a text that matches nothing: the nearest names, and the tool that lists all. */
export function unknownNameError(
  text: string,
  names: readonly string[],
  { noun, operation }: Pick<NameListSource, 'noun' | 'operation'>,
): ToolError {
  const known = [...new Set(names)];
  const message = sentences(
    `There is no ${noun} ${quoted(text)}.`,
    known.length <= 5 ? `Available: ${listedNames(known) || 'none'}.` : suggestionText(text, known),
    `{${toolName(operation)}} lists all.`,
    wordsForNone.test(text.trim())
      ? `Records without ${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun} are found by "none".`
      : '',
    otherNegation.test(text) ? '"Not" is written "!" in front of a name.' : '',
    /^\d+$/.test(text) ? `If it is the id of one that is no longer listed, write "id ${text}".` : '',
    text.includes(',') ? 'Give several as a list, not in one text.' : '',
  );
  return new ToolError('unknown_name', message);
}

/**
 * The error for a text that is none of the words that can be used here.
 *
 * @param what what is wrong with it: a sentence that quotes it
 * @param candidates the words that it may have meant, of which at most `most` are named
 * @param available the sentence that lists what can be used
 */
export function unknownWordError(
  what: string,
  text: string,
  { candidates, most, available }: { candidates: readonly string[]; most: number; available: string },
): ToolError {
  return new ToolError('unknown_name', sentences(what, suggestionText(text, candidates, most), available));
}

/** The error for a text that no record is called. */
export function unknownRecord(kind: RecordNameKind, text: string): ToolError {
  const { plural } = recordSearches[kind];
  const isNumber = /^\d+$/.test(text);
  return new ToolError(
    'unknown_name',
    `No ${kind} is called ${quoted(text)}${isNumber ? ', or has this id' : ''}. {search_${plural}} finds ${plural} by other criteria.${isNumber ? ` If it is the id of one that was deleted, write "id ${text}".` : ''}`,
  );
}

/** The error for a name that none of some records has; `nearest` are those near it, each as a part of a text for agents. */
export function unknownAmong(
  what: string,
  text: string,
  kind: RecordNameKind,
  nearest: readonly string[],
): ToolError {
  const { plural } = recordSearches[kind];
  const hint = nearest.length === 0 ? '' : ` Nearest: ${nearest.join('; ')}.`;
  return new ToolError(
    'unknown_name',
    `${what} ${quoted(text)}.${hint} {search_${plural}} finds ${plural} by other criteria.`,
  );
}

/** What a text may mean, for the error that asks which of them. */
interface Candidates {
  /** `several users`, `240 people`. */
  readonly what: string;
  /** Each as it can be told from the others, as a part of a text for agents; six are shown. */
  readonly listed: readonly string[];
  /** How many there are; default those listed. */
  readonly total?: number;
  /** True if there are others than those listed. */
  readonly hasMore?: boolean;
  /** What to do next; default `Specify one.` */
  readonly advice?: string;
  /** The argument that a person may choose a value for, and the value of each of those listed. */
  readonly choice?: { readonly input: string; readonly values: readonly string[] };
}

/** The error for a text that may mean several, of which none is chosen here. */
export function ambiguousNameError(
  text: string,
  { what, listed, total = listed.length, hasMore = false, advice = 'Specify one.', choice }: Candidates,
): ToolError {
  const hidden = Math.max(0, total - 6);
  const isPart = hasMore || hidden > 0;
  const others = hasMore ? ' …' : hidden > 0 ? ` and ${hidden} more` : '';
  const shown = listed.slice(0, 6);
  const question = `${quoted(text)} matches ${what}. Which one is meant?${isPart ? ' These are not all: decline, and give a longer name for the others.' : ''}`;
  const options = shown.map((label, at) => ({
    value: choice?.values[at] ?? '',
    label: withToolNames(label),
  }));
  return new ToolError(
    'unknown_name',
    `${quoted(text)} matches ${what}: ${shown.join('; ')}${others}. ${advice}`,
    choice === undefined
      ? {}
      : { choice: { input: choice.input, question: withToolNames(question), options } },
  );
}

/** The error for a text that is one's name and gives another's id, which is written `asId`; all as parts of a text for agents. */
export const nameAndIdError = (text: string, name: string, id: string, asId = `id ${text}`): ToolError =>
  new ToolError(
    'unknown_name',
    `${quoted(text)} is both a name, ${name}, and an id, ${id}. Write "=${escapeUntrusted(text)}" for the name, or "${asId}" for the id.`,
  );

import { z } from 'zod/v3';
import { chosenOf, exactly, negated, nothingLeftError, refuseAllOf } from '../../src/input/selection.ts';
import { bySpelling } from '../../src/names/spelling.ts';
import { suggestionText } from '../../src/names/suggestions.ts';
import type { JsonValue } from '../../src/tool/json.ts';
import { quoted, sentences } from '../../src/tool/sentences.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import {
  defineParameter,
  emailAddress,
  type Parameter,
  recordId,
  type Schema,
  shortText,
} from './parameter.ts';
import { dates, numbers } from './ranges.ts';
import { readSelection, type TermMatcher } from './read-selection.ts';

/** A parameter that sends its value unchanged. */
const unchanged = <Value extends JsonValue>(name: string, input: Schema<Value>): Parameter =>
  defineParameter({ input, sends: [name], toRequest: (value) => ({ body: { [name]: value } }) });

type Words = readonly [string, ...string[]];

/** A text; `=None` is the text None, if `None` would ask for records without one. */
export const text = (name: string): Parameter =>
  defineParameter({
    input: shortText,
    sends: [name],
    toRequest: (value) => {
      const plain = value.replace(/^=\s*(?=\S)/, '');
      return { body: { [name]: plain }, exactText: plain };
    },
  });

/** Several texts, any of which may match. */
export const texts = (name: string): Parameter => unchanged(name, z.array(shortText));

/** One whole e-mail address. */
export const oneEmail = (name: string): Parameter => unchanged(name, emailAddress);

/** E-mail addresses, any of which may match; whole ones, since Copper does not search for parts of them. */
export const emails = (name: string): Parameter => unchanged(name, z.array(emailAddress));

/** A word as the only name of itself; the same function each time, so that the index of a list of words is made once. */
export const asWord = (word: string): readonly string[] => [word];

/** The lookup of a fixed set of words; only case, accents and separators may differ. @throws ToolError `invalid_input` */
export const wordLookup = (inputName: string, allowed: readonly string[]): TermMatcher<string> => {
  const match = async (given: string) => bySpelling(given, allowed, asWord)?.found;
  return {
    match,
    async find(given) {
      const found = await match(given);
      if (found !== undefined) return found;
      const sign = /^[~^¬*%]/u.test(given) ? '"Not" is written "!" in front of a word.' : '';
      const message = `${inputName} cannot be ${quoted(given)}; allowed: ${allowed.join(', ')}.`;
      throw new ToolError('invalid_input', sentences(message, suggestionText(given, allowed, 1), sign));
    },
    nameOf: (word) => word,
  };
};

/** Texts of which each may hold several words, separated by commas; those that also exclude one are left to be read as a whole. */
export const wordsIn = (values: readonly string[]): string[] =>
  values.flatMap((value) =>
    /^all:/i.test(value) || value.split(',').some((part) => negated(part) !== undefined)
      ? value
      : value.split(','),
  );

/** One or more of a fixed set of words, sent as a list; all but some are sent as the others. */
export const choices = (name: string, inputName: string, allowed: Words): Parameter =>
  defineParameter({
    input: z.array(shortText).describe(allowed.join(', ')),
    sends: [name],
    parsesNegation: true,
    toRequest: async (given, { note }) => {
      const values = wordsIn(given);
      const selection = await readSelection(values, wordLookup(inputName, allowed));
      refuseAllOf(selection, inputName);
      const { orEmpty, understood } = selection;
      if (orEmpty) throw await wordLookup(inputName, allowed).find('none');
      const { notEmpty, noneOf } = selection;
      const without =
        notEmpty && allowed.includes('None') ? { ...selection, noneOf: [...noneOf, 'None'] } : selection;
      const chosen = chosenOf(without, allowed, String);
      if (chosen?.length === 0) throw nothingLeftError(inputName, values);
      if (chosen !== undefined && understood !== undefined && without.noneOf.length > 0)
        note(`${inputName} ${understood}: searched as ${chosen.join(', ')}.`);
      return {
        ...(chosen === undefined ? {} : { body: { [name]: [...chosen] } }),
        ...(understood === undefined ? {} : { understood }),
        ...exactly(without, String),
      };
    },
  });

/** Exactly one of a fixed set of words. */
export const choice = (name: string, allowed: Words): Parameter => unchanged(name, z.enum(allowed));

/** Yes or no. */
export const yesNo = (name: string): Parameter => unchanged(name, z.boolean());

/** A domain, or a web or e-mail address of which only the domain is sent. */
export const domain = (name: string): Parameter =>
  defineParameter({
    input: shortText,
    sends: [name],
    toRequest: (value) => {
      const host = value.trim().replace(/^(?:[a-z]+:\/\/)?(?:www\.)?/i, '');
      const [bare = ''] = host.slice(host.lastIndexOf('@') + 1).split(/[/:?#]/);
      if (bare === '') throw new ToolError('invalid_input', `${quoted(value)} is not a domain.`);
      return { body: { [name]: bare } };
    },
  });

/** Part of a name; `=Acme` asks for exactly that name. The two forms are those of the contract's `name`. */
export const partOfName = (name: string): Parameter =>
  defineParameter({
    input: shortText.describe('Part; "=…" for exact'),
    sends: [name],
    toRequest: (value) => {
      if (!value.startsWith('='))
        return { body: { [name]: { value, special_value: [{ type: 'partial' }] } } };
      const exact = value.slice(1).trim();
      if (exact === '') throw new ToolError('invalid_input', `${name} "=" needs a name to match.`);
      return { body: { [name]: exact } };
    },
  });

/** Whether the key's owner follows the record; Copper says 1 for yes and 2 for no. */
const followed = defineParameter({
  input: z.boolean(),
  sends: ['followed'],
  toRequest: (value) => ({ body: { followed: value ? 1 : 2 } }),
});

/** Filters that people, companies, leads and opportunities all have. */
export const commonFilters = {
  interaction_count: numbers('interaction_count', { whole: true }),
  ids: unchanged('ids', z.array(recordId)),
  followed,
  age: unchanged('age', z.number().int()),
  modified_date: dates('modified_date'),
};

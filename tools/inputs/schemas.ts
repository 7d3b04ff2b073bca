import { z } from 'zod/v3';

const line = z.string().max(500);
const isWellFormed = (text: string) => text.isWellFormed();
const surrogate = 'contains a lone surrogate (half a character)';

/** Any text an agent gives: at most 500 characters, and no lone surrogates, which JSON could not carry. */
export const shortText = line.refine(isWellFormed, surrogate);

/** The address in `Jane Doe <jane@x.example>`, as answers print it, or behind `mailto:`. */
const bareAddress = (value: unknown) =>
  typeof value === 'string'
    ? value.trim().replace(/^(?:[^<>]*<\s*|mailto:)([^<>\s@]+@[^<>\s@]+)\s*>?$/iu, '$1')
    : value;

/** An e-mail address. */
export const emailAddress = z.preprocess(
  bareAddress,
  line.email('is not an e-mail address').refine(isWellFormed, surrogate),
);

/** The id of one record; ids of activities are beyond 32 bits, so only what a number can hold bounds them. */
export const recordId = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const plurals = ['leads', 'people', 'companies', 'opportunities', 'projects', 'tasks'] as const;
const singulars = ['lead', 'person', 'company', 'opportunity', 'project', 'task'] as const;

/** Replaces a word of `others` by the word at the same place of `words`. */
const inWords = (words: readonly string[], others: readonly string[]) => (value: unknown) =>
  typeof value === 'string' ? (words[others.indexOf(value.trim().toLowerCase())] ?? value) : value;

/** A type of record as Copper's paths name it, `people`; the singular, which answers show, is accepted too. */
export const entityType = z.preprocess(inWords(plurals, singulars), z.enum(plurals));

/** A type of record as Copper's records name it, `person`; the plural is accepted too. */
export const singularEntityType = z.preprocess(inWords(singulars, plurals), z.enum(singulars));

/** From which row on, for lists that Copper returns whole. */
export const offset = { offset: z.number().int().optional() };

/** Which rows: `limit` of them, at most `most`, from `offset` on. The pipeline turns both into pages. */
export const paging = (most: number) => ({
  limit: z.number().int().describe(`max ${most}`).optional(),
  ...offset,
});

/** Which fields to show instead of the default ones. */
export const fields = {
  fields: z.array(shortText).describe('"*" for all').optional(),
};

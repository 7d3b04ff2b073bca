import { z } from 'zod/v3';

/** The kinds of records in the words of Copper's paths. */
const entityTypes = ['leads', 'people', 'companies', 'opportunities', 'projects', 'tasks'] as const;

/** The kinds of records in the words of Copper's records. */
const entityWords = ['lead', 'person', 'company', 'opportunity', 'project', 'task'] as const;

/** The word at the same place of the other list: agents read `person 12` in one answer and write it in the next question. */
const inWords = (words: readonly string[], others: readonly string[]) => (value: unknown) =>
  typeof value === 'string' ? (words[others.indexOf(value.trim().toLowerCase())] ?? value) : value;

/** A kind of record as it stands in a path; the singular is taken as well. */
export const entityType = z.preprocess(inWords(entityTypes, entityWords), z.enum(entityTypes));

/** A kind of record as it stands in a record; the plural is taken as well. */
export const entityWord = z.preprocess(inWords(entityWords, entityTypes), z.enum(entityWords));

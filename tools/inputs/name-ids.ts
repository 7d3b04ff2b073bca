import { z } from 'zod/v3';
import type { NameList } from '../../src/tool/names.ts';
import type { Parameter } from './parameter.ts';
import { recordId } from './record-id.ts';
import { words } from './words.ts';

/** Copper's id for "none" in the lists that know it. */
const none = -2;

/** Names where Copper wants ids; ids are taken too. `orNone` where the contract has -2 for records without one. */
export const nameIds = (name: string, book: NameList, { orNone = false } = {}): Parameter => ({
  input: z.array(words),
  sends: [name],
  knowsNone: orNone,
  send: async (values: string[], { names }) => {
    const missing = orNone ? values.filter((value) => value.trim().toLowerCase() === 'none') : [];
    const given = values.filter((value) => !missing.includes(value));
    const entries = given.length === 0 ? [] : await names.find(book, given);
    const ids = [...missing.map(() => none), ...entries.map((entry) => entry.id)];
    return { body: { [name]: [...new Set(ids)] } };
  },
});

/** Who owns a record: a name, an e-mail, `me`, or `none`. */
export const owner = (): Parameter => {
  const parameter = nameIds('assignee_ids', 'user', { orNone: true });
  return { ...parameter, input: parameter.input.describe('Names, "me" or "none"') };
};

/** Ids that have no names to look up, or whose names are not unique. */
export const ids = (name = 'ids'): Parameter => ({
  input: z.array(recordId),
  sends: [name],
  send: (values: number[]) => ({ body: { [name]: values } }),
});

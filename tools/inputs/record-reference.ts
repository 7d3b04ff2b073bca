import { ambiguousName } from '../../src/names/suggestions.ts';
import { linkedId, readRecordLink } from '../../src/names/text-form.ts';
import { quoted, quoteIfAmbiguous } from '../../src/tool/sentences.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { defineParameter, type Parameter, shortText } from './parameter.ts';

/** The types of record whose names can be looked up; a project can only be given by its id. */
const lookedUp = ['lead', 'person', 'company', 'opportunity'] as const;

/**
 * One record, written `company 1234` or `company Acme`, sent as the contract's `{id, type}`.
 *
 * @param types the types of record that the operation takes
 */
export const recordReference = (name: string, types: readonly string[]): Parameter =>
  defineParameter({
    input: shortText.describe('e.g. "company 1234" or "company Acme"'),
    sends: [name],
    toRequest: async (value, { names }) => {
      // As answers print it: `Jane Doe (person 1234)`.
      const printed = /\(([a-z]+ \d+)\)\s*$/.exec(value)?.[1] ?? value;
      const link = readRecordLink(value);
      const [, said = ''] = /^\s*(\w+)[\s:#]/.exec(value) ?? [];
      if (link !== undefined && types.includes(said.toLowerCase())) linkedId(value, said.toLowerCase());
      const [, word = '', idOrName = ''] =
        link?.kind === undefined
          ? (/^(\w+)(?:\s*[:#]|\s)\s*(\S.*)$/s.exec(printed.trim()) ?? [])
          : ['', link.kind, String(link.id)];
      const type = word.toLowerCase();
      if (!types.includes(type)) {
        throw new ToolError(
          'invalid_input',
          `${quoted(value)} is not a record; write its type and its id or name, e.g. "company 1234". Types: ${types.join(', ')}.`,
        );
      }
      const reference = (id: number) => ({ body: { [name]: { id, type } } });
      if (/^\d{1,15}$/.test(idOrName)) return reference(Number(idOrName));
      const nameList = lookedUp.find((each) => each === type);
      if (nameList === undefined)
        throw new ToolError('invalid_input', `A ${type} can only be given by its id: "${type} 1234".`);
      const all = await names.find(nameList, [idOrName]);
      const [found, second] = all;
      if (found !== undefined && second === undefined) return reference(found.id);
      throw ambiguousName(idOrName, {
        what: 'several records',
        listed: all.map((entry) => `${quoteIfAmbiguous(entry.name)} (${type} ${entry.id})`),
        advice: `Give one by id, e.g. "${type} ${found?.id ?? 1234}".`,
      });
    },
  });

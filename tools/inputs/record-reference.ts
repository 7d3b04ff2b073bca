import type { NameList } from '../../src/tool/names.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import type { Parameter } from './parameter.ts';
import { words } from './words.ts';

const books: Readonly<Record<string, NameList>> = {
  lead: 'lead',
  person: 'person',
  company: 'company',
  opportunity: 'opportunity',
};

/**
 * One record, written `company 1234` or `company Acme`, sent as the contract's `{id, type}`.
 *
 * @param types the kinds of record that the operation takes; a project has no name to look up, only an id.
 */
export const recordReference = (name: string, types: readonly string[]): Parameter => ({
  input: words.describe('e.g. "company 1234" or "company Acme"'),
  sends: [name],
  send: async (value: string, { names }) => {
    // As answers print it: `Jane Doe (person 1234)`.
    const printed = /\(([a-z]+ \d+)\)\s*$/.exec(value)?.[1] ?? value;
    const [, type = '', who = ''] = /^\s*(\w+)\s*[\s:#]\s*(.+?)\s*$/s.exec(printed) ?? [];
    const kind = type.toLowerCase();
    if (!types.includes(kind)) {
      const allowed = types.join(', ');
      throw new ToolError(
        'invalid_input',
        `"${value.slice(0, 60)}" is no record; write its type and its id or name, e.g. "company 1234". Types: ${allowed}.`,
      );
    }
    if (/^\d{1,15}$/.test(who)) return { body: { [name]: { id: Number(who), type: kind } } };
    const book = books[kind];
    if (book === undefined)
      throw new ToolError('invalid_input', `A ${kind} can only be given by its id: "${kind} 1234".`);
    const [found, second] = await names.find(book, [who]);
    if (found === undefined || second !== undefined) {
      const several = `"${who}" fits several: ${[found, second].map((entry) => `${entry?.name} (${entry?.id})`).join(', ')} …`;
      throw new ToolError('unknown_name', `${several} Give the id: "${kind} ${found?.id ?? 1234}".`);
    }
    return { body: { [name]: { id: found.id, type: kind } } };
  },
});

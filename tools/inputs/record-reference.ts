import { negated } from '../../src/input/selection.ts';
import { isSameSpelling } from '../../src/names/spelling.ts';
import { linkedId, readRecordLink, recordAddress } from '../../src/names/text-form.ts';
import { ambiguousNameError } from '../../src/names/unknown-name.ts';
import type { NameEntry, NameResolver } from '../../src/tool/names.ts';
import { escapeUntrusted } from '../../src/tool/outgoing-text.ts';
import { quoted, quoteIfAmbiguous } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { defineParameter, type Parameter, shortText } from './parameter.ts';

/** The types of record whose names can be looked up; a project can only be given by its id. */
const lookedUp = ['lead', 'person', 'company', 'opportunity'] as const;

/**
 * The records that are called like `company 12`, or `12`; none if that is an id and no name.
 *
 * @throws ToolError `unknown_name` if it is both
 */
async function calledLikeId(
  [type, digits]: readonly [type: (typeof lookedUp)[number], digits: string],
  texts: readonly [text: string, idOrName: string],
  names: NameResolver,
): Promise<readonly NameEntry[]> {
  const [text] = texts;
  const called = texts.map((name) =>
    names.match(type, `=${name}`, { whole: true }).catch((error: unknown) => {
      // If names cannot be searched, an id is as good as before.
      if (!(error instanceof ToolError) || !['forbidden', 'not_found', 'rejected'].includes(error.kind))
        throw error;
    }),
  );
  const id = Number(digits);
  const found = (await Promise.all(called)).flatMap((some) => some ?? []).filter((one) => one.id !== id);
  const [first] = found;
  if (first === undefined) return [];
  const withId = await names.labels(type, new Set([digits]));
  if (!withId.has(digits)) return found;
  throw new ToolError(
    'unknown_name',
    `${quoted(text)} is both a name, ${quoteIfAmbiguous(first.name)} (${first.id}), and an id, ${quoteIfAmbiguous(withId.get(digits) ?? '')} (${digits}). Write "${type} =${escapeUntrusted(first.name)}" for the name, or "${recordAddress(type, digits)}" for the id.`,
  );
}

/** A record as answers print it, `Jane Doe (person 1234)`. */
const printedForm = /^(?<called>.*\S)\s*\((?<type>[a-z]+) (?<id>\d{1,15})\)$/s;

/** Those of the texts that are records as answers print them, although their names begin with a sign of exclusion or "not". */
export async function referencesAsShown(
  name: string,
  texts: readonly unknown[],
  { names, noteUnderstood }: RequestContext,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const text of texts) {
    if (typeof text !== 'string' || negated(text) === undefined) continue;
    const { called, type, id } = printedForm.exec(text.trim())?.groups ?? {};
    const nameList = lookedUp.find((each) => each === type);
    if (called === undefined || nameList === undefined || id === undefined) continue;
    const label = (await names.labels(nameList, new Set([id]))).get(id);
    if (label === undefined || !isSameSpelling(label, called)) continue;
    noteUnderstood(name, `${nameList} ${id}, named ${quoted(label)}`);
    found.push(text);
  }
  return found;
}

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
      const reference = (id: number) => ({ body: { [name]: { id, type } }, isFixed: true as const });
      const nameKind = lookedUp.find((each) => each === type);
      const [, digits] = /^(?:id )?(\d{1,15})$/i.exec(idOrName) ?? [];
      const isLooked = nameKind !== undefined && link?.kind === undefined;
      const called =
        digits !== undefined && isLooked
          ? await calledLikeId([nameKind, digits], [value.trim(), idOrName], names)
          : [];
      if (digits !== undefined && called.length === 0) return reference(Number(digits));
      if (nameKind === undefined)
        throw new ToolError('invalid_input', `A ${type} can only be given by its id: "${type} 1234".`);
      const all = digits === undefined ? await names.find(nameKind, [idOrName]) : called;
      const [found, second] = all;
      if (found !== undefined && second === undefined) return reference(found.id);
      throw ambiguousNameError(idOrName, {
        what: 'several records',
        listed: all.map((entry) => `${quoteIfAmbiguous(entry.name)} (${type} ${entry.id})`),
        advice: `Give one by id, e.g. "${type} ${found?.id ?? 1234}".`,
      });
    },
  });

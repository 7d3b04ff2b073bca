import { checkSingleLink, linkedId, readRecordLink } from '../../../src/names/text-form.ts';
import type { OperationTool } from '../../../src/tool/tool.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { searchCompanies } from '../../search-companies.ts';
import { searchLeads } from '../../search-leads.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { searchPeople } from '../../search-people.ts';

/** The kinds of records that people ask about by name. */
export type RecordKind = 'person' | 'company' | 'lead' | 'opportunity';

/** The search that finds a kind, and its names. */
interface RecordKindInfo {
  readonly plural: string;
  readonly tool: OperationTool;
  /** What people and agents call it. */
  readonly words: RegExp;
}

/** The kinds in the order in which equally good matches are shown. */
export const recordKinds: Readonly<Record<RecordKind, RecordKindInfo>> = {
  person: { plural: 'people', tool: searchPeople, words: /^(?:person|people|contacts?)$/i },
  company: {
    plural: 'companies',
    tool: searchCompanies,
    words: /^(?:company|companies|account|organi[sz]ation)$/i,
  },
  lead: { plural: 'leads', tool: searchLeads, words: /^leads?$/i },
  opportunity: {
    plural: 'opportunities',
    tool: searchOpportunities,
    words: /^(?:opportunity|opportunities|deals?)$/i,
  },
};

/** All kinds, in that order. */
export const recordKindOrder: readonly RecordKind[] = ['person', 'company', 'lead', 'opportunity'];

/** The kind that a word stands for: `deal` is an opportunity. */
export const recordKindCalled = (word: string): RecordKind | undefined =>
  recordKindOrder.find((kind) => recordKinds[kind].words.test(word));

/**
 * A record as people and answers write it: `company Acme`, `deal #2827698`, `Jane Doe (person 12)`, `copper://people/12`, a link, or a
 * name.
 */
export interface RecordReference {
  readonly kind?: RecordKind;
  readonly id?: number;
  /** The name, or the id as it was written. */
  readonly name: string;
}

const unquoted = (text: string) => /^["'“”‘’](.+)["'“”‘’]$/su.exec(text)?.[1]?.trim() ?? text;

/** The record that a pasted address of Copper's web app leads to; undefined if the text has none. */
function readLink(text: string): RecordReference | undefined {
  checkSingleLink(text);
  const link = readRecordLink(text);
  if (link === undefined) return undefined;
  const [, word = ''] = /^\s*(\p{L}+)[\s:]/u.exec(text) ?? [];
  const kind = recordKindCalled(word) ?? recordKindCalled(link.kind ?? '');
  if (kind === undefined) {
    const is = link.kind === undefined ? 'is not to one record' : `is to ${link.kind} ${link.id}`;
    throw new ToolError(
      'invalid_input',
      `The link ${is}; links to a person, company, lead or opportunity are understood here.`,
    );
  }
  const id = linkedId(text, kind);
  return id === undefined ? undefined : { kind, id, name: String(id) };
}

/**
 * Takes a reference apart; text that does not begin with a kind is a name.
 *
 * @throws ToolError `invalid_input` for a link to something else
 */
export function readRecordReference(text: string): RecordReference {
  const linked = readLink(text);
  if (linked !== undefined) return linked;
  const whole = unquoted(text.trim().replace(/^copper:\/\//i, ''));
  const printed = /\(([a-z]+ \d{1,15})\)$/.exec(whole)?.[1] ?? whole;
  const [, word = '', rest = ''] = /^(\p{L}+)[\s:#/]+([^\s:#/].*)$/su.exec(printed) ?? [];
  const kind = recordKindCalled(word);
  if (kind === undefined) return { name: whole };
  const name = unquoted(rest);
  const [, id] = /^(?:id\s*)?(?:[#:=]\s*)?(\d{1,15})$/i.exec(name) ?? [];
  return id === undefined ? { kind, name } : { kind, name, id: Number(id) };
}

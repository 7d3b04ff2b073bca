import type { OperationTool } from '../../../src/tool/tool.ts';
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

import type { OperationTool } from '../../../src/tool/tool.ts';
import { searchCompanies } from '../../search-companies.ts';
import { searchLeads } from '../../search-leads.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { searchPeople } from '../../search-people.ts';

/** The kinds of records that people ask about by name. */
export type RecordKind = 'person' | 'company' | 'lead' | 'opportunity';

/** What is said of a kind, and the search that finds it. */
export interface RecordKindInfo {
  readonly plural: string;
  readonly tool: OperationTool;
  /** What people and agents call it. */
  readonly words: readonly string[];
}

/** The kinds in the order in which equally good matches are shown. */
export const recordKinds: Readonly<Record<RecordKind, RecordKindInfo>> = {
  person: { plural: 'people', tool: searchPeople, words: ['person', 'people', 'contact', 'contacts'] },
  company: {
    plural: 'companies',
    tool: searchCompanies,
    words: ['company', 'companies', 'account', 'organization', 'organisation'],
  },
  lead: { plural: 'leads', tool: searchLeads, words: ['lead', 'leads'] },
  opportunity: {
    plural: 'opportunities',
    tool: searchOpportunities,
    words: ['opportunity', 'opportunities', 'deal', 'deals'],
  },
};

/** All kinds, in that order. */
export const recordKindOrder: readonly RecordKind[] = ['person', 'company', 'lead', 'opportunity'];

/** The kind that a word stands for: `deal` is an opportunity. */
export const recordKindCalled = (word: string): RecordKind | undefined =>
  recordKindOrder.find((kind) => recordKinds[kind].words.includes(word.toLowerCase()));

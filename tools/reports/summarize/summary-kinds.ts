import type { FilterInput } from '../../inputs/filters.ts';
import type { SearchTool } from '../../inputs/search.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchCompanies } from '../../search-companies.ts';
import { searchLeads } from '../../search-leads.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { searchPeople } from '../../search-people.ts';
import { searchTasks } from '../../search-tasks.ts';
import {
  convertedValueQuantity,
  numberQuantity,
  type RecordQuantity,
  valueQuantity,
  weightedValueQuantity,
} from './quantities.ts';
import { type CreateDimension, recordDimensions } from './record-dimensions.ts';

/** One kind of record as it can be summarized. */
export interface SummaryKind {
  readonly tool: SearchTool;
  /** The date that is meant when an agent only says `month`. */
  readonly date: string;
  readonly dimensions: Readonly<Record<string, CreateDimension>>;
  readonly quantities: readonly RecordQuantity[];
  /** Inputs of `summarize` → those of its search; one that begins with `filters.` goes into `filters`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** True if records are in pipelines, with revenue or without. */
  readonly hasPipelines?: boolean;
}

/** What can be summarized, in the order in which people ask for it. */
export const summaryKindNames = [
  'opportunities',
  'leads',
  'people',
  'companies',
  'tasks',
  'activities',
] as const;

/** Inputs that the search calls by the same name. */
const asNamed = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

const interactions = numberQuantity('interaction_count', true, 'interactions', 'interaction count');
const probability = numberQuantity('win_probability', false, 'probability', 'win probability');
/** What each of them can be grouped by, measured by and narrowed by. */
export const summaryKinds: Readonly<Record<(typeof summaryKindNames)[number], SummaryKind>> = {
  opportunities: {
    tool: searchOpportunities,
    date: 'closes',
    dimensions: recordDimensions.opportunities,
    quantities: [valueQuantity, weightedValueQuantity, convertedValueQuantity, probability, interactions],
    inputs: asNamed('owner', 'pipeline', 'stage', 'status', 'closes', 'created'),
    hasPipelines: true,
  },
  leads: {
    tool: searchLeads,
    date: 'created',
    dimensions: recordDimensions.leads,
    quantities: [valueQuantity, convertedValueQuantity, interactions],
    inputs: asNamed('owner', 'status', 'created'),
  },
  people: {
    tool: searchPeople,
    date: 'created',
    dimensions: recordDimensions.people,
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'filters.contact_type_ids', created: 'filters.created_date' },
  },
  companies: {
    tool: searchCompanies,
    date: 'created',
    dimensions: recordDimensions.companies,
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'contact_type', created: 'filters.created_date' },
  },
  tasks: {
    tool: searchTasks,
    date: 'due',
    dimensions: recordDimensions.tasks,
    quantities: [],
    inputs: { owner: 'owner', status: 'status', due: 'due', created: 'filters.created_date' },
  },
  activities: {
    tool: searchActivities,
    date: 'date',
    dimensions: recordDimensions.activities,
    quantities: [],
    inputs: { owner: 'who', type: 'type', date: 'date' },
  },
};

/** Inputs of a search as an agent would give them. */
export type SearchInput = Readonly<Record<string, unknown>> & { readonly filters?: readonly FilterInput[] };

import type { OperationTool } from '../../../src/tool/tool.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchCompanies } from '../../search-companies.ts';
import { searchLeads } from '../../search-leads.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { searchPeople } from '../../search-people.ts';
import { searchTasks } from '../../search-tasks.ts';
import { similarNameDimension } from './by-name.ts';
import { convertedValueQuantity, numberQuantity, type RecordQuantity, valueQuantity } from './quantities.ts';
import {
  activityTypeDimension,
  type CreateDimension,
  companyDimension,
  companyNameDimension,
  contactTypeDimension,
  dealStatusDimension,
  leadStatusDimension,
  lossReasonDimension,
  ownerDimension,
  pipelineDimension,
  placeDimension,
  priorityDimension,
  sourceDimension,
  stageDimension,
  tagDimension,
  taskStatusDimension,
  teamDimension,
  whoDimension,
} from './record-dimensions.ts';
import { weightedValueQuantity } from './weighted-value.ts';

/** One kind of record as it can be summarized. */
export interface SummaryKind {
  /** Several of it. */
  readonly word: string;
  readonly tool: OperationTool;
  /** The date that is meant when an agent only says `month`. */
  readonly date: string;
  readonly dimensions: Readonly<Record<string, CreateDimension>>;
  readonly quantities: readonly RecordQuantity[];
  /** Inputs of ours by the name that its search has for them; one that begins with `filters.` is only taken by `filters`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** True where money is earned in pipelines. */
  readonly pipelines: boolean;
}

const interactions = numberQuantity('interaction_count', true, 'interactions', 'interaction count');
const probability = numberQuantity('win_probability', false, 'probability', 'win probability');
const places = {
  city: placeDimension('city'),
  state: placeDimension('state'),
  country: placeDimension('country'),
};
const owned = { ownerDimension, team: teamDimension(), name: similarNameDimension };

/** The kinds in the order in which people ask about them. */
export const summaryKinds = {
  opportunities: {
    word: 'opportunities',
    tool: searchOpportunities,
    date: 'closes',
    dimensions: {
      ...owned,
      pipelineDimension,
      stageDimension,
      status: dealStatusDimension,
      sourceDimension,
      loss_reason: lossReasonDimension,
      companyDimension,
      tagDimension,
      priorityDimension,
    },
    quantities: [valueQuantity, weightedValueQuantity, convertedValueQuantity, probability, interactions],
    inputs: {
      owner: 'owner',
      pipeline: 'pipeline',
      stage: 'stage',
      status: 'status',
      closes: 'closes',
      created: 'created',
    },
    pipelines: true,
  },
  leads: {
    word: 'leads',
    tool: searchLeads,
    date: 'created',
    dimensions: {
      ...owned,
      status: leadStatusDimension,
      sourceDimension,
      company: companyNameDimension,
      tagDimension,
      ...places,
    },
    quantities: [valueQuantity, convertedValueQuantity, interactions],
    inputs: { owner: 'owner', status: 'status', created: 'created' },
    pipelines: false,
  },
  people: {
    word: 'people',
    tool: searchPeople,
    date: 'created',
    dimensions: { ...owned, type: contactTypeDimension, companyDimension, tagDimension, ...places },
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'filters.contact_type_ids', created: 'filters.created_date' },
    pipelines: false,
  },
  companies: {
    word: 'companies',
    tool: searchCompanies,
    date: 'created',
    dimensions: { ...owned, type: contactTypeDimension, tagDimension, ...places },
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'contact_type', created: 'filters.created_date' },
    pipelines: false,
  },
  tasks: {
    word: 'tasks',
    tool: searchTasks,
    date: 'due',
    dimensions: { ...owned, status: taskStatusDimension, priorityDimension, tagDimension },
    quantities: [],
    inputs: { owner: 'owner', status: 'status', due: 'due', created: 'filters.created_date' },
    pipelines: false,
  },
  activities: {
    word: 'activities',
    tool: searchActivities,
    date: 'date',
    dimensions: { owner: whoDimension, team: teamDimension('user_id'), type: activityTypeDimension },
    quantities: [],
    inputs: { owner: 'who', type: 'type', date: 'date' },
    pipelines: false,
  },
} as const satisfies Readonly<Record<string, SummaryKind>>;

/** What can be summarized. */
export type KindName = keyof typeof summaryKinds;

import type { OperationTool } from '../../../src/tool/tool.ts';
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
  similarNameDimension,
  sourceDimension,
  stageDimension,
  tagDimension,
  taskStatusDimension,
  teamDimension,
  whoDimension,
} from './record-dimensions.ts';

/** One kind of record as it can be summarized. */
export interface SummaryKind {
  readonly tool: OperationTool;
  /** The date that is meant when an agent only says `month`. */
  readonly date: string;
  readonly dimensions: Readonly<Record<string, CreateDimension>>;
  readonly quantities: readonly RecordQuantity[];
  /** Inputs of `summarize` → those of its search; one that begins with `filters.` goes into `filters`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** True where records are in pipelines, with revenue or without. */
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

const interactions = numberQuantity('interaction_count', true, 'interactions', 'interaction count');
const probability = numberQuantity('win_probability', false, 'probability', 'win probability');
const places = {
  city: placeDimension('city'),
  state: placeDimension('state'),
  country: placeDimension('country'),
};
const owned = { owner: ownerDimension, team: teamDimension(), name: similarNameDimension };
const company = companyDimension;
const priority = priorityDimension;
const source = sourceDimension;
const tag = tagDimension;
const type = contactTypeDimension;

/** What each of them can be grouped by, measured by and narrowed by. */
export const summaryKinds: Readonly<Record<(typeof summaryKindNames)[number], SummaryKind>> = {
  opportunities: {
    tool: searchOpportunities,
    date: 'closes',
    dimensions: {
      ...owned,
      pipeline: pipelineDimension,
      stage: stageDimension,
      status: dealStatusDimension,
      source,
      loss_reason: lossReasonDimension,
      company,
      tag,
      priority,
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
    hasPipelines: true,
  },
  leads: {
    tool: searchLeads,
    date: 'created',
    dimensions: {
      ...owned,
      status: leadStatusDimension,
      source,
      company: companyNameDimension,
      tag,
      ...places,
    },
    quantities: [valueQuantity, convertedValueQuantity, interactions],
    inputs: { owner: 'owner', status: 'status', created: 'created' },
  },
  people: {
    tool: searchPeople,
    date: 'created',
    dimensions: { ...owned, type, company, tag, ...places },
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'filters.contact_type_ids', created: 'filters.created_date' },
  },
  companies: {
    tool: searchCompanies,
    date: 'created',
    dimensions: { ...owned, type, tag, ...places },
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'contact_type', created: 'filters.created_date' },
  },
  tasks: {
    tool: searchTasks,
    date: 'due',
    dimensions: { ...owned, status: taskStatusDimension, priority, tag },
    quantities: [],
    inputs: { owner: 'owner', status: 'status', due: 'due', created: 'filters.created_date' },
  },
  activities: {
    tool: searchActivities,
    date: 'date',
    dimensions: { owner: whoDimension, team: teamDimension('user_id'), type: activityTypeDimension },
    quantities: [],
    inputs: { owner: 'who', type: 'type', date: 'date' },
  },
};

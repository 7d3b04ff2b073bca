import type { OperationTool } from '../../../src/tool/tool.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchCompanies } from '../../search-companies.ts';
import { searchLeads } from '../../search-leads.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { searchPeople } from '../../search-people.ts';
import { searchTasks } from '../../search-tasks.ts';
import { byName } from './by-name.ts';
import {
  activityType,
  company,
  companyName,
  contactType,
  dealStatus,
  leadStatus,
  lossReason,
  type MakeDimension,
  owner,
  pipeline,
  place,
  priority,
  source,
  stage,
  tag,
  taskStatus,
  team,
  who,
} from './dimensions.ts';
import { convertedValue, type OwnQuantity, ownNumber, value } from './quantity.ts';
import { weightedValue } from './weighted-value.ts';

/** One kind of record as it can be summarized. */
export interface Kind {
  /** Several of it. */
  readonly word: string;
  readonly tool: OperationTool;
  /** The date that is meant when an agent only says `month`. */
  readonly date: string;
  readonly dimensions: Readonly<Record<string, MakeDimension>>;
  readonly quantities: readonly OwnQuantity[];
  /** Inputs of ours by the name that its search has for them; one that begins with `filters.` is only taken by `filters`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** True where money is earned in pipelines. */
  readonly pipelines: boolean;
}

const interactions = ownNumber('interaction_count', true, 'interactions', 'interaction count');
const probability = ownNumber('win_probability', false, 'probability', 'win probability');
const places = { city: place('city'), state: place('state'), country: place('country') };
const owned = { owner, team: team(), name: byName };

/** The kinds in the order in which people ask about them. */
export const kinds = {
  opportunities: {
    word: 'opportunities',
    tool: searchOpportunities,
    date: 'closes',
    dimensions: {
      ...owned,
      pipeline,
      stage,
      status: dealStatus,
      source,
      loss_reason: lossReason,
      company,
      tag,
      priority,
    },
    quantities: [value, weightedValue, convertedValue, probability, interactions],
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
    dimensions: { ...owned, status: leadStatus, source, company: companyName, tag, ...places },
    quantities: [value, convertedValue, interactions],
    inputs: { owner: 'owner', status: 'status', created: 'created' },
    pipelines: false,
  },
  people: {
    word: 'people',
    tool: searchPeople,
    date: 'created',
    dimensions: { ...owned, type: contactType, company, tag, ...places },
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'filters.contact_type_ids', created: 'filters.created_date' },
    pipelines: false,
  },
  companies: {
    word: 'companies',
    tool: searchCompanies,
    date: 'created',
    dimensions: { ...owned, type: contactType, tag, ...places },
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'contact_type', created: 'filters.created_date' },
    pipelines: false,
  },
  tasks: {
    word: 'tasks',
    tool: searchTasks,
    date: 'due',
    dimensions: { ...owned, status: taskStatus, priority, tag },
    quantities: [],
    inputs: { owner: 'owner', status: 'status', due: 'due', created: 'filters.created_date' },
    pipelines: false,
  },
  activities: {
    word: 'activities',
    tool: searchActivities,
    date: 'date',
    dimensions: { owner: who, team: team('user_id'), type: activityType },
    quantities: [],
    inputs: { owner: 'who', type: 'type', date: 'date' },
    pipelines: false,
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** What can be summarized. */
export type KindName = keyof typeof kinds;

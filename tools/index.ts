import type { OperationTool } from '../src/tool/tool.ts';
import { getCompanyActivities } from './get-company-activities.ts';
import { getLeadActivities } from './get-lead-activities.ts';
import { getOpportunity } from './get-opportunity.ts';
import { getOpportunityActivities } from './get-opportunity-activities.ts';
import { getPersonActivities } from './get-person-activities.ts';
import { getPersonByEmail } from './get-person-by-email.ts';
import { getRelatedItems } from './get-related-items.ts';
import { getRelatedItemsByType } from './get-related-items-by-type.ts';
import { getUser } from './get-user.ts';
import { listActivityTypes } from './list-activity-types.ts';
import { listContactTypes } from './list-contact-types.ts';
import { listCustomActivityTypes } from './list-custom-activity-types.ts';
import { listCustomFieldDefinitions } from './list-custom-field-definitions.ts';
import { listCustomerSources } from './list-customer-sources.ts';
import { listFieldLayoutByEntityType } from './list-field-layout-by-entity-type.ts';
import { listLeadStatuses } from './list-lead-statuses.ts';
import { listLossReasons } from './list-loss-reasons.ts';
import { listPipelineStages } from './list-pipeline-stages.ts';
import { listPipelines } from './list-pipelines.ts';
import { listTags } from './list-tags.ts';
import { listUsers } from './list-users.ts';
import { searchActivities } from './search-activities.ts';
import { searchCompanies } from './search-companies.ts';
import { searchLeads } from './search-leads.ts';
import { searchOpportunities } from './search-opportunities.ts';
import { searchPeople } from './search-people.ts';
import { searchTasks } from './search-tasks.ts';

/**
 * The ten tools that answer most of the sixty questions of the evals, for agents with a small context; a test works them out. In their
 * narrow form they only name these inputs; the others work as well, and what `filters` reaches it also reaches there.
 */
export const coreInputs: Readonly<Record<string, readonly string[]>> = {
  search_opportunities: [
    'name',
    'company',
    'owner',
    'stage',
    'status',
    'value',
    'closes',
    'sort',
    'filters',
    'fields',
    'limit',
    'offset',
  ],
  search_people: ['name', 'company', 'owner', 'tags', 'last_contact', 'filters', 'fields', 'limit', 'offset'],
  search_companies: ['name', 'owner', 'city', 'tags', 'last_contact', 'filters', 'fields', 'limit', 'offset'],
  search_activities: ['type', 'who', 'date', 'on', 'fields', 'limit', 'offset'],
  brief: ['about'],
  summarize: [
    'what',
    'by',
    'measure',
    'top',
    'owner',
    'status',
    'type',
    'closes',
    'created',
    'date',
    'filters',
  ],
  deals_needing_attention: ['reasons', 'silent', 'stuck', 'owner', 'value', 'closes', 'filters', 'limit'],
  hygiene: ['what', 'owner', 'limit'],
  pipeline_changes: ['during', 'changes', 'by', 'owner', 'filters', 'limit'],
  today: ['owner', 'since', 'limit'],
};

/** All tools that call one operation each: the records people ask about first, what describes the account last. */
export const tools: readonly OperationTool[] = [
  searchOpportunities,
  getOpportunity,
  getOpportunityActivities,
  searchPeople,
  getPersonByEmail,
  getPersonActivities,
  searchCompanies,
  getCompanyActivities,
  searchLeads,
  getLeadActivities,
  searchTasks,
  searchActivities,
  getRelatedItems,
  getRelatedItemsByType,
  listUsers,
  getUser,
  listPipelines,
  listPipelineStages,
  listCustomerSources,
  listLossReasons,
  listLeadStatuses,
  listContactTypes,
  listActivityTypes,
  listCustomActivityTypes,
  listTags,
  listCustomFieldDefinitions,
  listFieldLayoutByEntityType,
];

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
 * The ten tools that answer most sales questions, for agents with a small context: reports that add up, join or compare, the searches
 * of deals and tasks, and the lists of names that the others take. What they lack are the searches of people, companies, leads and
 * activities.
 */
export const core: readonly string[] = [
  'find',
  'brief',
  'summarize',
  'deals_needing_attention',
  'pipeline_changes',
  'search_opportunities',
  'search_tasks',
  'list_users',
  'list_pipelines',
  'list_tags',
];

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

/** The 27 read-only operations of Copper's OpenAPI document, by operation id. No other request can be sent. */
export const operationIds = [
  'listUsers',
  'getUser',
  'searchLeads',
  'getLeadActivities',
  'listCustomerSources',
  'listLeadStatuses',
  'searchPeople',
  'getPersonByEmail',
  'getPersonActivities',
  'listContactTypes',
  'searchCompanies',
  'getCompanyActivities',
  'getOpportunity',
  'getOpportunityActivities',
  'searchOpportunities',
  'listLossReasons',
  'listPipelines',
  'listPipelineStages',
  'searchTasks',
  'searchActivities',
  'listActivityTypes',
  'listTags',
  'listCustomActivityTypes',
  'listCustomFieldDefinitions',
  'listFieldLayoutByEntityType',
  'getRelatedItems',
  'getRelatedItemsByType',
] as const;

/** One of the 27 operation ids. */
export type OperationId = (typeof operationIds)[number];

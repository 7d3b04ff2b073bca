import { type OperationId, operationIds } from '../tool/operation.ts';

/** Where an operation lives on the wire. */
export interface Operation {
  readonly method: 'GET' | 'POST';
  /** Below the base URL; `{…}` parts come from the request's `path`. */
  readonly path: string;
  /** The contract's largest `page_size`, for operations that page. */
  readonly pageCap?: 25 | 200;
  /** True for small reference data that changes rarely, so that its reply may be cached. */
  readonly lookup?: true;
}

/** The 27 operations as Copper's OpenAPI document lists them (developer.copper.com/v1/openapi.json). */
export const operations: Readonly<Record<OperationId, Operation>> = {
  listUsers: { method: 'POST', path: '/users/search', pageCap: 200, lookup: true },
  getUser: { method: 'GET', path: '/users/{id}', lookup: true },
  searchLeads: { method: 'POST', path: '/leads/search', pageCap: 25 },
  getLeadActivities: { method: 'POST', path: '/leads/{id}/activities', pageCap: 200 },
  listCustomerSources: { method: 'GET', path: '/customer_sources', lookup: true },
  listLeadStatuses: { method: 'GET', path: '/lead_statuses', lookup: true },
  searchPeople: { method: 'POST', path: '/people/search', pageCap: 25 },
  getPersonByEmail: { method: 'POST', path: '/people/fetch_by_email' },
  getPersonActivities: { method: 'POST', path: '/people/{id}/activities', pageCap: 200 },
  listContactTypes: { method: 'GET', path: '/contact_types', lookup: true },
  searchCompanies: { method: 'POST', path: '/companies/search', pageCap: 200 },
  getCompanyActivities: { method: 'POST', path: '/companies/{id}/activities', pageCap: 200 },
  getOpportunity: { method: 'GET', path: '/opportunities/{id}' },
  getOpportunityActivities: { method: 'POST', path: '/opportunities/{id}/activities', pageCap: 200 },
  searchOpportunities: { method: 'POST', path: '/opportunities/search', pageCap: 25 },
  listLossReasons: { method: 'GET', path: '/loss_reasons', lookup: true },
  listPipelines: { method: 'GET', path: '/pipelines', lookup: true },
  listPipelineStages: { method: 'GET', path: '/pipeline_stages', lookup: true },
  searchTasks: { method: 'POST', path: '/tasks/search', pageCap: 200 },
  searchActivities: { method: 'POST', path: '/activities/search', pageCap: 200 },
  listActivityTypes: { method: 'GET', path: '/activity_types', lookup: true },
  listTags: { method: 'GET', path: '/tags' },
  listCustomActivityTypes: { method: 'GET', path: '/custom_activity_types', lookup: true },
  listCustomFieldDefinitions: { method: 'GET', path: '/custom_field_definitions', lookup: true },
  listFieldLayoutByEntityType: {
    method: 'GET',
    path: '/field_layouts/by_entity/{entity_type}',
    lookup: true,
  },
  getRelatedItems: { method: 'GET', path: '/{entity_type}/{entity_id}/related' },
  getRelatedItemsByType: { method: 'GET', path: '/{entity_type}/{entity_id}/related/{related_entity_type}' },
};

/** The contract's enum for `entity_type` and `related_entity_type`. */
const entityTypes = 'leads|people|companies|opportunities|projects|tasks';

/** What may stand in a path: entity words from the enum, ids as digits, `me` for users only. */
function pattern(path: string): RegExp {
  const parts = path
    .replace(/^\/users\/\{id\}/, '/users/(?:\\d+|me)')
    .replace(/\{(?:related_)?entity_type\}/g, `(?:${entityTypes})`)
    .replace(/\{\w+\}/g, '\\d+');
  return new RegExp(`^${parts}$`);
}

const patterns = operationIds.map((id) => ({
  id,
  method: operations[id].method,
  path: pattern(operations[id].path),
}));

/** The operation behind a method and a path below the base URL (`GET`, `/users/me`), or undefined if it is none of the 27. */
export function findOperation(method: string, pathname: string): OperationId | undefined {
  return patterns.find((each) => each.method === method && each.path.test(pathname))?.id;
}

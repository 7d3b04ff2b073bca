import { contractMembers } from './contract-fields.ts';
import { answerListFieldLayout } from './field-layouts.ts';
import type { HandlerRequest } from './handler-context.ts';
import { answerList, answerListActivityTypes, answerListPipelineStages, answerListTags } from './lists.ts';
import { answerGetRelatedItems, answerGetRelatedItemsByType } from './related-items.ts';
import { type HandlerResult, unknownPathError } from './reply.ts';
import { activitySearch } from './search/activities.ts';
import { companySearch } from './search/companies.ts';
import { leadSearch } from './search/leads.ts';
import { opportunitySearch } from './search/opportunities.ts';
import { personSearch, userSearch } from './search/people.ts';
import { answerSearch } from './search/search.ts';
import { taskSearch } from './search/tasks.ts';
import {
  answerGetOpportunity,
  answerGetPersonByEmail,
  answerGetUser,
  answerRecordActivities,
} from './single-records.ts';

type Handler = (request: HandlerRequest) => HandlerResult;

/** The base path of the API; other paths belong to the web app. */
export const apiBasePath = '/developer_api/v1';

/** The 27 operations: method and path, and the handler. */
const operations: Readonly<Record<string, Handler>> = {
  'POST /users/search': (request) => answerSearch(userSearch, request),
  'GET /users/{id}': answerGetUser,
  'POST /leads/search': (request) => answerSearch(leadSearch, request),
  'POST /leads/{id}/activities': answerRecordActivities('lead'),
  'GET /customer_sources': answerList(({ world }) => world.customerSources),
  'GET /lead_statuses': answerList(({ world }) => world.leadStatuses),
  'POST /people/search': (request) => answerSearch(personSearch, request),
  'POST /people/fetch_by_email': answerGetPersonByEmail,
  'POST /people/{id}/activities': answerRecordActivities('person'),
  'GET /contact_types': answerList(({ world }) => world.contactTypes),
  'POST /companies/search': (request) => answerSearch(companySearch, request),
  'POST /companies/{id}/activities': answerRecordActivities('company'),
  'GET /opportunities/{id}': answerGetOpportunity,
  'POST /opportunities/{id}/activities': answerRecordActivities('opportunity'),
  'POST /opportunities/search': (request) => answerSearch(opportunitySearch, request),
  'GET /loss_reasons': answerList(({ world }) => world.lossReasons),
  'GET /pipelines': answerList(({ world }) => world.pipelines),
  'GET /pipeline_stages': answerListPipelineStages,
  'POST /tasks/search': (request) => answerSearch(taskSearch, request),
  'POST /activities/search': (request) => answerSearch(activitySearch, request),
  'GET /activity_types': answerListActivityTypes,
  'GET /tags': answerListTags,
  'GET /custom_activity_types': answerList(({ world }) => world.customActivityTypes),
  'GET /custom_field_definitions': answerList(({ world }) => world.customFields),
  'GET /field_layouts/by_entity/{entity_type}': answerListFieldLayout,
  'GET /{entity_type}/{entity_id}/related': answerGetRelatedItems,
  'GET /{entity_type}/{entity_id}/related/{related_entity_type}': answerGetRelatedItemsByType,
};

/** The handler, with only the fields of the contract if the account's `fields` option says so. */
function withFields(operation: string, handler: Handler): Handler {
  return (request) => {
    const result = handler(request);
    return request.context.settings.fields === 'contract' ? contractMembers(operation, result) : result;
  };
}

const routes = Object.entries(operations).map(([line, handler]) => ({
  handler: withFields(line, handler),
  pattern: new RegExp(`^${line.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/**
 * The handler of a method and a path (without the base path), and the parameters of the path.
 *
 * @throws SandboxError 404 when no operation has this method and path.
 */
export function findRoute(method: string, path: string): { handler: Handler; path: Record<string, string> } {
  for (const { pattern, handler } of routes) {
    const match = pattern.exec(`${method} ${path}`);
    if (match !== null) return { handler, path: { ...match.groups } };
  }
  throw unknownPathError();
}

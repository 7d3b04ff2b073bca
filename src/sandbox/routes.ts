import { listFieldLayout } from './field-layouts.ts';
import { listActivityTypes, listOf, listPipelineStages } from './lists.ts';
import { Refusal } from './refusal.ts';
import { getRelatedItems, getRelatedItemsByType } from './related-items.ts';
import type { Answer } from './reply.ts';
import type { Ask } from './scene.ts';
import { ACTIVITIES } from './search/activities.ts';
import { COMPANIES } from './search/companies.ts';
import { LEADS } from './search/leads.ts';
import { OPPORTUNITIES } from './search/opportunities.ts';
import { PEOPLE } from './search/people.ts';
import { search } from './search/search.ts';
import { TASKS } from './search/tasks.ts';
import { USERS } from './search/users.ts';
import { getActivities, getOpportunity, getPersonByEmail, getUser } from './single-records.ts';
import { listTags } from './tags.ts';

type Handler = (ask: Ask) => Answer;

/** Where the API lives on its host; any other path is the web app's. */
export const BASE_PATH = '/developer_api/v1';

/** The 27 operations: method and path, and who answers. */
const TABLE: Readonly<Record<string, Handler>> = {
  'POST /users/search': (ask) => search(USERS, ask),
  'GET /users/{id}': getUser,
  'POST /leads/search': (ask) => search(LEADS, ask),
  'POST /leads/{id}/activities': getActivities('lead'),
  'GET /customer_sources': listOf(({ world }) => world.customerSources),
  'GET /lead_statuses': listOf(({ world }) => world.leadStatuses),
  'POST /people/search': (ask) => search(PEOPLE, ask),
  'POST /people/fetch_by_email': getPersonByEmail,
  'POST /people/{id}/activities': getActivities('person'),
  'GET /contact_types': listOf(({ world }) => world.contactTypes),
  'POST /companies/search': (ask) => search(COMPANIES, ask),
  'POST /companies/{id}/activities': getActivities('company'),
  'GET /opportunities/{id}': getOpportunity,
  'POST /opportunities/{id}/activities': getActivities('opportunity'),
  'POST /opportunities/search': (ask) => search(OPPORTUNITIES, ask),
  'GET /loss_reasons': listOf(({ world }) => world.lossReasons),
  'GET /pipelines': listOf(({ world }) => world.pipelines),
  'GET /pipeline_stages': listPipelineStages,
  'POST /tasks/search': (ask) => search(TASKS, ask),
  'POST /activities/search': (ask) => search(ACTIVITIES, ask),
  'GET /activity_types': listActivityTypes,
  'GET /tags': listTags,
  'GET /custom_activity_types': listOf(({ world }) => world.customActivityTypes),
  'GET /custom_field_definitions': listOf(({ world }) => world.customFields),
  'GET /field_layouts/by_entity/{entity_type}': listFieldLayout,
  'GET /{entity_type}/{entity_id}/related': getRelatedItems,
  'GET /{entity_type}/{entity_id}/related/{related_entity_type}': getRelatedItemsByType,
};

const ROUTES = Object.entries(TABLE).map(([line, handler]) => ({
  pattern: new RegExp(`^${line.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  handler,
}));

/** The handler of a method and a path below the base, with the path's parameters; a 404 when there is none. */
export function route(method: string, path: string): { handler: Handler; path: Record<string, string> } {
  for (const { pattern, handler } of ROUTES) {
    const match = pattern.exec(`${method} ${path}`);
    if (match !== null) return { handler, path: { ...match.groups } };
  }
  throw new Refusal(404, 'Resource not found', true);
}

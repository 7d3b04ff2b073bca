import type { CancelSignal } from '../tool/clock.ts';
import type { FetchCopper, OutgoingRequest } from '../tool/fetch-copper.ts';
import { type OperationId, operationIds } from '../tool/operation.ts';
import type { CopperRequest } from '../tool/request.ts';

/** Copper gives only so many rows of a search, however many match. */
export const maxReachable = 100_000;

/** How an operation is called over HTTP. */
export interface Operation {
  readonly method: 'GET' | 'POST';
  /** Below the base URL; `{…}` parts come from the request's `path`. */
  readonly path: string;
  /** The largest `page_size` the contract allows; only operations with pages have one. */
  readonly pageCap?: 25 | 200;
  /** True for small reference data that changes rarely, so its reply may be cached. */
  readonly cached?: true;
  /** What it returns, if not a list of records: one record, or tags, which may come as bare names. */
  readonly returns?: 'record' | 'tags';
}

/** The 27 operations as Copper's OpenAPI document lists them (developer.copper.com/v1/openapi.json). */
export const operations: Readonly<Record<OperationId, Operation>> = {
  listUsers: { method: 'POST', path: '/users/search', pageCap: 200, cached: true },
  getUser: { method: 'GET', path: '/users/{id}', cached: true, returns: 'record' },
  searchLeads: { method: 'POST', path: '/leads/search', pageCap: 25 },
  getLeadActivities: { method: 'POST', path: '/leads/{id}/activities', pageCap: 200 },
  listCustomerSources: { method: 'GET', path: '/customer_sources', cached: true },
  listLeadStatuses: { method: 'GET', path: '/lead_statuses', cached: true },
  searchPeople: { method: 'POST', path: '/people/search', pageCap: 25 },
  getPersonByEmail: { method: 'POST', path: '/people/fetch_by_email', returns: 'record' },
  getPersonActivities: { method: 'POST', path: '/people/{id}/activities', pageCap: 200 },
  listContactTypes: { method: 'GET', path: '/contact_types', cached: true },
  searchCompanies: { method: 'POST', path: '/companies/search', pageCap: 200 },
  getCompanyActivities: { method: 'POST', path: '/companies/{id}/activities', pageCap: 200 },
  getOpportunity: { method: 'GET', path: '/opportunities/{id}', returns: 'record' },
  getOpportunityActivities: { method: 'POST', path: '/opportunities/{id}/activities', pageCap: 200 },
  searchOpportunities: { method: 'POST', path: '/opportunities/search', pageCap: 25 },
  listLossReasons: { method: 'GET', path: '/loss_reasons', cached: true },
  listPipelines: { method: 'GET', path: '/pipelines', cached: true },
  listPipelineStages: { method: 'GET', path: '/pipeline_stages', cached: true },
  searchTasks: { method: 'POST', path: '/tasks/search', pageCap: 200 },
  searchActivities: { method: 'POST', path: '/activities/search', pageCap: 200 },
  listActivityTypes: { method: 'GET', path: '/activity_types', cached: true },
  listTags: { method: 'GET', path: '/tags', returns: 'tags' },
  listCustomActivityTypes: { method: 'GET', path: '/custom_activity_types', cached: true },
  listCustomFieldDefinitions: { method: 'GET', path: '/custom_field_definitions', cached: true },
  listFieldLayoutByEntityType: {
    method: 'GET',
    path: '/field_layouts/by_entity/{entity_type}',
    cached: true,
  },
  getRelatedItems: { method: 'GET', path: '/{entity_type}/{entity_id}/related' },
  getRelatedItemsByType: { method: 'GET', path: '/{entity_type}/{entity_id}/related/{related_entity_type}' },
};

/** The contract's enum for `entity_type` and `related_entity_type`. */
const entityTypes = 'leads|people|companies|opportunities|projects|tasks';

/** The allowed paths: entity types from the enum, ids as digits, `me` for users only. */
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

/** The operation for a method and a path below the base URL (`GET`, `/users/me`); undefined if it is not one of the 27. */
export function findOperation(method: string, pathname: string): OperationId | undefined {
  return patterns.find((each) => each.method === method && each.path.test(pathname))?.id;
}

/** What all requests to one account have in common. */
export interface RequestBase {
  /** `https://api.copper.com/developer_api/v1`, with or without a trailing slash. */
  readonly baseUrl: string;
  readonly headers: Headers;
  readonly signal: CancelSignal;
}

/**
 * The request for one operation; its text can be read again and again.
 *
 * A POST without a body sends `{}`. A GET never has a body: Copper's front end answers 400 to one.
 *
 * @throws Error when a path parameter is missing.
 */
export function toRequest(
  request: CopperRequest,
  { baseUrl, headers, signal }: RequestBase,
): OutgoingRequest {
  const { method, path } = operations[request.operation];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = request.path?.[name];
    if (value === undefined) throw new Error(`${request.operation} needs ${name} in its path`);
    return encodeURIComponent(value);
  });
  const url = new URL(baseUrl.replace(/(?<!\/)\/+$/, '') + filled);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
  const body = method === 'POST' ? JSON.stringify(request.body ?? {}) : '';
  return { method, url: url.href, headers, signal, text: async () => body };
}

/**
 * The read-only guarantee, as the innermost wrapper of `fetch`: only the 27 operations below `baseUrl` are sent.
 *
 * @throws Error for anything else, before a connection is opened. That is an internal error, so it is not a `ToolError`.
 */
export function guard(fetch: FetchCopper, baseUrl: string): FetchCopper {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/(?<!\/)\/+$/, '');
  return async (request) => {
    const url = new URL(request.url);
    const below = url.origin === base.origin && url.pathname.startsWith(`${prefix}/`);
    if (!below || findOperation(request.method, url.pathname.slice(prefix.length)) === undefined) {
      throw new Error(
        `refused: ${request.method} ${url.origin}${url.pathname} is not one of the read operations`,
      );
    }
    return fetch(request);
  };
}

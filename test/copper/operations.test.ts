import { describe, expect, test, vi } from 'vitest';
import { findOperation, guard, operations, toRequest } from '../../src/copper/operations.ts';
import { operationIds } from '../../src/tool/operation.ts';
import type { CopperRequest } from '../../src/tool/request.ts';

/** A path as a request would have it. */
const filled = (path: string) =>
  path
    .replace('{entity_type}', 'people')
    .replace('{related_entity_type}', 'tasks')
    .replace(/\{\w+\}/g, '42');

test.each(operationIds)('%s is found by its method and path', (id) => {
  const { method, path } = operations[id];
  expect(findOperation(method, filled(path))).toBe(id);
  expect(findOperation(method === 'GET' ? 'POST' : 'GET', filled(path))).not.toBe(id);
});

test.each([
  ['GET', '/users/me', 'getUser'],
  ['GET', '/opportunities/me', undefined],
  ['POST', '/leads/me/activities', undefined],
  ['GET', '/users/', undefined],
  ['GET', '/users/12/', undefined],
  ['GET', '/users/-1', undefined],
  ['GET', '/users/12%2f', undefined],
  ['GET', '/person/1/related', undefined],
  ['GET', '/projects/1/related/leads', 'getRelatedItemsByType'],
  ['GET', '/projects/1/related/users', undefined],
  ['GET', '/projects/me/related', undefined],
  ['GET', '/field_layouts/by_entity/tasks', 'listFieldLayoutByEntityType'],
  ['GET', '/field_layouts/by_entity/users', undefined],
  ['POST', '/people', undefined],
  ['PUT', '/opportunities/1', undefined],
  ['DELETE', '/opportunities/1', undefined],
  ['POST', '/leads/1/convert', undefined],
  ['POST', '/people/searchx', undefined],
  ['get', '/pipelines', undefined],
])('%s %s is %s', (method, path, id) => {
  expect(findOperation(method, path)).toBe(id);
});

test('eight operations take pages of 200 and three of 25', () => {
  const caps = operationIds.map((id) => operations[id].pageCap);
  expect(caps.filter((cap) => cap === 25)).toHaveLength(3);
  expect(caps.filter((cap) => cap === 200)).toHaveLength(8);
});

test('records and tags are never cached as reader', () => {
  const cached = operationIds.filter((id) => operations[id].cached);
  expect(cached).toHaveLength(12);
  expect(cached.filter((id) => /^(search|get(?!User)|listTags)/.test(id))).toEqual([]);
});

describe('the guard', () => {
  const base = 'https://api.copper.test/developer_api/v1';

  test.each([
    ['GET', `${base}/users/me`],
    ['POST', `${base}/people/search?custom_field_computed_values=true`],
  ])('%s %s is sent', async (method, url) => {
    const answer = new Response('[]');
    const fetch = vi.fn(async () => answer);
    expect(await guard(fetch, base)(new Request(url, { method }))).toBe(answer);
    expect(fetch).toHaveBeenCalledOnce();
  });

  test.each([
    ['POST', `${base}/people`],
    ['PUT', `${base}/people/1`],
    ['DELETE', `${base}/opportunities/1`],
    ['POST', `${base}/opportunities/1`],
    ['GET', `${base}/users/1/../../people/1`],
    ['GET', 'http://api.copper.test/developer_api/v1/users/me'],
    ['GET', 'https://api.copper.test:444/developer_api/v1/users/me'],
    ['GET', 'https://api.copper.test.evil.test/developer_api/v1/users/me'],
    ['GET', 'https://api.copper.test/developer_api/v2/users/me'],
    ['GET', 'https://api.copper.test/users/me'],
    ['GET', 'https://api.copper.test/developer_api/v1users/me'],
  ])('%s %s is refused', async (method, url) => {
    const fetch = vi.fn();
    await expect(guard(fetch, base)(new Request(url, { method }))).rejects.toThrow('refused');
    expect(fetch).not.toHaveBeenCalled();
  });

  test('the base may end in a slash or be a bare origin', async () => {
    const fetch = async () => new Response('[]');
    await guard(fetch, `${base}/`)(new Request(`${base}/pipelines`));
    await guard(fetch, 'http://127.0.0.1:4010')(new Request('http://127.0.0.1:4010/pipelines'));
  });

  test('the refusal does not show the query', async () => {
    const refused = guard(vi.fn(), base)(new Request(`${base}/secrets?key=abc`));
    await expect(refused).rejects.not.toThrow('abc');
  });
});

describe('the web request', () => {
  const { signal } = new AbortController();
  const baseUrl = 'https://api.copper.test/developer_api/v1';
  const make = (request: CopperRequest, url = baseUrl) =>
    toRequest(request, {
      baseUrl: url,
      headers: new Headers({ 'X-PW-Application': 'developer_api' }),
      signal,
    });

  test.each<[CopperRequest, string, string, string]>([
    [{ operation: 'listPipelines' }, 'GET', '/pipelines', ''],
    [{ operation: 'listPipelines', body: { a: 1 } }, 'GET', '/pipelines', ''],
    [{ operation: 'searchLeads' }, 'POST', '/leads/search', '{}'],
    [
      { operation: 'searchLeads', body: { name: 'Zoë', gone: undefined } },
      'POST',
      '/leads/search',
      '{"name":"Zoë"}',
    ],
    [{ operation: 'getLeadActivities', path: { id: 7 } }, 'POST', '/leads/7/activities', '{}'],
    [
      {
        operation: 'getRelatedItemsByType',
        path: { entity_type: 'people', entity_id: 7, related_entity_type: 'tasks' },
      },
      'GET',
      '/people/7/related/tasks',
      '',
    ],
    [{ operation: 'getUser', path: { id: 'a/b?c#d' } }, 'GET', '/users/a%2Fb%3Fc%23d', ''],
    [
      { operation: 'listTags', query: { tag_names_only: true, last_tag_value: 'R&D +1' } },
      'GET',
      '/tags?tag_names_only=true&last_tag_value=R%26D+%2B1',
      '',
    ],
  ])('%j is %s %s', async (request, method, path, body) => {
    const made = make(request);
    expect([made.method, made.url, await made.text()]).toEqual([method, baseUrl + path, body]);
    // Each attempt reads it anew.
    expect(await made.text()).toBe(body);
  });

  test('headers are sent, the base may end in slashes', () => {
    const made = make({ operation: 'listPipelines' }, `${baseUrl}//`);
    expect(made.url).toBe(`${baseUrl}/pipelines`);
    expect(made.headers.get('x-pw-application')).toBe('developer_api');
  });

  test('the request ends with its signal, for the same reason', () => {
    const stop = new AbortController();
    const made = toRequest(
      { operation: 'listPipelines' },
      { baseUrl, headers: new Headers(), signal: stop.signal },
    );
    const reason = new Error('enough');
    stop.abort(reason);
    expect(made.signal.reason).toBe(reason);
  });

  test('a missing path parameter is an internal error', () => {
    expect(() => make({ operation: 'getOpportunity' })).toThrow('getOpportunity needs id');
  });
});

import { expect, test } from 'vitest';
import { toRequest } from '../../src/copper/to-request.ts';
import type { CopperRequest } from '../../src/tool/request.ts';

const { signal } = new AbortController();
const baseUrl = 'https://api.copper.test/developer_api/v1';
const make = (request: CopperRequest, url = baseUrl) =>
  toRequest(request, { baseUrl: url, headers: { 'X-PW-Application': 'developer_api' }, signal });

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
});

test('a GET has no body at all', () => {
  expect(make({ operation: 'listPipelines', body: { a: 1 } }).body).toBeNull();
});

test('headers go along, redirects are left alone, the base may end in slashes', () => {
  const made = make({ operation: 'listPipelines' }, `${baseUrl}//`);
  expect(made.url).toBe(`${baseUrl}/pipelines`);
  expect(made.headers.get('x-pw-application')).toBe('developer_api');
  expect(made.redirect).toBe('manual');
});

test('the request ends with its signal, for the same reason', () => {
  const stop = new AbortController();
  const made = toRequest({ operation: 'listPipelines' }, { baseUrl, headers: {}, signal: stop.signal });
  const reason = new Error('enough');
  stop.abort(reason);
  expect(made.signal.reason).toBe(reason);
  expect(made.clone().signal.reason).toBe(reason);
});

test('a missing part of the path is a bug of ours', () => {
  expect(() => make({ operation: 'getOpportunity' })).toThrow('getOpportunity needs id');
});

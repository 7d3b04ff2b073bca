import { expect, test } from 'vitest';
import { findOperation, operations } from '../../src/copper/operations.ts';
import { operationIds } from '../../src/tool/operation.ts';

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

test('records and tags are never cached as lookups', () => {
  const cached = operationIds.filter((id) => operations[id].lookup);
  expect(cached).toHaveLength(12);
  expect(cached.filter((id) => /^(search|get(?!User)|listTags)/.test(id))).toEqual([]);
});

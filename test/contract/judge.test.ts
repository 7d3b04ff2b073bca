import { describe, expect, test } from 'vitest';
import { judgeReply, judgeRequest } from './judge.ts';

const field = (value: unknown) => ({ custom_fields: [value] });
const plurals = 'leads, people, companies, opportunities, projects, tasks';
const named = (name: unknown) => ({ name });

describe('a request finds its operation', () => {
  test.each([
    ['GET', '/users/7', 'getUser'],
    ['GET', '/users/me', 'getUser'],
    ['POST', '/users/search', 'listUsers'],
    ['POST', '/people/fetch_by_email', 'getPersonByEmail'],
    ['POST', '/leads/7/activities', 'getLeadActivities'],
    ['GET', '/companies/7/related', 'getRelatedItems'],
    ['GET', '/companies/7/related/people', 'getRelatedItemsByType'],
    ['GET', '/field_layouts/by_entity/leads', 'listFieldLayoutByEntityType'],
    ['GET', '/field_layouts/by_entity/related', 'listFieldLayoutByEntityType'],
    ['GET', '/developer_api/v1/pipelines', 'listPipelines'],
    ['GET', 'https://api.copper.com/developer_api/v1/tags?sort_by=count', 'listTags'],
    ['GET', new URL('https://api.copper.com/developer_api/v1/opportunities/7'), 'getOpportunity'],
    ['DELETE', '/users/7', undefined],
    ['GET', '/users/search/more', undefined],
    ['GET', '/pipelines/', undefined],
    ['POST', '/pipelines', undefined],
  ])('%s %s is %s', (method, url, operation) => {
    expect(judgeRequest({ method, url }).operation).toBe(operation);
  });
});

describe('a URL', () => {
  test.each([
    '/users/me',
    '/tags?tag_names_only=true&sort_by=count&last_tag_value=a%20b',
    '/field_layouts/by_entity/opportunities?pipeline_id=3',
    '/opportunities/7?custom_field_computed_values=false',
  ])('passes: %s', (url) => {
    expect(judgeRequest({ method: 'GET', url }).problems).toEqual([]);
  });

  test.each([
    ['/nowhere', 'GET /nowhere: no such operation'],
    ['/users/you', 'path.id: "you" is none of me'],
    ['/users/%zz', 'path.id: "%zz" is none of me'],
    ['/opportunities/seven', 'path.id: "seven" is no integer'],
    ['/opportunities/', 'path.id: "" is no integer'],
    ['/opportunities/7.5', 'path.id: "7.5" is no integer'],
    ['/pipelines/7/related', `path.entity_type: "pipelines" is none of ${plurals}`],
    ['/leads/7/related/lead', `path.related_entity_type: "lead" is none of ${plurals}`],
    ['/pipelines?page_size=5', 'query.page_size: unknown parameter'],
    ['/tags?sort_by=age', 'query.sort_by: "age" is none of name, count'],
    ['/tags?tag_names_only=1', 'query.tag_names_only: "1" is no boolean'],
    ['/tags?sort_by=name&sort_by=count', 'query.sort_by: given more than once'],
    ['/field_layouts/by_entity/leads?pipeline_id=x', 'query.pipeline_id: "x" is no integer'],
  ])('is refused: %s', (url, problem) => {
    expect(judgeRequest({ method: 'GET', url }).problems).toEqual([problem]);
  });
});

describe('a body', () => {
  test.each([
    ['/people/search', undefined],
    ['/people/search', {}],
    ['/people/search', named('Ada')],
    ['/people/search', named(undefined)],
    ['/people/search', named({ value: 'Ada', special_value: [{ type: 'partial' }] })],
    ['/people/search', { page_size: 25, page_number: 1, sort_by: 'name', sort_direction: 'asc' }],
    ['/leads/search', { fields: ['id', { custom_fields: [{ custom_field_definition_id: 5 }] }] }],
    ['/leads/search', field({ custom_field_definition_id: 5, value: { any: ['thing'] } })],
    ['/companies/search', { page_size: 200 }],
    ['/people/fetch_by_email', { email: 'ada@example.com' }],
  ])('passes: %s %j', (url, body) => {
    expect(judgeRequest({ method: 'POST', url, body }).problems).toEqual([]);
  });

  test.each([
    ['unknown key', { nmae: 'x' }, 'body.nmae: unknown key'],
    ['inherited key', { toString: 'x' }, 'body.toString: unknown key'],
    ['wrong type', { assignee_ids: 7 }, 'body.assignee_ids: 7 is no array'],
    ['wrong type in a list', { assignee_ids: [7, '8'] }, 'body.assignee_ids[1]: "8" is no integer'],
    ['no whole number', { age: 1.5 }, 'body.age: 1.5 is no integer'],
    ['null', { city: null }, 'body.city: null is no string'],
    ['bad enum', { sort_direction: 'up' }, 'body.sort_direction: "up" is none of asc, desc'],
    ['bad number enum', { followed: 3 }, 'body.followed: 3 is none of 1, 2'],
    ['below bounds', { page_number: 0 }, 'body.page_number: 0 is below 1'],
    ['page over cap', { page_size: 26 }, 'body.page_size: 26 is above 25'],
    ['no email', { emails: ['ada'] }, 'body.emails[0]: "ada" is no email'],
    ['name of no form', named(7), 'body.name: 7 is no string or object'],
    ['name without value', named({ special_value: [{ type: 'exact' }] }), 'body.name.value: required'],
    [
      'unknown special_value type',
      named({ value: 'Ada', special_value: [{ type: 'fuzzy' }] }),
      'body.name.special_value[0].type: "fuzzy" is none of partial, exact',
    ],
    [
      'two special_values',
      named({ value: 'Ada', special_value: [{ type: 'exact' }, { type: 'partial' }] }),
      'body.name.special_value: more than 1 items',
    ],
    [
      'unknown key in a branch',
      named({ value: 'Ada', special_value: [{ type: 'exact' }], fuzzy: true }),
      'body.name.fuzzy: unknown key',
    ],
    ['unknown key in a list', field({ id: 5 }), 'body.custom_fields[0].id: unknown key'],
    [
      'unknown key in a branch in a list',
      { fields: [{ custom_fields: [{ custom_field_definition_id: 5, name: 'x' }] }] },
      'body.fields[0].custom_fields[0].name: unknown key',
    ],
    ['field of no form', { fields: [7] }, 'body.fields[0]: 7 is no string or object'],
    ['no object', '{}', 'body: "{}" is no object'],
  ])('is refused: %s', (_, body, problem) => {
    expect(judgeRequest({ method: 'POST', url: '/people/search', body }).problems).toEqual([problem]);
  });

  test('is refused on a GET', () => {
    expect(judgeRequest({ method: 'GET', url: '/pipelines', body: {} }).problems).toEqual([
      'body: a GET has none',
    ]);
  });

  test('is asked for where it is required', () => {
    const request = { method: 'POST', url: '/people/fetch_by_email' };
    expect(judgeRequest(request).problems).toEqual(['body: required']);
    expect(judgeRequest({ ...request, body: {} }).problems).toEqual(['body.email: required']);
  });

  test('and its URL are judged together', () => {
    const request = { method: 'POST', url: '/leads/x/activities?page=2', body: { page: 2, page_size: 201 } };
    expect(judgeRequest(request)).toEqual({
      operation: 'getLeadActivities',
      problems: [
        'path.id: "x" is no integer',
        'query.page: unknown parameter',
        'body.page: unknown key',
        'body.page_size: 201 is above 200',
      ],
    });
  });
});

describe('a reply', () => {
  const user = { id: 1, name: 'Ada', email: 'ada@example.com' };
  const page = (...data: unknown[]) => ({ page_number: 1, total: data.length, data });

  test.each([
    ['getUser', user, {}],
    ['getUser', { ...user, shoe_size: 40 }, {}],
    ['listUsers', page(user), {}],
    ['listUsers', page(user), { array: true }],
    ['listUsers', [user], { array: true }],
    ['listUsers', page(), {}],
    ['listPipelines', [{ id: 1, name: 'Sales' }], {}],
    ['listTags', [], {}],
    ['listTags', ['vip'], {}],
    ['listTags', [{ name: 'vip', count: 3 }], {}],
  ])('of %s passes: %j %j', (operationId, body, options) => {
    expect(judgeReply(operationId, body, options)).toEqual([]);
  });

  test.each([
    ['getUser', { ...user, id: '1' }, {}, ['reply.id: "1" is no integer']],
    ['getUser', { id: 1, name: 'Ada' }, {}, ['reply.email: required']],
    ['listUsers', [user], {}, ['reply: a list is no object']],
    ['listUsers', page({ ...user, name: null }), {}, ['reply.data[0].name: null is no string']],
    ['listUsers', [{ ...user, name: null }], { array: true }, ['reply[0].name: null is no string']],
    ['listUsers', { data: [user] }, {}, ['reply.page_number: required', 'reply.total: required']],
    ['listPipelines', page(), { array: true }, ['reply: an object is no array']],
    ['listTags', [{ count: 3 }], {}, ['reply[0].name: required']],
    ['listTags', {}, {}, ['reply: an object is no array']],
  ])('of %s is refused: %j %j', (operationId, body, options, problems) => {
    expect(judgeReply(operationId, body, options)).toEqual(problems);
  });

  test('of no operation is a mistake of the test', () => {
    expect(() => judgeReply('deleteLead', {})).toThrow('deleteLead');
  });
});

import { expect, test } from 'vitest';
import { reportedStatus } from '../../src/copper/reply.ts';
import { toReply } from '../../src/copper/reply-rows.ts';
import type { JsonValue } from '../../src/tool/json.ts';
import type { CopperReply } from '../../src/tool/request.ts';

const rows = [{ id: 1 }, { id: 2 }];
const types = {
  user: [{ id: 0, category: 'user', name: 'Note' }],
  system: [{ id: 1, name: 'Property Changed' }],
};

test.each<[string, JsonValue, Record<string, string>, unknown]>([
  ['envelope', { page_number: 1, total: 37, data: rows }, {}, { data: rows, total: 37 }],
  [
    'envelope and header',
    { page_number: 1, total: 37, data: rows },
    { 'X-PW-TOTAL': '40' },
    { data: rows, total: 37 },
  ],
  [
    'envelope without total',
    { page_number: 1, data: rows },
    { 'x-pw-total': '40' },
    { data: rows, total: 40 },
  ],
  ['envelope of nothing', { page_number: 9, total: 0, data: [] }, {}, { data: [], total: 0 }],
  ['array and header', rows, { 'X-Pw-Total': '37' }, { data: rows, total: 37 }],
  ['array and header 0', [], { 'X-PW-TOTAL': '0' }, { data: [], total: 0 }],
  ['array and broken header', rows, { 'X-PW-TOTAL': 'many' }, { data: rows }],
  ['array alone', rows, {}, { data: rows }],
  [
    'activity types by category',
    types,
    {},
    { data: [types.user[0], { id: 1, category: 'system', name: 'Property Changed' }] },
  ],
  ['activity types, one category', { user: types.user }, {}, { data: types.user }],
])('%s', (_, json, headers, reply) => {
  expect(toReply(json, new Headers(headers))).toEqual(reply);
});

test.each<[string, JsonValue, unknown]>([
  ['one record', { id: 1, data: [] }, { id: 1, data: [] }],
  ['one record in a list', [{ id: 1 }], { id: 1 }],
  ['an empty record', {}, {}],
  ['an empty list', [], []],
  ['null', null, []],
])('%s where one record is expected', (_, json, data) => {
  expect(toReply(json, new Headers(), 'record')).toEqual({ data });
});

test.each<[string, JsonValue]>([
  ['text', 'ok'],
  ['two records', [{ id: 1 }, { id: 2 }]],
  ['a number', [3]],
])('%s is not one record', (_, json) => {
  const expected = expect.objectContaining({ kind: 'unavailable' });
  expect(() => toReply(json, new Headers(), 'record')).toThrow(expected);
});

test.each<[string, JsonValue, unknown]>([
  ['tag names', ['a', 'b'], ['a', 'b']],
  ['tag names and null', ['a', null, '', 'b'], ['a', 'b']],
  ['tags', [{ name: 'a', count: '3' }], [{ name: 'a', count: '3' }]],
])('%s where tags are expected', (_, json, data) => {
  expect(toReply(json, new Headers(), 'tags')).toEqual({ data });
});

test.each<[string, JsonValue, CopperReply]>([
  ['an envelope with a total of 0 and no rows', { total: 0, data: null }, { data: [], total: 0 }],
  ['the same without data', { page_number: 1, total: 0 }, { data: [], total: 0 }],
  ['a total as text', { total: '2', data: rows }, { data: rows, total: 2 }],
  ['data alone', { data: rows }, { data: rows }],
  ['data alone, none', { data: [] }, { data: [] }],
  ['null among rows', [{ id: 1 }, null, { id: 2 }], { data: [{ id: 1 }, {}, { id: 2 }] }],
  ['null in an envelope', { total: 3, data: [null, { id: 2 }] }, { data: [{}, { id: 2 }], total: 3 }],
  ['empty text among rows', [{ id: 1 }, ''], { data: [{ id: 1 }, {}] }],
  [
    'an activity type that is null',
    { user: [null], system: [{ id: 1 }] },
    { data: [{}, { id: 1, category: 'system' }] },
  ],
])('%s', (_, json, reply) => {
  expect(toReply(json, new Headers())).toEqual(reply);
});

test.each<[string, JsonValue, JsonValue]>([
  ['an id', { id: '7' }, { id: 7 }],
  [
    'ids of others',
    { assignee_id: '1', company_id: '2', pipeline_stage_id: '3' },
    { assignee_id: 1, company_id: 2, pipeline_stage_id: 3 },
  ],
  ['a list of ids', { ids: ['1', 2] }, { ids: [1, 2] }],
  ['an id in a reference', { parent: { id: '5', type: 'lead' } }, { parent: { id: 5, type: 'lead' } }],
  [
    'a definition',
    { custom_fields: [{ custom_field_definition_id: '900', value: '9000' }] },
    { custom_fields: [{ custom_field_definition_id: 900, value: '9000' }] },
  ],
  ['an amount', { monetary_value: '500' }, { monetary_value: 500 }],
  ['cents', { monetary_value: ' 1234.56 ' }, { monetary_value: 1234.56 }],
  ['a percentage', { win_probability: '40' }, { win_probability: 40 }],
  ['a count', { interaction_count: '12' }, { interaction_count: 12 }],
  [
    'a moment',
    { date_created: '1790000000', due_date: '1790000000' },
    { date_created: 1_790_000_000, due_date: 1_790_000_000 },
  ],
  ['options', { options: [{ id: '9', name: '9' }] }, { options: [{ id: 9, name: '9' }] }],
  ['a day as text stays', { close_date: '1/2/2026' }, { close_date: '1/2/2026' }],
  ['an id too long for a number stays', { id: '12345678901234567890' }, { id: '12345678901234567890' }],
  ['an amount with words stays', { monetary_value: '500 EUR' }, { monetary_value: '500 EUR' }],
  [
    'other text stays',
    { name: '7', phone: '0123', tags: ['1'], postal_code: '01234' },
    { name: '7', phone: '0123', tags: ['1'], postal_code: '01234' },
  ],
])('numbers as text: %s', (_, row, read) => {
  expect(toReply([row], new Headers()).data).toEqual([read]);
});

test.each<[string, JsonValue]>([
  ['an empty object', {}],
  ['an object without rows', { page_number: 1, total: 5 }],
  ['rows under another name', { rows, total: 2 }],
  ['data that is null, of an unknown number', { data: null }],
  ['data that is null, of some', { data: null, total: 3 }],
  ['data that is a record', { data: { id: 1 }, total: 1 }],
  ['one record', { id: 1, name: 'x' }],
  ['a message', { message: 'maintenance' }],
  ['texts where records are expected', ['a', 'b']],
  ['truth', true],
  ['lists in a list', [[{ id: 1 }]]],
  ['null', null],
  ['a number', 3],
  ['text', 'ok'],
  ['numbers', [1, 2]],
  ['a mixture', [{ id: 1 }, 'x']],
  ['an envelope of numbers', { total: 1, data: [1] }],
])('%s is not an answer', (_, json) => {
  expect(() => toReply(json, new Headers())).toThrow(expect.objectContaining({ kind: 'unavailable' }));
});

test.each([
  [{ success: false, status: 422, message: 'x' }, 422],
  [{ success: false, message: 'x' }, 'unstated'],
  [{ success: false, status: 200 }, 'unstated'],
  [{ success: false, status: '422' }, 422],
  [{ success: false, status: 'no' }, 'unstated'],
  [{ success: 'false', message: 'x' }, 'unstated'],
  [{ status: 429, message: 'x' }, 429],
  [{ error: true, message: 'x' }, 'unstated'],
  [{ error: 'x', data: [] }, 'unstated'],
  [{ error: 'x', data: null }, 'unstated'],
  [{ errors: ['x'] }, 'unstated'],
  [{ errors: [], data: [] }, undefined],
  [{ error: false, data: [] }, undefined],
  [{ error: 'x', data: [{ id: 1 }] }, undefined],
  [{ error: { code: 'RATE_LIMIT_EXCEEDED', message: 'x' } }, 429],
  [{ error: { code: 'INTERNAL', message: 'x' } }, 'unstated'],
  [{ error: 'Forbidden', status: 403 }, 403],
  [{ error: 'x', id: 1 }, undefined],
  [{ error: null }, undefined],
  [{ error: {}, data: [] }, undefined],
  [{ success: true, status: 422 }, undefined],
  [{ id: 1, status: 'Open' }, undefined],
  [[{ success: false }], undefined],
])('%j reports %s', (body, status) => {
  expect(reportedStatus(body)).toBe(status);
});

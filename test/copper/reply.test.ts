import { expect, test } from 'vitest';
import { reportedStatus, toReply } from '../../src/copper/reply.ts';
import type { JsonValue } from '../../src/tool/json.ts';

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
  ['tag names', ['a', 'b'], {}, { data: ['a', 'b'] }],
  ['one record', { id: 1, data: [] }, {}, { data: { id: 1, data: [] } }],
  ['record of nothing', {}, {}, { data: {} }],
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

test.each<[string, JsonValue]>([
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
  [{ success: false, message: 'x' }, 500],
  [{ success: false, status: 200 }, 500],
  [{ success: true, status: 422 }, undefined],
  [{ id: 1, status: 'Open' }, undefined],
  [[{ success: false }], undefined],
])('%j reports %s', (body, status) => {
  expect(reportedStatus(body)).toBe(status);
});

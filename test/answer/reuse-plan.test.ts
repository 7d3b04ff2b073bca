import { expect, test } from 'vitest';
import { ignoresFields, planReuse } from '../../src/answer/reuse-plan.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { DayCondition } from '../../src/tool/request.ts';

const question = (body: JsonObject, more: object = {}) => ({
  request: { operation: 'searchOpportunities' as const, body },
  ...more,
});

/** Days as `2026-11-23` text, `?` for one that a row does not decide. */
const testDay = (row: JsonObject, { from = '', to = '9999', read }: DayCondition) => {
  const day = read(row);
  return typeof day !== 'string' || day === '?' ? undefined : day >= from && day <= to;
};
const closes = (span: object) => ({
  days: [{ name: 'closes', read: (row: JsonObject) => row.close_date, ...span }],
});

const cover = (kept: JsonObject, wanted: JsonObject, more: object = {}) =>
  planReuse(question(kept), question(wanted, more), testDay);

test.each<[string, JsonObject, JsonObject, object?]>([
  ['the same conditions', { statuses: ['Open'], tags: ['a'] }, { tags: ['a'], statuses: ['Open'] }],
  ['an owner', {}, { assignee_ids: [1] }],
  ['one of two owners', { assignee_ids: [1, 2] }, { assignee_ids: [2] }],
  ['the same owners in another order', { assignee_ids: [1, 2] }, { assignee_ids: [2, 1] }],
  ['a pipeline and a stage', {}, { pipeline_ids: [1], pipeline_stage_ids: [2] }],
  ['a status', {}, { statuses: ['Open'] }],
  ['a moment', {}, { minimum_created_date: 5 }],
  ['a part of a range', { minimum_created_date: 5 }, { minimum_created_date: 7, maximum_created_date: 9 }],
  ['a day of closing', {}, { maximum_close_date: 5 }, closes({ to: '2026-11-22' })],
  [
    'another order, where only the number counts',
    { sort_by: 'name' },
    { sort_by: 'value' },
    { anyOrder: true },
  ],
])('%s: the wider rows answer', (_, kept, wanted, more) => {
  expect(cover(kept, wanted, more)).toBeDefined();
});

test.each<[string, JsonObject, JsonObject, object?]>([
  ['a wider question', { assignee_ids: [1] }, {}],
  ['another owner', { assignee_ids: [1] }, { assignee_ids: [2] }],
  ['one owner more', { assignee_ids: [1] }, { assignee_ids: [1, 2] }],
  ['records without an owner', {}, { assignee_ids: [-2] }],
  ['an owner, or none', {}, { assignee_ids: [1, -2] }],
  ['a status that Copper does not search by', {}, { statuses: ['Done'] }],
  ['a longer range', { minimum_created_date: 5 }, { minimum_created_date: 4 }],
  ['a range that is open', { minimum_created_date: 5 }, {}],
  ['a part of a list of tags', { tags: ['a', 'b'] }, { tags: ['a'] }],
  ['a tag', {}, { tags: ['a'] }],
  ['a name', {}, { name: 'a' }],
  ['an amount', {}, { minimum_monetary_value: 5 }],
  ['a last contact', {}, { minimum_interaction_date: 5 }],
  ['a custom field', {}, { custom_fields: [{ custom_field_definition_id: 1, value: 1 }] }],
  ['a company, which may be one of several', {}, { company_ids: [1] }],
  ['a day of closing without the days themselves', {}, { maximum_close_date: 5 }],
  ['another order', { sort_by: 'name' }, { sort_by: 'value' }],
  ['a member of every object', {}, { constructor: [1] }],
  ['named records', {}, {}, { ids: [1] }],
])('%s: only Copper can answer', (_, kept, wanted, more) => {
  expect(cover(kept, wanted, more)).toBeUndefined();
});

test('another operation is another question', () => {
  const people = { request: { operation: 'searchPeople' as const, body: {} } };
  expect(planReuse(question({}), people, testDay)).toBeUndefined();
});

test.each<[JsonObject, JsonObject, boolean | undefined, object?]>([
  [{ assignee_ids: [1] }, { assignee_id: 1 }, true],
  [{ assignee_ids: [1] }, { assignee_id: 2 }, false],
  [{ assignee_ids: [1] }, { assignee_id: null }, false],
  [{ assignee_ids: [1] }, {}, undefined],
  [{ assignee_ids: [1] }, { assignee_id: '1' }, undefined],
  [{ statuses: ['Open'] }, { status: 'Open' }, true],
  [{ statuses: ['Open'] }, { status: 'Won' }, false],
  [{ statuses: ['Open'] }, { status: 'Done' }, false],
  [{ statuses: ['Won'] }, { status: 'Done' }, undefined],
  [{ statuses: ['Open'] }, { status: 'Paused' }, undefined],
  [{ statuses: ['Open'] }, { status: null }, undefined],
  [{ minimum_created_date: 5 }, { date_created: 6 }, true],
  [{ minimum_created_date: 5 }, { date_created: 4 }, false],
  [{ minimum_created_date: 5 }, { date_created: 5 }, undefined],
  [{ maximum_created_date: 5 }, { date_created: 4 }, true],
  [{ maximum_date_stage_changed: 5 }, { date_stage_changed: null }, undefined],
  [{ maximum_close_date: 5 }, { close_date: '2026-11-22' }, true, closes({ to: '2026-11-22' })],
  [{ maximum_close_date: 5 }, { close_date: '2026-11-23' }, false, closes({ to: '2026-11-22' })],
  [{ maximum_close_date: 5 }, { close_date: '?' }, undefined, closes({ to: '2026-11-22' })],
])('%j of %j: %s', (wanted, row, verdict, more) => {
  expect(cover({}, wanted, more)?.tests.map((passes) => passes(row))).toEqual([verdict]);
});

const custom = (...ids: number[]) => ({
  custom_fields: ids.map((id) => ({ custom_field_definition_id: id })),
});

test.each<[string, JsonObject, JsonObject, boolean]>([
  ['all fields for some', {}, { fields: ['id'] }, true],
  ['some for fewer', { fields: ['id', 'name'] }, { fields: ['name'] }, true],
  ['some for others', { fields: ['id', 'name'] }, { fields: ['id', 'status'] }, false],
  ['some for all', { fields: ['id'] }, {}, false],
  ['two custom fields for one', { fields: ['id', custom(1, 2)] }, { fields: ['id', custom(2)] }, true],
  ['one custom field for another', { fields: ['id', custom(1)] }, { fields: ['id', custom(2)] }, false],
])('%s', (_, kept, wanted, serves) => {
  expect(cover(kept, wanted) !== undefined).toBe(serves);
});

test('of more fields only those asked for are given', () => {
  const found = cover({}, { fields: ['id', custom(2)] });
  const row = {
    id: 1,
    name: 'x',
    custom_fields: [
      { custom_field_definition_id: 1, value: 5 },
      { custom_field_definition_id: 2, value: 6 },
    ],
  };
  expect(found?.project?.(row)).toEqual({
    id: 1,
    custom_fields: [{ custom_field_definition_id: 2, value: 6 }],
  });
  expect(ignoresFields(question({ fields: ['id'] }).request, row)).toBe(true);
  expect(ignoresFields(question({ fields: ['id', 'name'] }).request, row)).toBe(false);
});

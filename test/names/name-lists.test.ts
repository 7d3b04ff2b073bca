import { expect, test } from 'vitest';
import { operations } from '../../src/copper/operations.ts';
import { isListedNameKind, nameLists } from '../../src/names/name-lists.ts';

test('every list comes from a lookup', () => {
  for (const { operation } of Object.values(nameLists)) expect(operations[operation].cached).toBe(true);
});

test('lists are lists, records are not', () => {
  expect((['user', 'stage', 'activity_type'] as const).every((list) => isListedNameKind(list))).toBe(true);
  expect((['lead', 'person', 'company', 'opportunity'] as const).some(isListedNameKind)).toBe(false);
});

test('users bring their e-mail and their teams', () => {
  const rows = [
    { id: 1, name: 'Dana', email: 'd@a.test', groups: [{ id: 7, name: 'EMEA' }, { id: 'x' }, null] },
    { id: 2, name: 'Jo', email: null },
    { name: 'no id' },
  ];
  expect(nameLists.user.entries(rows)).toEqual([
    { id: 1, key: '1', name: 'Dana', email: 'd@a.test', teams: [{ id: 7, name: 'EMEA' }] },
    { id: 2, key: '2', name: 'Jo', teams: [] },
  ]);
});

test('stages bring their pipeline', () => {
  const rows = [
    { id: 10, name: 'Sales', stages: [{ id: 1, name: 'Open' }, null, { id: 'x', name: 'bad' }] },
    { id: 20, name: 'Empty', stages: null },
    { id: 30, stages: [{ id: 3, name: 'Lost' }] },
  ];
  expect(nameLists.stage.entries(rows)).toEqual([
    { id: 1, key: '1', name: 'Open', pipeline: { id: 10, key: '10', name: 'Sales' } },
  ]);
  expect(nameLists.pipeline.entries(rows).map(({ name }) => name)).toEqual(['Sales', 'Empty']);
});

test('activity types differ by category; those without one belong to users', () => {
  const rows = [
    { id: 0, category: 'user', name: 'Note' },
    { id: 0, category: 'system', name: 'Created', is_disabled: true },
    { id: 5, name: 'Demo' },
  ];
  expect(
    nameLists.activity_type.entries(rows).map(({ key, name, category }) => [key, name, category]),
  ).toEqual([
    ['user:0', 'Note', 'user'],
    ['system:0', 'Created', 'system'],
    ['user:5', 'Demo', 'user'],
  ]);
});

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/tool/json.ts';
import { readDealChange } from '../../../../tools/reports/deals/deal-changes.ts';

const row = (more: JsonObject): JsonObject => ({
  id: 5_624_069_704,
  parent: { id: 7, type: 'opportunity' },
  type: { id: 1, category: 'system', name: 'Status Change' },
  activity_date: 100,
  old_value: 'Open',
  new_value: 'Won',
  ...more,
});
const status = { kind: 'status', id: 5_624_069_704, deal: 7, at: 100, from: 'Open', to: 'Won' };
const moved = { type: { id: 3, category: 'system', name: 'Stage Change' } };
const stages = { old_value: { id: 1, name: 'A' }, new_value: { id: 2, name: 'B' } };
const unnamed = { type: { id: 1, category: 'system' } };

test.each<[string, JsonObject, unknown]>([
  ['a status change', {}, status],
  ['a status change whose type has no name', unnamed, status],
  [
    'words of a pipeline without revenue',
    { ...unnamed, new_value: "Won't Do" },
    { ...status, to: "Won't Do" },
  ],
  [
    'a stage change',
    { ...moved, ...stages },
    {
      kind: 'stage',
      id: 5_624_069_704,
      deal: 7,
      at: 100,
      from: { id: 1, name: 'A' },
      to: { id: 2, name: 'B' },
    },
  ],
  [
    'a stage without a name',
    { ...moved, ...stages, old_value: { id: 1 } },
    expect.objectContaining({ from: { id: 1, name: '' } }),
  ],
  [
    'another property, without values',
    { type: { id: 1, category: 'system', name: 'Value Change' }, old_value: null, new_value: null },
    undefined,
  ],
  [
    'another property, with values',
    { type: { id: 1, category: 'system', name: 'Name Change' }, old_value: 'Open', new_value: 'Won' },
    undefined,
  ],
  [
    'another property of a type without a name',
    { ...unnamed, old_value: 'Blue', new_value: 'Red' },
    undefined,
  ],
  ['a lead', { parent: { id: 7, type: 'lead' } }, undefined],
  ['no change at all', { new_value: 'Open' }, undefined],
  ['the same stage', { ...moved, ...stages, new_value: { id: 1, name: 'A' } }, undefined],
  ['a deleted activity', { type: undefined, parent: undefined, is_deleted: true }, undefined],
  ['no date', { activity_date: null }, undefined],
  ['no parent', { parent: null }, undefined],
])('%s', (_, more, expected) => {
  expect(readDealChange(row(more))).toEqual(expected);
});

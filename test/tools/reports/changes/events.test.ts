import { expect, test } from 'vitest';
import {
  createStageOrder,
  type PipelineEventKind,
  possibleEventKinds,
  statusEventKind,
} from '../../../../tools/reports/changes/events.ts';
import type { StageChange, StatusChange } from '../../../../tools/reports/deals/deal-changes.ts';

const sales = { id: 1, key: '1', name: 'Sales' };
const other = { id: 2, key: '2', name: 'Enterprise' };
const stage = (id: number, name: string, pipeline: typeof sales) => ({ id, key: String(id), name, pipeline });
const order = createStageOrder([
  stage(30, 'Qualifying', sales),
  stage(20, 'Negotiation', sales),
  stage(10, 'Contract', sales),
  stage(40, 'Negotiation', other),
]);
const move = (from: number, to: number, name = 'as it was called'): StageChange => ({
  kind: 'stage',
  id: 1,
  deal: 7,
  at: 1,
  from: { id: from, name },
  to: { id: to, name: '' },
});
const statusChange = (to: string): StatusChange => ({
  kind: 'status',
  id: 1,
  deal: 7,
  at: 1,
  from: 'Open',
  to,
});

test.each<[string, StageChange, PipelineEventKind, string, string]>([
  ['on', move(30, 20), 'forward', 'Qualifying', 'Negotiation'],
  ['on by two', move(30, 10), 'forward', 'Qualifying', 'Contract'],
  ['back', move(10, 30), 'back', 'Contract', 'Qualifying'],
  ['to another pipeline', move(20, 40), 'moved', 'Negotiation (Sales)', 'Negotiation (Enterprise)'],
  ['from a stage that is gone', move(99, 20), 'moved', 'as it was called', 'Negotiation (Sales)'],
  ['to a stage that is gone and has no name', move(20, 99), 'moved', 'Negotiation (Sales)', 'stage 99'],
])('a deal goes %s', (_, change, kind, from, to) => {
  expect(order.direction(change)).toBe(kind);
  expect([order.name(change, 'from'), order.name(change, 'to')]).toEqual([from, to]);
});

test.each<[string, PipelineEventKind, PipelineEventKind]>([
  ['Won', 'won', 'closed'],
  ['Lost', 'lost', 'closed'],
  ['abandoned', 'abandoned', 'closed'],
  ['Open', 'reopened', 'reopened'],
  ['Done', 'closed', 'closed'],
  ["Won't Do", 'closed', 'closed'],
  ['On Hold', 'closed', 'closed'],
])('%s, with and without revenue', (to, revenue, none) => {
  expect(statusEventKind(statusChange(to), true)).toBe(revenue);
  expect(statusEventKind(statusChange(to), false)).toBe(none);
  expect(possibleEventKinds(statusChange(to), order)).toEqual([revenue, none]);
});

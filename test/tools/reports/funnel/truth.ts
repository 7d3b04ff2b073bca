import { expect } from 'vitest';
import type { World } from '../../../../src/sandbox/sandbox.ts';
import { lastVisits, stageNumbers, type Visit, visitsOf } from '../../../oracle/passages.ts';
import type { ParsedAnswer } from '../../../questions/parsed-answer.ts';

/** The last visits of stages by each deal that began in this part of time, both ends included, in Unix seconds. */
export const visitsWithin = (world: World, from: number, to = Number.POSITIVE_INFINITY): Visit[] =>
  lastVisits(visitsOf(world).filter(({ at }) => at >= from && at <= to));

const text = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : String(Math.round(value * 10) / 10);

const numbers = ['entered', 'advanced', 'won', 'lost', 'moved_back', 'left_pipeline', 'still_there'];
const rates = ['to_next_percent', 'win_rate_percent', 'median_days'];

/** The rows of stages as they should be, of all pipelines in the account's order. */
export function stagesOf(world: World, visits: readonly Visit[]): Record<string, string>[] {
  const stages = world.pipelines.flatMap(({ name: pipeline, stages }) =>
    stages.map(({ id, name }) => ({ id, name: `${name} (${pipeline})` })),
  );
  return stages.flatMap(({ id, name }) => {
    const own = visits.filter((visit) => visit.stage === id);
    const right = stageNumbers(own);
    const cells = [...numbers, ...rates].map((column) => [column, text(right[column])]);
    return own.length === 0 ? [] : [{ stage: name, ...Object.fromEntries(cells) }];
  });
}

/** The same of an answer: its rows without the intervals. */
export const stagesTold = ({ rows, head }: Pick<ParsedAnswer, 'rows' | 'head'>): Record<string, string>[] => {
  expect(head).not.toContain('next: ');
  return rows.map((row) => ({
    stage: row.stage ?? '',
    ...Object.fromEntries([...numbers, ...rates].map((column) => [column, row[column] ?? ''])),
  }));
};

/** Each row accounts for all that entered its stage. */
export function expectSums({ rows }: Pick<ParsedAnswer, 'rows'>): void {
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const [entered, ...others] = numbers.map((name) => Number(row[name]));
    expect([row.stage, others.reduce((sum, one) => sum + one, 0)]).toEqual([row.stage, entered]);
  }
}

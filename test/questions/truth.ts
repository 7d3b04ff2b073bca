import type { Opportunity, World } from '../../src/sandbox/sandbox.ts';
import type { Part } from './parsed-answer.ts';

const civil = new Intl.DateTimeFormat('sv', { timeZone: 'America/Los_Angeles' });

/** The day in Los Angeles of a moment in Unix seconds, `2026-11-23`. */
export const dayOf = (seconds: number): string => civil.format(seconds * 1000);

/** The expected close of a deal as `2026-01-15`, whichever way it is written; undefined without one. */
export function closes({ close_date: value }: Opportunity): string | undefined {
  const text = value as unknown;
  if (typeof text === 'number') return dayOf(text);
  if (typeof text !== 'string') return undefined;
  const [month = '', day = '', year = ''] = text.split('/');
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** True for a day of this range, both ends included. */
export const within = (day: string | undefined, from: string, to: string): boolean =>
  day !== undefined && day >= from && day <= to;

/** A user's name; `(none)` for nobody. */
export const userName = (world: World, id: number | null): string =>
  world.users.find((user) => user.id === id)?.name ?? '(none)';

/** The stage of a deal, with its chance of winning in percent. */
export function stageOf({ pipelines }: World, { pipeline_stage_id: id }: Opportunity) {
  const found = pipelines.flatMap(({ stages }) => stages).find((stage) => stage.id === id);
  if (found === undefined) throw new Error(`no stage ${id}`);
  return found;
}

/** True for deals whose pipeline is about money. */
export const isRevenue = ({ pipelines }: World, { pipeline_id: id }: Opportunity): boolean =>
  pipelines.find((pipeline) => pipeline.id === id)?.is_revenue === true;

/** The ids of a table, ascending. */
export const ids = ({ rows }: Part): number[] => rows.map(({ id }) => Number(id)).sort((a, b) => a - b);

/** The ids of records, ascending. */
export const idsOf = (records: readonly { id: number }[]): number[] =>
  records.map(({ id }) => id).sort((a, b) => a - b);

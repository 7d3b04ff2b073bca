import { isObject, type JsonValue } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { listPipelines } from '../../list-pipelines.ts';
import { numberOf } from '../number-stats.ts';

/** What an account says of its pipelines. */
export interface Pipelines {
  /** All ids. */
  readonly all: readonly JsonValue[];
  /** Pipelines that earn nothing (Copper's `is_revenue`), whose deals are not won but done: id → name. */
  readonly nonRevenue: ReadonlyMap<JsonValue, string>;
  /** How likely deals of a stage are won, in percent: id of the stage → chance. */
  readonly chances: ReadonlyMap<JsonValue, number>;
}

/** Reads the pipelines; where that cannot be, all are taken to earn, and a note says so. */
export async function readPipelines({ rows, note }: ReportContext): Promise<Pipelines> {
  const all: JsonValue[] = [];
  const nonRevenue = new Map<JsonValue, string>();
  const chances = new Map<JsonValue, number>();
  try {
    const { rows: pipelines } = await rows(listPipelines, {}, []);
    for (const { id, name, is_revenue: earns, stages } of pipelines) {
      if (id === undefined) continue;
      all.push(id);
      if (earns === false) nonRevenue.set(id, String(name));
      for (const stage of Array.isArray(stages) ? stages.filter(isObject) : []) {
        const chance = numberOf(stage.win_probability);
        if (stage.id !== undefined && chance !== undefined) chances.set(stage.id, chance);
      }
    }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    note(
      `pipelines could not be read (${error.kind}): all are taken to earn, and no stage has a win probability.`,
    );
  }
  return { all, nonRevenue, chances };
}

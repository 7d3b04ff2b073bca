import { isObject, type JsonValue, numberOf } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { listPipelines } from '../../list-pipelines.ts';

/** The account's pipelines. */
export interface Pipelines {
  /** All ids. */
  readonly all: readonly JsonValue[];
  /** Pipelines without revenue (`is_revenue` false), whose deals are not won but done: id → name. */
  readonly nonRevenue: ReadonlyMap<JsonValue, string>;
  /** Win probability of each stage in percent: id of the stage → percent. */
  readonly probabilities: ReadonlyMap<JsonValue, number>;
}

/** Reads the pipelines; if that fails, all count as pipelines with revenue, and a note says so. */
export async function readPipelines({ rows, note }: ReportContext): Promise<Pipelines> {
  const all: JsonValue[] = [];
  const nonRevenue = new Map<JsonValue, string>();
  const probabilities = new Map<JsonValue, number>();
  try {
    const { rows: pipelines } = await rows(listPipelines, {}, []);
    for (const { id, name, is_revenue: isRevenue, stages } of pipelines) {
      if (id === undefined) continue;
      all.push(id);
      if (isRevenue === false) nonRevenue.set(id, String(name));
      for (const stage of Array.isArray(stages) ? stages.filter(isObject) : []) {
        const probability = numberOf(stage.win_probability);
        if (stage.id !== undefined && probability !== undefined) probabilities.set(stage.id, probability);
      }
    }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    note(
      `pipelines could not be read (${error.kind}): all are counted as pipelines with revenue, and win probabilities of stages are unknown.`,
    );
  }
  return { all, nonRevenue, probabilities };
}

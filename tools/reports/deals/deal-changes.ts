import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';

/** One side of a change of stage. */
export interface StageRef {
  readonly id: number;
  /** As the stage was called then; empty where Copper does not tell. */
  readonly name: string;
}

interface Change {
  /** The activity that told of it. */
  readonly id: number;
  readonly deal: number;
  /** Unix seconds. */
  readonly at: number;
}

/** A deal that went from one stage to another. */
export interface StageChange extends Change {
  readonly kind: 'stage';
  readonly from: StageRef;
  readonly to: StageRef;
}

/** A deal that was won, lost, opened again …, in the words of Copper. */
export interface StatusChange extends Change {
  readonly kind: 'status';
  readonly from: string;
  readonly to: string;
}

/** The types of the activities that tell of them, as the activity search takes them. */
export const changeTypes = { stage: 'system:3', status: 'system:1' } as const;

/** Words for the statuses of deals, of pipelines that earn money and of others (developer.copper.com: list-opportunities-search). */
const statuses = ['open', 'won', 'lost', 'abandoned', 'done', "won't do", 'on hold'];

function stageRef(value: JsonValue | undefined): StageRef | undefined {
  if (!isObject(value) || typeof value.id !== 'number') return undefined;
  return { id: value.id, name: typeof value.name === 'string' ? value.name : '' };
}

/** Other changed properties come under the same type, without values; their names, where told, are others. */
function isStatus(value: JsonValue | undefined, name: JsonValue | undefined): value is string {
  if (typeof value !== 'string') return false;
  return name === undefined ? statuses.includes(value.toLowerCase()) : name === 'Status Change';
}

/** Reads what a raw activity tells of a deal's stage or status; undefined for everything else. */
export function readDealChange(row: JsonObject): StageChange | StatusChange | undefined {
  const { id, parent, type, activity_date: at, old_value: before, new_value: after } = row;
  if (!isObject(parent) || parent.type !== 'opportunity' || !isObject(type)) return undefined;
  const { id: deal } = parent;
  if (typeof id !== 'number' || typeof deal !== 'number' || typeof at !== 'number') return undefined;
  const [from, to] = [stageRef(before), stageRef(after)];
  if (from !== undefined && to !== undefined && from.id !== to.id)
    return { kind: 'stage', id, deal, at, from, to };
  if (isStatus(before, type.name) && isStatus(after, type.name) && before !== after)
    return { kind: 'status', id, deal, at, from: before, to: after };
  return undefined;
}

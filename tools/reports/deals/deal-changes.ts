import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';

/** One side of a change of stage. */
interface StageRef {
  readonly id: number;
  /** The stage's name at that time; empty if Copper does not give it. */
  readonly name: string;
}

interface ActivityOfDeal {
  /** The id of the activity that recorded the change. */
  readonly id: number;
  readonly deal: number;
  /** Unix seconds. */
  readonly at: number;
}

/** A deal that went from one stage to another. */
export interface StageChange extends ActivityOfDeal {
  readonly kind: 'stage';
  readonly from: StageRef;
  readonly to: StageRef;
}

/** A deal that was won, lost, reopened …, with the statuses as Copper names them. */
export interface StatusChange extends ActivityOfDeal {
  readonly kind: 'status';
  readonly from: string;
  readonly to: string;
}

/** A change of a deal's stage or status. */
export type DealChange = StageChange | StatusChange;

/** The types of the activities that record them, as the activity search takes them. */
export const changeTypes = { stage: 'system:3', status: 'system:1' } as const;

/** Names of the statuses of deals, in pipelines with revenue and in others (developer.copper.com: list-opportunities-search). */
const statuses = ['open', 'won', 'lost', 'abandoned', 'done', "won't do", 'on hold'];

function stageRef(value: JsonValue | undefined): StageRef | undefined {
  if (!isObject(value) || typeof value.id !== 'number') return undefined;
  return { id: value.id, name: typeof value.name === 'string' ? value.name : '' };
}

/** Changes of other properties have the same type and no values; if such an activity has a name, it is another one. */
function isStatus(value: JsonValue | undefined, name: JsonValue | undefined): value is string {
  if (typeof value !== 'string') return false;
  return name === undefined ? statuses.includes(value.toLowerCase()) : name === 'Status Change';
}

/** Reads the change that a raw activity recorded; undefined if it recorded no change of a deal's stage or status. */
export function readDealChange(row: JsonObject): DealChange | undefined {
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

import type { JsonObject } from '../../../src/tool/json.ts';
import type { NameEntry } from '../../../src/tool/names.ts';
import type { StageChange, StatusChange } from '../deals/deal-changes.ts';

/** How a stay in a stage may end; a deal that is open in it is still there. */
export const stayEnds = ['advanced', 'won', 'lost', 'moved_back', 'left_pipeline', 'still_there'] as const;

/** One of them. */
export type StayEnd = (typeof stayEnds)[number];

/** Why a deal left its pipeline: it went to another one, was abandoned, or was closed in a pipeline without revenue. */
export type LeftBy = 'moved' | 'abandoned' | 'closed';

/** The time that a deal was in a stage. */
export interface Stay {
  readonly stage: NameEntry;
  /** When it began, in Unix seconds; undefined if that is not known. */
  readonly entered: number | undefined;
  readonly end: StayEnd;
  /** When it ended; undefined if that is not known, or it has not. */
  readonly left: number | undefined;
  /** For those that left the pipeline. */
  readonly leftBy?: LeftBy;
}

/** A deal, and what the feed tells of it. */
export interface DealMoves {
  /** The raw deal as it is today. */
  readonly deal: JsonObject;
  /** Its changes of stage, oldest first. */
  readonly moves: readonly StageChange[];
  /** Its changes of status, oldest first; without them nothing is known of when it was closed. */
  readonly statuses: readonly StatusChange[];
}

/** The stays of a deal, oldest first. */
export interface DealStays {
  readonly stays: readonly Stay[];
  /** True if the deal went through stages, or at times, that the feed does not tell. */
  readonly hasGap: boolean;
}

/** Where a deal was, and since when. */
interface Place {
  readonly id: number;
  readonly at: number | undefined;
}

/** Copper may write the date of a stage a moment after the deal was created. */
const sameMoment = 60;

const numberIn = (deal: JsonObject, field: string): number | undefined => {
  const value = deal[field];
  return typeof value === 'number' ? value : undefined;
};

/** Where the deal was, oldest first; between a stage that it left and another one that it next left, a change is missing. */
function placesOf({ deal, moves }: DealMoves, since: number) {
  const places: Place[] = [];
  let hasGap = false;
  const created = numberIn(deal, 'date_created');
  const stage = numberIn(deal, 'pipeline_stage_id');
  const changed = numberIn(deal, 'date_stage_changed');
  const [first] = moves;
  const begin = created !== undefined && created >= since ? created : undefined;
  const isMovedUnseen =
    first === undefined && begin !== undefined && changed !== undefined && changed > begin + sameMoment;
  if (first !== undefined) places.push({ id: first.from.id, at: begin });
  else if (stage !== undefined && !isMovedUnseen) places.push({ id: stage, at: begin });
  for (const { from, to, at } of moves) {
    if (places.at(-1)?.id !== from.id) {
      hasGap = true;
      places.push({ id: from.id, at: undefined });
    }
    places.push({ id: to.id, at });
  }
  if (stage !== undefined && places.at(-1)?.id !== stage) {
    hasGap = true;
    const isLater = changed !== undefined && changed > (moves.at(-1)?.at ?? begin ?? since);
    places.push({ id: stage, at: isLater ? changed : undefined });
  }
  return { places, hasGap };
}

/** What became of a deal in its present stage. */
function presentEnd({ status, pipeline_is_revenue: revenue }: JsonObject): Pick<Stay, 'end' | 'leftBy'> {
  const word = typeof status === 'string' ? status.toLowerCase() : 'open';
  if (word === 'open') return { end: 'still_there' };
  if (revenue === false) return { end: 'left_pipeline', leftBy: 'closed' };
  if (word === 'won' || word === 'lost') return { end: word };
  return { end: 'left_pipeline', leftBy: word === 'abandoned' ? 'abandoned' : 'closed' };
}

/** Makes stays of what happened to deals; stages that the account has no longer are passed over. */
export function createStayReader(stages: readonly NameEntry[]) {
  const positions = new Map(stages.map((stage, position) => [stage.id, { stage, position }]));

  function endAt(id: number, next: number): Pick<Stay, 'end' | 'leftBy'> {
    const [before, after] = [positions.get(id), positions.get(next)];
    if (before?.stage.pipeline?.id !== after?.stage.pipeline?.id)
      return { end: 'left_pipeline', leftBy: 'moved' };
    return { end: (before?.position ?? 0) < (after?.position ?? 0) ? 'advanced' : 'moved_back' };
  }

  /** @param since the moment from which on all changes are known, in Unix seconds: of what came before, nothing is */
  return (about: DealMoves, since: number): DealStays => {
    const { places, hasGap } = placesOf(about, since);
    const known = places.filter(({ id }) => positions.has(id));
    const distinct = known.filter(({ id }, at) => id !== known[at - 1]?.id);
    const closed = about.statuses.findLast(({ to }) => to.toLowerCase() !== 'open');
    const stays = distinct.flatMap(({ id, at: entered }, at): Stay[] => {
      const stage = positions.get(id)?.stage;
      if (stage === undefined) return [];
      const next = distinct[at + 1];
      if (next !== undefined) return [{ stage, entered, left: next.at, ...endAt(id, next.id) }];
      const end = presentEnd(about.deal);
      const isOver = end.end !== 'still_there';
      const left = isOver && closed !== undefined && closed.at >= (entered ?? 0) ? closed.at : undefined;
      return [{ stage, entered, left, ...end }];
    });
    return { stays, hasGap: hasGap || stays.length === 0 };
  };
}

import type { StageChange, StatusChange } from '../deals/deal-changes.ts';
import { median } from '../median.ts';

/** Finished stays that make a usual time. */
const enough = 5;

/** How long finished stays in a stage lasted, in seconds, for each stage that enough deals have left. */
export type TypicalStays = ReadonlyMap<number, number>;

/** When a deal was made and where it is. */
export interface DealStart {
  /** Unix seconds. */
  readonly created: number;
  readonly stage: number;
}

type Change = StageChange | StatusChange;

const isOpen = (status: string) => status.toLowerCase() === 'open';

/** The changes of each deal, oldest first. */
export function changesByDeal(changes: readonly Change[]): (readonly [Change, ...Change[]])[] {
  const deals = new Map<number, Change[]>();
  for (const change of changes) {
    const own = deals.get(change.deal);
    if (own === undefined) deals.set(change.deal, [change]);
    else own.push(change);
  }
  return [...deals.values()].flatMap((own) => {
    const [first, ...others] = own.sort((a, b) => a.at - b.at || a.id - b.id);
    return first === undefined ? [] : [[first, ...others] as const];
  });
}

/**
 * The median of finished stays of each stage. A stay begins with a change to the stage, with a reopening or, before the first change
 * of a deal, with the deal itself; it ends with a change to another stage or with the deal being closed.
 *
 * @param begins of deals, as far as they are known
 * @param since the moment from which on all changes are known: a deal made before may have come into its first known stage any time
 */
export function typicalStays(
  changes: readonly Change[],
  begins: ReadonlyMap<number, DealStart>,
  since: number,
): TypicalStays {
  const stays = new Map<number, number[]>();
  for (const own of changesByDeal(changes)) {
    const begin = begins.get(own[0].deal);
    const firstMove = own.find((change) => change.kind === 'stage');
    const firstTurn = own.find((change) => change.kind === 'status');
    let stage = firstMove?.from.id ?? begin?.stage;
    let open = firstTurn === undefined || isOpen(firstTurn.from);
    let start = open && begin !== undefined && begin.created >= since ? begin.created : undefined;
    for (const change of own) {
      const left = change.kind === 'stage' ? change.from.id : stage;
      if (start !== undefined && stage !== undefined && stage === left)
        stays.set(stage, [...(stays.get(stage) ?? []), change.at - start]);
      if (change.kind === 'stage') stage = change.to.id;
      else open = isOpen(change.to);
      start = open ? change.at : undefined;
    }
  }
  const usual = new Map<number, number>();
  for (const [one, lasted] of stays) {
    const middle = median(lasted);
    if (lasted.length >= enough && middle !== undefined) usual.set(one, middle);
  }
  return usual;
}

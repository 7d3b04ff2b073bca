import type { Activity, Opportunity, World } from '../../src/sandbox/sandbox.ts';

/** How deals went through their stages, from what the account recorded: when each came into a stage, and what became of it there. */

/** How a visit of a stage ended, or that it has not. */
const fates = ['advanced', 'won', 'lost', 'moved_back', 'left_pipeline', 'still_there'] as const;

/** A deal in a stage, from one moment on. Times are Unix seconds. */
export interface Visit {
  readonly deal: Opportunity;
  readonly stage: number;
  readonly pipeline: number | undefined;
  readonly at: number;
  readonly fate: (typeof fates)[number];
  readonly until: number | undefined;
}

const isStatus = ({ type, old_value: from, new_value: to }: Activity) =>
  type.id === 1 && typeof from === 'string' && typeof to === 'string';

const isMove = ({ type, old_value: from, new_value: to }: Activity) =>
  type.id === 3 && typeof from === 'object' && typeof to === 'object' && from !== null && to !== null;

/** What the system recorded of each deal, oldest first. */
function recordsOf(world: World): Map<number, Activity[]> {
  const ofDeal = new Map<number, Activity[]>();
  for (const activity of world.activities) {
    const { parent, type } = activity;
    if (parent.type !== 'opportunity' || type.category !== 'system') continue;
    if (!isStatus(activity) && !isMove(activity)) continue;
    const own = ofDeal.get(parent.id) ?? [];
    ofDeal.set(parent.id, own);
    own.push(activity);
  }
  for (const own of ofDeal.values()) own.sort((a, b) => a.activity_date - b.activity_date || a.id - b.id);
  return ofDeal;
}

const idIn = (value: Activity['old_value']) =>
  typeof value === 'object' && value !== null ? value.id : Number.NaN;

/** Where a deal that is no longer open, or still is, has come to in the stage it is in. */
function lastFate({ status, pipeline_is_revenue: earns }: Opportunity): Visit['fate'] {
  if (status === 'Open') return 'still_there';
  if (earns && status === 'Won') return 'won';
  return earns && status === 'Lost' ? 'lost' : 'left_pipeline';
}

/** All visits of stages by all deals, each deal's from first to last; their ends are those of this moment. */
export function visitsOf(world: World): Visit[] {
  const records = recordsOf(world);
  const homes = new Map(
    world.pipelines.flatMap(({ id, stages }) =>
      stages.map((stage, place) => [stage.id, { id, place }] as const),
    ),
  );
  return world.opportunities.flatMap((deal) => {
    const own = records.get(deal.id) ?? [];
    const moves = own.filter(isMove);
    const closings = own.filter((one) => isStatus(one) && one.new_value !== 'Open');
    const stages = [
      {
        stage: moves[0] === undefined ? deal.pipeline_stage_id : idIn(moves[0].old_value),
        at: deal.date_created,
      },
      ...moves.map((move) => ({ stage: idIn(move.new_value), at: move.activity_date })),
    ];
    return stages.map(({ stage, at }, index): Visit => {
      const next = stages[index + 1];
      const home = homes.get(stage);
      const visit = { deal, stage, pipeline: home?.id, at };
      if (next === undefined) {
        const fate = lastFate(deal);
        return { ...visit, fate, until: fate === 'still_there' ? undefined : closings.at(-1)?.activity_date };
      }
      const to = homes.get(next.stage);
      if (home?.id !== to?.id) return { ...visit, fate: 'left_pipeline', until: next.at };
      const isForward = (home?.place ?? 0) < (to?.place ?? 0);
      return { ...visit, fate: isForward ? 'advanced' : 'moved_back', until: next.at };
    });
  });
}

/** Of several visits of one stage by one deal, the last. */
export const lastVisits = (visits: readonly Visit[]): Visit[] => [
  ...new Map(visits.map((visit) => [`${visit.deal.id} ${visit.stage}`, visit])).values(),
];

/** How many days each deal took to be won, from its creation to the last time that it was. */
export function daysToWin(world: World): Map<number, number> {
  const days = new Map<number, number>();
  const deals = new Map(world.opportunities.map((deal) => [deal.id, deal]));
  for (const { parent, new_value: to, type, activity_date: at } of world.activities) {
    const deal = parent.type === 'opportunity' ? deals.get(parent.id) : undefined;
    if (deal?.status !== 'Won' || type.category !== 'system' || to !== 'Won') continue;
    days.set(deal.id, Math.max(days.get(deal.id) ?? 0, (at - deal.date_created) / 86_400));
  }
  return days;
}

const middle = (numbers: readonly number[]): number | null => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};

const share = (hits: number, cases: number) => (cases === 0 ? null : (100 * hits) / cases);

/** Won deals of those that are won or lost, in percent. */
export function winRate(deals: readonly Opportunity[]): number | null {
  const earning = deals.filter((deal) => deal.pipeline_is_revenue);
  const won = earning.filter(({ status }) => status === 'Won').length;
  return share(won, won + earning.filter(({ status }) => status === 'Lost').length);
}

/** What a row of a stage should say, by the names of its columns; of visits of one stage, one for each deal. */
export function stageNumbers(visits: readonly Visit[]): Readonly<Record<string, number | null>> {
  const count = (fate: Visit['fate']) => visits.filter((visit) => visit.fate === fate).length;
  const days = visits.flatMap(({ at, until }) => (until === undefined ? [] : [(until - at) / 86_400]));
  return {
    entered: visits.length,
    ...Object.fromEntries(fates.map((fate) => [fate, count(fate)])),
    to_next_percent: share(count('advanced') + count('won'), visits.length - count('still_there')),
    win_rate_percent: winRate(visits.map(({ deal }) => deal)),
    median_days: middle(days),
  };
}

/** What a row of velocity should say of deals in one currency. */
export function velocityNumbers(
  deals: readonly Opportunity[],
  days: ReadonlyMap<number, number>,
): Readonly<Record<string, number | null>> {
  const mean = (numbers: readonly number[]) =>
    numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const closed = deals.filter(({ status }) => status === 'Won' || status === 'Lost').length;
  const value = mean(deals.map((deal) => deal.monetary_value ?? 0));
  const toWin = mean(deals.flatMap(({ id }) => days.get(id) ?? []));
  const rate = winRate(deals);
  const isKnown = value !== null && toWin !== null && toWin > 0 && rate !== null && closed >= 5;
  return {
    deals: deals.length,
    average_value: value,
    win_rate_percent: rate,
    average_days_to_win: toWin,
    velocity_per_day: isKnown ? (deals.length * value * rate) / 100 / toWin : null,
  };
}

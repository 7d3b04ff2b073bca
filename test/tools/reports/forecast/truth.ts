import type { Opportunity, World } from '../../../../src/sandbox/sandbox.ts';
import { dayOf } from '../../test-client.ts';

/** What a forecast should say, worked out from what the account holds, by no code of the product. */

/** First and last day. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** The figures of one group. */
export interface Figures {
  readonly won: number;
  readonly won_deals: number;
  readonly commit: number;
  readonly best_case: number;
  readonly open: number;
  readonly open_deals: number;
  readonly weighted: number;
}

/** One deal of the forecast. */
export interface Counted {
  readonly deal: Opportunity;
  readonly isWon: boolean;
  /** The day of winning, or the one on which it should close. */
  readonly day: string;
}

const isIn = (day: string, { from, to }: Span) => day >= from && day <= to;

/** The day on which a deal should close; the sandbox has midnights of Los Angeles. */
const closes = ({ close_date: at }: Opportunity): string | undefined => (at === null ? undefined : dayOf(at));

const earns = ({ pipelines }: World, deal: Opportunity) =>
  pipelines.some(({ id, is_revenue }) => id === deal.pipeline_id && is_revenue);

/** The day of the last change of status of each deal within days, and what to. */
function lastChanges({ activities }: World, span: Span): Map<number, { status: string; day: string }> {
  const last = new Map<number, { status: string; day: string; at: number }>();
  for (const { type, parent, new_value: to, activity_date: at } of activities) {
    const isStatus = type.category === 'system' && type.id === 1 && typeof to === 'string';
    if (!isStatus || parent.type !== 'opportunity' || !isIn(dayOf(at), span)) continue;
    const known = last.get(parent.id);
    if (known === undefined || known.at < at) last.set(parent.id, { status: to, day: dayOf(at), at });
  }
  return last;
}

/** The deals that count in a period. */
export function countedDeals(world: World, span: Span): Counted[] {
  const changes = lastChanges(world, span);
  return world.opportunities.flatMap((deal): Counted[] => {
    const change = changes.get(deal.id);
    const day = closes(deal);
    if (!earns(world, deal)) return [];
    if (deal.status === 'Open')
      return day !== undefined && isIn(day, span) ? [{ deal, isWon: false, day }] : [];
    return change?.status === 'Won' ? [{ deal, isWon: true, day: change.day }] : [];
  });
}

/** The chance of a deal in percent: its own, else that of its stage. */
export function chanceOf({ pipelines }: World, deal: Opportunity): number | null {
  const stages = pipelines.flatMap(({ stages: all }) => all);
  return (
    deal.win_probability ?? stages.find(({ id }) => id === deal.pipeline_stage_id)?.win_probability ?? null
  );
}

/** How sure a deal is by its chance. */
const bySurety = (world: World) => (deal: Opportunity) => {
  const chance = chanceOf(world, deal) ?? 0;
  return chance >= 90 ? 'commit' : chance >= 50 ? 'best_case' : 'other';
};

/** Adds up in whole cents. */
function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + Math.round(amount * 10_000), 0) / 10_000;
}

/** What a deal is worth in the account's currency. */
export const inDollars = ({ converted_value: value }: Opportunity): number => value ?? 0;

/** What a deal is worth in its own. */
export const asEntered = ({ monetary_value: value }: Opportunity): number => value ?? 0;

/** The figures of some deals. */
export function figuresOf(
  world: World,
  some: readonly Counted[],
  worth: (deal: Opportunity) => number = inDollars,
  surety: (deal: Opportunity) => string = bySurety(world),
): Figures {
  const won = some.filter(({ isWon }) => isWon);
  const open = some.filter(({ isWon }) => !isWon);
  const of = (deals: readonly Counted[]) => sum(deals.map(({ deal }) => worth(deal)));
  return {
    won: of(won),
    won_deals: won.length,
    commit: of(open.filter(({ deal }) => surety(deal) === 'commit')),
    best_case: of(open.filter(({ deal }) => surety(deal) === 'best_case')),
    open: of(open),
    open_deals: open.length,
    weighted: sum(open.map(({ deal }) => (worth(deal) * (chanceOf(world, deal) ?? 0)) / 100)),
  };
}

/** The names of the groups that a deal is in. */
function groupsOf(world: World, by: string, { deal, day }: Counted): string[] {
  const owner = world.users.find(({ id }) => id === deal.assignee_id);
  switch (by) {
    case 'owner':
      return [owner?.name ?? '(none)'];
    case 'team':
      return owner === undefined ? ['(none)'] : owner.groups.map(({ name }) => name);
    case 'pipeline':
      return [world.pipelines.find(({ id }) => id === deal.pipeline_id)?.name ?? '(none)'];
    default:
      return [day.slice(0, 7)];
  }
}

/** The figures of each group by its name. */
export function figuresBy(
  world: World,
  by: string,
  some: readonly Counted[],
  worth?: (deal: Opportunity) => number,
): Map<string, Figures> {
  const names = new Set(some.flatMap((one) => groupsOf(world, by, one)));
  return new Map(
    [...names].map((name) => [
      name,
      figuresOf(
        world,
        some.filter((one) => groupsOf(world, by, one).includes(name)),
        worth,
      ),
    ]),
  );
}

/** What a row tells that is not the truth, as text; sums may differ by a cent, to which the product rounds. */
export function wrongIn(row: Readonly<Record<string, string>> | undefined, right: Figures): string[] {
  if (row === undefined) return ['there is no such row'];
  return Object.entries(right).flatMap(([name, value]) =>
    row[name] !== undefined && row[name] !== '' && Math.abs(Number(row[name]) - value) < 0.011
      ? []
      : [`${name} is ${row[name]}, not ${value}`],
  );
}

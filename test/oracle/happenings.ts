import type { Activity, World } from '../../src/sandbox/sandbox.ts';
import type { Account } from './account.ts';
import { type Fact, numberIn } from './facts.ts';
import { momentIn, type Span } from './spans.ts';

/** What happened to deals in a period, from what the account recorded; owners and values are today's. */

/** What can happen to a deal. */
export const changeKinds = [
  'created',
  'won',
  'lost',
  'abandoned',
  'reopened',
  'forward',
  'back',
  'moved',
  'closed',
] as const;
/** What a deal may come to. */
export const outcomes: readonly ChangeKind[] = ['won', 'lost', 'abandoned'];
/** The changes of status. */
export const ofStatus: readonly ChangeKind[] = [...outcomes, 'reopened', 'closed'];

/** One of them. */
export type ChangeKind = (typeof changeKinds)[number];

/** One thing that happened to a deal. */
export interface Happening {
  readonly kind: ChangeKind;
  readonly at: number;
  readonly order: number;
  readonly deal: Fact;
  readonly from: string | null;
  readonly to: string | null;
}

const words = ['open', 'won', 'lost', 'abandoned', 'done', "won't do", 'on hold'];

/** Forward or back within a pipeline; the names of stages are today's. */
function stageChange({ pipelines }: World, before: number, after: number) {
  const homeOf = (id: number) => pipelines.find(({ stages }) => stages.some((stage) => stage.id === id));
  const [from, to] = [homeOf(before), homeOf(after)];
  const place = (id: number) => from?.stages.findIndex((stage) => stage.id === id) ?? -1;
  const name = (id: number) => homeOf(id)?.stages.find((stage) => stage.id === id)?.name ?? '';
  const kind: ChangeKind = from !== to ? 'moved' : place(before) < place(after) ? 'forward' : 'back';
  return { kind, from: name(before), to: name(after) };
}

function statusChange(before: string, after: string, earns: boolean): ChangeKind | undefined {
  if (!words.includes(before.toLowerCase()) || !words.includes(after.toLowerCase())) return undefined;
  const to = after.toLowerCase();
  if (to === 'open') return 'reopened';
  const kind = outcomes.find((one) => one === to);
  return earns ? (kind ?? 'closed') : 'closed';
}

function happeningOf(activity: Activity, deal: Fact, world: World): Happening | undefined {
  const { id: order, activity_date: at, old_value: before, new_value: after, type } = activity;
  if (typeof before === 'object' && typeof after === 'object' && before !== null && after !== null)
    return { at, order, deal, ...stageChange(world, before.id, after.id) };
  if (type.name !== 'Status Change' || typeof before !== 'string' || typeof after !== 'string')
    return undefined;
  const kind = statusChange(before, after, deal.values.earns !== false);
  return kind === undefined ? undefined : { kind, at, order, deal, from: before, to: after };
}

/** All that happened in the period to the deals that fit, the newest first. */
export function happenings(account: Account, some: readonly Fact[], span: Span): Happening[] {
  const { world, zone } = account;
  const byId = new Map(some.map((deal) => [deal.id, deal]));
  const made = some.map(
    (deal): Happening => ({
      kind: 'created',
      at: numberIn(deal.values.created) ?? 0,
      ...{ order: 0, deal, from: null, to: null },
    }),
  );
  const changed = world.activities.flatMap((activity) => {
    const { parent, type } = activity;
    const deal =
      parent.type === 'opportunity' && type.category === 'system' ? byId.get(parent.id) : undefined;
    return deal === undefined ? [] : (happeningOf(activity, deal, world) ?? []);
  });
  return [...made, ...changed]
    .filter(({ at }) => momentIn(span, at, zone))
    .sort((a, b) => b.at - a.at || b.order - a.order);
}

import type { Activity, Opportunity, World } from '../../../../src/sandbox/sandbox.ts';
import { dayOf, losAngeles } from '../../test-client.ts';

/** Whose day it is: 2026-11-23, a Monday, so that the last working day is Friday, the 20th. */
export interface DayOf {
  readonly user: number;
  /** Unix seconds. */
  readonly now: number;
  readonly since?: number;
}

/** The sections of a day again, straight from what the account holds: for each its rows by a key, in order where there is one. */
export function dayIn(world: World, { user, now, since = losAngeles('2026-11-20') }: DayOf) {
  const today = dayOf(now);
  const tasks = world.tasks.filter((task) => task.status === 'Open' && task.assignee_id === user);
  const due = tasks.flatMap(({ id, due_date: at }) => (at === null ? [] : [{ id, at, day: dayOf(at) }]));
  const open = world.opportunities.filter((deal) => deal.status === 'Open' && deal.assignee_id === user);
  const closing = ({ close_date: at }: Opportunity) =>
    at !== null && dayOf(at) >= '2026-11-23' && dayOf(at) <= '2026-11-29';
  const silent = ({ date_last_contacted: at }: Opportunity) =>
    at === null || Date.parse(today) - Date.parse(dayOf(at)) >= 14 * 86_400_000;
  const owners = new Map<string, number | null>();
  for (const [kind, records] of Object.entries({
    lead: world.leads,
    person: world.people,
    company: world.companies,
    opportunity: world.opportunities,
  }))
    for (const record of records) owners.set(`${kind} ${record.id}`, record.assignee_id);
  const on = ({ parent }: Activity) => `${parent.type} ${parent.id}`;
  const key = (one: Activity) => `${dayOf(one.activity_date)} ${on(one)}`;
  const window = world.activities.filter(({ activity_date: at }) => at >= since && at < now);
  const isTalk = ({ type }: Activity) => type.category === 'user' && type.id !== 0;
  return {
    'tasks due today': ids(due.filter(({ day }) => day === today)),
    'overdue tasks': ids(due.filter(({ day }) => day < today)),
    'deals closing this week': ids(open.filter(closing)),
    'deals without contact for 14 days': ids(open.filter(silent)),
    logged: window
      .filter((one) => one.user_id === user && isTalk(one))
      .map(key)
      .sort(),
    others: window
      .filter((one) => one.user_id !== user && owners.get(on(one)) === user)
      .map(key)
      .sort(),
  };
}

const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => String(id)).sort();

/** By what the answer calls them. */
export const headings: Readonly<Record<keyof ReturnType<typeof dayIn>, string>> = {
  'tasks due today': 'tasks due today',
  'overdue tasks': 'overdue tasks',
  'deals closing this week': 'deals closing this week',
  'deals without contact for 14 days': 'deals without contact for 14 days',
  logged: 'meetings and calls logged, without notes',
  others: "activities of others on the owner's records",
};

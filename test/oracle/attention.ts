import type { Account } from './account.ts';
import type { Answer, Table } from './answers.ts';
import { type Column, columnOf } from './cells.ts';
import { type Condition, type Making, written } from './condition.ts';
import { daysBetween, daysLater } from './days.ts';
import { deals } from './deals.ts';
import { type Fact, isThere, numberIn } from './facts.ts';
import { sumsOf, worthOf } from './money.ts';
import { ordersOf } from './order.ts';
import { isRefusal, type Question } from './question.ts';
import { wrongRows } from './rows.ts';
import { found, randomConditions } from './searches.ts';

/** Open deals that need somebody, and why. */

const reasons = [
  'overdue',
  'silent',
  'stuck',
  'no_task',
  'no_close_date',
  'no_value',
  'no_owner',
  'no_primary_contact',
  'no_next_step',
  'one_contact',
] as const;

/** Reasons that are looked for only if somebody asks. */
const unasked: readonly string[] = ['no_task', 'no_next_step', 'one_contact'];

/** Deals whose people are looked up at most. */
const mostLookedUp = 200;

type Reason = (typeof reasons)[number];

/** The first days that are not long enough ago. */
interface Since {
  readonly silent: string;
  readonly stuck: string;
}

/** Deals that have an open task. */
const busyDeals = ({ world }: Account) =>
  new Set(
    world.tasks.flatMap(({ status, related_resource: to }) =>
      status === 'Open' && to?.type === 'opportunity' ? [to.id] : [],
    ),
  );

const peopleOf = new WeakMap<object, ReadonlyMap<number, ReadonlySet<number>>>();

/** The people of each deal: its own contact, and those it is connected with. */
function dealPeople({ world }: Account): ReadonlyMap<number, ReadonlySet<number>> {
  const known = peopleOf.get(world.connections);
  if (known !== undefined) return known;
  const found = new Map<number, Set<number>>();
  const add = (deal: number, person: number) => found.set(deal, (found.get(deal) ?? new Set()).add(person));
  for (const { id, primary_contact_id: contact } of world.opportunities)
    if (contact !== null) add(id, contact);
  for (const [one, other] of world.connections) {
    if (one.type === 'opportunity' && other.type === 'person') add(one.id, other.id);
    if (one.type === 'person' && other.type === 'opportunity') add(other.id, one.id);
  }
  peopleOf.set(world.connections, found);
  return found;
}

/** Why a deal needs somebody, in the words of the answer; undefined where it does not. */
function why(
  reason: Reason,
  { id, values }: Fact,
  since: Since,
  today: string,
  account: Account,
): string | undefined {
  const { zone } = account;
  const days = (at: number) => daysBetween(zone.day(at), today);
  switch (reason) {
    case 'overdue':
      return typeof values.closes === 'string' && values.closes < today
        ? `overdue ${daysBetween(values.closes, today)} d`
        : undefined;
    case 'silent': {
      const at = numberIn(values.last_contact);
      if (at === null) return 'never contacted';
      return zone.day(at) < since.silent ? `silent ${days(at)} d` : undefined;
    }
    case 'stuck': {
      const at = numberIn(values.stage_since) ?? 0;
      return zone.day(at) < since.stuck ? `stuck ${days(at)} d` : undefined;
    }
    case 'no_task':
      return busyDeals(account).has(id) ? undefined : 'no task';
    case 'no_close_date':
      return isThere(values.closes) ? undefined : 'no close date';
    case 'no_value':
      return values.earns === false || numberIn(values.value) ? undefined : 'no value';
    case 'no_owner':
      return isThere(values.owner) ? undefined : 'no owner';
    case 'no_primary_contact':
      return isThere(values.contact) ? undefined : 'no primary contact';
    case 'no_next_step':
      return isThere(values['Next step']) ? undefined : 'no next step';
    case 'one_contact':
      return dealPeople(account).get(id)?.size === 1 ? 'one contact' : undefined;
  }
}

/** The deals that give a reason, with what the answer says of them. */
function needing(
  open: readonly Fact[],
  asked: readonly Reason[],
  since: Since,
  today: string,
  account: Account,
) {
  return open.flatMap((deal) => {
    // What is looked up last is told last.
    const inOrder = asked.toSorted((a, b) => Number(a === 'one_contact') - Number(b === 'one_contact'));
    const all = inOrder.map((reason) => ({ reason, text: why(reason, deal, since, today, account) }));
    const given = all.filter(({ text }) => text !== undefined);
    if (given.length === 0) return [];
    const told = { ...deal.values, reasons: given.map(({ text }) => text).join('; '), worth: worthOf(deal) };
    return [{ fact: { id: deal.id, values: told }, reasons: given.map(({ reason }) => reason) }];
  });
}

type Needing = ReturnType<typeof needing>;

/** The table of reasons: how many deals each has, and what they are worth. */
function wrongCounts(table: Table | undefined, asked: readonly Reason[], all: Needing): string | undefined {
  if (table === undefined) return 'the reasons are not counted';
  const line = (name: string, some: Needing) =>
    [name, some.length, sumsOf(some.map(({ fact }) => fact))].join(' | ').replace(/ \| $/, ' | ');
  const right = asked.map((reason) =>
    line(
      reason,
      all.filter((one) => one.reasons.includes(reason)),
    ),
  );
  if (asked.length > 1) right.push(line('any', all));
  const cell = (row: readonly string[], name: string) => row[table.columns.indexOf(name)] ?? '';
  const told = [...table.rows, ...table.totals].map((row) =>
    ['reason', 'deals', 'value'].map((name) => cell(row, name)).join(' | '),
  );
  const wrong = right.find((one, at) => told[at] !== one);
  return wrong === undefined ? undefined : `it says ${told[right.indexOf(wrong)]}, not ${wrong}`;
}

interface Asked {
  readonly asked: readonly Reason[];
  readonly since: (today: string) => Since;
  readonly limit: number;
  readonly offset: number;
}

function wrongAnswer(
  answer: Answer,
  now: number,
  conditions: readonly Condition[],
  { asked, since, limit, offset }: Asked,
  account: Account,
): string | undefined {
  const today = account.zone.day(now);
  const open = found(account, deals, conditions, now).filter(
    ({ values }) => values['status number'] === 'Open',
  );
  const all = needing(open, asked, since(today), today, account);
  if (limit === 0) return wrongCounts(answer, asked, all);
  const columns: Column[] = ['id', 'name', 'company', 'stage', 'owner', 'value', 'closes'].flatMap(
    (name) => columnOf(account, deals, name, false) ?? [],
  );
  columns.push({ name: 'reasons', shape: 'text', asked: true });
  const facts = all.map(({ fact }) => fact);
  const orders = ordersOf(facts, { of: 'worth' }, true);
  const rows = wrongRows(answer, { account, orders, columns, offset, limit });
  if (rows !== undefined || offset > 0) return rows;
  return wrongCounts(answer.parts[0], asked, all);
}

/** `45`, `45 days`, or the day since when; and the first day that is not long enough ago. */
function threshold({ random, account, now }: Making): { text: string; since: (today: string) => string } {
  const days = random.int(1, 120);
  if (random.chance(0.3)) {
    const day = daysLater(account.zone.day(now), -days);
    return { text: day, since: () => day };
  }
  return {
    text: random.pick([`${days}`, `${days} days`, `${days}d`]),
    since: (today) => daysLater(today, 1 - days),
  };
}

/** Any question for deals that need attention. */
export function randomAttention(making: Making): Question {
  const { account, random, now } = making;
  const names = ['owner', 'pipeline', 'stage', 'value', 'closes', 'tags'];
  const conditions = randomConditions(deals, making, 2)
    .filter(({ slot }) => slot !== 'status number')
    .map((one) => ({ ...one, own: one.own && names.includes(one.name) }));
  const open = found(account, deals, conditions, now).filter(
    ({ values }) => values['status number'] === 'Open',
  );
  const known = reasons.filter((one) => one !== 'one_contact' || open.length <= mostLookedUp);
  const chosen = random.chance(0.5) ? random.some(known, random.int(1, 3)) : undefined;
  const silent = random.chance(0.3) ? threshold(making) : undefined;
  const stuck = random.chance(0.3) ? threshold(making) : undefined;
  const limit = random.chance(0.4) ? random.int(0, 25) : undefined;
  const offset = random.chance(0.15) && limit !== 0 ? random.int(1, 8) : 0;
  const input = {
    ...written(conditions, random),
    ...(chosen === undefined ? {} : { reasons: chosen }),
    ...(silent === undefined ? {} : { silent: silent.text }),
    ...(stuck === undefined ? {} : { stuck: stuck.text }),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === 0 ? {} : { offset }),
    max_requests: 1000,
  };
  const asked: Asked = {
    asked: chosen ?? reasons.filter((reason) => !unasked.includes(reason)),
    since: (today) => ({
      silent: silent?.since(today) ?? daysLater(today, -13),
      stuck: stuck?.since(today) ?? daysLater(today, -29),
    }),
    limit: limit ?? 20,
    offset,
  };
  const mayRefuse = conditions.some((one) => one.mayRefuse === true);
  return {
    tool: 'deals_needing_attention',
    asksNot: mayRefuse,
    input,
    wrong(answer, now) {
      if (answer.isError)
        return mayRefuse
          ? isRefusal(['unknown_name', 'invalid_input'])(answer, now)
          : answer.text.slice(0, 300);
      return wrongAnswer(answer, now, conditions, asked, account);
    },
  };
}

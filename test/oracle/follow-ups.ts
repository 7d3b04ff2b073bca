import type { Account } from './account.ts';
import type { Answer, Table } from './answers.ts';
import { type Column, columnOf } from './cells.ts';
import { companies } from './companies.ts';
import { type Condition, type Making, written } from './condition.ts';
import { daysBetween, daysLater } from './days.ts';
import { type Fact, isThere, numberIn } from './facts.ts';
import type { Kind } from './kind.ts';
import { leads } from './leads.ts';
import { ordersOf } from './order.ts';
import { people } from './people.ts';
import { isRefusal, type Question } from './question.ts';
import { wrongRows } from './rows.ts';
import { found, randomConditions } from './searches.ts';

/** People, companies and leads that somebody should get back to, and why. */

const reasons = ['unanswered', 'silent', 'no_owner', 'no_email', 'no_phone', 'no_next_task'] as const;

type Reason = (typeof reasons)[number];

/** One kind of record: what is shown of it, what can be wrong with it, and when it counts as silent. */
interface Asking {
  readonly kind: Kind;
  readonly shown: readonly string[];
  readonly without: readonly Reason[];
  readonly silent: number;
}

const kinds: readonly Asking[] = [
  {
    kind: people,
    shown: ['id', 'name', 'company', 'email', 'phone', 'owner', 'last_contact'],
    without: ['unanswered'],
    silent: 60,
  },
  {
    kind: companies,
    shown: ['id', 'name', 'domain', 'phone', 'owner'],
    without: ['unanswered', 'no_email'],
    silent: 60,
  },
  {
    kind: leads,
    shown: ['id', 'name', 'company', 'email', 'status', 'owner', 'created'],
    without: [],
    silent: 14,
  },
];

/** The first days that are not long enough ago. */
interface Since {
  readonly silent: string;
  readonly unanswered: string;
}

const contactOf = ({ kind }: Asking, { values }: Fact) =>
  numberIn(values[kind === companies ? 'last contact' : 'last_contact']);

/** Whether a record has something to be done today or later. */
function hasNext({ kind }: Asking, id: number, { world, zone }: Account, today: string): boolean {
  return world.tasks.some(
    ({ status, related_resource: to, due_date: due }) =>
      status === 'Open' && to?.type === kind.type && to.id === id && due !== null && zone.day(due) >= today,
  );
}

/** What is said of records without contact: that, or that Copper finds none where it may be that it returns no contacts at all. */
type NeverSaid = 'never' | 'not since';

/** Why a record needs somebody, in the words of the answer; undefined where it does not. */
function why(
  reason: Reason,
  asking: Asking,
  fact: Fact,
  since: Since,
  today: string,
  { account, never }: { readonly account: Account; readonly never: NeverSaid },
): string | undefined {
  const { zone } = account;
  const { values } = fact;
  const at = contactOf(asking, fact);
  const born = zone.day(numberIn(values.created) ?? 0);
  switch (reason) {
    case 'unanswered':
      return at === null && born < since.unanswered ? `unanswered ${daysBetween(born, today)} d` : undefined;
    case 'silent':
      if (born >= since.silent || (at !== null && zone.day(at) >= since.silent)) return undefined;
      // No company tells when its last contact was: only that it was not later.
      if (asking.kind === companies || (at === null && never === 'not since'))
        return `silent ${daysBetween(since.silent, today) + 1}+ d`;
      return at === null ? 'never contacted' : `silent ${daysBetween(zone.day(at), today)} d`;
    case 'no_owner':
      return isThere(values.owner) ? undefined : 'no owner';
    case 'no_email':
      return isThere(values.email) ? undefined : 'no e-mail';
    case 'no_phone':
      return isThere(values.phone) ? undefined : 'no phone';
    case 'no_next_task':
      return hasNext(asking, fact.id, account, today) ? undefined : 'no next task';
  }
}

interface Asked {
  readonly asked: readonly Reason[];
  readonly since: (today: string) => Since;
  readonly limit: number;
  readonly offset: number;
}

/** The records that give a reason, with what the answer says of them. */
function needing(
  asking: Asking,
  all: readonly Fact[],
  asked: readonly Reason[],
  since: Since,
  today: string,
  seen: { readonly account: Account; readonly never: NeverSaid },
) {
  return all.flatMap((fact) => {
    const given = asked.flatMap((reason) => {
      const text = why(reason, asking, fact, since, today, seen);
      return text === undefined ? [] : [{ reason, text }];
    });
    if (given.length === 0) return [];
    const at = asking.kind === companies ? null : contactOf(asking, fact);
    // More reasons count more than any time without contact.
    const urgency = given.length * 1e11 - (at ?? numberIn(fact.values.created) ?? 0);
    const told = { ...fact.values, reasons: given.map(({ text }) => text).join('; '), urgency };
    return [{ fact: { id: fact.id, values: told }, reasons: given.map(({ reason }) => reason) }];
  });
}

/** The table of reasons: how many records each has. */
function wrongCounts(
  table: Table | undefined,
  asked: readonly Reason[],
  all: ReturnType<typeof needing>,
): string | undefined {
  if (table === undefined) return 'the reasons are not counted';
  const right = asked.map(
    (reason) => `${reason} ${all.filter((one) => one.reasons.includes(reason)).length}`,
  );
  if (asked.length > 1) right.push(`any ${all.length}`);
  const told = [...table.rows, ...table.totals].map((row) => row.join(' '));
  const wrong = right.find((one, at) => told[at] !== one);
  return wrong === undefined ? undefined : `it says ${told[right.indexOf(wrong)]}, not ${wrong}`;
}

function wrongAnswer(
  answer: Answer,
  now: number,
  asking: Asking,
  conditions: readonly Condition[],
  { asked, since, limit, offset }: Asked,
  account: Account,
  never: NeverSaid = 'never',
): string | undefined {
  const today = account.zone.day(now);
  const match = found(account, asking.kind, conditions, now);
  const all = needing(asking, match, asked, since(today), today, { account, never });
  if (limit === 0) return wrongCounts(answer, asked, all);
  const columns: Column[] = asking.shown.flatMap((name) => columnOf(account, asking.kind, name, false) ?? []);
  columns.push({ name: 'reasons', shape: 'text', asked: true });
  const orders = ordersOf(
    all.map(({ fact }) => fact),
    { of: 'urgency' },
    true,
  );
  const rows = wrongRows(answer, { account, orders, columns, offset, limit });
  if (rows !== undefined || offset > 0) return rows;
  return wrongCounts(answer.parts[0], asked, all);
}

/** Any question for people, companies or leads that need attention. */
export function randomFollowUps(making: Making): Question {
  const { account, random } = making;
  const asking = random.pick(kinds);
  const { kind, without } = asking;
  const conditions = randomConditions(kind, making, 2).map((one) => ({
    ...one,
    own: one.name === 'owner' && one.own,
  }));
  const possible = reasons.filter((reason) => !without.includes(reason));
  const chosen = random.chance(0.5) ? random.some(possible, random.int(1, 3)) : undefined;
  const days = (name: Reason) =>
    random.chance(0.3) && !without.includes(name) ? random.int(1, 120) : undefined;
  const [silent, unanswered] = [days('silent'), days('unanswered')];
  const limit = random.chance(0.4) ? random.int(0, 25) : undefined;
  const offset = random.chance(0.15) && limit !== 0 ? random.int(1, 8) : 0;
  const input = {
    what: random.pick([kind.name, kind.type]),
    ...written(conditions, random),
    ...(chosen === undefined ? {} : { reasons: chosen }),
    ...(silent === undefined ? {} : { silent: random.pick([`${silent}`, `${silent} days`]) }),
    ...(unanswered === undefined ? {} : { unanswered: `${unanswered}` }),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === 0 ? {} : { offset }),
    max_requests: 1000,
  };
  const asked: Asked = {
    asked: chosen ?? possible.filter((reason) => reason !== 'no_phone' && reason !== 'no_next_task'),
    since: (today) => ({
      silent: daysLater(today, 1 - (silent ?? asking.silent)),
      unanswered: daysLater(today, 1 - (unanswered ?? 2)),
    }),
    limit: limit ?? 20,
    offset,
  };
  const mayRefuse = conditions.some((one) => one.mayRefuse === true);
  return {
    tool: 'needing_attention',
    asksNot: mayRefuse,
    input,
    wrong(answer, now) {
      if (answer.isError)
        return mayRefuse
          ? isRefusal(['unknown_name', 'invalid_input'])(answer, now)
          : answer.text.slice(0, 300);
      const wrong = wrongAnswer(answer, now, asking, conditions, asked, account);
      const mayLeaveOut = account.kind.sandbox.names === 'contract' && kind !== companies;
      return wrong === undefined || !mayLeaveOut
        ? wrong
        : wrongAnswer(answer, now, asking, conditions, asked, account, 'not since') && wrong;
    },
  };
}

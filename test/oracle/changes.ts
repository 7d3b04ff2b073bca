import type { Account } from './account.ts';
import type { Answer, Table } from './answers.ts';
import type { Column } from './cells.ts';
import { type Condition, type Making, written } from './condition.ts';
import { daysLater } from './days.ts';
import { deals } from './deals.ts';
import type { Fact } from './facts.ts';
import { type ChangeKind, changeKinds, type Happening, happenings, outcomes } from './happenings.ts';
import { sumsOf } from './money.ts';
import { ordersOf } from './order.ts';
import { type By, cell, dealsOf, groupings, whatCounts, wrongOutcomes } from './outcomes.ts';
import { isRefusal, type Question } from './question.ts';
import type { Random } from './random.ts';
import { wrongRows } from './rows.ts';
import { found, randomConditions } from './searches.ts';
import { randomSpan, type Span } from './spans.ts';

/** The report of what changed in the pipelines: a list, counts by kind, and what deals came to. */

/** Each kind of change: to how many deals, and what they are worth. */
function wrongSummary(table: Table | undefined, events: readonly Happening[]): string | undefined {
  if (table === undefined) return 'changes are not counted by kind';
  const right = changeKinds.flatMap((kind) => {
    const some = dealsOf(events.filter((event) => event.kind === kind));
    return some.length === 0 ? [] : [`${kind} ${some.length} ${sumsOf(some)}`.trim()];
  });
  const told = table.rows.map((row) =>
    ['change', 'deals', 'value']
      .map((name) => cell(table, row, name))
      .join(' ')
      .trim(),
  );
  return told.join('\n') === right.join('\n')
    ? undefined
    : `it counts ${told.join(', ')}, not ${right.join(', ')}`;
}

const columns: readonly Column[] = [
  { name: 'date', shape: 'time', asked: false },
  { name: 'id', shape: 'number', asked: false },
  { name: 'deal', shape: 'text', asked: false },
  { name: 'change', shape: 'text', asked: false },
  { name: 'from', shape: 'text', asked: false },
  { name: 'to', shape: 'text', asked: false },
  { name: 'owner', shape: 'user', asked: false },
  { name: 'value', shape: 'money', asked: false },
];

const asRow = ({ kind, at, deal, from, to }: Happening): Fact => ({
  id: deal.id,
  values: { ...deal.values, date: at, deal: deal.values.name ?? null, change: kind, from, to },
});

interface Asked {
  readonly span: Span;
  readonly chosen: readonly ChangeKind[] | undefined;
  readonly by: By | undefined;
  readonly limit: number;
  readonly offset: number;
}

function wrongAnswer(
  answer: Answer,
  some: readonly Fact[],
  asked: Asked,
  account: Account,
): string | undefined {
  const { span, chosen, by, limit, offset } = asked;
  const all = happenings(account, some, span);
  const events = all.filter(({ kind }) => (chosen ?? changeKinds).includes(kind));
  const tables: readonly (Table | undefined)[] = [answer, ...answer.parts];
  if (limit > 0) {
    const orders = ordersOf(events.map(asRow), { of: 'date' }, true);
    const wrong = wrongRows(answer, { account, orders, columns, offset, limit });
    if (wrong !== undefined || offset > 0) return wrong;
  }
  const [summary, outcome] = limit > 0 ? tables.slice(1) : tables;
  const wrong = wrongSummary(summary, events);
  const tellsOutcomes = by !== undefined || (chosen ?? changeKinds).some((kind) => outcomes.includes(kind));
  if (wrong !== undefined || events.length === 0 || !tellsOutcomes) return wrong;
  return wrongOutcomes(outcome, whatCounts(all, chosen ?? changeKinds), by, account);
}

/** A question for what changed in the pipelines, and its right answer; `input` says the same as `asked`. */
function changesFor(
  account: Account,
  conditions: readonly Condition[],
  asked: Asked,
  input: object,
  random: Random,
): Question {
  const mayRefuse = conditions.some((one) => one.mayRefuse === true);
  return {
    tool: 'pipeline_changes',
    asksNot: mayRefuse,
    input: { ...written(conditions, random), ...input, max_requests: 1000 },
    wrong(answer, at) {
      if (answer.isError)
        return mayRefuse
          ? isRefusal(['unknown_name', 'invalid_input'])(answer, at)
          : answer.text.slice(0, 300);
      return wrongAnswer(answer, found(account, deals, conditions, at), asked, account);
    },
  };
}

/** Any question for what changed in the pipelines. */
export function randomChanges(making: Making): Question {
  const { account, random, now } = making;
  const conditions: Condition[] = randomConditions(deals, making, 2).map((one) => ({
    ...one,
    own: one.own && ['owner', 'pipeline'].includes(one.name),
  }));
  const asksSpan = random.chance(0.85);
  const { zone } = account;
  const usual = { text: '-7d', first: daysLater(zone.day(now), -7), last: zone.day(now) };
  const span = asksSpan ? randomSpan(random, zone, now) : usual;
  const chosen = random.chance(0.4) ? random.some(changeKinds, random.int(1, 4)) : undefined;
  const by = random.chance(0.4) ? random.pick(Object.keys(groupings) as By[]) : undefined;
  const limit = random.chance(0.4) ? random.int(0, 30) : undefined;
  const offset = limit !== undefined && limit > 0 && random.chance(0.2) ? random.int(1, 10) : 0;
  const asked = { span, chosen, by, limit: limit ?? (by === undefined ? 20 : 0), offset };
  const input = {
    ...(asksSpan ? { during: span.text } : {}),
    ...(chosen === undefined ? {} : { changes: chosen }),
    ...(by === undefined ? {} : { by }),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === 0 ? {} : { offset }),
  };
  return changesFor(account, conditions, asked, input, random);
}

import type { Opportunity } from '../../src/sandbox/sandbox.ts';
import type { Account } from './account.ts';
import type { Answer, Table } from './answers.ts';
import { type Condition, type Making, written } from './condition.ts';
import { daysLater, periodOf } from './days.ts';
import { deals } from './deals.ts';
import { leads } from './leads.ts';
import { cell } from './outcomes.ts';
import { daysToWin, lastVisits, stageNumbers, type Visit, velocityNumbers, visitsOf } from './passages.ts';
import { isRefusal, type Question } from './question.ts';
import { found, randomConditions, withConverted } from './searches.ts';
import { momentIn, randomSpan, type Span } from './spans.ts';

/** The funnel: how deals went from stage to stage, how fast they bring in money, and how leads convert. */

const groupings = ['owner', 'team', 'source', 'pipeline', 'month'] as const;
type By = (typeof groupings)[number];

/** Rows that are shown unless told. */
const usualLimit = 50;

interface Asked {
  readonly span: Span;
  readonly cohort: boolean;
  readonly by: By | undefined;
}

/** A row as it should be: what it is of, by the names of its columns, and its numbers. */
interface Right {
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, number | null>>;
}

/** Two numbers are the same as far as they are told; some are told to one decimal. */
const isSame = (told: string, right: number | null) =>
  right === null
    ? told === ''
    : told !== '' && Math.abs(Number(told) - right) < 0.0501 + Math.abs(right) * 1e-6;

const fits = (table: Table, row: readonly string[], { labels, numbers }: Right) =>
  Object.entries(labels).every(([name, words]) =>
    words.some(
      (word) =>
        [word, word.trim()].includes(cell(table, row, name)) || cell(table, row, name).startsWith(`${word} `),
    ),
  ) && Object.entries(numbers).every(([name, right]) => isSame(cell(table, row, name), right));

/** What is wrong with a table, of which each row is one of the right ones, and each of those is there unless it is cut. */
function wrongTable(table: Table | undefined, right: readonly Right[], what: string): string | undefined {
  if (table === undefined) return right.length === 0 ? undefined : `there is no ${what}`;
  const isCut = table.next !== undefined || table.rows.length < (table.total ?? 0);
  if ((isCut ? table.total : table.rows.length) !== right.length)
    return `${what} has ${table.total ?? table.rows.length} rows, not ${right.length}`;
  const left = [...right];
  for (const row of table.rows) {
    const at = left.findIndex((one) => fits(table, row, one));
    if (at >= 0) left.splice(at, 1);
    else return `${what}: ${row.join(' | ')} is none of ${JSON.stringify(left.slice(0, 3))}`;
  }
  return undefined;
}

const noGroup = '(none)';

/** The groups of a deal or lead, each by the words that it may be called. */
function groupsOf(
  record: { assignee_id: number | null; customer_source_id: number | null; date_created: number },
  pipeline: number | undefined,
  by: By,
  { world, zone, nameOf }: Account,
): (readonly string[])[] {
  const named = (list: string, id: number | null | undefined) => [
    typeof id === 'number' ? [nameOf(list, id) ?? String(id), `${list} ${id}`, String(id)] : [noGroup],
  ];
  if (by === 'owner') return named('user', record.assignee_id);
  if (by === 'source') return named('source', record.customer_source_id);
  if (by === 'pipeline') return named('pipeline', pipeline);
  if (by === 'month') return [[periodOf(zone.day(record.date_created), 'month')]];
  const teams = world.users.find(({ id }) => id === record.assignee_id)?.groups ?? [];
  return teams.length === 0 ? [[noGroup]] : teams.map(({ name }) => [name]);
}

/** Parts of a list by a text, in the order in which these come up. */
function partsBy<One>(list: readonly One[], keysOf: (one: One) => readonly string[]): Map<string, One[]> {
  const parts = new Map<string, One[]>();
  for (const one of list) for (const key of keysOf(one)) parts.set(key, [...(parts.get(key) ?? []), one]);
  return parts;
}

/** The rows of a list of deals by group and something else; `columnOf` names the column of groups. */
function rightRows<One>(
  list: readonly One[],
  groupKeys: (one: One) => readonly (readonly string[])[],
  column: string | undefined,
  own: { readonly name: string; words: (one: One) => readonly string[] },
  numbers: (some: readonly One[]) => Right['numbers'],
): Right[] {
  const keysOf = (one: One) => groupKeys(one).map((group) => JSON.stringify([group, own.words(one)]));
  return [...partsBy(list, keysOf)].map(([key, some]) => {
    const [group, words]: [string[], string[]] = JSON.parse(key);
    return {
      labels: { ...(column === undefined ? {} : { [column]: group }), [own.name]: words },
      numbers: numbers(some),
    };
  });
}

const columnOf = (by: By | undefined) => (by === 'month' ? 'created_month' : by);

function wrongDeals(answer: Answer, some: ReadonlySet<number>, asked: Asked, account: Account) {
  const { world, zone } = account;
  const { span, cohort, by } = asked;
  const isCounted = ({ deal, at }: Visit) =>
    some.has(deal.id) && (cohort ? momentIn(span, deal.date_created, zone) : momentIn(span, at, zone));
  const visits = lastVisits(visitsOf(world).filter(isCounted));
  const names = new Map(
    world.pipelines.flatMap(({ name, stages }) =>
      stages.map((one) => [one.id, { name: one.name, pipeline: name }]),
    ),
  );
  const groupKeys = ({ deal, pipeline }: Visit) =>
    by === undefined ? [[]] : groupsOf(deal, pipeline, by, account);
  const stage = ({ stage: id }: Visit) => [
    names.get(id)?.name ?? '',
    `${names.get(id)?.name} (${names.get(id)?.pipeline})`,
  ];
  const rows = rightRows(visits, groupKeys, columnOf(by), { name: 'stage', words: stage }, stageNumbers);
  const wrong = wrongTable(answer, rows, 'stages');
  if (wrong !== undefined) return wrong;
  const valued = visits.filter(({ deal }) => deal.pipeline_is_revenue && deal.monetary_value !== null);
  const currency = { name: 'currency', words: ({ deal }: Visit) => [deal.monetary_unit ?? noGroup] };
  const days = daysToWin(world);
  const dealsIn = (own: readonly Visit[]): Opportunity[] => [...new Set(own.map(({ deal }) => deal))];
  const speeds = rightRows(valued, groupKeys, columnOf(by), currency, (own) =>
    velocityNumbers(dealsIn(own), days),
  );
  return answer.parts.length === 0 && answer.next !== undefined
    ? undefined
    : wrongTable(
        answer.parts.find(({ what }) => what.startsWith('velocity')),
        speeds,
        'velocity',
      );
}

function wrongLeads(answer: Answer, some: ReadonlySet<number>, { span, by }: Asked, account: Account) {
  const { world, zone } = account;
  const created = world.leads.filter(({ id, date_created: at }) => some.has(id) && momentIn(span, at, zone));
  const numbers = (own: readonly (typeof created)[number][]) => {
    const converted = own.filter(({ converted_at: at }) => at !== null);
    return {
      created: own.length,
      converted: converted.length,
      not_converted: own.length - converted.length,
      converted_percent: own.length === 0 ? null : (100 * converted.length) / own.length,
    };
  };
  const right =
    by === undefined
      ? [{ labels: {}, numbers: numbers(created) }]
      : [
          ...partsBy(created, (lead) =>
            groupsOf(lead, undefined, by, account).map((one) => JSON.stringify(one)),
          ),
        ].map(([key, own]) => ({ labels: { [columnOf(by) ?? '']: JSON.parse(key) }, numbers: numbers(own) }));
  const wrong = wrongTable(answer, right, 'leads');
  if (wrong !== undefined) return wrong;
  const open = created.filter(({ converted_at: at }) => at === null);
  const statuses = [
    ...partsBy(open, ({ status_id: id }) => [account.nameOf('lead_status', id) ?? String(id)]),
  ];
  return wrongTable(
    answer.parts[0],
    statuses.map(([name, own]) => ({ labels: { status: [name] }, numbers: { leads: own.length } })),
    'statuses',
  );
}

/** Any question for a funnel. */
export function randomFunnel(making: Making): Question {
  const { account, random, now } = making;
  const { zone } = account;
  const isLeads = random.chance(0.25);
  const kind = isLeads ? leads : deals;
  const conditions: Condition[] = randomConditions(kind, making, 2).map((one) => ({
    ...one,
    own: one.own && one.name === 'owner',
  }));
  const usual = { text: '-90d', first: daysLater(zone.day(now), -90), last: zone.day(now) };
  const asksSpan = random.chance(0.85);
  const span = asksSpan ? randomSpan(random, zone, now) : usual;
  const by = random.chance(0.5)
    ? random.pick(isLeads ? groupings.filter((one) => one !== 'pipeline') : groupings)
    : undefined;
  const cohort = !isLeads && random.chance(0.3);
  const mayRefuse = conditions.some((one) => one.mayRefuse === true);
  const asked = { span, cohort: cohort || by === 'month', by };
  return {
    tool: 'funnel',
    asksNot: mayRefuse,
    input: {
      ...written(conditions, random),
      ...(isLeads ? { what: 'leads' } : random.chance(0.2) ? { what: 'deals' } : {}),
      ...(asksSpan ? { during: span.text } : {}),
      ...(by === undefined ? {} : { by }),
      ...(cohort ? { cohort } : {}),
      ...(random.chance(0.3) ? { limit: random.int(1, 2 * usualLimit) } : {}),
      max_requests: 1000,
    },
    wrong(answer, at) {
      if (answer.isError)
        return mayRefuse
          ? isRefusal(['unknown_name', 'invalid_input'])(answer, at)
          : answer.text.slice(0, 300);
      const some = new Set(found(account, kind, [...conditions, withConverted], at).map(({ id }) => id));
      return (isLeads ? wrongLeads : wrongDeals)(answer, some, asked, account);
    },
  };
}

import type { Account } from './account.ts';
import type { Table } from './answers.ts';
import { type Fact, numberIn } from './facts.ts';
import { type ChangeKind, changeKinds, type Happening, ofStatus, outcomes } from './happenings.ts';
import { result } from './measures.ts';
import { sumsOf } from './money.ts';

/** What deals came to in a period: won, lost or abandoned, how often, for how much and after how long. */

/** A cell of a row by the name of its column. */
export const cell = ({ columns }: Table, row: readonly string[], name: string) =>
  row[columns.indexOf(name)] ?? '';

/** The deals that something happened to, each once. */
export const dealsOf = (events: readonly Happening[]): Fact[] => [...new Set(events.map(({ deal }) => deal))];

/** Of what deals came to, only the last change of status in the period counts. */
export function whatCounts(all: readonly Happening[], asked: readonly ChangeKind[]): Happening[] {
  const last = new Map<Fact, Happening>();
  for (const event of all)
    if (ofStatus.includes(event.kind) && !last.has(event.deal)) last.set(event.deal, event);
  return all.filter(
    (event) =>
      asked.includes(event.kind) && (!outcomes.includes(event.kind) || last.get(event.deal) === event),
  );
}

const tenth = (value: number | null) => (value === null ? '' : String(Math.round(value * 10) / 10));

/** The interval of a rate at 95 %, by halving: from a rate within it to the first that is more than 1.96 standard errors away. */
function intervalOf(hits: number, cases: number): string {
  if (cases === 0 || cases >= 100) return '';
  if (cases < 5) return 'too few to say';
  const seen = hits / cases;
  const edge = (end: number) => {
    let [inside, outside] = [seen, end];
    for (let step = 0; step < 60; step++) {
      const rate = (inside + outside) / 2;
      if (Math.abs(seen - rate) <= 1.959964 * Math.sqrt((rate * (1 - rate)) / cases)) inside = rate;
      else outside = rate;
    }
    return Math.round(100 * inside);
  };
  return `${edge(0)}..${edge(1)}`;
}

const isNear = (told: string, right: string) =>
  told === right || (right !== '' && told !== '' && Math.abs(Number(told) - Number(right)) < 0.11);

/** What a row of outcomes says, by the names of its columns. */
function outcomeOf(events: readonly Happening[]): Readonly<Record<string, string>> {
  const of = (kind: ChangeKind) => dealsOf(events.filter((event) => event.kind === kind));
  const [won, lost] = [of('won'), of('lost')];
  const days = events
    .filter(({ kind }) => kind === 'won')
    .map(({ at, deal }) => Math.max(0, at - (numberIn(deal.values.created) ?? 0)) / 86_400);
  const closed = won.length + lost.length;
  return {
    ...Object.fromEntries(changeKinds.map((kind) => [kind, String(of(kind).length)])),
    won_value: sumsOf(won),
    win_rate_percent: tenth(closed === 0 ? null : (100 * won.length) / closed),
    win_rate_95_interval: intervalOf(won.length, closed),
    median_days_to_win: tenth(result('median', days)),
    average_days_to_win: tenth(result('average', days)),
  };
}

function wrongOutcome(
  table: Table,
  row: readonly string[],
  right: Readonly<Record<string, string>>,
): string | undefined {
  const wrong = table.columns.find(
    (name) => Object.hasOwn(right, name) && !isNear(cell(table, row, name), right[name] ?? ''),
  );
  return wrong === undefined
    ? undefined
    : `${row[0]}: ${wrong} is ${cell(table, row, wrong)}, not ${right[wrong]}`;
}

/** By what outcomes are grouped: the list that names it. */
export const groupings = {
  owner: 'user',
  pipeline: 'pipeline',
  source: 'source',
  loss_reason: 'loss_reason',
} as const;

/** One of them. */
export type By = keyof typeof groupings;

function isLabelOf(label: string, id: number | null, list: string, account: Account): boolean {
  if (id === null) return label === '(none)';
  const name = account.nameOf(list, id);
  return name === undefined ? label.includes(String(id)) : label === name || label.startsWith(`${name} `);
}

/** What is wrong with the table of what deals came to. */
export function wrongOutcomes(
  table: Table | undefined,
  events: readonly Happening[],
  by: By | undefined,
  account: Account,
): string | undefined {
  if (table === undefined) return 'nothing is said of what deals came to';
  if (by === undefined) return wrongOutcome(table, table.rows[0] ?? [], outcomeOf(events));
  const groups = new Map<number | null, Happening[]>();
  for (const event of events) {
    const id = numberIn(event.deal.values[by]);
    groups.set(id, [...(groups.get(id) ?? []), event]);
  }
  // Where an answer has no room for all, it says how many there are.
  const isShort = table.rows.length < (table.total ?? 0) && table.next !== undefined;
  if ((isShort ? table.total : table.rows.length) !== groups.size)
    return `${table.rows.length} groups are told, ${groups.size} there are`;
  for (const row of table.rows) {
    const label = cell(table, row, by);
    // Of namesakes, each may be told by what stands behind the name.
    const fitting = [...groups].filter(([id]) => isLabelOf(label, id, groupings[by], account));
    const wrong = fitting.map(([, own]) => wrongOutcome(table, row, outcomeOf(own)));
    if (wrong.every((one) => one !== undefined)) return wrong[0] ?? `there is no ${by} ${label}`;
  }
  const [all] = table.totals;
  return all === undefined ? undefined : wrongOutcome(table, all, outcomeOf(events));
}

import type { Lead, Opportunity, Person, World } from '../../src/sandbox/sandbox.ts';
import { questions } from '../../test/questions/index.ts';
import { dayOf, stageOf } from '../../test/questions/truth.ts';

/** Dana Li, who asks. */
export const dana = 137_658;

/** The number that addresses of the account begin with; the server is given it. */
export const accountNumber = 123_456;

const day = 86_400;

/** One of the forty questions, as the tests have it. */
export function asked(number: number): string {
  const found = questions.find((question) => question.number === number);
  if (found === undefined) throw new Error(`no question ${number}`);
  return found.asks;
}

/** The day so many days ago. */
export const daysAgo = (now: number, days: number): string => dayOf(now - days * day);

/** True for a record that nobody has contacted since that many days, or ever. */
export const isSilent = (record: Pick<Person, 'date_last_contacted'>, now: number, days: number): boolean =>
  record.date_last_contacted === null || dayOf(record.date_last_contacted) <= daysAgo(now, days);

/** The names of records. */
export const namesOf = (records: readonly { readonly name: string }[]): string[] =>
  records.map(({ name }) => name);

/** The names that some records have and others do not: what must not be mixed up with the former. */
export function otherNames(
  some: readonly { readonly name: string }[],
  others: readonly { readonly name: string }[],
): string[] {
  const known = new Set(namesOf(some));
  return [...new Set(namesOf(others))].filter((name) => !known.has(name));
}

/** The sum of what deals are worth in one currency, in whole cents. */
export function worth(
  deals: readonly Opportunity[],
  unit = 'USD',
  of = (deal: Opportunity) => deal.monetary_value ?? 0,
) {
  const sum = deals.reduce(
    (total, deal) => total + ((deal.monetary_unit ?? 'USD') === unit ? of(deal) : 0),
    0,
  );
  return Math.round(sum * 100) / 100;
}

/** What a deal is worth, weighted by its chance of being won. */
export const weighted =
  (world: World) =>
  (deal: Opportunity): number =>
    ((deal.monetary_value ?? 0) * (deal.win_probability ?? stageOf(world, deal).win_probability ?? 0)) / 100;

/** The same in the account's currency, as Copper converts it, in whole cents. */
export function converted(
  deals: readonly Opportunity[],
  of = ({ monetary_value: value }: Opportunity) => value ?? 0,
) {
  const sum = deals.reduce((total, deal) => {
    const { monetary_value: value, converted_value: whole } = deal;
    return total + (value && whole !== null ? (of(deal) * whole) / value : 0);
  }, 0);
  return Math.round(sum * 100) / 100;
}

/** Records by a key, the largest group first. */
export function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): [key: string, rows: Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** The name of the source of a lead or a deal. */
export const sourceOf = (
  world: World,
  { customer_source_id: id }: Pick<Lead, 'customer_source_id'>,
): string => world.customerSources.find((source) => source.id === id)?.name ?? '(none)';

import assert from 'node:assert/strict';
import type { Opportunity, World } from '../../src/sandbox/sandbox.ts';
import {
  daysToWin,
  lastVisits,
  stageNumbers,
  type Visit,
  velocityNumbers,
  visitsOf,
  winRate,
} from '../oracle/passages.ts';
import type { Question } from './ask.ts';
import type { Part } from './parsed-answer.ts';
import { dayOf, userName, within } from './truth.ts';

/** Without a number: those of the list of forty have one. */
type FunnelQuestion = Omit<Question, 'number'>;

const during = (world: World, from: string, to = '2026-11-23') =>
  lastVisits(visitsOf(world).filter(({ at }) => within(dayOf(at), from, to)));

/** Of the deals created within days, all stages that they came to since. */
const cohort = (world: World, from: string, to: string) =>
  lastVisits(visitsOf(world).filter(({ deal }) => within(dayOf(deal.date_created), from, to)));

const stageOf = (world: World, pipeline: string, stage: string) =>
  world.pipelines.find(({ name }) => name === pipeline)?.stages.find(({ name }) => name === stage)?.id;

const tenth = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : String(Math.round(value * 10) / 10);

/** The cells of a row that is found by some of them. */
function cells({ rows }: Part, wanted: Readonly<Record<string, string>>, ...names: readonly string[]) {
  const row = rows.find((one) => Object.entries(wanted).every(([name, value]) => one[name] === value));
  assert.ok(row !== undefined, `no row ${JSON.stringify(wanted)}`);
  return names.map((name) => row[name] ?? '');
}

const right = (visits: readonly Visit[], ...names: readonly string[]) => {
  const numbers = stageNumbers(visits);
  return names.map((name) => tenth(numbers[name]));
};

const sales = ['Qualifying', 'Proposal', 'Negotiation', 'Contract'];

/** Asks for a funnel of Sales and checks some columns of each of its stages. */
const ofSales = (
  asks: string,
  period: string,
  from: string,
  to: string,
  ...names: readonly string[]
): FunnelQuestion => ({
  asks,
  async answer({ call, world }) {
    const answer = await call('funnel', { during: period, pipeline: 'Sales' });
    const visits = during(world, from, to);
    for (const stage of sales) {
      const own = visits.filter((one) => one.stage === stageOf(world, 'Sales', stage));
      assert.ok(own.length > 10);
      assert.deepEqual(cells(answer, { stage }, ...names), right(own, ...names));
    }
  },
});

/** Asks for the stage before a sale, by a property of deals, and checks how often each group goes on from there. */
const contractBy = (
  asks: string,
  by: string,
  groupsOf: (deal: Opportunity, world: World) => readonly string[],
): FunnelQuestion => ({
  asks,
  async answer({ call, world }) {
    const answer = await call('funnel', { during: 'this-year', pipeline: 'Sales', by, limit: 100 });
    const visits = during(world, '2026-01-01').filter(
      ({ stage }) => stage === stageOf(world, 'Sales', 'Contract'),
    );
    const groups = new Set(visits.flatMap(({ deal }) => groupsOf(deal, world)));
    assert.ok(groups.size > 1);
    for (const group of groups) {
      const own = visits.filter(({ deal }) => groupsOf(deal, world).includes(group));
      const names = ['entered', 'won', 'to_next_percent'];
      assert.deepEqual(cells(answer, { [by]: group, stage: 'Contract' }, ...names), right(own, ...names));
    }
  },
});

/** Ten questions about how deals and leads go through their stages. */
export const funnels: readonly FunnelQuestion[] = [
  ofSales(
    'At which stage do we lose most deals in Sales this year?',
    'this-year',
    '2026-01-01',
    '2026-11-23',
    'entered',
    'lost',
  ),
  ofSales(
    'What share of proposals went on to negotiation last quarter?',
    'last-quarter',
    '2026-07-01',
    '2026-09-30',
    'to_next_percent',
  ),
  ofSales('How long do deals sit in each stage of Sales?', '-90d', '2026-08-25', '2026-11-23', 'median_days'),
  {
    asks: 'Of the deals we opened last quarter, how many of those decided by now were won?',
    async answer({ call, world }) {
      const answer = await call('funnel', { during: 'last-quarter', cohort: true });
      const first = cohort(world, '2026-07-01', '2026-09-30').filter(
        ({ stage }) => stage === stageOf(world, 'Sales', 'Qualifying'),
      );
      const rate = winRate(first.map(({ deal }) => deal));
      assert.deepEqual(cells(answer, { stage: 'Qualifying (Sales)' }, 'win_rate_percent'), [tenth(rate)]);
    },
  },
  contractBy('Which rep closes best once the contract is out?', 'owner', ({ assignee_id: id }, world) => [
    userName(world, id),
  ]),
  contractBy('Which team closes best once the contract is out?', 'team', ({ assignee_id: id }, { users }) => {
    const teams = users.find((user) => user.id === id)?.groups.map(({ name }) => name) ?? [];
    return teams.length === 0 ? ['(none)'] : teams;
  }),
  contractBy(
    'Do deals from referrals close better than those from the website?',
    'source',
    ({ customer_source_id: id }, { customerSources }) => [
      customerSources.find((source) => source.id === id)?.name ?? '(none)',
    ],
  ),
  {
    asks: 'What is our sales velocity in dollars?',
    async answer({ call, world }) {
      const { parts } = await call('funnel', {});
      const deals = [...new Set(during(world, '2026-08-25').map(({ deal }) => deal))];
      const dollars = deals.filter(
        (deal) => deal.monetary_unit === 'USD' && deal.monetary_value !== null && deal.pipeline_is_revenue,
      );
      const { velocity_per_day: velocity } = velocityNumbers(dollars, daysToWin(world));
      assert.ok(parts[0] !== undefined && typeof velocity === 'number');
      const [told] = cells(parts[0], { currency: 'USD' }, 'velocity_per_day');
      assert.ok(Math.abs(Number(told) - velocity) < 0.01);
    },
  },
  {
    asks: 'How do the deals of each month since July convert from proposal?',
    async answer({ call, world }) {
      const answer = await call('funnel', { during: '2026-07..', by: 'month', limit: 100 });
      for (const month of ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11']) {
        const own = cohort(world, `${month}-01`, `${month}-31`).filter(
          ({ stage }) => stage === stageOf(world, 'Sales', 'Proposal'),
        );
        const names = ['entered', 'to_next_percent'];
        assert.deepEqual(
          cells(answer, { created_month: month, stage: 'Proposal (Sales)' }, ...names),
          right(own, ...names),
        );
      }
    },
  },
  {
    asks: 'How many of the leads that came in this quarter have converted, by source?',
    async answer({ call, world }) {
      const answer = await call('funnel', { what: 'leads', during: 'this-quarter', by: 'source' });
      const created = world.leads.filter(({ date_created: at }) =>
        within(dayOf(at), '2026-10-01', '2026-12-31'),
      );
      for (const { id, name } of world.customerSources) {
        const own = created.filter(({ customer_source_id: source }) => source === id);
        const converted = own.filter(({ converted_at: at }) => at !== null).length;
        assert.deepEqual(
          cells(answer, { source: name }, 'created', 'converted'),
          [own.length, converted].map(String),
        );
      }
    },
  },
];

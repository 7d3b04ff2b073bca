import assert from 'node:assert/strict';
import type { Opportunity, World } from '../../src/sandbox/sandbox.ts';
import type { Question } from './ask.ts';
import type { Part } from './parsed-answer.ts';
import { closes, dayOf, isRevenue, stageOf, userName, within } from './truth.ts';

/** A sum by what it is of; values are rounded to cents. */
type Sums = Map<string, number>;

const add = (sums: Sums, key: string, value: number) => void sums.set(key, (sums.get(key) ?? 0) + value);
const cents = (value: number) => Math.round(value * 100) / 100;

/** The cells of one column by the cells of others, without the rows of totals; what is empty or 0 is left out. */
function valuesByKey({ rows }: Part, keys: readonly string[], value: string): Map<string, number> {
  const found = rows
    .filter((row) => !keys.some((key) => /^\((total|\d+ others?)\)/.test(row[key] ?? '')))
    .map((row) => [keys.map((key) => row[key] ?? '').join(' | '), Number(row[value] || 0)] as const);
  return new Map(found.filter(([, number]) => number !== 0));
}

function same(answer: Map<string, number>, expected: Sums): void {
  const sorted = (sums: Map<string, number>) =>
    Object.fromEntries(
      [...sums].flatMap(([key, value]) => (value === 0 ? [] : [[key, cents(value)] as const])).sort(),
    );
  assert.deepEqual(sorted(answer), sorted(expected));
}

const currency = ({ monetary_unit: unit }: Opportunity) => unit ?? 'USD';

/** Deals that earn money, by what a question is about. */
const earning = (world: World, holds: (deal: Opportunity) => boolean) =>
  world.opportunities.filter((deal) => isRevenue(world, deal) && deal.monetary_value !== null && holds(deal));

const weighted = (world: World, deal: Opportunity) =>
  ((deal.monetary_value ?? 0) * (deal.win_probability ?? stageOf(world, deal).win_probability ?? 0)) / 100;

/** How a stage is written where two pipelines have one of that name. */
function stageName(world: World, deal: Opportunity): string {
  const pipeline = world.pipelines.find(({ id }) => id === deal.pipeline_id);
  return `${stageOf(world, deal).name} (${pipeline?.name})`;
}

const option = (world: World, label: string, deal: Opportunity): string => {
  const field = world.customFields.find(({ name }) => name === label);
  const value = deal.custom_fields.find((slot) => slot.custom_field_definition_id === field?.id)?.value;
  return field?.options?.find(({ id }) => id === value)?.name ?? '(none)';
};

/** Questions that are answered by adding up all that match. */
export const totals: readonly Question[] = [
  {
    number: 2,
    asks: 'Pipeline review: open deals closing this quarter, by stage, with totals?',
    async answer({ call, world }) {
      const answer = await call('summarize', {
        what: 'opportunities',
        by: 'stage',
        measure: 'sum value',
        status: 'Open',
        closes: 'this-quarter',
      });
      const expected: Sums = new Map();
      const open = earning(
        world,
        (deal) => deal.status === 'Open' && within(closes(deal), '2026-10-01', '2026-12-31'),
      );
      for (const deal of open)
        add(expected, `${stageName(world, deal)} | ${currency(deal)}`, deal.monetary_value ?? 0);
      same(valuesByKey(answer, ['stage', 'currency'], 'sum value'), expected);
    },
  },
  {
    number: 3,
    asks: 'Weighted forecast of this quarter, per rep?',
    async answer({ call, world }) {
      const answer = await call('summarize', {
        what: 'opportunities',
        by: 'owner',
        measure: 'weighted value',
        status: 'Open',
        closes: 'this-quarter',
      });
      const expected: Sums = new Map();
      const open = earning(
        world,
        (deal) => deal.status === 'Open' && within(closes(deal), '2026-10-01', '2026-12-31'),
      );
      for (const deal of open)
        add(expected, `${userName(world, deal.assignee_id)} | ${currency(deal)}`, weighted(world, deal));
      same(valuesByKey(answer, ['owner', 'currency'], 'weighted value'), expected);
    },
  },
  {
    number: 14,
    asks: 'Which source brings the most won revenue?',
    async answer({ call, world }) {
      const answer = await call('summarize', {
        what: 'opportunities',
        by: 'source',
        measure: 'sum value',
        status: 'Won',
      });
      const expected: Sums = new Map();
      for (const deal of earning(world, ({ status }) => status === 'Won')) {
        const source = world.customerSources.find(({ id }) => id === deal.customer_source_id);
        add(expected, `${source?.name ?? '(none)'} | ${currency(deal)}`, deal.monetary_value ?? 0);
      }
      same(valuesByKey(answer, ['source', 'currency'], 'sum value'), expected);
    },
  },
  {
    number: 18,
    asks: 'How many calls and meetings did each rep have last week?',
    async answer({ call, world }) {
      const types = ['Phone Call', 'Meeting'];
      const answer = await call('summarize', {
        what: 'activities',
        by: ['owner', 'type'],
        type: types,
        date: 'last-week',
      });
      const expected: Sums = new Map();
      for (const { type, user_id: user, activity_date: at } of world.activities) {
        const known = world.activityTypes.find(
          ({ id, category }) => id === type.id && category === type.category,
        );
        if (!types.includes(known?.name ?? '') || !within(dayOf(at), '2026-11-16', '2026-11-22')) continue;
        add(expected, `${userName(world, user)} | ${known?.name}`, 1);
      }
      const told = answer.rows.flatMap(({ who = '', ...counts }) =>
        who === '(total)' ? [] : types.map((type) => [`${who} | ${type}`, Number(counts[type])] as const),
      );
      same(new Map(told), expected);
    },
  },
  {
    number: 10,
    asks: 'New leads of this week by source that nobody has touched yet?',
    async answer({ call, world }) {
      const answer = await call('summarize', {
        what: 'leads',
        by: 'source',
        created: 'this-week',
        filters: [{ name: 'interaction_count', max: '0' }],
      });
      const expected: Sums = new Map();
      for (const lead of world.leads) {
        const fresh = within(dayOf(lead.date_created), '2026-11-23', '2026-11-29');
        if (!fresh || lead.interaction_count > 0 || lead.converted_at !== null) continue;
        const source = world.customerSources.find(({ id }) => id === lead.customer_source_id);
        add(expected, source?.name ?? '(none)', 1);
      }
      assert.ok(expected.size > 0);
      same(valuesByKey(answer, ['source'], 'count'), expected);
    },
  },
  {
    number: 27,
    asks: 'Open ARR by region?',
    async answer({ call, world }) {
      const answer = await call('summarize', {
        what: 'opportunities',
        by: 'Region',
        measure: 'sum ARR',
        status: 'Open',
      });
      const arr = world.customFields.find(({ name }) => name === 'ARR')?.id;
      const expected: Sums = new Map();
      for (const deal of world.opportunities.filter(({ status }) => status === 'Open')) {
        const value = deal.custom_fields.find((slot) => slot.custom_field_definition_id === arr)?.value;
        add(expected, option(world, 'Region', deal), Number(value ?? 0));
      }
      same(valuesByKey(answer, ['Region'], 'sum ARR'), expected);
    },
  },
  {
    number: 31,
    asks: 'Forecast by month for the next three months?',
    async answer({ call, world }) {
      const answer = await call('summarize', {
        what: 'opportunities',
        by: 'closes:month',
        measure: 'weighted value',
        status: 'Open',
        closes: '2026-12-01..2027-02-28',
      });
      const expected: Sums = new Map();
      const open = earning(
        world,
        (deal) => deal.status === 'Open' && within(closes(deal), '2026-12-01', '2027-02-28'),
      );
      for (const deal of open)
        add(expected, `${closes(deal)?.slice(0, 7)} | ${currency(deal)}`, weighted(world, deal));
      same(valuesByKey(answer, ['closes month', 'currency'], 'weighted value'), expected);
    },
  },
  {
    number: 32,
    asks: 'New leads this month against last month?',
    async answer({ call, world }) {
      const answer = await call('summarize', {
        what: 'leads',
        by: 'created:month',
        created: '2026-10-01..',
      });
      const expected: Sums = new Map();
      for (const lead of world.leads) {
        const day = dayOf(lead.date_created);
        if (lead.converted_at === null && day >= '2026-10-01') add(expected, day.slice(0, 7), 1);
      }
      assert.equal(expected.size, 2);
      same(valuesByKey(answer, ['created month'], 'count'), expected);
    },
  },
];

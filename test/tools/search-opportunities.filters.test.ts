import { describe, expect, test } from 'vitest';
import type { CustomValue, Opportunity } from '../../src/sandbox/sandbox.ts';
import { idsWhere, losAngeles, openTestClient } from './test-client.ts';

const tool = 'search_opportunities';
const client = await openTestClient();
const { world } = client;

type Holds = (deal: Opportunity) => boolean;
type Filter = Record<string, unknown>;

function custom(label: string, { custom_fields }: Opportunity): CustomValue['value'] | undefined {
  const id = world.customFields.find(({ name }) => name === label)?.id;
  return custom_fields.find((slot) => slot.custom_field_definition_id === id)?.value;
}

function option(label: string, name: string): number | undefined {
  const options = world.customFields.find((field) => field.name === label)?.options ?? [];
  return options.find((one) => one.name === name)?.id;
}

const between = (value: unknown, from: number, to = Number.POSITIVE_INFINITY) =>
  typeof value === 'number' && value >= from && value <= to;

const holdsOption = (deal: Opportunity, ...names: string[]) => {
  const value = custom('Products', deal);
  return Array.isArray(value) && names.some((name) => value.includes(option('Products', name) ?? 0));
};

const cases: [Filter | string | (Filter | string)[], Holds][] = [
  ['win_probability: 50..80', (deal) => between(deal.win_probability, 50, 80)],
  ['win_probability >= 50', (deal) => between(deal.win_probability, 50)],
  ['minimum_win_probability=50', (deal) => between(deal.win_probability, 50)],
  ['priorities != None', ({ priority }) => priority !== 'None' && priority !== null],
  ['priorities: ["High","medium"]', ({ priority }) => priority === 'High' || priority === 'Medium'],
  ['Products: Training', (deal) => holdsOption(deal, 'Training')],
  ['Region == EMEA', (deal) => custom('Region', deal) === option('Region', 'EMEA')],
  ['modified_date: 2026-11-20T00:00..', (deal) => deal.date_modified >= losAngeles('2026-11-20')],
  ['400135: 300000..', (deal) => between(custom('ARR', deal), 300_000)],
  [
    ['Region: APAC', { name: 'Legal approved', value: true }],
    (deal) => custom('Region', deal) === option('Region', 'APAC') && custom('Legal approved', deal) === true,
  ],
  [{ name: 'win_probability', min: 50, max: 80 }, (deal) => between(deal.win_probability, 50, 80)],
  [{ name: 'win_probability', value: '50..80' }, (deal) => between(deal.win_probability, 50, 80)],
  [{ name: 'minimum_win_probability', value: '50' }, (deal) => between(deal.win_probability, 50)],
  [
    { name: 'priorities', value: ['High', 'medium'] },
    ({ priority }) => priority === 'High' || priority === 'Medium',
  ],
  [{ name: 'customer_source_ids', value: 'Referral' }, (deal) => deal.customer_source_id === 331_243],
  [
    { name: 'loss_reason_ids', value: '["Price","Timing"]' },
    (deal) => [300_103, 300_106].includes(deal.loss_reason_id ?? 0),
  ],
  [{ name: 'assignee_ids', value: 'Jane Park' }, (deal) => deal.assignee_id === 137_669],
  [{ name: 'company_name', value: 'hooli' }, (deal) => deal.company_name === 'Hooli'],
  [{ name: 'interaction_count', min: 3 }, (deal) => deal.interaction_count >= 3],
  [
    { name: 'followed', value: 'yes' },
    ({ id }) => world.followers.get(`opportunity ${id}`)?.has(137_658) === true,
  ],
  [{ name: 'close_date', value: '2026-12-15' }, (deal) => deal.close_date === losAngeles('2026-12-15')],
  [{ name: 'modified_date', min: '2026-11-20' }, (deal) => deal.date_modified >= losAngeles('2026-11-20')],
  [{ name: 'Region', value: 'emea' }, (deal) => custom('Region', deal) === option('Region', 'EMEA')],
  [{ name: 'Products', value: 'Training' }, (deal) => holdsOption(deal, 'Training')],
  [
    { name: 'Products', value: '["Training","Hardware"]' },
    (deal) => holdsOption(deal, 'Training', 'Hardware'),
  ],
  [
    { name: 'Renewal date', value: '2026-12' },
    (deal) => between(custom('Renewal date', deal), losAngeles('2026-12-01'), losAngeles('2027-01-01') - 1),
  ],
  [{ name: 'ARR', min: '300000', max: '320000' }, (deal) => between(custom('ARR', deal), 300_000, 320_000)],
  [{ name: '400135', min: '300000' }, (deal) => between(custom('ARR', deal), 300_000)],
  [{ name: 'Legal approved', value: 'no' }, (deal) => custom('Legal approved', deal) === false],
  [
    [
      { name: 'Region', value: 'APAC' },
      { name: 'Legal approved', value: true },
      { name: 'age', value: 7_776_000 },
    ],
    (deal) =>
      custom('Region', deal) === option('Region', 'APAC') &&
      custom('Legal approved', deal) === true &&
      deal.date_created >= Date.parse('2026-11-23T20:00:00Z') / 1000 - 7_776_000,
  ],
];

test.each(cases)('%j finds what the account holds', async (filters, holds) => {
  const expected = idsWhere(world.opportunities, holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(await client.ids(tool, { filters: [filters].flat() })).toEqual(expected);
});

describe('what Copper cannot search by', () => {
  test.each<[Filter, Holds]>([
    [{ name: 'Next step', value: 'cfo' }, (deal) => custom('Next step', deal) === 'Call the CFO'],
    [{ name: 'Next step', value: '=call the cfo' }, (deal) => custom('Next step', deal) === 'Call the CFO'],
    [{ name: 'ARR', min: '300000.5' }, (deal) => between(custom('ARR', deal), 300_000.5)],
  ])('%j is filtered by this server, with a note', async (filter, holds) => {
    const input = { filters: [filter], stage: 'Negotiation', limit: 25, fields: ['id'] };
    const { notes, rows, total } = await client.table(tool, input);
    const all = world.opportunities.filter(({ pipeline_stage_id: id }) => id === 987_792 || id === 987_803);
    expect(rows.map(([id]) => Number(id)).sort()).toEqual(idsWhere(all, holds).slice(0, 25));
    expect(total).toBe(all.filter(holds).length);
    // Whole numbers are a condition that Copper can search by: it narrows what has to be read.
    const { length: read } =
      filter.min === undefined ? all : all.filter((deal) => between(custom('ARR', deal), 300_000));
    expect(notes).toContain(
      `Copper cannot search by ${filter.name}: all ${read} rows were read and filtered here.`,
    );
  });
});

test.each<[Filter, Filter]>([
  [
    { name: 'source', value: 'Referral' },
    { name: 'customer_source_ids', value: 'Referral' },
  ],
  [
    { name: 'probability', min: '50' },
    { name: 'win_probability', min: '50' },
  ],
  [
    { name: 'last_contact', value: '-90d' },
    { name: 'interaction_date', value: '-90d' },
  ],
])('our field name and the name in the contract filter alike: %j', async (ours, theirs) => {
  const [one, other] = [
    await client.call(tool, { filters: [ours] }),
    await client.call(tool, { filters: [theirs] }),
  ];
  expect(one.isError).toBe(false);
  expect(one.requests.at(-1)).toBe(other.requests.at(-1));
});

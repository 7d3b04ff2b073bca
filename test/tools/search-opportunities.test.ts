import { expect, test } from 'vitest';
import type { Opportunity } from '../../src/sandbox/sandbox.ts';
import { idsWhere, losAngeles, openTestClient } from './test-client.ts';

const tool = 'search_opportunities';
const client = await openTestClient();
const { world } = client;

test("which of Dana's deals in Negotiation close this quarter, the biggest first?", async () => {
  const input = {
    owner: 'Dana Li',
    stage: 'Negotiation',
    status: 'Open',
    closes: 'this-quarter',
    sort: '-value',
  };
  const { requests, text } = await client.call(tool, input);
  expect({ requests, text }).toMatchSnapshot();
});

test('which deals over 150,000 does nobody look after?', async () => {
  const { requests, text } = await client.call(tool, { owner: 'none', value: '150000..', limit: 3 });
  expect({ requests, text }).toMatchSnapshot();
});

const [dana, park] = [137_658, 137_669];
const negotiation = [987_792, 987_803];
const cases: [input: Record<string, unknown>, holds: (deal: Opportunity) => boolean][] = [
  [{ name: 'RENEWAL' }, (deal) => deal.name.toLowerCase().includes('renewal')],
  [{ name: '=initech renewal' }, (deal) => deal.name === 'Initech renewal'],
  [{ company: 'Globex' }, (deal) => deal.company_name === 'Globex'],
  [{ company: ['Globex', 'none'] }, (deal) => deal.company_name === 'Globex' || deal.company_id === null],
  [{ company: 9_607_580 }, (deal) => deal.company_id === 9_607_580],
  [{ owner: 'Jane Park' }, (deal) => deal.assignee_id === park],
  [{ owner: 'park' }, (deal) => deal.assignee_id === park],
  [{ owner: 'JANE.PARK@example.com' }, (deal) => deal.assignee_id === park],
  [{ owner: 'me' }, (deal) => deal.assignee_id === dana],
  [{ owner: 'none' }, (deal) => deal.assignee_id === null],
  [{ owner: ['me', 'none'] }, (deal) => deal.assignee_id === dana || deal.assignee_id === null],
  [{ owner: String(park) }, (deal) => deal.assignee_id === park],
  [{ pipeline: 'enterprise' }, (deal) => deal.pipeline_id === 213_221],
  [{ stage: 'Negotiation' }, (deal) => negotiation.includes(deal.pipeline_stage_id)],
  [{ stage: 'Negotiation', pipeline: 'Sales' }, (deal) => deal.pipeline_stage_id === 987_792],
  [{ stage: '987803' }, (deal) => deal.pipeline_stage_id === 987_803],
  [{ status: 'won' }, (deal) => ['Won', 'Done'].includes(deal.status)],
  [
    { status: ['Lost', 'Abandoned'] },
    (deal) => ['Lost', 'Abandoned', "Won't Do", 'On Hold'].includes(deal.status),
  ],
  [
    { value: '20000..50000' },
    ({ monetary_value: value }) => value !== null && value >= 20_000 && value <= 50_000,
  ],
  [{ value: '..5,000' }, ({ monetary_value: value }) => value !== null && value <= 5000],
  [{ value: '250000' }, (deal) => deal.monetary_value === 250_000],
  [{ closes: 'today' }, (deal) => deal.close_date === losAngeles('2026-11-23')],
  [{ closes: '2026-11-24..2026-12-05' }, (deal) => closesIn(deal, '2026-11-24', '2026-12-06')],
  [
    { closes: 'this-month', status: 'Open' },
    (deal) => deal.status === 'Open' && closesIn(deal, '2026-11-01', '2026-12-01'),
  ],
  [{ created: '-30d..' }, (deal) => deal.date_created >= losAngeles('2026-10-24')],
  [{ tags: ['vip', 'Q1'] }, (deal) => deal.tags.includes('vip') || deal.tags.includes('Q1')],
];

function closesIn({ close_date: at }: Opportunity, from: string, before: string): boolean {
  return at !== null && at >= losAngeles(from) && at < losAngeles(before);
}

test.each(cases)('%j finds what the account holds', async (input, holds) => {
  const expected = idsWhere(world.opportunities, holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(await client.ids(tool, input)).toEqual(expected);
});

test('notes a stage of two pipelines, unless the pipeline is given', async () => {
  const both = await client.table(tool, { stage: 'Negotiation', limit: 1 });
  expect(both.notes).toContain('stage "Negotiation" exists in Sales and Enterprise; it stands for both.');
  const one = await client.table(tool, { stage: 'Negotiation', pipeline: 'Enterprise', limit: 1 });
  expect(one.notes.filter((note) => note.includes('stage'))).toEqual([]);
});

test.each([
  [{ owner: 'Jane' }, '"Jane" matches several users: Jane Park <jane.park@example.com>; Jane Smith'],
  [{ owner: 'Jane Perk' }, 'There is no owner "Jane Perk". Nearest: Jane Park'],
  [{ stage: 'Negociation' }, 'There is no stage "Negociation". Nearest: Negotiation'],
  [{ stage: 'Kickoff', pipeline: 'Sales' }, 'Available: Qualifying, Proposal, Negotiation, Contract.'],
  [{ pipeline: 'Retail' }, 'Available: Sales, Enterprise, Onboarding.'],
  [{ company: 'Nowhere Ltd' }, 'No company is called "Nowhere Ltd". search_companies'],
  [{ company: 'Sy' }, '"Sy" matches 30 companies:'],
])('%j means nothing: %s', async (input, text) => {
  const error = await client.error(tool, input);
  expect(error).toMatch(/^unknown_name: /);
  expect(error).toContain(text);
});

test.each([
  [{ status: 'closed' }, 'allowed: Open, Won, Lost, Abandoned.'],
  [{ value: '500..100' }, 'The range 500..100 runs backwards; write 100..500.'],
  [{ value: 'much' }, '"much" is not a number or range'],
  [{ closes: '2026-12-01..2026-11-01' }, 'runs backwards; write 2026-11-01..2026-12-01.'],
  [{ closes: '2026-02-31' }, '"2026-02-31" is not a date or range of dates.'],
  [{ name: '=' }, 'name "=" needs a name to match.'],
  [{ owner: ['me', ''] }, 'owner contains an empty text, which Copper ignores'],
  [{ owners: 'me' }, 'There is no argument "owners". Nearest: owner'],
])('%j is refused: %s', async (input, text) => {
  const error = await client.error(tool, input);
  expect(error).toMatch(/^invalid_input: /);
  expect(error).toContain(text);
});

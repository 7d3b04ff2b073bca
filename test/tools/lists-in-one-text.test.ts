import { expect, test } from 'vitest';
import { onReplies } from '../answer/given-replies.ts';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();
type Input = Record<string, unknown>;
const filter = (name: string, value: string | readonly string[]): Input => ({
  filters: [{ name, value: JSON.stringify(value) }],
});
const plain = (name: string, value: string): Input => ({ filters: [{ name, value }] });

const count = async (tool: string, input: Input) => {
  const { text, isError } = await client.call(tool, { ...input, limit: 0 });
  if (isError) throw new Error(text);
  return Number(/: (\d+) match/.exec(text)?.[1]);
};

test.each<[string, Input, Input]>([
  ['search_opportunities', { stage: 'Setup,Live' }, { stage: ['Setup', 'Live'] }],
  ['search_opportunities', { stage: '!Setup, !Live' }, { stage: ['!Setup', '!Live'] }],
  [
    'search_opportunities',
    { stage: 'Negotiation (Sales), Setup' },
    { stage: ['Negotiation (Sales)', 'Setup'] },
  ],
  ['search_opportunities', { owner: 'Dana Li, Jane Park' }, { owner: ['Dana Li', 'Jane Park'] }],
  ['search_opportunities', { owner: 'none,me' }, { owner: ['none', 'me'] }],
  ['search_opportunities', { pipeline: 'Sales,Onboarding' }, { pipeline: ['Sales', 'Onboarding'] }],
  ['search_opportunities', { company: 'Acme Foods, Globex' }, { company: ['Acme Foods', 'Globex'] }],
  ['search_opportunities', { tags: 'vip,churn-risk' }, { tags: ['vip', 'churn-risk'] }],
  ['search_opportunities', { tags: 'vip,none' }, { tags: ['vip', 'none'] }],
  ['search_opportunities', { status: 'Open, Lost' }, { status: ['Open', 'Lost'] }],
  ['search_opportunities', { status: '!Won,!Lost' }, { status: ['!Won', '!Lost'] }],
  ['search_opportunities', plain('source', 'Referral,none'), filter('source', ['Referral', 'none'])],
  ['search_opportunities', plain('Region', 'EMEA, APAC'), filter('Region', ['EMEA', 'APAC'])],
  ['search_opportunities', plain('priority', 'High,Low'), filter('priority', ['High', 'Low'])],
  ['search_activities', { type: 'Meeting, Phone Call' }, { type: ['Meeting', 'Phone Call'] }],
  // Exactly this name, in every list.
  ['search_opportunities', { tags: '=vip' }, { tags: 'vip' }],
  ['search_opportunities', { tags: ['= vip', '=churn-risk'] }, { tags: ['vip', 'churn-risk'] }],
  ['search_opportunities', { tags: 'all:=vip' }, { tags: 'vip' }],
  ['search_opportunities', { stage: '=Setup' }, { stage: 'Setup' }],
  ['search_opportunities', { owner: '=Dana Li' }, { owner: 'Dana Li' }],
  ['search_opportunities', { company: '=Globex' }, { company: 'Globex' }],
  ['search_opportunities', { status: '=open' }, { status: 'Open' }],
  ['search_opportunities', plain('Region', '=EMEA'), plain('Region', 'EMEA')],
  ['search_opportunities', plain('priority', '=High'), plain('priority', 'High')],
  ['search_activities', { type: '=Meeting' }, { type: 'Meeting' }],
  ['search_tasks', { status: '=Completed' }, { status: 'Completed' }],
])('%s %j is the same as %j', async (tool, one, other) => {
  const expected = await count(tool, other);
  expect(expected).toBeGreaterThan(0);
  expect(await count(tool, one)).toBe(expected);
});

test.each<[string, Input]>([
  ['search_opportunities', { stage: '!Setup,Live' }],
  ['search_opportunities', { status: 'not Won, Lost' }],
  ['search_opportunities', { tags: '!vip,churn-risk' }],
  ['search_opportunities', { owner: '!Dana Li, Jane Park' }],
])('%s %j may mean two things, and is refused', async (tool, input) => {
  expect(await client.error(tool, input)).toContain('can be read in two ways');
});

test.each<[string, Input, string]>([
  ['search_opportunities', { stage: 'Setup,Nope' }, 'There is no stage "Setup,Nope"'],
  ['search_opportunities', { tags: 'vip,=vi' }, 'There is no tag "vip,=vi"'],
  ['search_opportunities', { tags: '=vi' }, 'There is no tag "=vi"'],
  ['search_opportunities', plain('Region', '=EME'), 'has no option "=EME"'],
])('%s %j: of which one is unknown, none is taken', async (tool, input, said) => {
  expect(await client.error(tool, input)).toContain(said);
});

test('what was taken apart is said', async () => {
  const { text } = await client.call('search_opportunities', { stage: 'Setup,Live', limit: 0 });
  expect(text).toContain('(stage Setup (Onboarding) or Live (Onboarding))');
});

test('a name with a comma is one name', async () => {
  const tags = [{ name: 'a' }, { name: 'b' }, { name: 'a,b' }, { name: '=a' }];
  const { call, sent } = await onReplies({ '/tags': { json: tags } });
  for (const one of ['a,b', 'a', '=a', 'a, b']) await call('search_people', { tags: one, limit: 0 });
  expect(sent('/people/search').map((body) => JSON.stringify(body))).toEqual([
    expect.stringContaining('"tags":["a,b"]'),
    expect.stringContaining('"tags":["a"]'),
    expect.stringContaining('"tags":["=a"]'),
    expect.stringContaining('"tags":["a,b"]'),
  ]);
});

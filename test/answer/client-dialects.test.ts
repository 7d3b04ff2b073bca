import { expect, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type Shown, shown } from '../tools/shown.ts';
import { openTestClient, type TestClient } from '../tools/test-client.ts';

type Call = readonly [tool: string, input: Record<string, unknown>];

const filtered = (tool: string, name: string, value: string, more: Record<string, unknown> = {}): Call => [
  tool,
  { filters: [{ name, value }], limit: 5, ...more },
];

/** Pipelines that earn: a deal of another one is done by Copper's documentation, and won by the contract. */
const earning = { pipeline: ['Sales', 'Enterprise'] };

/** Questions whose words differ most between the contract and what Copper documents. */
const calls: readonly Call[] = [
  [
    'search_opportunities',
    { owner: 'Dana Li', stage: 'Negotiation', status: 'Open', closes: 'this-quarter', sort: '-value' },
  ],
  ['search_opportunities', { name: 'renewal', ...earning, limit: 10, offset: 10 }],
  [
    'search_opportunities',
    { ...earning, status: ['Won', 'Lost'], created: '-90d', fields: ['+source', '+Region'] },
  ],
  filtered('search_opportunities', 'date_stage_changed', '-14d..', { status: 'Open' }),
  filtered('search_opportunities', 'close_date', '2026-12-15', { ...earning, fields: ['+Renewal date'] }),
  filtered('search_opportunities', 'priorities', 'High', { ...earning, owner: 'me' }),
  filtered('search_opportunities', 'win_probability', '50..70', { pipeline: 'Sales', status: 'Open' }),
  filtered('search_opportunities', 'company_name', 'Hooli', earning),
  filtered('search_opportunities', 'Region', 'EMEA', { ...earning, value: '100000..' }),
  ['get_opportunity', { id: 2_827_698 }],
  ['get_opportunity_activities', { id: 2_827_698 }],
  ['search_people', { title: 'IT Director', company: 'Globex' }],
  filtered('search_people', 'phone_numbers', '["415-555-1848"]', { fields: ['name', 'phone'] }),
  filtered('search_people', 'modified_date', '-7d..', { owner: 'Jane Park' }),
  ['get_person_by_email', { email: 'petra.osei@globex.example' }],
  ['search_companies', { domain: 'globex.example' }],
  filtered('search_companies', 'primary_contact_ids', 'Petra Osei'),
  filtered('search_companies', 'modified_date', '-7d..', { fields: ['name'] }),
  ['search_leads', { company: 'Initech' }],
  filtered('search_leads', 'last_name', 'Fischer'),
  ['search_leads', { email: 'kamal.fischer0@prospect.example', fields: ['name', 'email', 'status'] }],
  ['search_tasks', { name: 'demo', status: 'Open', priority: 'High', owner: 'me' }],
  ['search_tasks', { related: 'lead 8908526' }],
  filtered('search_tasks', 'created_date', '-7d..', { sort: 'due' }),
  ['search_activities', { who: 'Jane Smith', type: 'Meeting', date: '-7d' }],
  ['list_activity_types', {}],
  ['list_users', { limit: 5 }],
];

/** What is told, apart from how it was found. */
type Answer = Pick<Shown, 'columns' | 'rows' | 'total'>;

async function answers({ call }: TestClient): Promise<Answer[]> {
  const found: Answer[] = [];
  for (const [tool, input] of calls) {
    const { text, isError } = await call(tool, input);
    expect(isError ? `${tool} ${JSON.stringify(input)}: ${text}` : '').toBe('');
    const { columns, rows, total } = shown(text);
    found.push({ columns, rows, total });
  }
  return found;
}

const contract: Partial<SandboxOptions> = {
  names: 'contract',
  shape: 'envelope',
  closeDate: 'seconds',
  errors: 'contract',
  activityTypes: 'flat',
  leadEmail: 'array',
};
const documented: Partial<SandboxOptions> = { names: 'documented', shape: 'array' };

const plain = await openTestClient();
const expected = await answers(plain);

test('the questions have answers', () => {
  const empty = calls.filter((_, at) => expected[at]?.rows.length === 0);
  expect(empty).toEqual([]);
});

test.each([
  ['the contract', contract, 'auto'],
  ['the contract, told so', contract, 'contract'],
  ['the documentation', documented, 'auto'],
  ['the documentation, told so', documented, 'documented'],
  ['an account with small pages', { pageSize: 20 }, 'auto'],
] as const)('%s: the same answers', async (_, sandbox, dialect) => {
  const client = await openTestClient({ sandbox, env: { COPPER_DIALECT: dialect } });
  const found = await answers(client);
  for (const [at, call] of calls.entries()) expect([call, found[at]]).toEqual([call, expected[at]]);
});

test('without totals the same rows', async () => {
  const found = await answers(await openTestClient({ sandbox: { totals: false } }));
  for (const [at, call] of calls.entries())
    expect([call, found[at]?.rows]).toEqual([call, expected[at]?.rows]);
});

test('under auto a refusal is seen once an operation and name, when told so never', async () => {
  const refused = async (dialect: string) => {
    const client = await openTestClient({ sandbox: documented, env: { COPPER_DIALECT: dialect } });
    await answers(client);
    const first = client.log.filter(({ status }) => status === 422).length;
    await answers(client);
    return { first, all: client.log.filter(({ status }) => status === 422).length };
  };
  const auto = await refused('auto');
  expect(auto.first).toBeGreaterThan(0);
  expect(auto.all).toBe(auto.first);
  expect(await refused('documented')).toEqual({ first: 0, all: 0 });
});

test('what is filtered here instead is told', async () => {
  const client = await openTestClient({ sandbox: documented });
  const { notes } = await client.table('search_tasks', { priority: 'High', owner: 'me' });
  expect(notes.join(' ')).toMatch(
    /Copper cannot search by priorit\w+: all \d+ rows were read and filtered here\./,
  );
});

test('the very call that finds out the dialect reads all pages', async () => {
  const input = { status: 'Open', filters: [{ name: 'Next step', value: 'o' }], fields: ['id'], limit: 25 };
  const { rows, total, notes } = await (await openTestClient({ sandbox: documented })).table(
    'search_opportunities',
    input,
  );
  const known = await plain.table('search_opportunities', input);
  expect({ rows, total, notes }).toEqual({ rows: known.rows, total: known.total, notes: known.notes });
});

test('so does one that is sorted here', async () => {
  const input = { status: 'Open', sort: '-closes', fields: ['id', 'closes'], limit: 25 };
  const { rows, total, notes } = await (await openTestClient({ sandbox: documented })).table(
    'search_opportunities',
    input,
  );
  const known = await plain.table('search_opportunities', input);
  expect({ rows, total, notes }).toEqual({ rows: known.rows, total: known.total, notes: known.notes });
});

import { describe, expect, test } from 'vitest';
import { openTestClient, type TestClient } from '../tools/test-client.ts';

interface Walk {
  /** First cells of all rows in order. */
  readonly keys: string[];
  readonly calls: number;
}

/** Follows `next: offset=` from the first page to the last. */
async function walk(client: TestClient, tool: string, input: Record<string, unknown>): Promise<Walk> {
  const keys: string[] = [];
  let calls = 0;
  let offset: number | undefined = 0;
  while (offset !== undefined) {
    const page = await client.table(tool, { ...input, offset });
    const [from, to] = [offset + 1, offset + page.rows.length];
    // Without totals only an empty page can tell that the page before was the last.
    const said = page.rows.length === 0 ? `none from offset=${offset} on` : ` ${from}-${to} of `;
    expect(page.head).toContain(said);
    keys.push(...page.rows.map(([key = '']) => key));
    calls++;
    if (page.next !== undefined) expect(page.next).toBe(to);
    offset = page.next;
  }
  return { keys, calls };
}

const doors = {
  usual: await openTestClient(),
  tight: await openTestClient({ env: { COPPER_MAX_RESULT_CHARS: '1000' } }),
  untold: await openTestClient({ sandbox: { totals: false } }),
  documented: await openTestClient({
    sandbox: { names: 'documented' },
    env: { COPPER_MAX_RESULT_CHARS: '3000' },
  }),
  small: await openTestClient({ sandbox: { pageSize: 20 } }),
};
const { world } = doors.usual;
const deals = world.opportunities.filter(({ status }) => status === 'Open').map(({ id }) => id);
const busy = world.activities.filter(({ parent }) => parent.type === 'company');
const [first] = busy;
const atCompany = world.activities.filter(
  ({ parent }) =>
    (parent.type === 'company' && parent.id === first?.parent.id) ||
    (parent.type === 'person' &&
      world.people.some(({ id, company_id }) => id === parent.id && company_id === first?.parent.id)),
);

const walks: [tool: string, input: Record<string, unknown>, expected: readonly (number | string)[]][] = [
  ['search_opportunities', { status: 'Open', limit: 25 }, deals],
  ['search_opportunities', { status: 'Open', limit: 7, sort: '-value' }, deals],
  ['search_companies', { limit: 90 }, world.companies.map(({ id }) => id)],
  [
    'search_leads',
    { status: 'New', limit: 13 },
    world.leads
      .filter((lead) => lead.status_id === 208_231 && lead.converted_at === null)
      .map(({ id }) => id),
  ],
  [
    'search_tasks',
    { owner: 'me', limit: 50 },
    world.tasks.filter((task) => task.assignee_id === 137_658).map(({ id }) => id),
  ],
  [
    'get_company_activities',
    { id: first?.parent.id, limit: 3, fields: ['id', 'what', 'on'] },
    atCompany.map(({ id }) => id),
  ],
  ['list_users', { limit: 5 }, world.users.map(({ id }) => id)],
  ['list_custom_field_definitions', {}, world.customFields.map(({ id }) => id)],
  [
    'search_opportunities',
    { filters: [{ name: 'Next step', value: 'cfo' }], stage: 'Negotiation', limit: 3 },
    whoNext(),
  ],
];

function whoNext(): number[] {
  const holds = world.opportunities.filter(({ custom_fields, pipeline_stage_id: stage }) => {
    return [987_792, 987_803].includes(stage) && custom_fields.some(({ value }) => value === 'Call the CFO');
  });
  return holds.map(({ id }) => id);
}

describe.each(Object.entries(doors))('%s', (_, client) => {
  test.each(walks)('%s %j: every row once', async (tool, input, expected) => {
    const { keys } = await walk(client, tool, input);
    expect(expected.length).toBeGreaterThan(2);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.map(Number).sort((a, b) => a - b)).toEqual(expected.map(Number).sort((a, b) => a - b));
  });
});

test('the order of a walk is that of one long page', async () => {
  const input = { sort: '-interactions', fields: ['id'] };
  const long = await walk(doors.usual, 'search_companies', { ...input, limit: 200 });
  const short = await walk(doors.tight, 'search_companies', { ...input, limit: 37 });
  expect(short.keys).toEqual(long.keys);
  expect(short.calls).toBeGreaterThan(long.calls);
});

test('a budget that holds no whole page says where to go on', async () => {
  const { head, rows } = await doors.tight.table('search_opportunities', { limit: 25 });
  expect(rows.length).toBeLessThan(25);
  expect(head).toBe(`opportunities 1-${rows.length} of 600, next: offset=${rows.length}`);
});

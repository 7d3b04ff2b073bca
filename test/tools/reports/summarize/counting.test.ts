import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestClient } from '../../test-client.ts';

/** Pages hold 25 deals, so that counting can be cheaper than reading; nothing is there from the question before. */
const env = { COPPER_DIALECT: 'contract', COPPER_REUSE_SECONDS: '0' };
const client = await openTestClient({ env });
/** Without totals nothing can be counted, so that rows are read. */
const reading = await openTestClient({ env, sandbox: { totals: false } });
const { world } = client;

const afterHead = (text: string) => text.slice(text.indexOf('\n'));
const searches = (requests: readonly string[]) =>
  requests.filter((one) => /^POST \/(?!users)\w+\/search/.test(one));

test('without groups it is one request', async () => {
  const { text, requests } = await client.call('summarize', { what: 'people' });
  expect(text).toBe(`people; counted in 1 request\ncount: ${world.people.length}\nas of 2026-11-23T12:00`);
  expect(requests).toHaveLength(1);
});

test.each([
  ['opportunities', ['owner'], world.users.length + 1],
  ['opportunities', ['stage'], world.pipelines.flatMap(({ stages }) => stages).length],
  ['opportunities', ['status'], 8],
  ['opportunities', ['pipeline', 'source'], world.pipelines.length * (world.customerSources.length + 1)],
  ['people', ['type'], world.contactTypes.length],
  ['leads', ['status'], world.leadStatuses.length],
])('%s by %j are counted where that takes fewer requests than pages', async (what, by, counts) => {
  const { text, requests } = await client.call('summarize', { what, by });
  expect(text).toContain('; counted in ');
  expect(searches(requests)).toHaveLength(counts + 1);
  const read = await reading.call('summarize', { what, by });
  expect(read.text).toContain('; read all ');
  expect(searches(read.requests).length).toBeGreaterThan(counts + 1);
  expect(afterHead(read.text)).toBe(afterHead(text));
});

test('what is cheaper to read is read', async () => {
  const { text, requests } = await client.call('summarize', { what: 'companies', by: 'owner' });
  expect(text).toContain('; read all ');
  expect(searches(requests)).toHaveLength(Math.ceil(world.companies.length / 200));
  const { text: two } = await client.call('summarize', { what: 'deals', by: ['owner', 'stage'] });
  expect(two).toContain(`; read all ${world.opportunities.length} opportunities`);
});

const some = <Word>(...words: readonly Word[]) => fc.option(fc.constantFrom(...words), { nil: undefined });
const deals = fc.record({
  what: fc.constant('opportunities'),
  by: fc.uniqueArray(fc.constantFrom('owner', 'stage', 'pipeline', 'status', 'source', 'loss_reason'), {
    minLength: 1,
    maxLength: 2,
  }),
  owner: some('Dana', 'none', 'Zoë Müller'),
  status: some<string | string[]>('Open', 'Won', ['Won', 'Lost']),
  pipeline: some('Sales', 'Onboarding'),
  created: some('this-year', '-200d..', '..2026-06-30'),
  top: some(1, 3),
});
const others = fc.oneof(
  fc.record({
    what: fc.constant('leads'),
    by: fc.constantFrom('owner', 'status', 'source'),
    created: some('this-year', '-60d..'),
  }),
  fc.record({
    what: fc.constant('people'),
    by: fc.constantFrom('owner', 'type'),
    created: some('this-year', '-300d..'),
  }),
  fc.record({
    what: fc.constant('tasks'),
    by: fc.constantFrom('owner', 'status'),
    due: some('..now', 'this-month'),
  }),
  fc.record({
    what: fc.constant('activities'),
    by: fc.constantFrom('who', 'type'),
    type: some('Meeting', 'Note'),
    date: some('-90d..'),
  }),
);

test('counted or read, the table is the same', async () => {
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(deals, others), async (asked) => {
      const input = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
      const one = await client.call('summarize', input);
      const other = await reading.call('summarize', input);
      if (one.text.includes('; counted in ')) counted++;
      expect(one.isError).toBe(false);
      expect(other.text).toMatch(/; read (all )?\d/);
      expect(afterHead(one.text)).toBe(afterHead(other.text));
    }),
    { numRuns: 40 },
  );
  expect(counted).toBeGreaterThan(0);
});

test('rows of users who are in no list make it read the rows, which know them', async () => {
  const few = await openTestClient({
    env,
    wrap: (send) => async (request) => {
      const isUsers = request.url.endsWith('/users/search');
      const isFirst = /"page_number":1\b/.test(await request.text());
      const response = await send(request);
      if (!isUsers) return response;
      const users: unknown = await response.json();
      return Response.json(Array.isArray(users) && isFirst ? users.slice(0, 5) : []);
    },
  });
  const { text, requests } = await few.call('summarize', { what: 'deals', by: 'owner' });
  const gone = world.users[7];
  const own = world.opportunities.filter((deal) => deal.assignee_id === gone?.id).length;
  expect(text).toContain(`; read all ${world.opportunities.length} opportunities`);
  expect(text).toContain(`\n${gone?.id}\t${own}\n`);
  const pages = Math.ceil(world.opportunities.length / 25);
  expect(searches(requests)).toHaveLength(pages + 6);
  const { text: limited } = await few.call('summarize', { what: 'deals', by: 'owner', max_requests: 20 });
  const listed = world.users.slice(0, 5).map(({ id }) => id);
  const rest = world.opportunities.filter(
    (deal) => deal.assignee_id !== null && !listed.includes(deal.assignee_id),
  ).length;
  expect(limited).toContain(`\n(not listed)\t${rest}\n`);
  expect(limited).toContain(`\n(total)\t${world.opportunities.length}\n`);
  expect(limited).toContain(
    `note: (not listed): rows without a value, or with one that is in none of the account's lists; max_requests=${pages + 6} reads the rows to find them.`,
  );
});

test('what the question narrows already is not counted by', async () => {
  for (const more of [
    { owner: 'Dana' },
    { filters: [{ name: 'assignee_ids', value: 'Dana' }] },
    { filters: [{ name: 'owner', value: 'Dana' }] },
  ]) {
    const { text } = await client.call('summarize', { what: 'opportunities', by: 'owner', ...more });
    const own = world.opportunities.filter((deal) => deal.assignee_id === 137_658).length;
    expect(text).toContain('; read all ');
    expect(text).toContain(`\nDana Li\t${own}\n(total)\t${own}`);
  }
});

test('conditions that are decided here are read', async () => {
  const { text } = await client.call('summarize', {
    what: 'deals',
    filters: [{ name: 'Next step', value: 'any' }],
  });
  const own = world.opportunities.filter((deal) => {
    const field = world.customFields.find(({ name }) => name === 'Next step');
    return Boolean(deal.custom_fields.find((slot) => slot.custom_field_definition_id === field?.id)?.value);
  });
  expect(text).toContain(`\ncount: ${own.length}`);
  expect(text).toContain('read all');
});

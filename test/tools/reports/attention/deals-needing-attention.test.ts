import { expect, test } from 'vitest';
import type { Opportunity, World } from '../../../../src/sandbox/sandbox.ts';
import { dayOf } from '../../test-client.ts';
import { openReports, sumsIn, sumsOf } from '../open-reports.ts';

const tool = 'deals_needing_attention';
const today = '2026-11-23';
const dana = 137_658;

/** Days from one day to another. */
const days = (from: string, to = today) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const isRevenue = ({ pipelines }: World, { pipeline_id: id }: Opportunity) =>
  pipelines.some((pipeline) => pipeline.id === id && pipeline.is_revenue);

type Truths = Readonly<Record<string, (deal: Opportunity, world: World) => boolean>>;

/** The reasons again, straight from what the account holds. */
const truths: Truths = {
  overdue: ({ close_date: at }) => at !== null && dayOf(at) < today,
  silent: ({ date_last_contacted: at }) => at === null || days(dayOf(at)) >= 14,
  stuck: ({ date_stage_changed: at }) => days(dayOf(at)) >= 30,
  no_task: ({ id }, { tasks }) =>
    !tasks.some(
      ({ status, related_resource: about }) =>
        status === 'Open' && about?.type === 'opportunity' && about.id === id,
    ),
  no_close_date: ({ close_date: at }) => at === null,
  no_value: (deal, world) => deal.monetary_value === null && isRevenue(world, deal),
  no_owner: ({ assignee_id: owner }) => owner === null,
  no_primary_contact: ({ primary_contact_id: contact }) => contact === null,
  no_next_step(deal, { customFields }) {
    const field = customFields.find(({ name }) => name === 'Next step')?.id;
    return deal.custom_fields.every((one) => one.custom_field_definition_id !== field || one.value === null);
  },
  one_contact: ({ id, primary_contact_id: contact }, { connections }) => {
    const linked = connections
      .filter((pair) => pair.some((one) => one.type === 'opportunity' && one.id === id))
      .flatMap((pair) => pair.flatMap((one) => (one.type === 'person' ? [one.id] : [])));
    return new Set([...linked, ...(contact === null ? [] : [contact])]).size === 1;
  },
};
const usual = Object.keys(truths)
  .slice(0, 8)
  .filter((reason) => reason !== 'no_task');
const open = ({ opportunities }: World) => opportunities.filter(({ status }) => status === 'Open');
const having = (world: World, reasons: readonly string[]) =>
  open(world).filter((deal) => reasons.some((reason) => truths[reason]?.(deal, world)));
const idsOf = (rows: readonly { id?: unknown }[]) => rows.map(({ id }) => Number(id)).sort((a, b) => a - b);

// Each question reads anew, so that its requests are its own.
const { ask, walk, error, call, world } = await openReports({ env: { COPPER_REUSE_SECONDS: '0' } });

test('every open deal with a reason stands in the list once, with all its reasons, the largest first', async () => {
  const rows = await walk(tool);
  expect(idsOf(rows)).toEqual(idsOf(having(world, usual)));
  const words: Readonly<Record<string, RegExp>> = {
    overdue: /overdue \d+ d/,
    silent: /silent \d+ d|never contacted/,
    stuck: /stuck \d+ d/,
    no_close_date: /no close date/,
    no_value: /no value/,
    no_owner: /no owner/,
    no_primary_contact: /no primary contact/,
  };
  const worth = rows.map((row) => {
    const deal = open(world).find(({ id }) => id === Number(row.id));
    if (deal === undefined) throw new Error(`no open deal ${row.id}`);
    for (const [reason, text] of Object.entries(words))
      expect([deal.id, reason, text.test(row.reasons ?? '')]).toEqual([
        deal.id,
        reason,
        truths[reason]?.(deal, world),
      ]);
    return deal.converted_value ?? -1;
  });
  expect(worth).toEqual([...worth].sort((a, b) => b - a));
});

test('the days that are told are days of the calendar', async () => {
  for (const { id, reasons = '' } of await walk(tool, { reasons: ['overdue', 'silent', 'stuck'] })) {
    const deal = world.opportunities.find((each) => each.id === Number(id));
    const told = (word: string) =>
      /(\d+) d/.exec(reasons.split('; ').find((one) => one.startsWith(word)) ?? '')?.[1];
    const since = (at: number | null | undefined) => (at === null || at === undefined ? '' : days(dayOf(at)));
    if (reasons.includes('overdue')) expect(Number(told('overdue'))).toBe(since(deal?.close_date));
    if (reasons.includes('silent')) expect(Number(told('silent'))).toBe(since(deal?.date_last_contacted));
    if (reasons.includes('stuck')) expect(Number(told('stuck'))).toBe(since(deal?.date_stage_changed));
    expect(reasons.includes('never contacted')).toBe(deal?.date_last_contacted === null);
  }
});

test('the counts and values of each reason cover all deals, not only those shown', async () => {
  const asked = Object.keys(truths).filter((reason) => reason !== 'one_contact');
  const { head, total, rows, parts } = await ask(tool, { reasons: asked, limit: 5 });
  expect(rows).toHaveLength(5);
  expect(total).toBe(having(world, asked).length);
  expect(head).toContain(`all ${open(world).length} opportunities in `);
  const told = parts[0]?.rows.map(({ reason, deals, value }) => [reason, Number(deals), sumsIn(value)]);
  const expected = [...asked.map((reason) => [reason, [reason]] as const), ['any', asked] as const];
  expect(told).toEqual(
    expected.map(([name, some]) => [name, having(world, some).length, sumsOf(having(world, some))]),
  );
});

test.each(Object.keys(truths))('%s alone', async (reason) => {
  // People are read for 200 deals at most.
  const few = reason === 'one_contact' ? { owner: ['me', 'none'], max_requests: 300 } : {};
  const expected = having(world, [reason]).filter(
    ({ assignee_id: owner }) => reason !== 'one_contact' || owner === dana || owner === null,
  );
  expect(expected.length).toBeGreaterThan(0);
  expect(idsOf(await walk(tool, { reasons: reason, ...few }))).toEqual(idsOf(expected));
});

test.each<[string, Record<string, unknown>, (deal: Opportunity) => boolean]>([
  [
    'silent for 40 days',
    { reasons: 'silent', silent: 40 },
    ({ date_last_contacted: at }) => at === null || days(dayOf(at)) >= 40,
  ],
  [
    'stuck for 90 d',
    { reasons: 'stuck', stuck: '90d' },
    ({ date_stage_changed: at }) => days(dayOf(at)) >= 90,
  ],
  [
    'not moved since 1 September',
    { reasons: 'stuck', stuck: '2026-09-01' },
    ({ date_stage_changed: at }) => dayOf(at) < '2026-09-01',
  ],
  [
    'over 20,000, closing this month, silent',
    { reasons: 'silent', value: '20000..', closes: 'this-month' },
    (deal) =>
      (deal.monetary_value ?? 0) >= 20_000 &&
      dayOf(deal.close_date ?? 0).startsWith('2026-11') &&
      truths.silent?.(deal, world) === true,
  ],
  [
    'mine, in Sales, Negotiation, by a custom field',
    {
      owner: 'me',
      pipeline: 'Sales',
      stage: 'Negotiation',
      filters: [{ name: 'Legal approved', value: 'no' }],
    },
    (deal) => {
      const field = world.customFields.find(({ name }) => name === 'Legal approved')?.id;
      const [sales] = world.pipelines;
      return (
        deal.assignee_id === dana &&
        deal.pipeline_stage_id === sales?.stages.find(({ name }) => name === 'Negotiation')?.id &&
        deal.custom_fields.some((one) => one.custom_field_definition_id === field && one.value === false) &&
        usual.some((reason) => truths[reason]?.(deal, world))
      );
    },
  ],
])('%s', async (_, input, holds) => {
  const expected = open(world).filter(holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(idsOf(await walk(tool, input))).toEqual(idsOf(expected));
});

test('deals of pipelines without revenue have no value to miss, and that is said', async () => {
  const passed = open(world).filter((deal) => deal.monetary_value === null && !isRevenue(world, deal));
  expect(passed.length).toBeGreaterThan(0);
  const { rows, notes } = await ask(tool, { reasons: 'no_value', limit: 100 });
  expect(idsOf(rows).filter((id) => passed.some((deal) => deal.id === id))).toEqual([]);
  expect(notes).toContain(
    `no_value does not count pipelines without revenue (${passed.length} ${passed.length === 1 ? 'has' : 'have'} no value there).`,
  );
});

test('tasks are read only for the reason that needs them; history only for what is usual', async () => {
  const without = await call(tool, { limit: 1 });
  expect(without.requests.some((each) => /tasks|activities/.test(each))).toBe(false);
  const tasks = await call(tool, { reasons: 'no_task', limit: 1 });
  expect(tasks.requests.filter((each) => each.includes('/tasks/search')).length).toBeGreaterThan(0);
  const elsewhere = await ask(tool, { reasons: 'overdue', silent: 3, stuck: 'usual' });
  expect(elsewhere.notes).toContain('silent had no effect: reasons does not include it.');
  expect(elsewhere.notes).toContain('stuck had no effect: reasons does not include it.');
});

test('limit 0 gives the counts alone; going on gives the list alone', async () => {
  const counts = await ask(tool, { limit: 0 });
  expect(counts.head).toMatch(/^reasons 1-7 of 7; read all \d+ opportunities in \d+ requests$/);
  expect(counts.parts).toEqual([]);
  const later = await ask(tool, { limit: 5, offset: 5 });
  expect(later.head).toMatch(/^deals needing attention 6-10 of \d+, next: offset=10;/);
  expect(later.parts).toEqual([]);
});

test('nothing to tell: no rows, and counts of nought', async () => {
  const { head, rows, parts } = await ask(tool, { value: '99000000..' });
  expect(head).toMatch(/^deals needing attention: none match; read all 0 opportunities in 1 request$/);
  expect(rows).toEqual([]);
  expect(parts[0]?.rows.every(({ deals }) => deals === '0')).toBe(true);
});

test.each<[Record<string, unknown>, RegExp]>([
  [
    { reasons: ['overdu'] },
    /^invalid_input: reasons cannot be "overdu"; allowed: overdue, .* Nearest: overdue\./,
  ],
  [
    { stuck: 'soon' },
    /^invalid_input: stuck must be a number of days or a start day such as 2026-09-01, or "usual", not "soon"\./,
  ],
  [
    { silent: 'usual' },
    /^invalid_input: silent must be a number of days or a start day such as 2026-09-01, not "usual"\./,
  ],
  [{ owner: 'Dane Lee' }, /^unknown_name: There is no owner "Dane Lee"\. .*Dana Li/],
  [{ filters: [{ name: 'status', value: 'Won' }] }, /^invalid_input: statuses is given twice/],
  [{ state: 'x' }, /^invalid_input: There is no argument "state"\./],
])('refused: %j', async (input, sentence) => {
  expect(await error(tool, input)).toMatch(sentence);
});

test('a budget of requests that is too small is refused before it is spent', async () => {
  const pages = Math.ceil(open(world).length / 25);
  const small = await openReports({ env: { COPPER_DIALECT: 'contract' } });
  const { text, requests } = await small.call(tool, { max_requests: 2 });
  expect(text).toContain(`takes ${pages} requests, max_requests allows 2.`);
  expect(requests.filter((each) => each.includes('/opportunities/search'))).toHaveLength(1);
});

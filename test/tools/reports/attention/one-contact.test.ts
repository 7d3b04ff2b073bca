import { expect, test } from 'vitest';
import type { SandboxOptions, World } from '../../../../src/sandbox/sandbox.ts';
import type { FetchCopper } from '../../../../src/tool/fetch-copper.ts';
import { startHarness } from '../../../harness.ts';
import { parseAnswer } from '../../../questions/parsed-answer.ts';
import { turning } from '../../../turning.ts';
import { openReports } from '../open-reports.ts';

const tool = 'deals_needing_attention';
const reason = { reasons: 'one_contact', limit: 100 };
const worth = ({ converted_value: value }: { converted_value: number | null }) => value ?? -1;

/** The open deals with one person, the largest first, out of what is connected. */
function single({ opportunities, connections }: World) {
  const linked = new Map<number, Set<number>>();
  for (const pair of connections) {
    const deal = pair.find(({ type }) => type === 'opportunity');
    const person = pair.find(({ type }) => type === 'person');
    if (deal !== undefined && person !== undefined)
      linked.set(deal.id, (linked.get(deal.id) ?? new Set()).add(person.id));
  }
  return opportunities
    .filter(({ status, id }) => status === 'Open' && linked.get(id)?.size === 1)
    .sort((a, b) => worth(b) - worth(a) || a.id - b.id);
}

/** Refuses, or breaks, what is asked about related records. */
const related =
  (status: number, from = 1) =>
  (send: FetchCopper): FetchCopper => {
    let sent = 0;
    return (request) =>
      request.url.includes('/related') && ++sent >= from
        ? Promise.resolve(new Response(JSON.stringify({ message: 'no' }), { status }))
        : send(request);
  };

test.each<[string, Partial<SandboxOptions>, Record<string, string>]>([
  ['documented', { names: 'documented' }, { COPPER_DIALECT: 'documented' }],
  ['contract', { names: 'contract', shape: 'envelope' }, { COPPER_DIALECT: 'contract' }],
  ['one request in ten fails', { fault: { kind: '503', every: 10 } }, {}],
])('the largest deals are looked up as far as the requests reach: %s', async (_, sandbox, env) => {
  const { ask, world } = await openReports({ sandbox, env });
  const { head, rows, notes, total, parts } = await ask(tool, reason);
  const told = notes.find((note) => note.startsWith('one_contact was looked up for ')) ?? '';
  const [, read = '', of = ''] = /for (\d+) of (\d+) deals, those that come first;/.exec(told) ?? [];
  const open = world.opportunities.filter(({ status }) => status === 'Open');
  expect(Number(of)).toBe(open.length);
  expect(head).toMatch(/ in (?:[1-6]\d) requests$/);
  expect(Number(read)).toBeGreaterThan(40);
  const order = open.sort((a, b) => worth(b) - worth(a) || a.id - b.id);
  const reached = new Set(order.slice(0, Number(read)).map(({ id }) => id));
  const expected = single(world).filter(({ id }) => reached.has(id));
  expect(expected.length).toBeGreaterThan(10);
  expect(rows.map(({ id }) => Number(id)).sort()).toEqual(expected.map(({ id }) => id).sort());
  expect(total).toBe(undefined);
  expect(head).toContain(`of at least ${expected.length}`);
  expect(parts[0]?.rows[0]).toMatchObject({ reason: 'one_contact', deals: String(expected.length) });
});

test('of more deals than are looked up at most, no budget reaches the others, and that is said', async () => {
  const { ask, world } = await openReports();
  const open = world.opportunities.filter(({ status }) => status === 'Open').length;
  const { notes } = await ask(tool, { ...reason, limit: 1, max_requests: 500 });
  expect(notes).toContain(
    `one_contact was looked up for 200 of ${open} deals, those that come first; of the others it is not known: at most 200 are looked up; narrow the question.`,
  );
});

test('it stands behind the other reasons, and each deal is counted once', async () => {
  const { ask, world } = await openReports();
  const input = {
    owner: 'me',
    reasons: ['one_contact', 'no_owner', 'overdue'],
    limit: 100,
    max_requests: 200,
  };
  const { rows, parts, notes } = await ask(tool, input);
  const mine = single(world).filter(({ assignee_id: owner }) => owner === 137_658);
  expect(rows.filter(({ reasons }) => reasons?.endsWith('one contact'))).toHaveLength(mine.length);
  expect(rows.some(({ reasons }) => /^overdue \d+ d; one contact$/.test(reasons ?? ''))).toBe(true);
  const count = (name: string) => parts[0]?.rows.find((row) => row.reason === name)?.deals;
  expect(count('one_contact')).toBe(String(mine.length));
  expect(count('any')).toBe(String(rows.length));
  expect(notes).toContain('one_contact counts only people that this key may see.');
});

test('what cannot be read is not known, and is not counted', async () => {
  const refused = await openReports({ wrap: related(403) });
  expect(await refused.error(tool, reason)).toBe(
    'rejected: No answer: one_contact is not known of any deal: their people could not be read (forbidden).',
  );
  const { notes, parts } = await refused.ask(tool, { reasons: ['one_contact', 'no_owner'], limit: 5 });
  expect(notes).toContain(
    'one_contact is not known of any deal: their people could not be read (forbidden).',
  );
  expect(parts[0]?.rows).toContainEqual({ reason: 'one_contact', deals: 'not known', value: '' });
  const broken = await openReports({ wrap: related(500, 13) });
  const half = await broken.ask(tool, reason);
  expect(half.notes.join(' ')).toMatch(
    /looked up for 12 of \d+ deals, those that come first; of the others it is not known: their people could not be read \(unavailable\)\./,
  );
  expect(half.total).toBe(undefined);
});

test('an account without a field for the next step is told so; of several fields one is enough', async () => {
  const harness = await startHarness({ sandbox: { limit: 0 } });
  const call = (input: Record<string, unknown>) => turning(harness.call(tool, input), harness.clock);
  const rename = (name: string, other: string) =>
    harness.sandbox.change((world) => ({
      ...world,
      customFields: world.customFields.map((field) =>
        field.name === name ? { ...field, name: other } : field,
      ),
    }));
  rename('Decision notes', 'NEXT ACTIONS');
  await harness.clock.advance(600_000);
  const { text } = await call({ reasons: 'no_next_step', limit: 100 });
  const { rows, notes } = parseAnswer(text);
  expect(notes).toContain('no_next_step: "Next step" and "NEXT ACTIONS" are empty.');
  const { customFields, opportunities } = harness.sandbox.world;
  const ids = customFields.filter(({ name }) => /^next/i.test(name)).map(({ id }) => id);
  const lacking = opportunities.filter(
    ({ status, custom_fields: all }) =>
      status === 'Open' && all.every((one) => !ids.includes(one.custom_field_definition_id) || !one.value),
  );
  expect(ids).toHaveLength(2);
  expect(rows).toHaveLength(lacking.length);
  rename('NEXT ACTIONS', 'Notes');
  rename('Next step', 'Nearest step');
  await harness.clock.advance(600_000);
  const without = await call({ reasons: ['no_next_step', 'overdue'] });
  expect(without.text).toMatch(
    /^invalid_input: no_next_step is not known: this account has no custom field "Next step" or "Next action" on deals\./,
  );
  await harness.close();
});

import { expect, test } from 'vitest';
import type { Lead, SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { dayOf } from '../../test-client.ts';
import { openReports } from '../open-reports.ts';

const tool = 'funnel';
const created = (leads: readonly Lead[]) =>
  leads.filter(({ date_created: at }) => dayOf(at) >= '2026-07-01' && dayOf(at) <= '2026-09-30');
const middle = (numbers: readonly number[]) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
};

test.each<[string, Partial<SandboxOptions>, Record<string, string>, boolean]>([
  ['the documented dialect', { names: 'documented' }, { COPPER_DIALECT: 'documented' }, true],
  ['every tenth request failing', { fault: { kind: '502-html', every: 10 }, pageSize: 20 }, {}, true],
  [
    'the contract to the letter',
    { names: 'contract', shape: 'envelope', fields: 'contract' },
    { COPPER_DIALECT: 'contract' },
    false,
  ],
])('created = converted + not converted, with %s', async (_, sandbox, env, hasDates) => {
  const { ask, world } = await openReports({ sandbox, env });
  const { rows, parts, notes } = await ask(tool, { what: 'leads', during: 'last-quarter' });
  const all = created(world.leads);
  const converted = all.filter(({ converted_at: at }) => at !== null);
  expect(converted.length).toBeGreaterThan(10);
  const days = converted.map((lead) => ((lead.converted_at ?? 0) - lead.date_created) / 86_400);
  expect(rows[0]).toEqual({
    created: String(all.length),
    converted: String(converted.length),
    not_converted: String(all.length - converted.length),
    converted_percent: String(Math.round((1_000 * converted.length) / all.length) / 10),
    converted_95_interval: '9..24',
    ...(hasDates
      ? {
          with_deal: String(converted.filter(({ converted_opportunity_id: deal }) => deal !== null).length),
          median_days_to_convert: String(Math.round(10 * middle(days)) / 10),
        }
      : {}),
  });
  const unknown =
    'This Copper returns no dates of conversion: converted leads are those that its search leaves out by default.';
  expect(notes.includes(unknown)).toBe(!hasDates);
  const open = all.filter(({ converted_at: at }) => at === null);
  const told = parts[0]?.rows.map(({ status, leads }) => [status, Number(leads)]);
  const right = world.leadStatuses
    .map(({ id, name }): [string, number] => [
      name,
      open.filter(({ status_id: status }) => status === id).length,
    ])
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
  expect(told).toEqual(right);
});

test('a month of creation, and all', async () => {
  const { ask, world } = await openReports();
  const { rows } = await ask(tool, { what: 'lead', during: 'last-quarter', by: 'month', owner: 'me' });
  const own = created(world.leads).filter(({ assignee_id: id }) => id === 137_658);
  const months = ['2026-07', '2026-08', '2026-09'];
  const count = (month: string) => own.filter(({ date_created: at }) => dayOf(at).startsWith(month)).length;
  expect(rows.map(({ created_month: month, created: leads }) => [month, Number(leads)])).toEqual([
    ...months.map((month) => [month, count(month)]),
    ['all', own.length],
  ]);
});

test.each<[string, Record<string, unknown>, Partial<SandboxOptions>, RegExp]>([
  [
    'leads have no pipeline',
    { what: 'leads', by: 'pipeline' },
    {},
    /^invalid_input: Leads are in no pipeline\. Group them by /,
  ],
  [
    'nor can they be narrowed by one',
    { what: 'leads', pipeline: 'Sales' },
    {},
    /^invalid_input: Leads are in no pipeline\./,
  ],
  [
    'to leave converted leads out',
    { what: 'leads', filters: ['include_converted_leads: false'] },
    {},
    /^invalid_input: Converted leads are always counted: leave out include_converted_leads\.$/,
  ],
  ['a switched off feature', { what: 'leads' }, { leads: false }, /^\w+: .*[Ll]ead/],
  ['a kind that has none', { what: 'people' }, {}, /^invalid_input: what .*deals.*leads/],
  [
    'deals without a pipeline',
    { pipeline: 'none' },
    {},
    /^invalid_input: Deals without a pipeline go through no stages/,
  ],
  [
    'a pipeline that is excluded at once',
    { pipeline: ['Sales', '!Sales'] },
    {},
    /^invalid_input: pipeline .*excludes everything/,
  ],
  ['a pipeline that there is not', { pipeline: 'Salse' }, {}, /^unknown_name: .*Sales/],
])('refused: %s', async (_, input, sandbox, expected) => {
  const { error } = await openReports({ sandbox });
  expect(await error(tool, input)).toMatch(expected);
});

test.each([
  [
    { filters: ['status: Won', 'Region: EMEA'] },
    'Filters by status choose records by what became of them: rates and days are not those of all.',
  ],
  [
    { what: 'leads', filters: ['status: New'] },
    'Filters by status choose records by what became of them: rates and days are not those of all.',
  ],
  [{ during: 'today' }, /^Velocity is not known: too few deals are won or lost, or it is not known when\./],
  [{ by: 'month' }, 'by=month counts only deals created in the period, followed to today.'],
  [{ by: 'team' }, 'A deal counts in each team of its owner: do not add teams up to all deals.'],
])('said: %j', async (input, expected) => {
  const { ask } = await openReports();
  const notes = (await ask(tool, input)).notes.filter((note) =>
    expected instanceof RegExp ? expected.test(note) : note === expected,
  );
  expect(notes).toHaveLength(1);
});

test('limit=0 leaves the rows out, and what is below them stays', async () => {
  const { ask } = await openReports();
  const { head, rows } = await ask(tool, { limit: 0 });
  expect(head).toMatch(/^velocity 1-3 of 3/);
  expect(rows.map(({ currency }) => currency)).toEqual(['USD', 'EUR', 'GBP']);
  const leads = await ask(tool, { what: 'leads', by: 'owner', limit: 0 });
  expect(leads.head).toMatch(/^leads created; /);
  expect(leads.parts.map((part) => part.head)).toEqual(['not converted, by status 1-4 of 4']);
});

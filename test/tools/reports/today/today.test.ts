import { expect, test } from 'vitest';
import type { SandboxOptions, World } from '../../../../src/sandbox/sandbox.ts';
import { type HarnessOptions, testNow } from '../../../harness.ts';
import type { ParsedAnswer, Part } from '../../../questions/parsed-answer.ts';
import { sharedWorld } from '../../../worlds.ts';
import { openReports } from '../open-reports.ts';
import { dayIn, headings } from './truth.ts';

const dana = 137_658;
const now = testNow / 1000;
const contract = {
  names: 'contract',
  shape: 'envelope',
  closeDate: 'seconds',
  activityTypes: 'flat',
} as const;
const documented = { names: 'documented' } as const;

type Section = keyof typeof headings;
const sections = Object.keys(headings) as Section[];

/** A section of an answer, and its rows by the key that the truth has. */
function sectionOf(answer: ParsedAnswer, section: Section): { part: Part; keys: string[] } {
  const part = [answer, ...answer.parts].find(({ head }) => head.startsWith(headings[section]));
  if (part === undefined) throw new Error(`no ${section} in ${answer.text}`);
  const keys = part.rows.map(
    ({ id, date = '', on = '' }) => id ?? `${date.slice(0, 10)} ${/\((\w+ \d+)\)$/.exec(on)?.[1] ?? on}`,
  );
  return { part, keys };
}

/** How many a section has: a number, or at least so many. */
function sizeOf({ head }: Part): { total?: number; least?: number } {
  if (/: none(?:;|$)/.test(head)) return { total: 0 };
  const [, least, total] = / of (at least )?(\d+)(?:,|;|$| )/.exec(head) ?? [];
  return least === undefined ? { total: Number(total) } : { least: Number(total) };
}

/** Each section has as many as there are, and the rows that it shows are these. */
function check(answer: ParsedAnswer, world: World, user = dana): void {
  const truth = dayIn(world, { user, now });
  for (const section of sections) {
    const { part, keys } = sectionOf(answer, section);
    expect([section, sizeOf(part).total]).toEqual([section, truth[section].length]);
    const left = [...truth[section]];
    for (const key of keys) {
      const at = left.indexOf(key);
      expect([section, key, at >= 0]).toEqual([section, key, true]);
      left.splice(at, 1);
    }
    expect([section, keys.length]).toEqual([section, Math.min(60, truth[section].length)]);
  }
}

/** The account as a key sees it that may not see every seventh record; what was done on these is still listed. */
function visibleIn(world: World): World {
  const seen = <Row extends { id: number }>(rows: readonly Row[]) => rows.filter(({ id }) => id % 7 !== 0);
  const { tasks, opportunities, activities, people, companies, leads } = world;
  return {
    ...world,
    tasks: seen(tasks),
    opportunities: seen(opportunities),
    activities: seen(activities),
    people: seen(people),
    companies: seen(companies),
    leads: seen(leads),
  };
}

/** Long answers, so that each section shows what it has; a report's rows are not kept for the next one. */
const open = ({ env, ...options }: HarnessOptions = {}) =>
  openReports({ ...options, env: { COPPER_MAX_RESULT_CHARS: '40000', COPPER_REUSE_SECONDS: '0', ...env } });

/** Requests that one day takes, names and all: more where pages have 25 rows, by the contract, than where they have 200. */
const mostRequests = { contract: 50, documented: 30 };

test.each<[string, Partial<SandboxOptions>, Record<string, string>]>([
  ['the contract', contract, { COPPER_DIALECT: 'contract' }],
  ['the documentation', documented, { COPPER_DIALECT: 'documented' }],
  ['a dialect that is found out', documented, {}],
  ['one answer in ten a failure', { ...documented, fault: { kind: '503', every: 10 } }, {}],
  ['one answer in ten cut, by the contract', { ...contract, fault: { kind: 'cut', every: 10 } }, {}],
])('a day as the account has it, under %s', async (_, sandbox, env) => {
  const { ask, world, call } = await open({ sandbox, env });
  check(await ask('today', { limit: 60 }), world);
  const { requests } = await call('today');
  if (sandbox.fault === undefined)
    expect(requests.length).toBeLessThanOrEqual(
      mostRequests[sandbox.names === 'contract' ? 'contract' : 'documented'],
    );
});

test("somebody else's day, by name", async () => {
  const { ask, world } = await open({ sandbox: documented });
  const jane = world.users.find(({ name }) => name === 'Jane Park');
  check(await ask('today', { owner: 'Jane Park', limit: 60 }), world, jane?.id);
});

test.each([
  ['contract', contract],
  ['documented', documented],
] as const)('a key that may not see every record: the day of those that it sees (%s)', async (_, sandbox) => {
  const generate: SandboxOptions['generate'] = (...given) => visibleIn(sharedWorld(...given));
  const { ask, world } = await open({ sandbox: { ...sandbox, generate } });
  check(await ask('today', { limit: 60 }), world);
});

test('without totals the numbers are the same, or the least that there are', async () => {
  const { ask, world } = await open({ sandbox: { ...documented, totals: false } });
  const truth = dayIn(world, { user: dana, now });
  const answer = await ask('today');
  for (const section of sections) {
    const { total = truth[section].length, least = total } = sizeOf(sectionOf(answer, section).part);
    expect([section, total]).toEqual([section, truth[section].length]);
    expect(least).toBeLessThanOrEqual(truth[section].length);
  }
});

test.each([
  ['move', 3],
  ['add', 2],
  ['remove', 2],
] as const)(
  'while others %s rows, no section has more than there are, and no smaller number passes for all',
  async (kind, rows) => {
    const { ask, world } = await open({ sandbox: { ...contract, churn: { kind, rows } } });
    const before = dayIn(world, { user: dana, now });
    const answer = await ask('today');
    const isSaid = /INCOMPLETE|the others moved meanwhile/.test(answer.head);
    for (const section of sections) {
      const { total, least = total ?? 0 } = sizeOf(sectionOf(answer, section).part);
      // Copies of deals and tasks are there from the page on which they were made.
      const copies = kind === 'add' && !['logged', 'others'].includes(section) ? 60 : 0;
      expect(least).toBeLessThanOrEqual(before[section].length + copies);
      if (total !== undefined && !isSaid) expect(total).toBeGreaterThanOrEqual(before[section].length);
    }
  },
);

test('leads that are switched off take nothing but themselves: own calls are there, and what others did on other records', async () => {
  const { ask, world } = await open({ sandbox: { ...documented, leads: false } });
  const truth = dayIn(world, { user: dana, now });
  const answer = await ask('today', { limit: 60 });
  expect(answer.head).not.toContain('INCOMPLETE');
  expect(sizeOf(sectionOf(answer, 'logged').part).total).toBe(truth.logged.length);
  const withoutLeads = truth.others.filter((key) => !key.includes(' lead '));
  expect(withoutLeads.length).toBeLessThan(truth.others.length);
  expect(sizeOf(sectionOf(answer, 'others').part).least).toBe(withoutLeads.length);
  expect(answer.notes).toContain(
    'What others did on leads is left out: Copper does not give these records (forbidden), so their owners are not known.',
  );
});

test('a day that takes more requests than allowed names only rows whose number is known', async () => {
  const { error, world } = await open({ sandbox: documented });
  const text = await error('today', { since: '2026-11-01', max_requests: 2 });
  expect(text).toMatch(/^invalid_input: Reading .* takes \d+ requests, max_requests allows 2\./);
  expect(text).not.toMatch(/\b0 (?:opportunities|deals)/);
  expect(world.opportunities.some(({ assignee_id: id, status }) => id === dana && status === 'Open')).toBe(
    true,
  );
});

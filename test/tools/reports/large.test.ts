import { expect, test } from 'vitest';
import type { Opportunity } from '../../../src/sandbox/sandbox.ts';
import { openReports } from './open-reports.ts';
import { dayIn } from './today/truth.ts';

const { ask, call, world } = await openReports({
  sandbox: { size: 'large' },
  env: { COPPER_REPORT_TIMEOUT_MS: '3600000', COPPER_DIALECT: 'contract', COPPER_REUSE_SECONDS: '0' },
});

const worth = ({ converted_value: value }: Opportunity) => value ?? -1;

test('of more deals than the budget can read, the largest are read', async () => {
  const input = { reasons: ['silent', 'stuck'], limit: 50 };
  const { head, notes, rows } = await ask('deals_needing_attention', input);
  const open = world.opportunities.filter(({ status }) => status === 'Open');
  expect(head).toMatch(
    /^deals needing attention 1-50 of at least \d+, .*INCOMPLETE: read 1,[45]\d\d of [\d,]+ opp/,
  );
  expect(head).toContain(` of ${open.length.toLocaleString('en-US')} opportunities in `);
  expect(notes).toContain('The deals with the largest values were read first.');
  const now = Date.parse('2026-11-23T20:00:00Z') / 1000;
  const needing = open.filter(
    (deal) =>
      deal.date_last_contacted === null ||
      deal.date_last_contacted < now - 15 * 86_400 ||
      deal.date_stage_changed < now - 31 * 86_400,
  );
  const largest = needing.map(worth).sort((a, b) => b - a)[99] ?? 0;
  expect(
    rows.every(({ id }) => worth(open.find((deal) => deal.id === Number(id)) ?? fail()) >= largest),
  ).toBe(true);
});

test('whatever part of a period is less is read whole', async () => {
  const week = await ask('pipeline_changes', { limit: 1 });
  expect(week.notes).not.toContain('Not all deals created in this period were read.');
  expect(week.head).toMatch(/INCOMPLETE: read [\d,]+ of [\d,]+ activities/);
  const quarter = await ask('pipeline_changes', { during: 'last-quarter', limit: 1 });
  const [, read = ''] = /INCOMPLETE: read ([\d,]+) of [\d,]+ activities/.exec(quarter.head) ?? [];
  expect(Number(read.replace(',', ''))).toBeGreaterThan(1_000);
});

test('a period that is read whole, however long it takes', async () => {
  const { head, parts } = await ask('pipeline_changes', {
    during: '2026-09',
    by: 'pipeline',
    max_requests: 1_000,
  });
  expect(head).toMatch(
    /^changes by kind 1-\d of \d; read all [\d,]+ activities(?:, all [\d,]+ opportunities)? and all [\d,]+ (?:changed )?opportunities in \d+ requests$/,
  );
  const from = Date.parse('2026-09-01T00:00:00-07:00') / 1000;
  const to = Date.parse('2026-10-01T00:00:00-07:00') / 1000;
  const earning = new Set(world.opportunities.filter((deal) => deal.pipeline_is_revenue).map(({ id }) => id));
  const last = new Map<number, unknown>();
  for (const { type, parent, activity_date: at, new_value: value } of world.activities) {
    const status = type.category === 'system' && parent.type === 'opportunity' && typeof value === 'string';
    if (status && at >= from && at < to && earning.has(parent.id) && !last.has(parent.id))
      last.set(parent.id, value);
  }
  const count = (status: string) => [...last.values()].filter((one) => one === status).length;
  expect(count('Won')).toBeGreaterThan(100);
  expect(parts[0]?.rows.at(-1)).toMatchObject({
    pipeline: 'all',
    won: String(count('Won')),
    lost: String(count('Lost')),
  });
});

test('a day of somebody with hundreds of open deals: within the budget, and what was not read is told', async () => {
  const { text, requests } = await call('today');
  const truth = dayIn(world, { user: 137_658, now: Date.parse('2026-11-23T20:00:00Z') / 1000 });
  const sizes = [
    ...text.matchAll(
      /^(tasks due today|overdue tasks|deals closing this week|deals without contact for 14 days|meetings and calls logged|activities of others).* 1-5 of (at least )?(\d+)/gm,
    ),
  ];
  const told = sizes.map(([, what, least, size]) => [what, least === undefined ? Number(size) : 'at least']);
  const rows = requests.filter((one) => /^POST \/(?!users)\w+\/search/.test(one));
  // 60 for rows of scans as they are read in parallel, those of tasks, and the names of what is shown.
  expect(rows.length).toBeLessThanOrEqual(70);
  expect(requests.length).toBeLessThanOrEqual(75);
  expect(told).toEqual([
    ['tasks due today', truth['tasks due today'].length],
    ['overdue tasks', truth['overdue tasks'].length],
    ['deals closing this week', truth['deals closing this week'].length],
    ['deals without contact for 14 days', 'at least'],
    ['meetings and calls logged', 'at least'],
    ['activities of others', 'at least'],
  ]);
  expect(text).toMatch(
    /INCOMPLETE: read [\d,]+ of 15,\d+ activities, .* opportunities, .* raise max_requests to \d+/,
  );
  expect(text).toContain('note: Activities before 2026-11-23T');
  expect(text).toContain('note: The deals with the largest values were read first.');
});

function fail(): never {
  throw new Error('a deal that is not open');
}

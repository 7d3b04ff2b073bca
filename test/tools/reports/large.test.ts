import { expect, test } from 'vitest';
import type { Opportunity } from '../../../src/sandbox/sandbox.ts';
import { openReports } from './open-reports.ts';

const { ask, world } = await openReports({
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

test('of more people than the budget can read, those that were created first are told of, and that is said', async () => {
  const { head, notes, rows } = await ask('needing_attention', {
    what: 'people',
    reasons: 'no_owner',
    limit: 20,
  });
  const [, least = '', read = ''] =
    /^people needing attention 1-20 of at least (\d+), .*INCOMPLETE: read ([\d,]+) of 30,000 people in 6\d requests; .*raise max_requests to 1,?200/.exec(
      head,
    ) ?? [];
  const count = Number(read.replace(',', ''));
  expect(count).toBeGreaterThanOrEqual(1_400);
  expect(notes).toContain('The people that were created first were read.');
  const first = world.people.toSorted((a, b) => a.date_created - b.date_created).slice(0, count);
  const free = first.filter(({ assignee_id: owner }) => owner === null).map(({ id }) => id);
  expect(Number(least)).toBe(free.length);
  expect(rows.every(({ id }) => free.includes(Number(id)))).toBe(true);
  const mine = await ask('needing_attention', {
    what: 'people',
    reasons: 'no_email',
    owner: 'me',
    max_requests: 500,
  });
  const expected = world.people.filter(
    ({ assignee_id: owner, emails }) => owner === 137_658 && emails.length === 0,
  );
  expect(mine.total).toBe(expected.length);
});

test('what hygiene did not read is said, and that duplicates of it are not known', async () => {
  const { head, notes, parts } = await ask('hygiene', { limit: 5 });
  expect(head).toMatch(/^records with problems 1-5 of at least \d+, .*INCOMPLETE: read .* of 30,000 people/);
  const [, requests = ''] = / in (\d+) requests; /.exec(head) ?? [];
  expect(Number(requests)).toBeLessThan(75);
  expect(notes).toContain('Duplicates of records that were not read are not known.');
  const free = world.companies.filter(({ assignee_id: owner }) => owner === null);
  const row = parts[0]?.rows.find(({ problem }) => problem === 'no_owner');
  expect(Number(row?.companies)).toBe(free.length);
});

function fail(): never {
  throw new Error('a deal that is not open');
}

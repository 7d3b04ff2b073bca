import { describe, expect, test } from 'vitest';
import { rowsOfPage } from '../../src/sandbox/search/search.ts';
import { BASE, idsOf, KEY, post, sandboxAt, walk } from './ask.ts';

const sandbox = sandboxAt();
const { world } = sandbox;

describe('pages', () => {
  test.each([
    ['/users/search', world.users, 5],
    ['/people/search', world.people, 200],
    ['/companies/search', world.companies, 7],
    ['/opportunities/search', world.opportunities, 50],
    ['/tasks/search', world.tasks, 33],
    ['/activities/search', world.activities, 200],
  ] as const)('%s: a walk gives every row once', async (path, rows, size) => {
    expect(idsOf(await walk(sandbox, path, {}, size))).toEqual(idsOf(rows));
  });

  test('past the end is empty and keeps the total', async () => {
    const { body, headers, status } = await post(sandbox, '/companies/search', { page_number: 999 });
    expect([status, body, headers.get('x-pw-total')]).toEqual([200, [], '300']);
  });

  test('in the query string, as text, without a body', async () => {
    const ask = async (query: string): Promise<unknown> => {
      const url = `${BASE}/companies/search?${query}`;
      return (await sandbox.send(new Request(url, { method: 'POST', headers: KEY }))).json();
    };
    const { body } = await post(sandbox, '/companies/search', { page_size: 6 });
    expect(await ask('page_size=3&page_number=2&utm=ignored')).toEqual(body.slice(3));
  });

  test('above the most: clamped, or refused', async () => {
    const { body } = await post(sandboxAt({ pageSize: 30 }), '/people/search', { page_size: 200 });
    expect(body.length).toBe(30);
    const strict = sandboxAt({ overMax: 'reject' });
    expect((await post(strict, '/people/search', { page_size: 201 })).status).toBe(422);
    expect((await post(strict, '/people/search', { page_size: 200 })).status).toBe(200);
  });
});

test('no page has rows after the 100,000th', () => {
  const rows = Array.from({ length: 100_050 }, (_, index) => index);
  expect(rowsOfPage(rows, { number: 334, size: 300 })).toEqual(rows.slice(99_900, 100_000));
  expect(rowsOfPage(rows, { number: 501, size: 200 })).toEqual([]);
});

describe('orders', () => {
  const usual = async (path: string, name: string): Promise<unknown[]> =>
    (await walk(sandbox, path)).map((row) => row[name]);
  const ascending = (values: unknown[]): unknown[] => {
    const filled = values.filter((value) => value !== null);
    return filled.toSorted((a, b) =>
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : Number(String(a).toLowerCase() > String(b).toLowerCase()) * 2 - 1,
    );
  };

  test.each([
    ['/people/search', 'first_name'],
    ['/companies/search', 'date_modified'],
    ['/tasks/search', 'due_date'],
  ])('%s comes by %s', async (path, name) => {
    const values = await usual(path, name);
    const filled = values.filter((value) => value !== null).map((value) => String(value).toLowerCase());
    expect(filled).toEqual(ascending(values).map((value) => String(value).toLowerCase()));
    expect(values.slice(0, filled.length)).not.toContain(null);
  });

  test('activities come newest first', async () => {
    const dates = world.activities.map((activity) => activity.activity_date);
    expect(dates).toEqual(dates.toSorted((a, b) => b - a));
    const { body } = await post(sandbox, '/activities/search');
    expect(body[0]?.id).toBe(world.activities[0]?.id);
  });

  test('the biggest deals, empty values last', async () => {
    const rows = await walk(sandbox, '/opportunities/search', {
      sort_by: 'monetary_value',
      sort_direction: 'desc',
    });
    const values = rows.map((row) => row.monetary_value ?? -1);
    expect(values).toEqual(values.toSorted((a, b) => Number(b) - Number(a)));
  });

  test('inactive days begin with the latest contact', async () => {
    const { body } = await post(sandbox, '/opportunities/search', { sort_by: 'inactive_days' });
    const latest = Math.max(...world.opportunities.map((deal) => deal.date_last_contacted ?? 0));
    expect(body[0]?.date_last_contacted).toBe(latest);
  });

  test.each([
    ['/leads/search', ['name', 'company_name', 'title', 'value', 'email', 'phone', 'city', 'zip', 'socials']],
    ['/people/search', ['name', 'last_name', 'title', 'email', 'phone', 'country', 'socials']],
    [
      '/companies/search',
      ['contact', 'contact_last_name', 'assignee', 'contact_group', 'last_interaction', 'primary_website'],
    ],
    [
      '/opportunities/search',
      ['assignee', 'primary_contact', 'priority', 'stage', 'status', 'source', 'close_date'],
    ],
    ['/tasks/search', ['assigned_to', 'related_to', 'status', 'priority', 'reminder_date', 'completed_date']],
    ['/activities/search', ['activity_date', 'date_created']],
  ])('%s sorts by %j without losing a row', async (path, names) => {
    const total = (await walk(sandbox, path)).length;
    for (const sort_by of names) {
      const rows = await walk(sandbox, path, { sort_by, sort_direction: 'desc' });
      expect(new Set(idsOf(rows)).size).toBe(total);
    }
  });
});

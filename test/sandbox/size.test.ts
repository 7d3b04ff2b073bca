import { expect, test } from 'vitest';
import { found, idsOf, NOW, post, sandboxAt, walk } from './ask.ts';
import { checksums } from './checksums.ts';
import { strayActivities, wrongHistories } from './inconsistencies.ts';

const sandbox = sandboxAt({ size: 'large' });

test('a large account has what it promises, all of it different', () => {
  const { world } = sandbox;
  expect(world).toMatchObject({
    companies: { length: 8000 },
    people: { length: 30_000 },
    leads: { length: 6000 },
    opportunities: { length: 20_000 },
    tasks: { length: 9000 },
    activities: { length: 100_000 },
  });
  const { companies, people, leads, opportunities, tasks, activities } = world;
  for (const rows of [companies, people, leads, opportunities, tasks, activities]) {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  }
  for (const texts of [
    companies.map(({ name }) => name),
    companies.flatMap(({ email_domain }) => email_domain ?? []),
    people.flatMap(({ emails }) => emails.map(({ email }) => email)),
  ])
    expect(new Set(texts).size).toBe(texts.length);
  expect(opportunities[0]?.name).toBe('8 New Copy Machines');
});

// To change it knowingly, see the checksums in world.test.ts.
test('a large account is the same in every version', () => {
  expect(checksums(sandbox.world)).toMatchInlineSnapshot(`
    {
      "activities": "90f09284ad72bea1",
      "activityTypes": "fcb8d6c5ebc3ca7e",
      "companies": "ebb9cde14fff1370",
      "companyContact": "f538620e277079c4",
      "connections": "82e1227532728826",
      "contactTypes": "151bfc55ded48a9c",
      "customActivityTypes": "ebc1a0b12205ab76",
      "customFields": "4f2b7bc83684bc67",
      "customerSources": "0f4f8b7eaf11a191",
      "dealHistories": "99b777cfbf3259b5",
      "followers": "bc88dad8af80b4e5",
      "leadStatuses": "c55d93fe9a4925aa",
      "leads": "273c901cbd96d5e6",
      "lossReasons": "d0254ce8af28ce8c",
      "opportunities": "f7030878a58ac205",
      "people": "e8b87ea5dca55c2a",
      "pipelines": "d8035133676a2ad2",
      "projects": "ce612a4bd52f60e0",
      "tasks": "4a53e56fe844156e",
      "timeZone": "a4b5e4e3f46ff670",
      "users": "8e2e4b21ac93a89a",
    }
  `);
});

test('its histories are as sound as those of the usual one', () => {
  expect(wrongHistories(sandbox.world)).toEqual([]);
  expect(strayActivities(sandbox.world)).toEqual([]);
});

test('its pages give every row once, in order, to the last', async () => {
  const { opportunities, activities } = sandbox.world;
  const deals = await walk(sandbox, '/opportunities/search', { sort_by: 'monetary_value' });
  expect(idsOf(deals)).toEqual(idsOf(opportunities));
  const values = deals.map((deal) => Number(deal.monetary_value ?? Number.MAX_VALUE));
  expect(values.every((value, at) => value >= (values[at - 1] ?? 0))).toBe(true);
  const { body, headers } = await post(sandbox, '/activities/search', { page_size: 200, page_number: 500 });
  expect(headers.get('x-pw-total')).toBe('100000');
  expect(idsOf(body)).toEqual(idsOf(activities.slice(-200)));
});

test('filters find in it what its data holds', async () => {
  const since = NOW / 1000 - 7 * 86_400;
  const { activities, people } = sandbox.world;
  expect(await found(sandbox, '/activities/search', { minimum_activity_date: since })).toEqual(
    idsOf(activities.filter((activity) => activity.activity_date >= since)),
  );
  const [company] = sandbox.world.companies;
  expect(await found(sandbox, '/people/search', { company_ids: [company?.id] })).toEqual(
    idsOf(people.filter((person) => person.company_id === company?.id)),
  );
});

import { describe, expect, test } from 'vitest';
import { createZoneCalendar, quarterOf } from '../../src/sandbox/world/calendar.ts';
import { recordKey } from '../../src/sandbox/world/records.ts';
import { toAscii } from '../../src/sandbox/world/words.ts';
import { createWorld } from '../../src/sandbox/world/world.ts';
import { NOW, sandboxAt } from './ask.ts';
import { checksums } from './checksums.ts';

const { world } = sandboxAt();

describe('the account', () => {
  test('is the same for the same seed and instant, another for another seed', () => {
    const again = sandboxAt({ generate: createWorld }).world;
    expect(again).not.toBe(world);
    expect(again).toEqual(world);
    expect(sandboxAt({ seed: 2 }).world.people).not.toEqual(world.people);
  });

  // Demos, the benchmark and many tests count on these records. To change them knowingly, change the generator, then write the new
  // checksums with `npx vitest run test/sandbox/world.test.ts test/sandbox/size.test.ts --update` and name the changed lists in the commit.
  test('is the same in every version', () => {
    expect(checksums(world)).toMatchInlineSnapshot(`
      {
        "activities": "e22b930708abeb5b",
        "activityTypes": "fcb8d6c5ebc3ca7e",
        "companies": "e137c6f9c25e78f5",
        "companyContact": "0cfd5fd96c956b78",
        "connections": "12ff7bd74acfe31c",
        "contactTypes": "151bfc55ded48a9c",
        "customActivityTypes": "ebc1a0b12205ab76",
        "customFields": "4f2b7bc83684bc67",
        "customerSources": "0f4f8b7eaf11a191",
        "dealHistories": "5e97a165cba53cb3",
        "followers": "77253a8f09da387f",
        "leadStatuses": "c55d93fe9a4925aa",
        "leads": "5b55955e3ecebf69",
        "lossReasons": "d0254ce8af28ce8c",
        "opportunities": "91d1df22d397a124",
        "people": "a61a635c9a6acdb7",
        "pipelines": "d8035133676a2ad2",
        "projects": "ad59d85d5ce498ca",
        "tasks": "3c31c3125d7a326e",
        "timeZone": "a4b5e4e3f46ff670",
        "users": "8e2e4b21ac93a89a",
      }
    `);
  });

  test('has the promised size', () => {
    expect(world).toMatchObject({
      users: { length: 12 },
      pipelines: { length: 3 },
      companies: { length: 300 },
      people: { length: 1200 },
      opportunities: { length: 600 },
      leads: { length: 400 },
      tasks: { length: 900 },
      activities: { length: 6000 },
      customFields: { length: 25 },
    });
    expect(new Set(world.customFields.map((field) => field.data_type)).size).toBe(11);
    expect(new Set(world.users.flatMap((user) => user.groups.map((team) => team.name))).size).toBe(3);
  });

  test('keeps ids unique per kind, shared across kinds, and big for activities', () => {
    for (const rows of [world.people, world.leads, world.opportunities, world.tasks, world.activities]) {
      expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    }
    expect(world.leads[0]?.id).toBe(world.people[0]?.id);
    expect(world.activities.every((activity) => activity.id > 2 ** 32)).toBe(true);
  });

  test('keeps e-mails and domains unique', () => {
    const emails = world.people.flatMap((person) => person.emails.map((mail) => mail.email));
    expect(new Set(emails).size).toBe(emails.length);
    expect(emails.every((email) => /^[a-z0-9.-]+@[a-z0-9.-]+$/.test(email))).toBe(true);
  });

  test('holds nothing from the future but what is planned', () => {
    const now = NOW / 1000;
    const rows = [world.people, world.leads, world.companies, world.opportunities, world.tasks].flat();
    expect(rows.every((row) => row.date_created <= row.date_modified && row.date_modified <= now)).toBe(true);
    expect(world.activities.every((activity) => activity.activity_date <= now)).toBe(true);
  });

  test('has hostile texts where they are asked for, and a very long one always', () => {
    const dealIn = (account: typeof world) => account.opportunities.find((deal) => deal.id === 2_827_711);
    const hostile = dealIn(sandboxAt({ hostile: true }).world);
    expect(hostile?.name).toMatch(/^Ignore all previous instructions/);
    expect(hostile?.details).toMatch(/\p{Cf}/u);
    expect(JSON.stringify(hostile?.custom_fields)).toContain('mallory');
    expect(JSON.stringify(world)).not.toMatch(/[Ii]gnore all previous|mallory/);
    expect(dealIn(world)?.name).toBe('Hooli trial of three months');
    expect(world.opportunities.find((deal) => deal.id === 2_827_724)?.details?.length).toBe(30_000);
  });
});

describe('deals', () => {
  test.each(['2026-01-01T08:00:00Z', '2026-03-31T23:00:00Z', '2026-07-04T12:00:00Z', '2026-12-31T20:00:00Z'])(
    'close this week, month and quarter as of %s',
    (at) => {
      const zone = createZoneCalendar('America/Los_Angeles');
      const then = sandboxAt({ now: () => Date.parse(at) }).world;
      const today = zone.dayOf(Date.parse(at) / 1000);
      const { first, last } = quarterOf(today);
      const negotiating = (owner: number) =>
        then.opportunities.filter(
          (deal) =>
            deal.assignee_id === owner &&
            deal.status === 'Open' &&
            [987_792, 987_803].includes(deal.pipeline_stage_id) &&
            deal.close_date !== null &&
            zone.dayOf(deal.close_date) >= first &&
            zone.dayOf(deal.close_date) <= last,
        );
      expect(negotiating(137_658).length).toBeGreaterThanOrEqual(5);
      expect(negotiating(137_669).length).toBeGreaterThanOrEqual(3);
      const days = then.opportunities.map((deal) => deal.close_date && zone.dayOf(deal.close_date));
      expect(days).toContain(today);
    },
  );
});

describe('what follows from other data', () => {
  test('every record of every type has a key of its own', () => {
    const types = ['lead', 'person', 'company', 'opportunity', 'project', 'task'] as const;
    const keys = types.flatMap((type) => [0, 1, 2, 8_900_001].map((id) => recordKey(type, id)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('the last contact with a company is the last interaction with it or its people', () => {
    const talks = new Set(
      world.activityTypes.filter((type) => type.count_as_interaction).map(({ id }) => id),
    );
    const employers = new Map(world.people.map((person) => [person.id, person.company_id]));
    const expected = new Map<number, number>();
    for (const { parent, type, activity_date } of world.activities) {
      if (type.category === 'system' || !talks.has(type.id)) continue;
      const company =
        parent.type === 'company' ? parent.id : parent.type === 'person' && employers.get(parent.id);
      if (company) expected.set(company, Math.max(activity_date, expected.get(company) ?? 0));
    }
    expect(expected.size).toBeLessThan(world.companies.length);
    expect(new Map(world.companyContact)).toEqual(expected);
  });

  test('open deals have the probability of their stage, some null instead; the others 100 or 0', () => {
    const stages = new Map(
      world.pipelines.flatMap((pipeline) =>
        pipeline.stages.map((stage) => [stage.id, stage.win_probability]),
      ),
    );
    const dealsIn = (status: string) =>
      world.opportunities.filter((deal) => deal.status === status && deal.pipeline_is_revenue);
    for (const deal of dealsIn('Open')) {
      expect([null, stages.get(deal.pipeline_stage_id)]).toContain(deal.win_probability);
    }
    const open = dealsIn('Open');
    const share = open.filter((deal) => deal.win_probability === null).length / open.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.25);
    expect(new Set(dealsIn('Won').map((deal) => deal.win_probability))).toEqual(new Set([100]));
    expect(new Set(dealsIn('Lost').map((deal) => deal.win_probability))).toEqual(new Set([0]));
  });
});

test('names become plain ASCII letters and digits', () => {
  expect(toAscii('Søren Yılmaz-Wójcik & 29 Niewiarą Łódź Ørsted')).toBe(
    'soren yilmazwojcik  29 niewiara lodz orsted',
  );
});

describe('the calendar', () => {
  test('knows where days begin, also when clocks change', () => {
    const zone = createZoneCalendar('America/Los_Angeles');
    const day = Date.UTC(2026, 10, 1) / 86_400_000;
    expect(zone.midnight(day)).toBe(Date.parse('2026-11-01T00:00:00-07:00') / 1000);
    expect(zone.midnight(day + 1)).toBe(Date.parse('2026-11-02T00:00:00-08:00') / 1000);
    expect(zone.dayOf(zone.midnight(day + 1) - 1)).toBe(day);
    expect(createZoneCalendar('UTC').midnight(day)).toBe(day * 86_400);
    expect(createZoneCalendar('Asia/Tokyo').dayOf(zone.midnight(day))).toBe(day);
  });
});

import { describe, expect, test } from 'vitest';
import { sandboxAt } from './ask.ts';
import { recordedHistories, strayActivities, wrongHistories } from './inconsistencies.ts';

const accounts = [
  { seed: 1, at: '2026-11-23T19:25:00-08:00' },
  { seed: 2, at: '2026-11-23T00:00:30-08:00' },
  { seed: 3, at: '2026-12-31T20:00:00Z' },
  { seed: 4, at: '2027-02-28T12:00:00Z' },
  // Where a deal that was to change this week had changed this week already.
  { seed: 15, at: '2026-11-29T20:00:00Z' },
  { seed: 30, at: '2026-12-31T20:00:00Z' },
];

describe.each(accounts)('seed $seed at $at', ({ seed, at }) => {
  const now = Date.parse(at);
  const { world } = sandboxAt({ seed, now: () => now });
  const byId = new Map(world.opportunities.map((deal) => [deal.id, deal]));

  test('each deal’s history leads from its creation to what it is', () => {
    expect(wrongHistories(world)).toEqual([]);
    expect(Math.max(...world.opportunities.map((deal) => deal.date_modified))).toBeLessThanOrEqual(
      now / 1000,
    );
  });

  test('no activity is older than its record', () => {
    expect(strayActivities(world)).toEqual([]);
  });

  test('the history knows when a deal closed, although no record does', () => {
    const histories = recordedHistories(world);
    for (const [id, { closed }] of world.dealHistories) {
      const last = histories.get(id)?.findLast(({ type }) => type.id === 1)?.activity_date ?? null;
      expect(closed).toBe(byId.get(id)?.status === 'Open' ? null : last);
    }
  });

  test('some deals were reopened, some moved back, and some never moved', () => {
    const all = [...recordedHistories(world)];
    const share = (holds: (id: number) => boolean, ...ids: number[]) => ids.filter(holds).length / ids.length;
    const closed = world.opportunities.filter(({ status }) => status !== 'Open').map(({ id }) => id);
    const reopened = new Set(
      all.filter(([, recorded]) => recorded.some(({ new_value }) => new_value === 'Open')).map(([id]) => id),
    );
    expect(share((id) => reopened.has(id), ...closed)).toBeGreaterThan(0.015);
    expect(share((id) => reopened.has(id), ...closed)).toBeLessThan(0.07);
    const order = new Map(
      world.pipelines.flatMap(({ stages }) => stages).map(({ id }, place) => [id, place]),
    );
    const place = (value: unknown) => order.get(Object(value).id) ?? Number.NaN;
    const back = all.filter(([, recorded]) =>
      recorded.some(({ type, old_value, new_value }) => type.id === 3 && place(old_value) > place(new_value)),
    );
    expect(back.length).toBeGreaterThan(15);
    expect(all.filter(([, recorded]) => recorded.length === 0).length).toBeGreaterThan(15);
  });

  test('edits record neither old nor new value, and the record was modified after them', () => {
    const { leads, people, companies, opportunities } = world;
    const rows = { lead: leads, person: people, company: companies, opportunity: opportunities };
    const modified = new Map<string, number>();
    for (const [type, list] of Object.entries(rows)) {
      for (const row of list) modified.set(`${type} ${row.id}`, row.date_modified);
    }
    const edits = world.activities.filter(
      ({ type, new_value }) => type.category === 'system' && new_value === null,
    );
    for (const { parent, type, old_value, details, activity_date } of edits) {
      expect(type.id).toBe(type.name === 'Assignee Change' ? 2 : 1);
      expect([old_value, details]).toEqual([null, null]);
      expect(modified.get(`${parent.type} ${parent.id}`)).toBeGreaterThanOrEqual(activity_date);
    }
    for (const name of ['Assignee Change', 'Value Change', 'Name Change', 'Contact Type Change']) {
      expect(edits.filter(({ type }) => type.name === name).length).toBeGreaterThan(5);
    }
  });

  test('a lead’s last change of status is its status', () => {
    const leads = new Map(world.leads.map((lead) => [lead.id, lead]));
    const changes = world.activities.filter(
      ({ parent, new_value }) => parent.type === 'lead' && new_value !== null,
    );
    expect(changes.length).toBeGreaterThan(10);
    for (const { parent, new_value, old_value } of changes) {
      expect(new_value).toBe(leads.get(parent.id)?.status);
      expect(old_value).not.toBe(new_value);
    }
  });

  test('a converted lead became a deal when the deal was created, and both refer to each other', () => {
    const people = new Map(world.people.map((person) => [person.id, person]));
    const converted = world.leads.filter((lead) => lead.converted_at !== null);
    expect(converted.filter((lead) => lead.converted_opportunity_id !== null).length).toBeGreaterThan(10);
    for (const lead of converted) {
      const origin = { lead_id: lead.id, converted_timestamp: lead.converted_at };
      expect(lead.status).toBe('Qualified');
      expect(people.get(lead.converted_contact_id ?? 0)?.leads_converted_from).toContainEqual(origin);
      expect(lead.date_created).toBeLessThan(lead.converted_at ?? 0);
      if (lead.converted_opportunity_id === null) continue;
      const deal = byId.get(lead.converted_opportunity_id);
      expect(deal?.leads_converted_from).toEqual([origin]);
      expect(deal).toMatchObject({ date_created: lead.converted_at, date_lead_created: lead.date_created });
    }
  });
});

import { describe, expect, test } from 'vitest';
import { type Account, accountAt, busy, custom, feed, shared, silent, within } from './account-at.ts';

const [phoneCall, meeting, negotiation] = [190_711, 190_712, [987_792, 987_803]];
const customer = 451_491;

const plain = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, '');
const sorted = (name: string) => plain(name).split(' ').sort().join(' ');
const stem = (name: string) => name.toLowerCase().replaceAll(/^the |,? (inc\.|llc|group)$|\s/g, '');
const different = <T>(rows: readonly T[], pick: (row: T) => unknown) => new Set(rows.map(pick)).size;

/** What an answer to each of the questions people ask is made of; the number is what there must be at least. */
const needs: Record<string, (at: Account) => [found: number, least: number]> = {
  'deals over 20k closing this month without contact for 14 days': (at) => {
    const big = at.open.filter((deal) => (deal.monetary_value ?? 0) > 20_000 && silent(deal, at, 14));
    return [big.filter((deal) => within(deal.close_date, at.thisMonth, at.nextMonth)).length, 3];
  },
  'stages of deals closing this quarter': (at) => {
    const due = at.open.filter((deal) => within(deal.close_date, at.thisQuarter, at.nextQuarter));
    return [different(due, (deal) => deal.pipeline_stage_id), 8];
  },
  'deals whose probability is their stage’s': ({ open }) => [
    open.filter((deal) => deal.win_probability === null).length,
    10,
  ],
  'deals whose stage has not moved for 80 days': ({ open, now }) => [
    open.filter((deal) => deal.date_stage_changed < now - 80 * 86_400).length,
    5,
  ],
  'people at companies called Globex': ({ world }) => [
    world.people.filter((person) => person.company_name?.startsWith('Globex')).length,
    2,
  ],
  'companies called nearly the same': ({ world }) => [
    world.companies.filter(({ name }) => /^(Globex|Acme|Initech)/.test(name)).length,
    5,
  ],
  'my overdue tasks': ({ world, dana, now }) => [
    world.tasks.filter(
      (task) => task.assignee_id === dana && task.status === 'Open' && within(task.due_date, 0, now),
    ).length,
    10,
  ],
  'activities on an Initech deal': (at) => {
    const deal = at.open.find(({ name }) => name === 'Initech renewal');
    return [feed(at, 'opportunity', deal?.id).length, 4];
  },
  'my open deals': ({ open, dana }) => [open.filter((deal) => deal.assignee_id === dana).length, 20],
  'what happened with Jane at Acme': (at) => {
    const jane = at.world.people.find(({ emails }) => emails[0]?.email === 'jane@acme-robotics.example');
    return [feed(at, 'person', jane?.id).length, 3];
  },
  'Jane’s deal, and a meeting with her today': ({ world, today }) => {
    const jane = world.people.find(
      ({ name, company_name }) => name === 'Jane Cooper' && company_name === 'Acme Robotics',
    );
    const deals = world.opportunities.filter((deal) => jane && deal.primary_contact_id === jane.id);
    const due = world.tasks.filter(
      ({ related_resource: at, due_date }) => at?.id === jane?.id && due_date === today + 15 * 3600,
    );
    return [Math.min(deals.length, due.length), 1];
  },
  'sources of this week’s new leads that nobody touched': ({ world, monday }) => {
    const fresh = world.leads.filter((lead) => lead.date_created >= monday && lead.status === 'New');
    return [
      different(
        fresh.filter((lead) => lead.interaction_count === 0),
        (lead) => lead.customer_source_id,
      ),
      5,
    ];
  },
  'reps who won last quarter': (at) => [
    different(
      at.won.filter(({ id }) =>
        within(at.world.dealHistories.get(id)?.closed, at.lastQuarter, at.thisQuarter),
      ),
      (deal) => deal.assignee_id,
    ),
    5,
  ],
  'loss reasons of last quarter': (at) => [
    different(
      at.lost.filter(({ id }) =>
        within(at.world.dealHistories.get(id)?.closed, at.lastQuarter, at.thisQuarter),
      ),
      (deal) => deal.loss_reason_id,
    ),
    4,
  ],
  'sources of won deals': ({ won }) => [different(won, (deal) => deal.customer_source_id), 6],
  'open deals whose close date has passed': ({ open, today }) => [
    open.filter((deal) => within(deal.close_date, 0, today)).length,
    10,
  ],
  'deals without an open task': ({ world, open }) => [
    open.filter(({ id }) => !busy(world, 'opportunity').has(id)).length,
    50,
  ],
  'deals with an open task': ({ world, open }) => [
    open.filter(({ id }) => busy(world, 'opportunity').has(id)).length,
    20,
  ],
  'users with calls and meetings last week': ({ world, monday }) => {
    const talks = world.activities.filter(({ type }) => type.id === phoneCall || type.id === meeting);
    return [
      different(
        talks.filter(({ activity_date }) => within(activity_date, monday - 7 * 86_400, monday)),
        (one) => one.user_id,
      ),
      8,
    ];
  },
  'kinds of change in my pipeline since Monday: made, on, back, won, lost': ({ world, dana, monday }) => {
    const mine = world.opportunities.filter((deal) => deal.assignee_id === dana && deal.pipeline_is_revenue);
    const lives = mine.flatMap(({ id }) => world.dealHistories.get(id) ?? []);
    const stages = world.pipelines.flatMap((pipeline) => pipeline.stages.map(({ id }) => id));
    const changes = lives.flatMap(({ events }) => events).filter((event) => event.at >= monday);
    const kinds = changes.map((event) =>
      event.kind === 'status' ? event.to : stages.indexOf(event.to.id) > stages.indexOf(event.from.id),
    );
    const made = lives.filter(({ created }) => created >= monday).length;
    return [different(kinds, (kind) => kind) + Math.min(made, 1), 5];
  },
  'VIP customers silent for 60 days': (at) => {
    const vips = at.world.people.filter(
      ({ tags, contact_type_id: id }) => tags.includes('vip') && id === customer,
    );
    return [vips.filter((person) => silent(person, at, 60)).length, 6];
  },
  'companies in Boston without an owner': ({ world }) => [
    world.companies.filter((company) => company.address?.city === 'Boston' && company.assignee_id === null)
      .length,
    3,
  ],
  'people who are entered twice': ({ world }) => [
    shared(world.people.map((person) => `${sorted(person.name)} ${person.company_id}`)),
    12,
  ],
  'companies that are entered twice': ({ world }) => [
    shared(world.companies.map(({ name }) => stem(name))),
    12,
  ],
  'contacts at companies with open deals without e-mail or title': ({ world, open }) => {
    const selling = new Set(open.map((deal) => deal.company_id));
    const staff = world.people.filter(
      (person) => person.company_id !== null && selling.has(person.company_id),
    );
    return [staff.filter((person) => person.emails.length === 0 || !person.title).length, 30];
  },
  'deals without close date, and without value': ({ open }) => [
    Math.min(
      ...[
        open.filter((deal) => deal.close_date === null),
        open.filter((deal) => deal.monetary_value === null),
      ].map((rows) => rows.length),
    ),
    3,
  ],
  'deals in Negotiation in healthcare': (at) => {
    const talks = at.open.filter((deal) => negotiation.includes(deal.pipeline_stage_id));
    return [talks.filter((deal) => custom(at, deal, 'Industry') === 'Healthcare').length, 1];
  },
  'regions with open ARR': (at) => [
    different(
      at.open.filter((deal) => custom(at, deal, 'ARR') && custom(at, deal, 'Region')),
      (deal) => custom(at, deal, 'Region'),
    ),
    3,
  ],
  'users who talked to Initech': ({ world }) => {
    const company = world.companies.find(({ name }) => name === 'Initech');
    const staff = new Set(
      world.people.filter((person) => person.company_id === company?.id).map(({ id }) => id),
    );
    const talks = world.activities.filter(({ parent: { type, id } }) =>
      type === 'company' ? id === company?.id : type === 'person' && staff.has(id),
    );
    return [different(talks, (activity) => activity.user_id), 2];
  },
  'tags that are hardly used': ({ world }) => {
    const rows = [world.people, world.leads, world.companies, world.opportunities, world.tasks].flat();
    const tags = rows.flatMap((row) => row.tags);
    return [[...new Set(tags)].filter((tag) => tags.filter((one) => one === tag).length <= 2).length, 3];
  },
  'leads that became deals last month': ({ world, lastMonth, thisMonth }) => [
    world.leads.filter(
      (lead) => within(lead.converted_at, lastMonth, thisMonth) && lead.converted_opportunity_id !== null,
    ).length,
    3,
  ],
  'my team’s follow-ups this week': ({ world, monday }) => {
    const [team] = world.users[0]?.groups ?? [];
    const members = new Set(
      world.users.filter((user) => user.groups.some(({ id }) => id === team?.id)).map(({ id }) => id),
    );
    const due = world.tasks.filter(
      (task) => task.status === 'Open' && within(task.due_date, monday, monday + 7 * 86_400),
    );
    return [due.filter((task) => task.related_resource?.id && members.has(task.assignee_id ?? 0)).length, 5];
  },
  'deals without a primary contact': ({ open }) => [
    open.filter((deal) => deal.primary_contact_id === null).length,
    10,
  ],
  'last month’s notes on a deal': (at) => {
    const deal = at.open.find(({ name }) => name === '8 New Copy Machines');
    const notes = feed(at, 'opportunity', deal?.id).filter(
      ({ type }) => type.category === 'user' && type.id === 0,
    );
    return [notes.filter(({ activity_date }) => within(activity_date, at.lastMonth, at.thisMonth)).length, 3];
  },
  'currencies of the deals won last': ({ world, won }) => {
    const last = won.toSorted(
      (a, b) => (world.dealHistories.get(b.id)?.closed ?? 0) - (world.dealHistories.get(a.id)?.closed ?? 0),
    );
    return [
      different(
        last.slice(0, 40).filter((deal) => deal.monetary_unit !== null),
        (deal) => deal.monetary_unit,
      ),
      3,
    ];
  },
  'statuses of a pipeline that earns nothing': ({ world }) => {
    const deals = world.opportunities.filter((deal) => !deal.pipeline_is_revenue);
    return [different(deals, (deal) => deal.status), 4];
  },
  'kinds of record that an activity can be about': ({ world }) => [
    different(world.activities, ({ parent }) => parent.type),
    5,
  ],
};

describe.each([
  [1, '2026-11-23T20:00:00Z'],
  [2, '2026-11-23T08:10:00Z'],
  [3, '2026-12-31T20:00:00Z'],
  [4, '2027-01-01T09:00:00Z'],
  [1, '2027-05-09T23:00:00Z'],
])('seed %i at %s has', (seed, moment) => {
  const account = accountAt(seed, moment);
  test.each(Object.keys(needs))('%s', (question) => {
    const [found, least] = needs[question]?.(account) ?? [0, 1];
    expect(found).toBeGreaterThanOrEqual(least);
  });
});

import { describe, expect, test } from 'vitest';
import { openTestClient } from '../../test-client.ts';

/** Pages hold 25 deals. */
const client = await openTestClient({ env: { COPPER_DIALECT: 'contract' } });
const { world } = client;
const ask = (input: Record<string, unknown>) => client.error('summarize', input);

describe('what cannot be grouped by, measured or narrowed by names what can', () => {
  test.each([
    [
      { what: 'deals', by: 'ownr' },
      'unknown_name: opportunities cannot be grouped by "ownr". Nearest: owner. They can be grouped by: owner, team, name, pipeline, stage, status, source, loss_reason, company, tag, priority, Region, ',
    ],
    [
      { what: 'deals', by: 'ownr' },
      '; and by day, week, month, quarter or year of closes, last_contact, stage_since, created, modified, e.g. "closes month".',
    ],
    [{ what: 'people', by: 'stage' }, 'people cannot be grouped by "stage".'],
    [{ what: 'deals', by: 'ARR' }, 'opportunities cannot be grouped by "ARR".'],
    [{ what: 'deals', by: 'born by month' }, 'opportunities cannot be grouped by "born by month".'],
    [{ what: 'deals', by: ['owner, born'] }, 'opportunities cannot be grouped by "born".'],
    [
      { what: 'activities', by: 'stage' },
      'activities cannot be grouped by "stage". They can be grouped by: owner, team, type; and by day, week, month, quarter or year of date, created, modified',
    ],
    [
      { what: 'deals', by: ['owner', 'stage', 'source'] },
      'invalid_input: by takes at most 2, e.g. ["owner", "stage"]; make another call for the others.',
    ],
    [
      { what: 'deals', measure: 'sum ARRR' },
      'unknown_name: opportunities have no measure "sum ARRR". Nearest: ARR. Measures of opportunities: count; sum, average, min, max or median of value, weighted value, converted value, probability, interactions, ARR, Discount, Seats.',
    ],
    [
      { what: 'people', measure: 'sum value' },
      'people have no measure "sum value". Measures of people: count; sum, average, min, max or median of interactions.',
    ],
    [{ what: 'tasks', measure: 'sum' }, 'tasks have no measure "sum". The only one is count.'],
    [{ what: 'deals', measure: 'sum Region' }, 'opportunities have no measure "sum Region".'],
    [
      { what: 'people', stage: 'Negotiation' },
      'invalid_input: people cannot be narrowed by stage. They can be narrowed by: owner, type, created; and filters=["field: value"] takes name, company, owner, emails, title, city, tags, last_contact and more.',
    ],
    [
      { what: 'leads', closes: 'today' },
      'leads cannot be narrowed by closes. They can be narrowed by: owner, status, created;',
    ],
    [
      { what: 'activities', status: 'Open' },
      'activities cannot be narrowed by status. They can be narrowed by: owner, type, date; and filters=["field: value"] takes type, who, date, since, on and more.',
    ],
    [{ what: 'deals', due: 'today' }, 'opportunities cannot be narrowed by due.'],
    [
      { what: 'deals', filters: [{ name: 'stagee', value: 'x' }] },
      'There is no filter "stagee". Nearest: stage',
    ],
    [
      { what: 'deals', status: 'Opened' },
      'status cannot be "Opened"; allowed: Open, Won, Lost, Abandoned. Nearest: Open.',
    ],
    [{ what: 'tasks', status: 'Done' }, 'status cannot be "Done"; allowed: Open, Completed.'],
    [{ what: 'leads', status: 'Newish' }, 'There is no status "Newish".'],
    [{ what: 'deals', closes: 'soonish' }, '"soonish" is not a date or range of dates.'],
    [{ what: 'deals', owner: 'Jane' }, '"Jane" matches several users: Jane Park <'],
    [
      { what: 'projects' },
      'what cannot be "projects"; allowed: opportunities, leads, people, companies, tasks, activities.',
    ],
    [{ by: 'owner' }, 'what is required'],
    [{ what: 'constructor' }, 'what cannot be "constructor"; allowed: opportunities,'],
    [{ what: 'deals', by: 'constructor' }, 'opportunities cannot be grouped by "constructor".'],
    [{ what: 'deals', measure: 'constructor' }, 'opportunities have no measure "constructor"'],
    [{ what: 'deals', top: 0 }, 'top must be at least 1.'],
    [{ what: 'deals', groupBy: 'owner' }, 'There is no argument "groupBy".'],
    [
      { what: 'deals', by: 'company', max_requests: 3 },
      `invalid_input: Reading ${world.opportunities.length} opportunities takes ${Math.ceil(world.opportunities.length / 25)} requests, max_requests allows 3. Narrow the question, e.g. by owner or dates, or give max_requests=${Math.ceil(world.opportunities.length / 25)}.`,
    ],
    [
      { what: 'deals', by: 'owner', max_requests: 3 },
      `invalid_input: Counting ${world.users.length + 1} groups takes ${world.users.length + 2} requests, reading all rows ${Math.ceil(world.opportunities.length / 25)}; max_requests allows 3. Add filters, or set max_requests=${world.users.length + 2}.`,
    ],
  ])('%j', async (input, said) => {
    expect(await ask(input)).toContain(said);
  });
});

describe('what people say in other words', () => {
  const same = async (input: Record<string, unknown>, other: Record<string, unknown>) => {
    const [one, two] = [await client.call('summarize', input), await client.call('summarize', other)];
    expect(one.isError).toBe(false);
    const head = /; (?:read|counted).*/;
    expect(two.text.replace(head, '')).toBe(one.text.replace(head, ''));
  };
  test.each([
    [{ what: 'opportunities' }, { what: 'Deal' }],
    [{ what: 'people' }, { what: 'contacts' }],
    [
      { what: 'tasks', by: ['owner'] },
      { what: 'task', by: 'assignee' },
    ],
    [
      { what: 'activities', by: ['who'] },
      { what: 'activities', by: 'owner' },
    ],
    [
      { what: 'companies', by: ['type'] },
      { what: 'companies', by: '["contact_type"]' },
    ],
    [
      { what: 'deals', by: ['loss_reason'] },
      { what: 'deals', by: 'Loss Reason' },
    ],
    [
      { what: 'deals', measure: ['sum value'] },
      { what: 'deals', measure: 'total deal value' },
    ],
    [
      { what: 'deals', measure: ['sum value'] },
      { what: 'deals', measure: 'value' },
    ],
    [
      { what: 'deals', measure: ['sum value'] },
      { what: 'deals', measure: ['count', 'sum'] },
    ],
    [
      { what: 'deals', measure: ['average value'] },
      { what: 'deals', measure: 'mean of the deal size' },
    ],
    [
      { what: 'deals', measure: ['weighted value'] },
      { what: 'deals', measure: 'weighted sum' },
    ],
    [
      { what: 'deals', measure: ['sum ARR'] },
      { what: 'deals', measure: 'sum(arr)' },
    ],
    [
      { what: 'deals', measure: ['sum ARR'] },
      { what: 'deals', measure: 'ARR' },
    ],
    [
      { what: 'deals', measure: ['average Discount'] },
      { what: 'deals', measure: 'Discount' },
    ],
    [
      { what: 'deals', measure: ['average probability'] },
      { what: 'deals', measure: 'win probability' },
    ],
    [{ what: 'deals' }, { what: 'deals', measure: 'number of deals' }],
  ])('%j is %j', same);
});

describe('each kind is narrowed as its search is', () => {
  const since = Date.parse('2026-10-01T00:00:00-07:00') / 1000;
  const dana = 137_658;
  test.each([
    [
      'people',
      { owner: 'me', created: '2026-10-01..' },
      world.people.filter((one) => one.assignee_id === dana && one.date_created >= since).length,
    ],
    [
      'companies',
      { created: '2026-10-01..' },
      world.companies.filter((one) => one.date_created >= since).length,
    ],
    [
      'companies',
      { type: ['Partner'] },
      world.companies.filter(
        (one) => one.contact_type_id === world.contactTypes.find(({ name }) => name === 'Partner')?.id,
      ).length,
    ],
    [
      'people',
      { type: ['Partner'] },
      world.people.filter(
        (one) => one.contact_type_id === world.contactTypes.find(({ name }) => name === 'Partner')?.id,
      ).length,
    ],
    [
      'tasks',
      { status: 'open', owner: 'none' },
      world.tasks.filter((one) => one.status === 'Open' && one.assignee_id === null).length,
    ],
    ['tasks', { created: '2026-10-01..' }, world.tasks.filter((one) => one.date_created >= since).length],
    [
      'activities',
      { owner: 'Dana', date: '2026-10-01..' },
      world.activities.filter((one) => one.user_id === dana && one.activity_date >= since).length,
    ],
    [
      'opportunities',
      {
        filters: [
          { name: 'tags', value: 'vip' },
          { name: 'Seats', min: '50' },
        ],
      },
      world.opportunities.filter((one) => {
        const seats = world.customFields.find(({ name }) => name === 'Seats')?.id;
        return (
          one.tags.includes('vip') &&
          one.custom_fields.some(
            (slot) => slot.custom_field_definition_id === seats && Number(slot.value ?? 0) >= 50,
          )
        );
      }).length,
    ],
  ])('%s %j', async (what, input, count) => {
    expect(count).toBeGreaterThan(0);
    expect((await client.call('summarize', { what, ...input })).text).toContain(`\ncount: ${count}`);
  });
});

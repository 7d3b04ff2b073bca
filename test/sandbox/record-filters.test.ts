import { describe, expect, test } from 'vitest';
import type { Lead, Person, Task } from '../../src/sandbox/sandbox.ts';
import { found, idsOf, NOW, post, sandboxAt } from './ask.ts';

const sandbox = sandboxAt();
const { world } = sandbox;
const DAY = 86_400;
const now = Math.floor(NOW / 1000);
const visibleLeads = world.leads.filter((lead) => lead.converted_at === null);

describe('leads, people, tasks', () => {
  const leads: [object, (lead: Lead) => boolean][] = [
    [{ city: 'boston' }, (lead) => lead.address?.city === 'Boston'],
    [
      { country: 'us', status_ids: [208_231] },
      (lead) => lead.address?.country === 'US' && lead.status === 'New',
    ],
    [{ customer_source_ids: [-2] }, (lead) => lead.customer_source_id === null],
    [{ minimum_created_date: now - 7 * DAY }, (lead) => lead.date_created >= now - 7 * DAY],
  ];
  test.each(leads)('leads %j', async (body, expected) => {
    expect(await found(sandbox, '/leads/search', body)).toEqual(idsOf(visibleLeads.filter(expected)));
  });

  test('converted leads are hidden unless asked for', async () => {
    expect(visibleLeads.length).toBeLessThan(400);
    expect((await found(sandbox, '/leads/search', {})).length).toBe(visibleLeads.length);
    expect((await found(sandbox, '/leads/search', { include_converted_leads: true })).length).toBe(400);
  });

  const people: [object, (person: Person) => boolean][] = [
    [{ company_ids: [-2] }, (person) => person.company_id === null],
    [
      { name: { value: 'jane', special_value: [{ type: 'partial' }] } },
      (person) => /jane/i.test(person.name),
    ],
    [{ title: 'ceo' }, (person) => person.title === 'CEO'],
    [
      { tags: ['vip'], maximum_interaction_date: now - 60 * DAY },
      ({ tags, date_last_contacted: at }) => tags.includes('vip') && at !== null && at <= now - 60 * DAY,
    ],
  ];
  test.each(people)('people %j', async (body, expected) => {
    expect(await found(sandbox, '/people/search', body)).toEqual(idsOf(world.people.filter(expected)));
  });

  const tasks: [object, (task: Task) => boolean][] = [
    [
      { statuses: ['Open'], maximum_due_date: now },
      (task) => task.status === 'Open' && task.due_date !== null && task.due_date <= now,
    ],
    [{ minimum_close_date: now - 9 * DAY }, (task) => task.date_created >= now - 9 * DAY],
    [{ minimum_created_date: now - 9 * DAY }, (task) => task.date_created >= now - 9 * DAY],
    [{ phrase: { value: 'call', special_value: [{ type: 'partial' }] } }, (task) => /call/i.test(task.name)],
    [{ minimum_completed_date: now - 7 * DAY }, (task) => (task.completed_date ?? 0) >= now - 7 * DAY],
  ];
  test.each(tasks)('tasks %j', async (body, expected) => {
    expect(await found(sandbox, '/tasks/search', body)).toEqual(idsOf(world.tasks.filter(expected)));
  });

  test('people of a deal, tasks of a record', async () => {
    const deal = world.opportunities.find((one) => one.primary_contact_id !== null);
    const people = await found(sandbox, '/people/search', { opportunity_ids: [deal?.id] });
    expect(people).toContain(deal?.primary_contact_id);
    const task = world.tasks.find((one) => one.related_resource?.id);
    const { related_resource } = task ?? {};
    expect(await found(sandbox, '/tasks/search', { related_resource })).toContain(task?.id);
  });

  test('companies by domain and by last contact', async () => {
    expect(
      (await post(sandbox, '/companies/search', { email_domains: ['Initech.example'] })).body.length,
    ).toBeLessThan(2);
    const limit = now - 20 * DAY;
    const contacted = world.companies.filter(({ id }) => (world.companyContact.get(id) ?? 0) >= limit);
    expect(await found(sandbox, '/companies/search', { minimum_interaction_date: limit })).toEqual(
      idsOf(contacted),
    );
  });
});

test('an id is positive', async () => {
  expect((await post(sandbox, '/people/search', { ids: [0] })).status).toBe(422);
  expect((await post(sandbox, '/people/search', { ids: [-1] })).status).toBe(422);
  expect((await post(sandbox, '/people/search', { assignee_ids: [-1] })).status).toBe(422);
});

describe('phone numbers', () => {
  const digits = (person: Person): string[] =>
    person.phone_numbers.map(({ number }) => number.replace(/\D/g, ''));
  const ending = (end: string): number[] =>
    idsOf(world.people.filter((person) => digits(person).some((number) => number.endsWith(end))));

  test('few digits are a suffix, many forgive six leading ones', async () => {
    const [number = ''] = world.people.flatMap(digits);
    expect(await found(sandbox, '/people/search', { phone_number: number.slice(-4) })).toEqual(
      ending(number.slice(-4)),
    );
    const foreign = `+1 (${number.slice(0, 3)}) ${number.slice(3)}`;
    expect(await found(sandbox, '/people/search', { phone_number: foreign })).toEqual(
      ending(number.slice(-6)),
    );
    const strict = { value: `1${number}`, match: 'partial' };
    expect(await found(sandbox, '/people/search', { phone_number: strict })).toEqual(ending(`1${number}`));
  });
});

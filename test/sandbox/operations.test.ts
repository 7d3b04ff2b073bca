import { describe, expect, test } from 'vitest';
import { get, post, type Row, sandboxAt } from './ask.ts';

const sandbox = sandboxAt();
const { world } = sandbox;
const deal = world.opportunities[0];
const person = world.people[0];
const company = world.companies[0];
const lead = world.leads[0];

describe('the 27 operations', () => {
  test.each([
    '/users/search',
    '/leads/search',
    `/leads/${lead?.id}/activities`,
    '/people/search',
    `/people/${person?.id}/activities`,
    '/companies/search',
    `/companies/${company?.id}/activities`,
    `/opportunities/${deal?.id}/activities`,
    '/opportunities/search',
    '/tasks/search',
    '/activities/search',
  ])('POST %s gives an array with its total', async (path) => {
    const { status, body, headers } = await post(sandbox, path);
    expect(status).toBe(200);
    expect(body.length).toBe(Math.min(20, Number(headers.get('x-pw-total'))));
  });

  test.each([
    '/customer_sources',
    '/lead_statuses',
    '/contact_types',
    '/loss_reasons',
    '/pipelines',
    '/pipeline_stages',
    '/tags',
    '/custom_activity_types',
    '/custom_field_definitions',
    '/field_layouts/by_entity/people',
    `/companies/${company?.id}/related`,
    `/companies/${company?.id}/related/people`,
  ])('GET %s gives a plain array without a total', async (path) => {
    const { status, body, headers } = await get<Row[]>(sandbox, path);
    expect(status).toBe(200);
    expect(body.length).toBeGreaterThan(0);
    expect(headers.has('x-pw-total')).toBe(false);
  });

  test('single records', async () => {
    expect((await get<Row>(sandbox, '/users/me')).body.name).toBe('Jane Park');
    expect((await get<Row>(sandbox, '/users/137658')).body.name).toBe('Dana Li');
    expect((await get<Row>(sandbox, `/opportunities/${deal?.id}`)).body.name).toBe('8 New Copy Machines');
    const email = person?.emails[0]?.email.toUpperCase();
    expect((await post<Row>(sandbox, '/people/fetch_by_email', { email })).body.id).toBe(person?.id);
  });

  test('activity types come by category, or flat', async () => {
    const { body } = await get<{ user: Row[]; system: Row[] }>(sandbox, '/activity_types');
    expect(body.user[0]).toMatchObject({ id: 0, name: 'Note' });
    expect(body.system.map((type) => type.id)).toEqual([1, 3]);
    const flat = await get<Row[]>(sandboxAt({ activityTypes: 'flat' }), '/activity_types');
    expect(flat.body.length).toBe(body.user.length + body.system.length);
  });
});

test('pipeline stages without a probability have null, or nothing in the contract', async () => {
  const stage = async (names: 'both' | 'contract') =>
    (await get<Row[]>(sandboxAt({ names }), '/pipeline_stages')).body.find(({ id }) => id === 987_811);
  const kickoff = { id: 987_811, name: 'Kickoff', pipeline_id: 213_230 };
  expect(await stage('both')).toEqual({ ...kickoff, win_probability: null });
  expect(await stage('contract')).toEqual(kickoff);
});

describe('tags', () => {
  test('counts add up and the most used come first', async () => {
    const { body } = await get<Record<string, number>[]>(sandbox, '/tags?sort_by=count');
    const counts = body.map((tag) => tag.count ?? 0);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    const vip = body.find((tag) => String(tag.name) === 'vip');
    const { people, leads, companies, opportunities, tasks, projects } = world;
    const all = [people, leads, companies, opportunities, tasks, projects].flat();
    expect(vip?.count).toBe(all.filter((row) => row.tags.includes('vip')).length);
    expect(vip?.count_people).toBe(people.filter((row) => row.tags.includes('vip')).length);
  });

  test('names alone continue after the last one', async () => {
    const { body } = await get<string[]>(sandbox, '/tags?tag_names_only=true');
    const rest = await get<string[]>(sandbox, `/tags?tag_names_only=true&last_tag_value=${body[4]}`);
    expect(rest.body).toEqual(body.slice(5));
    expect((await get(sandbox, '/tags?sort_by=size')).status).toBe(422);
  });
});

describe('related items', () => {
  test('hold in both directions and only between kinds that go together', async () => {
    const { body } = await get<Row[]>(sandbox, `/people/${person?.id}/related/companies`);
    expect(body).toEqual([{ id: person?.company_id, type: 'company' }]);
    const back = await get<Row[]>(sandbox, `/companies/${person?.company_id}/related/people`);
    expect(back.body).toContainEqual({ id: person?.id, type: 'person' });
    expect((await get(sandbox, `/leads/${lead?.id}/related/people`)).body).toMatchObject({
      status: 422,
      message: 'Resources are not related',
    });
    expect((await get(sandbox, `/people/${person?.id}/related/invoices`)).status).toBe(404);
    expect((await get(sandbox, '/people/1/related')).status).toBe(404);
  });

  const entities = ['leads', 'people', 'companies', 'opportunities', 'projects', 'tasks'] as const;
  test.each([
    ['leads', ['tasks']],
    ['people', ['companies', 'opportunities', 'projects', 'tasks']],
    ['companies', ['people', 'opportunities', 'projects', 'tasks']],
    ['opportunities', ['people', 'companies', 'projects', 'tasks']],
    ['projects', ['people', 'companies', 'opportunities', 'tasks']],
    ['tasks', ['leads', 'people', 'companies', 'opportunities', 'projects']],
  ] as const)('of %s can be %j', async (list, expected) => {
    const path = `/${list}/${world[list][0]?.id}/related`;
    const statuses = await Promise.all(
      entities.map(async (other) => (await get(sandbox, `${path}/${other}`)).status),
    );
    expect(entities.filter((_, index) => statuses[index] === 200)).toEqual(expected);
    expect(new Set(statuses)).toEqual(new Set([200, 422]));
  });

  test('a task has at most one', async () => {
    for (const { id } of world.tasks.slice(0, 20)) {
      const { body } = await get<Row[]>(sandbox, `/tasks/${id}/related`);
      expect(body.length).toBeLessThanOrEqual(1);
    }
  });
});

describe('field layouts', () => {
  test('of opportunities differ by pipeline, which must be named', async () => {
    const path = '/field_layouts/by_entity/opportunities';
    expect((await get(sandbox, path)).status).toBe(422);
    expect((await get(sandbox, `${path}?pipeline_id=1`)).status).toBe(404);
    const { body } = await get<Row[]>(sandbox, `${path}?pipeline_id=213214`);
    const required = body.filter((field) => field.required).map((field) => field.field_label);
    expect(required).toEqual(['Name', 'Close Date', 'Value', 'Region']);
    expect(body.find((field) => field.field_label === 'Region')?.field_key).toBe('cf_400101');
    const requiredIn = async (pipeline: string) =>
      (await get<Row[]>(sandbox, `${path}?pipeline_id=${pipeline}`)).body
        .filter((field) => field.required)
        .map((field) => field.field_label);
    expect(await requiredIn('213221')).toEqual([
      ...['Name', 'Primary Contact', 'Close Date', 'Value', 'Region', 'Products'],
    ]);
    expect(await requiredIn('213230')).toEqual(['Name']);
    expect((await get(sandbox, '/field_layouts/by_entity/invoices')).status).toBe(404);
  });

  test('hold built-in fields, custom fields and apps', async () => {
    const { body } = await get<Row[]>(sandbox, '/field_layouts/by_entity/companies');
    const types = body.map((field) => field.field_type);
    expect(types.filter((type) => type === 'embedded_app_field')).toHaveLength(1);
    expect(types.filter((type) => type === 'custom_field')).toHaveLength(
      world.customFields.filter((field) => field.available_on.includes('company')).length,
    );
    expect(body.filter((field) => !field.enabled).map((field) => field.field_label)).toEqual(['Social']);
    const people = await get<Row[]>(sandbox, '/field_layouts/by_entity/people');
    expect(people.body.map((field) => field.field_type)).not.toContain('embedded_app_field');
  });
});

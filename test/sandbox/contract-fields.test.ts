import { expect, test } from 'vitest';
import { operations } from '../contract/contract.ts';
import { validate } from '../contract/validate.ts';
import { get, post, sandboxAt } from './ask.ts';

const letter = sandboxAt({
  names: 'contract',
  shape: 'envelope',
  closeDate: 'seconds',
  activityTypes: 'flat',
  fields: 'contract',
});
const { world } = letter;

const values: Readonly<Record<string, string | number>> = {
  '/users/{id}': 137_658,
  '/leads/{id}/activities': world.leads[0]?.id ?? 0,
  '/people/{id}/activities': world.people[0]?.id ?? 0,
  '/companies/{id}/activities': world.companies[0]?.id ?? 0,
  '/opportunities/{id}': world.opportunities[0]?.id ?? 0,
  '/opportunities/{id}/activities': world.opportunities[0]?.id ?? 0,
};

const bodies: Readonly<Record<string, object>> = {
  '/people/fetch_by_email': { email: world.people.find(({ emails }) => emails.length > 0)?.emails[0]?.email },
};

const addressOf = (path: string) =>
  path
    .replace('{id}', String(values[path]))
    .replace('{entity_type}/{entity_id}', `companies/${world.companies[0]?.id}`)
    .replace('{related_entity_type}', 'people')
    .replace('{entity_type}', 'people');

test.each(operations.map((one) => [one.operationId, one] as const))(
  '%s has no field that the contract does not list',
  async (_, { method, path, reply }) => {
    const address = addressOf(path);
    const { status, body } =
      method === 'GET'
        ? await get(
            letter,
            `${address}${path === '/opportunities/{id}' ? '?custom_field_computed_values=true' : ''}`,
          )
        : await post<unknown>(letter, address, bodies[path] ?? {});
    expect(status).toBe(200);
    // Types and enums are held against the contract elsewhere: here only what is listed counts.
    const told = validate(reply, body, { at: 'reply', unknownKeys: 'refuse' });
    expect(told.filter((problem) => /unknown/.test(problem))).toEqual([]);
  },
);

test('without the option, replies have what was recorded', async () => {
  const [recorded] = (await post(sandboxAt(), '/opportunities/search', { page_size: 1 })).body;
  const [listed] = (await post(sandboxAt({ fields: 'contract' }), '/opportunities/search', { page_size: 1 }))
    .body;
  expect(recorded).toHaveProperty('date_last_contacted');
  expect(recorded).toHaveProperty('date_stage_changed');
  expect(
    Object.keys(recorded ?? {})
      .filter((name) => !Object.keys(listed ?? {}).includes(name))
      .sort(),
  ).toEqual([
    'converted_unit',
    'converted_value',
    'date_last_contacted',
    'date_lead_created',
    'date_stage_changed',
    'leads_converted_from',
    'monetary_unit',
  ]);
});

test('a field that is not listed is not returned where it is asked for, and can still be searched by', async () => {
  const { body } = await post<{ data: object[] }>(letter, '/opportunities/search', {
    fields: ['id', 'date_last_contacted'],
    page_size: 1,
    maximum_interaction_date: Math.floor(Date.now() / 1000),
  });
  const [row] = body.data;
  expect(Object.keys(row ?? {})).toEqual(['id']);
});

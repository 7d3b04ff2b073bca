import { describe, expect, test } from 'vitest';
import { judgeReply } from '../contract/judge.ts';
import { get, post, type Row, sandboxAt, walk } from './ask.ts';

const documented = sandboxAt({ names: 'documented' });
const contract = sandboxAt({ names: 'contract' });
const both = sandboxAt();

const ONLY_CONTRACT = [
  ['/opportunities/search', { statuses: ['Open'] }],
  ['/opportunities/search', { priorities: ['High'] }],
  ['/opportunities/search', { minimum_date_stage_changed: 1 }],
  ['/opportunities/search', { fields: ['id'] }],
  ['/people/search', { phone_numbers: ['5550100'] }],
  ['/people/search', { minimum_modified_date: 1 }],
  ['/companies/search', { email_domain: 'initech.example' }],
  ['/leads/search', { company_name: 'Initech' }],
  ['/tasks/search', { name: 'x' }],
  ['/tasks/search', { maximum_close_date: 1 }],
  ['/activities/search', { user_ids: [1] }],
] as const;

const ONLY_DOCUMENTED = [
  ['/opportunities/search', { status_ids: [0] }],
  ['/opportunities/search', { priority_ids: [3] }],
  ['/opportunities/search', { maximum_stage_change_date: 1 }],
  ['/opportunities/search', { sort_by: 'close_date' }],
  ['/people/search', { phone_number: '5550100' }],
  ['/people/search', { sort_by: 'first_name', sort_direction: 'desc' }],
  ['/tasks/search', { ids: [1] }],
  ['/tasks/search', { minimum_created_date: 1 }],
  ['/opportunities/2827698/activities', { activity_types: [{ id: 3, category: 'system' }] }],
] as const;

describe('which names are known', () => {
  test.each(ONLY_CONTRACT)('%s %j is the contract’s', async (path, body) => {
    expect((await post(contract, path, body)).status).toBe(200);
    expect((await post(both, path, body)).status).toBe(200);
    expect(await post(documented, path, body)).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('Unrecognized attributes specified') },
    });
  });

  test.each(ONLY_DOCUMENTED)('%s %j is the documentation’s', async (path, body) => {
    expect((await post(documented, path, body)).status).toBe(200);
    expect((await post(both, path, body)).status).toBe(200);
    expect((await post(contract, path, body)).status).toBe(422);
  });

  test('both names find the same deals', async () => {
    const words = await post(both, '/opportunities/search', { statuses: ['Won'] });
    const numbers = await post(both, '/opportunities/search', { status_ids: [1] });
    expect(numbers.body).toEqual(words.body);
    expect(numbers.headers.get('x-pw-total')).toBe(words.headers.get('x-pw-total'));
  });
});

describe('pages of each profile', () => {
  test.each([
    ['/leads/search', 25, 25],
    ['/people/search', 25, 25],
    ['/opportunities/search', 25, 25],
    ['/companies/search', 50, 200],
    ['/tasks/search', 50, 200],
    ['/activities/search', 50, 200],
  ])('%s: the contract gives %i, at most %i', async (path, usual, most) => {
    expect((await post(contract, path)).body.length).toBe(usual);
    expect((await post(contract, path, { page_size: 500 })).body.length).toBe(most);
    expect((await post(documented, path)).body.length).toBe(20);
    expect((await post(documented, path, { page_size: 500 })).body.length).toBe(200);
  });
});

describe('shapes', () => {
  test('the envelope', async () => {
    const sandbox = sandboxAt({ shape: 'envelope' });
    const { body } = await post<{ data: Row[] }>(sandbox, '/companies/search', { page_number: '2' });
    expect(body).toMatchObject({ page_number: 2, total: 300 });
    expect(body.data.length).toBe(20);
    expect(Array.isArray((await get(sandbox, '/pipelines')).body)).toBe(true);
  });

  test('an array without its total', async () => {
    const { headers } = await post(sandboxAt({ totals: false }), '/companies/search');
    expect(headers.has('x-pw-total')).toBe(false);
  });

  test.each([
    ['m/d/y', '12/15/2026'],
    ['d/m/y', '15/12/2026'],
    ['seconds', 1_797_321_600],
  ] as const)('close dates as %s', async (closeDate, expected) => {
    const { body } = await get<Row>(sandboxAt({ closeDate }), '/opportunities/2827698');
    expect(body.close_date).toBe(expected);
  });

  test('a lead’s e-mail as an object or a list', async () => {
    const { email } =
      both.world.leads.find((lead) => lead.email !== null && lead.converted_at === null) ?? {};
    const emails = email?.email;
    expect((await post(both, '/leads/search', { emails })).body[0]?.email).toEqual(email);
    const listed = sandboxAt({ leadEmail: 'array' });
    expect((await post(listed, '/leads/search', { emails })).body[0]?.email).toEqual([email]);
  });

  test.each([
    ['searchOpportunities', '/opportunities/search', 25],
    ['searchActivities', '/activities/search', 200],
  ])('the contract profile answers %s within the contract, row by row', async (operation, path, size) => {
    const strict = sandboxAt({ names: 'contract', closeDate: 'seconds' });
    const rows = await walk(strict, path, {}, size);
    expect(rows.length).toBeGreaterThan(500);
    expect(judgeReply(operation, rows, { array: true })).toEqual([]);
  });

  test('the contract profile keeps the contract’s types', async () => {
    const { body } = await post(contract, '/people/search', { page_size: 25 });
    const { custom_fields: _, ...rest } = body[0] ?? { id: 0 };
    expect(JSON.stringify(rest)).not.toContain('null');
    const person = contract.world.people.find((one) => one.leads_converted_from.length > 0);
    const found = await post(contract, '/people/search', { ids: [person?.id] });
    expect(found.body[0]?.leads_converted_from).toEqual([person?.leads_converted_from[0]?.lead_id]);
  });
});

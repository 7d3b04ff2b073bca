import { describe, expect, test } from 'vitest';
import { BASE, get, KEY, post, sandboxAt } from './ask.ts';

const sandbox = sandboxAt();

describe('authentication', () => {
  const { 'X-PW-AccessToken': _, ...noKey } = KEY;
  test.each([
    ['nothing', {}],
    ['no key', noKey],
    ['another application', { ...KEY, 'X-PW-Application': 'mine' }],
    ['an unknown e-mail', { ...KEY, 'X-PW-UserEmail': 'nobody@example.com' }],
    ['an empty token', { Authorization: 'Bearer ' }],
  ])('%s is a 401', async (_name, headers) => {
    const { status, body } = await get(sandbox, '/users/me', headers);
    expect(status).toBe(401);
    expect(body).toEqual({ success: false, status: 401, message: 'Unauthorized' });
  });

  test('a bearer token is the first user, an e-mail is read in any case', async () => {
    const { body } = await get(sandbox, '/users/me', { Authorization: 'Bearer abc' });
    expect(body).toMatchObject({ name: 'Dana Li' });
    const shouted = await get(sandbox, '/users/me', { ...KEY, 'X-PW-UserEmail': 'DANA.LI@EXAMPLE.COM' });
    expect(shouted.body).toMatchObject({ name: 'Dana Li' });
  });

  test('only listed credentials, when there is a list', async () => {
    const strict = sandboxAt({ credentials: ['good'] });
    expect((await get(strict, '/users/me')).status).toBe(401);
    expect((await get(strict, '/users/me', { Authorization: 'Bearer good' })).status).toBe(200);
  });
});

describe('what does not exist', () => {
  test.each([
    ['/opportunities/1', 'GET'],
    ['/users/1', 'GET'],
    ['/leads/1/activities', 'POST'],
  ])('a missing record, %s', async (path, method) => {
    const ask = method === 'GET' ? get : post;
    const resource = { success: false, status: 404, message: 'Resource not found' };
    expect(await ask(sandbox, path)).toMatchObject({ status: 404, body: resource });
    const bare = await ask(sandboxAt({ notFound: 'bare' }), path);
    expect(bare).toMatchObject({ status: 404, body: { error: 'not_found' } });
  });

  test('an unrouted path, a wrong method, a wrong base', async () => {
    expect(await get(sandbox, '/invoices')).toMatchObject({ status: 404, body: { error: 'not_found' } });
    expect((await get(sandbox, '/opportunities/search/x')).status).toBe(404);
    expect((await post(sandbox, '/pipelines')).status).toBe(404);
    const response = await sandbox.send(new Request(new URL('/v1/pipelines', BASE)));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  test('an unknown e-mail is a 404, a blank one a 422', async () => {
    expect((await post(sandbox, '/people/fetch_by_email', { email: 'x@y.example' })).status).toBe(404);
    expect((await post(sandbox, '/people/fetch_by_email', {})).body).toMatchObject({
      message: "Invalid input: Validation errors: Email: can't be blank",
    });
  });
});

describe('what is refused', () => {
  test('unknown attributes, all of them, with Copper’s recorded message', async () => {
    const { status, body } = await post(sandbox, '/people/search', { pageSize: 1, page_size: 2, url: 'x' });
    expect(status).toBe(422);
    expect(body).toEqual({
      success: false,
      status: 422,
      message:
        'Invalid input: Validation errors: Base: Unrecognized attributes specified: pageSize\nBase: Unrecognized attributes specified: url',
    });
  });

  test.each([
    ['/people/search', { company_ids: ['test'] }],
    ['/people/search', { contact_type_ids: [-2] }],
    ['/opportunities/search', { statuses: ['Pending'] }],
    ['/opportunities/search', { minimum_created_date: 1_795_000_000_000 }],
    ['/opportunities/search', { minimum_monetary_value: 'much' }],
    ['/opportunities/search', { sort_by: 'shoe_size' }],
    ['/opportunities/search', { sort_direction: 'up' }],
    ['/opportunities/search', { page_number: 0 }],
    ['/opportunities/search', { constructor: 1 }],
    ['/leads/search', { name: { value: 'x', special_value: [{ type: 'partial' }] } }],
    ['/leads/search', { followed: 3 }],
    ['/activities/search', { activity_types: [{ id: 0 }] }],
    ['/activities/search', { parent: { id: 1, type: 'invoice' } }],
  ])('%s %j is a 422', async (path, body) => {
    expect((await post(sandbox, path, body)).status).toBe(422);
  });

  test('a bad id with Copper’s recorded message', async () => {
    expect((await post(sandbox, '/people/search', { company_ids: ['test'] })).body).toMatchObject({
      message:
        'Invalid input: Validation errors: Company Id: Invalid value for Company Id: IDs must be positive integers: test',
    });
  });

  test('broken JSON, and a GET with a body', async () => {
    const broken = new Request(`${BASE}/leads/search`, { method: 'POST', headers: KEY, body: '{' });
    expect((await sandbox.send(broken)).status).toBe(400);
    const { status, headers } = await get(sandbox, '/pipelines', { ...KEY, 'content-length': '2' });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('text/html');
  });

  test('leads, when they are switched off', async () => {
    const without = sandboxAt({ leads: false });
    for (const { status, body } of [
      await post<unknown>(without, '/leads/search'),
      await post<unknown>(without, '/leads/8900001/activities'),
      await get(without, '/lead_statuses'),
    ]) {
      expect(status).toBe(403);
      expect(body).toMatchObject({ message: 'Feature not enabled' });
    }
    expect((await post(without, '/people/search')).status).toBe(200);
  });

  test("errors in the contract's form", async () => {
    const strict = sandboxAt({ errors: 'contract' });
    expect((await get(strict, '/users/1')).body).toEqual({
      error: { code: 'NOT_FOUND', message: 'Resource not found' },
    });
  });
});

test.each([0, '0', [0], [0, 1], -1, 'x', 1.5])('ids are positive: %j is a 422', async (ids) => {
  const { status, body } = await post(sandbox, '/opportunities/search', { ids });
  expect(status).toBe(422);
  expect(JSON.stringify(body)).toContain('IDs must be positive integers');
});

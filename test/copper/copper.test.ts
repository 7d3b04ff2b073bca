import { expect, test } from 'vitest';
import { type CopperClientOptions, createCopperClient } from '../../src/copper/copper.ts';
import type { JsonValue } from '../../src/tool/json.ts';
import type { CopperRequest, RequestOptions } from '../../src/tool/request.ts';
import { startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';

/** An account whose server answers by path, with what it was asked. */
function account(
  answer: (path: string, body: Record<string, unknown>) => JsonValue,
  more: Partial<CopperClientOptions> = {},
) {
  const clock = manualClock();
  const asked: string[] = [];
  const bodies: Record<string, unknown>[] = [];
  const copper = createCopperClient({
    fetch: async (request) => {
      const path = new URL(request.url).pathname.replace('/developer_api/v1', '');
      const body: Record<string, unknown> = JSON.parse((await request.text()) || '{}');
      asked.push(path);
      bodies.push(body);
      await clock.sleep(10, request.signal);
      const reply = answer(path, body);
      return reply === null ? new Response('{}', { status: 403 }) : Response.json(reply);
    },
    baseUrl: 'https://api.copper.test/developer_api/v1',
    credentials: { kind: 'bearer', token: 'x' },
    version: '0.0.0',
    dialect: 'auto',
    rateLimit: 180,
    maxWaitMs: 20_000,
    clock,
    random: () => 0.5,
    ...more,
  });
  const call: RequestOptions = { signal: new AbortController().signal, priority: 'interactive' };
  const done = async <T>(promise: Promise<T>): Promise<T> => {
    let open = true;
    const close = () => {
      open = false;
    };
    promise.then(close, close);
    for (await clock.settle(); open; await clock.settle()) if (clock.sleepers() > 0) await clock.skip();
    return promise;
  };
  const ask = (request: CopperRequest) => done(copper.ask(request, call));
  const notes: string[] = [];
  const names = () => copper.names(call, (text) => void notes.push(text));
  return { copper, clock, asked, bodies, ask, done, call, names, notes };
}
const people: CopperRequest = { operation: 'searchPeople', body: { name: 'a' } };
const pipelines: CopperRequest = { operation: 'listPipelines' };

test('equal questions under way are asked once; different ones are not', async () => {
  const { copper, call, done, asked } = account(() => []);
  const other = { ...people, body: { name: 'b' } };
  const replies = await done(Promise.all([people, { ...people }, other].map((one) => copper.ask(one, call))));
  expect(asked).toHaveLength(2);
  expect(replies).toMatchObject([{ data: [] }, { data: [] }, { data: [] }]);
});

test('a search is sent every time, a lookup is cached for ten minutes', async () => {
  const { ask, asked, clock } = account(() => []);
  for (const one of [people, people, pipelines, pipelines]) await ask(one);
  expect(asked).toEqual(['/people/search', '/people/search', '/pipelines']);
  await clock.advance(599_000);
  await ask(pipelines);
  expect(asked).toHaveLength(3);
  await clock.advance(1_000);
  await ask(pipelines);
  expect(asked).toHaveLength(4);
});

test('reader are cached by what they ask for', async () => {
  const { ask, asked } = account((path) => ({ id: 1, name: path }));
  const first = await ask({ operation: 'getUser', path: { id: 1 } });
  expect(await ask({ operation: 'getUser', path: { id: 2 } })).not.toEqual(first);
  expect(await ask({ operation: 'getUser', path: { id: 1 } })).toEqual(first);
  expect(asked).toEqual(['/users/1', '/users/2']);
});

test('a failed lookup is not cached', async () => {
  let open = false;
  const { ask, asked } = account(() => (open ? [] : null));
  await expect(ask(pipelines)).rejects.toMatchObject({ kind: 'forbidden' });
  open = true;
  expect(await ask(pipelines)).toMatchObject({ data: [] });
  expect(asked).toHaveLength(2);
});

test('two accounts share nothing', async () => {
  const [one, other] = [account(() => [{ id: 1 }]), account(() => [{ id: 2 }])];
  expect(await one.ask(pipelines)).not.toEqual(await other.ask(pipelines));
});

test('an unknown name causes a list older than 30 s to be read again, but not a younger one', async () => {
  const rows = [{ id: 1, name: 'Referral' }];
  const { names, done, asked, clock } = account(() => [...rows]);
  const find = (text: string) => done(names().find('source', [text]));
  expect(await find('referral')).toHaveLength(1);
  rows.push({ id: 2, name: 'Fair' });
  await expect(find('fair')).rejects.toMatchObject({ kind: 'unknown_name' });
  expect(asked).toHaveLength(1);
  await clock.advance(30_000);
  expect(await find('referral')).toHaveLength(1);
  expect(asked).toHaveLength(1);
  expect(await find('fair')).toMatchObject([{ id: 2 }]);
  expect(asked).toHaveLength(2);
});

test('a list with pages is read to its end, also where the server holds fewer rows a page', async () => {
  const users = Array.from({ length: 60 }, (_, at) => ({ id: at + 1, name: `User ${at + 1}` }));
  const { names, done, bodies } = account((_, { page_number: page, page_size: size }) => {
    const given = Math.min(Number(size), 25);
    const start = (Number(page) - 1) * given;
    return { page_number: Number(page), total: 60, data: users.slice(start, start + given) };
  });
  expect(await done(names().all('user'))).toHaveLength(60);
  expect(bodies.map(({ page_number: page }) => page)).toEqual([1, 2, 1, 3]);
});

test('a list without a total ends with its first short page', async () => {
  const full = Array.from({ length: 200 }, (_, at) => ({ id: at + 1, name: `User ${at + 1}` }));
  const { names, done, asked } = account((_, { page_number: page }) =>
    page === 1 ? full : [{ id: 999, name: 'Last' }],
  );
  expect(await done(names().all('user'))).toHaveLength(201);
  expect(asked).toHaveLength(2);
});

test('"me" is asked once for all', async () => {
  const { names, done, asked } = account(() => ({ id: 7, name: 'Dana' }));
  await done(names().find('user', ['me']));
  expect(await done(names().find('user', ['me']))).toMatchObject([{ id: 7 }]);
  expect(asked).toEqual(['/users/me']);
});

test('page caps are those of the contract, until more is known', async () => {
  const { copper } = account(() => []);
  expect(copper.pageCap('searchPeople')).toBe(25);
  expect(copper.pageCap('searchCompanies')).toBe(200);
  expect(copper.pageCap('listTags')).toBe(200);
  copper.learnPageCap('searchCompanies', 50);
  expect([copper.pageCap('searchCompanies'), copper.pageCap('searchTasks')]).toEqual([50, 200]);
  expect(account(() => [], { dialect: 'documented' }).copper.pageCap('searchPeople')).toBe(200);
});

test('attempts are reported', async () => {
  const attempts: object[] = [];
  const { ask } = account(() => [], { onAttempt: (attempt) => void attempts.push(attempt) });
  await ask(people);
  expect(attempts).toEqual([{ operation: 'searchPeople', attempt: 1, status: 200, ms: 10, waitMs: 0 }]);
});

test('a server that gives 25 rows though asked for more is believed from then on', async () => {
  const { call, close } = await startHarness({ sandbox: { pageSize: 25 } });
  const first = await call('search_companies', { limit: 100, sort: 'name' });
  expect(first.text).toMatch(/^companies 1-25 of 300, next: offset=25\n/);
  const second = await call('search_companies', { limit: 100, offset: 25, sort: 'name' });
  expect(second.text).toMatch(/^companies 26-125 of 300, next: offset=125\n/);
  for (const at of [0, 1, 2, 3])
    expect(second.requests[at]).toContain(`"page_number":${at + 2},"page_size":25`);
  expect(second.requests).toHaveLength(4);
  await close();
});

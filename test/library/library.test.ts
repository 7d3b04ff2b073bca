import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { CopperOptions, Progress, ResultRow } from '../../src/library/api.ts';
import { answerOf } from '../../src/library/call-result.ts';
import { CopperError, createCopper } from '../../src/library/library.ts';
import { published } from '../../src/published.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { realClock } from '../../src/tool/clock.ts';

const sandbox = createCopper({ sandbox: true });
afterAll(() => sandbox.close());

/** One request a minute, and all the time in the world to wait for the next. */
const patient = { sandbox: true, rateLimit: 1, maxWaitMs: 600_000, timeoutMs: 600_000 } as const;

/** What a promise was rejected with. */
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing',
    (error: unknown) => error,
  );

test('text is what agents read', async () => {
  const text = await sandbox.call('list_users', { limit: 1 });
  expect(text).toBe(
    'users 1-1 of 12, next: offset=1\nid\tname\temail\tteams\n137658\tDana Li\tdana.li@example.com\tSales Americas',
  );
});

test('targets of the program are those of a forecast, by the rules of a targets file', async () => {
  const targets = [{ who: 'everybody', period: '2035', amount: 500_000, currency: 'USD' }];
  const forecast = (all: typeof targets) => {
    const copper = createCopper({ sandbox: true, targets: all });
    return copper.call('forecast', { during: '2035' }, { format: 'json' }).finally(() => copper.close());
  };
  expect((await forecast(targets)).rows[0]).toMatchObject({ target: 500_000, gap: 500_000, currency: 'USD' });
  const unknown = await failure(
    forecast([...targets, { who: 'Dana Lee', period: '2035', amount: 1, currency: 'USD' }]),
  );
  expect(unknown).toBeInstanceOf(CopperError);
  expect(String(unknown)).toContain(
    'entry 2: There is no user, team or pipeline "Dana Lee". Nearest: Dana Li',
  );
});

test.each(['of none', 'of their own'])(
  'many calls at once, with a signal %s, cause no warning',
  async (which) => {
    const warnings: string[] = [];
    const onWarning = ({ message }: Error) => void warnings.push(message);
    process.on('warning', onWarning);
    const options = which === 'of none' ? {} : { signal: new AbortController().signal };
    await Promise.all(
      Array.from({ length: 20 }, (_, offset) => sandbox.call('list_users', { limit: 1, offset }, options)),
    );
    await wait(0);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  },
);

describe('JSON', () => {
  test('has rows as objects, and the offset of the next page', async () => {
    expect(await sandbox.call('list_users', { limit: 1 }, { format: 'json' })).toEqual({
      kind: 'users',
      columns: ['id', 'name', 'email', 'teams'],
      rows: [{ id: 137658, name: 'Dana Li', email: 'dana.li@example.com', teams: 'Sales Americas' }],
      offset: 0,
      total: 12,
      next: 1,
      notes: [],
    });
  });

  test('is not cut to what a model can read', async () => {
    const small = createCopper({ sandbox: true, maxResultChars: 1_000 });
    const input = { limit: 200, fields: ['id', 'details'] };
    const { rows, next } = await small.call('search_activities', input, { format: 'json' });
    expect([rows.length, next]).toEqual([200, 200]);
    expect((await small.call('search_activities', input)).length).toBeLessThanOrEqual(1_000);
    await small.close();
  });

  test('of several tables has rows and totals as objects in each', () => {
    const main = { kind: 'deals', columns: ['id'], rows: [[1]], totals: [[2]], offset: 0, notes: ['n'] };
    const part = {
      kind: 'owners',
      columns: ['name', 'deals'],
      rows: [['Ann', null]],
      totals: [['all', 3]],
      offset: 0,
      total: 1,
      next: 1,
      more: 'ask again',
    };
    expect(answerOf({ ...main, coverage: { complete: true }, parts: [part] })).toEqual({
      ...main,
      rows: [{ id: 1 }],
      totals: [{ id: 2 }],
      coverage: { complete: true },
      parts: [{ ...part, rows: [{ name: 'Ann', deals: null }], totals: [{ name: 'all', deals: 3 }] }],
    });
  });

  test('of a summary has its totals as objects with the columns of its rows', async () => {
    const input = { what: 'opportunities', by: 'owner', measure: 'sum value', status: 'Won' };
    const { columns, rows, totals = [] } = await sandbox.call('summarize', input, { format: 'json' });
    expect(rows.length).toBeGreaterThan(1);
    expect(totals.length).toBeGreaterThan(0);
    for (const row of [...rows, ...totals]) expect(Object.keys(row)).toEqual(columns);
    const sum = (some: typeof rows) => some.reduce((all, { count }) => all + Number(count), 0);
    expect(sum(totals)).toBe(sum(rows));
  });

  test('of a brief has its parts as tables with rows as objects', async () => {
    const { rows, parts = [] } = await sandbox.call('brief', { about: 'Globex' }, { format: 'json' });
    expect(rows[0]?.name).toBe('Globex');
    expect(parts.map(({ kind }) => kind)).toContain('open deals');
    for (const part of parts) for (const row of part.rows) expect(Object.keys(row)).toEqual(part.columns);
    expect(parts.find(({ kind }) => kind === 'open deals')?.rows[0]?.name).toEqual(expect.any(String));
  });
});

test('the tools are those that are published', () => {
  expect(sandbox.tools).toEqual(published);
});

test.each([
  ['search_people', { ownr: 'me' }, 'invalid_input', /no argument "ownr".*owner/],
  ['search_people', { owner: 'Nobody At All' }, 'unknown_name', /list_users/],
  ['get_opportunity', { id: 1 }, 'not_found', /search_opportunities/],
  ['search_poeple', {}, 'invalid_input', /no tool "search_poeple".*search_people/],
])('%s %j is %s', async (name, input, kind, message) => {
  const error = await failure(sandbox.call(name, input));
  expect(error).toBeInstanceOf(CopperError);
  expect(error).toMatchObject({ name: 'CopperError', kind, retryAfter: undefined });
  expect(String(error)).toMatch(message);
  expect(String(error)).toMatch(/^CopperError: [A-Z]/);
});

test.each<[CopperOptions, string, RegExp]>([
  [{ apiKey: undefined, email: 'a@b.test' }, 'not_configured', /apiKey.*accessToken.*sandbox/],
  [{ apiKey: ' ' }, 'not_configured', /apiKey/],
  [{ apiKey: 'ключ' }, 'invalid_input', /^apiKey contains a character/],
  [{ sandbox: true, timeZone: 'Mars' }, 'invalid_input', /^timeZone is "Mars"; .*Europe\/Berlin/],
  [{ sandbox: true, rateLimit: 0.5 }, 'invalid_input', /^rateLimit is "0.5"/],
  [{ accessToken: 'x', baseUrl: 'http://far.test' }, 'invalid_input', /^baseUrl must be an https URL/],
])('%j cannot be used: %s', (options, kind, message) => {
  expect(() => createCopper(options)).toThrow(
    expect.objectContaining({ name: 'CopperError', kind, message: expect.stringMatching(message) }),
  );
});

test('an option that is none is named, with the nearest', () => {
  const options: object = { sandbox: true, timezone: 'UTC' };
  expect(() => createCopper({ sandbox: true, ...options })).toThrow(
    'There is no option "timezone". Did you mean timeZone?',
  );
});

test('a full rate window says when to come back', async () => {
  const narrow = createCopper({ sandbox: true, rateLimit: 1, maxWaitMs: 0 });
  await narrow.call('list_tags', {});
  const error = await failure(narrow.call('list_users', {}));
  expect(error).toMatchObject({ kind: 'rate_limited', retryAfter: expect.any(Number) });
  await narrow.close();
});

test('a call ends with the reason of its signal', async () => {
  const reason = new Error('enough');
  expect(await failure(sandbox.call('list_users', {}, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  const narrow = createCopper(patient);
  await narrow.call('list_tags', {});
  const stop = new AbortController();
  const reported: Progress[] = [];
  const waiting = failure(
    narrow.call(
      'list_users',
      {},
      {
        signal: stop.signal,
        onProgress: (progress) => {
          reported.push(progress);
          stop.abort(reason);
        },
      },
    ),
  );
  expect(await waiting).toBe(reason);
  expect(reported[0]?.message).toMatch(/^waiting \d+ s for Copper's rate limit$/);
  await narrow.close();
});

test('closing ends what is under way, and nothing is asked after it', async () => {
  const narrow = createCopper(patient);
  await narrow.call('list_tags', {});
  const waiting = failure(narrow.call('list_users', {}));
  await wait(50);
  await narrow.close();
  expect(await waiting).toMatchObject({ kind: 'unavailable' });
  expect(await failure(narrow.call('list_users', {}))).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('closed'),
  });
  await narrow.close();
});

test('one that was never used is closed', async () => {
  await expect(createCopper({ accessToken: 'x' }).close()).resolves.toBeUndefined();
});

test('it asks the address it is given, with the key it is given, and tells the log', async () => {
  const { now, sleep } = realClock;
  const copper = createSandbox({ now, sleep, timeZone: 'UTC' });
  const served = await serveSandbox(copper, { port: 0, host: '127.0.0.1' });
  const logged: string[] = [];
  const note = (level: string) => (_: object, message: string) => void logged.push(`${level} ${message}`);
  const log = { debug: note('debug'), warn: note('warn'), error: note('error') };
  const options = { apiKey: 'k', email: 'dana.li@example.com', baseUrl: served.url, log };
  const live = createCopper({ ...options, accessToken: 'unused' });
  expect(await live.call('get_user', { id: 'me' })).toContain('Dana Li');
  expect(copper.log.map(({ path }) => path)).toEqual(['/developer_api/v1/users/me']);
  expect(logged).toEqual([
    'warn Both apiKey and accessToken are set; the key is used. Unset the other.',
    'debug copper',
  ]);
  await live.close();
  await served.close();
});

describe('all rows', () => {
  test('come one by one, however many pages they take, with all fields', async () => {
    const notes: string[] = [];
    const rows: ResultRow[] = [];
    const onNote = (note: string) => void notes.push(note);
    for await (const row of sandbox.rows('search_people', { owner: 'Dana Li', tags: 'vip' }, { onNote }))
      rows.push(row);
    const { total } = await sandbox.call(
      'search_people',
      { owner: 'Dana Li', tags: 'vip', limit: 0 },
      { format: 'json' },
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(rows).toHaveLength(total ?? -1);
    for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(rows[0] ?? {}));
    expect(Object.keys(rows[0] ?? {})).toEqual(
      expect.arrayContaining(['email', 'email_all', 'details', 'Birthday']),
    );
    expect(notes).toEqual([]);
  });

  test('are read only as far as they are wanted', async () => {
    let requests = 0;
    const log = { debug: () => void requests++, warn: () => undefined, error: () => undefined };
    const copper = createCopper({ sandbox: true, log });
    for await (const { id } of copper.rows('search_activities', { fields: ['id'] })) {
      expect(id).toEqual(expect.any(Number));
      break;
    }
    expect(requests).toBe(1);
    await copper.close();
  });

  test.each<[string, object, string, RegExp]>([
    ['search_people', { owner: 'Nobody At All' }, 'unknown_name', /list_users/],
    ['search_people', { limit: 5 }, 'invalid_input', /leave out limit/],
    ['brief', { about: 'Globex' }, 'invalid_input', /one record/],
    ['search_poeple', {}, 'invalid_input', /no tool "search_poeple"/],
  ])('of %s %j are an error: %s', async (name, input, kind, message) => {
    const error = await failure(sandbox.rows(name, input).next());
    expect(error).toBeInstanceOf(CopperError);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  test('end with the reason of their signal, before and between rows', async () => {
    const reason = new Error('enough');
    expect(await failure(sandbox.rows('list_users', {}, { signal: AbortSignal.abort(reason) }).next())).toBe(
      reason,
    );
    const narrow = createCopper(patient);
    const stop = new AbortController();
    const onProgress = ({ message }: Progress) => {
      if (message.startsWith('waiting')) stop.abort(reason);
    };
    const rows = narrow.rows('search_activities', { fields: ['id'] }, { signal: stop.signal, onProgress });
    const read = async () => {
      let count = 0;
      for await (const _ of rows) count++;
      return count;
    };
    expect(await failure(read())).toBe(reason);
    await narrow.close();
  });

  test('end when the connection is closed', async () => {
    const copper = createCopper({ sandbox: true });
    const rows = copper.rows('search_activities', { fields: ['id'] });
    await rows.next();
    await copper.close();
    const read = async () => {
      for await (const { id } of rows) expect(id).toBeDefined();
    };
    expect(await failure(read())).toMatchObject({ name: 'CopperError', kind: 'unavailable' });
    expect(await failure(copper.rows('list_users', {}).next())).toMatchObject({ kind: 'unavailable' });
  });
});

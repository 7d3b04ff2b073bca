import { afterEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { fakeShell, run } from './fake-shell.ts';

const headers = { Authorization: 'Bearer any', 'content-type': 'application/json' };

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** A reply as a test looks at it; `body` is parsed JSON where it is JSON. */
async function read(response: Response) {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Starts `copper-mcp sandbox` with these switches, and waits for its address. */
async function start(...switches: string[]) {
  const { shell, out, err, interrupt } = fakeShell(['sandbox', ...switches]);
  const ended = main(shell);
  const stop = () => {
    interrupt();
    return ended;
  };
  running.push(stop);
  await expect.poll(out, { interval: 5 }).toMatch(/\n$/);
  const url = out().trim();
  return {
    url,
    err,
    stop,
    get: async (path: string) => read(await fetch(url + path, { headers })),
    post: async (path: string, body: object = {}) =>
      read(await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })),
  };
}

test('prints its address alone on stdout, how to use it on stderr, and ends on interrupt', async () => {
  const { url, err, get, stop } = await start();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/developer_api\/v1$/);
  expect(err()).toContain(`COPPER_API_BASE_URL=${url} `);
  expect(await get('/users/me')).toMatchObject({ status: 200, body: { name: 'Dana Li' } });
  expect(await stop()).toBe(0);
  await expect(get('/users/me')).rejects.toThrow('fetch failed');
});

test('the address can be given', async () => {
  const { url } = await start('--host', 'localhost', '--port', '0');
  expect(url).toMatch(/^http:\/\/localhost:\d+\//);
});

describe('each switch is taken', () => {
  test('the zone of the account', async () => {
    const [tokyo, denver] = await Promise.all(
      ['Asia/Tokyo', 'America/Denver'].map((zone) => start(`--account-zone=${zone}`, '--close-date=seconds')),
    );
    const hoursOf = async (sandbox: Awaited<ReturnType<typeof start>> | undefined) => {
      const { body } = (await sandbox?.post('/opportunities/search', { page_size: 50 })) ?? {};
      const at = body.flatMap(({ close_date: day }: { close_date: number | null }) => day ?? []);
      return [...new Set(at.map((second: number) => (second / 3600) % 24))].sort();
    };
    expect(await hoursOf(tokyo)).toEqual([15]);
    for (const hour of await hoursOf(denver)) expect([6, 7]).toContain(hour);
  });

  test('but no zone that does not exist', async () => {
    const { code, err } = await run(['sandbox', '--account-zone', 'Mars/Olympus']);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(
        '--account-zone takes a time zone such as America/New_York; not "Mars/Olympus".',
      ),
    ]);
  });

  test('what replies look like', async () => {
    const { get, post } = await start(
      '--seed=2',
      '--shape=envelope',
      '--close-date=seconds',
      '--activity-types=flat',
      '--lead-email=array',
      '--page-size=5',
      '--rate-headers=yes',
      '--latency=1',
    );
    const deals = await post('/opportunities/search', { page_size: 9 });
    expect(Object.keys(deals.body)).toEqual(['page_number', 'total', 'data']);
    expect(deals.body.data).toHaveLength(5);
    expect(deals.body.data[0]).toMatchObject({ close_date: expect.any(Number) });
    expect(deals.headers.get('x-ratelimit-remaining')).toBe('179');
    expect((await get('/activity_types')).body).toBeInstanceOf(Array);
    const leads = (await post('/leads/search')).body.data;
    expect(leads.some(({ email }: { email: unknown }) => Array.isArray(email))).toBe(true);
  });

  test('what is known and refused', async () => {
    const { get, post } = await start(
      '--names=documented',
      '--totals=no',
      '--not-found=bare',
      '--leads=no',
      '--over-max=reject',
    );
    expect((await post('/opportunities/search', { statuses: ['Won'] })).status).toBe(422);
    expect((await post('/people/search')).headers.has('x-pw-total')).toBe(false);
    expect((await get('/opportunities/1')).body).toEqual({ error: 'not_found' });
    expect((await post('/leads/search')).status).toBe(403);
    expect((await post('/people/search', { page_size: 999 })).status).toBe(422);
  });

  test('how errors and limits are told', async () => {
    const { get, post } = await start('--errors=contract', '--limit=2', '--retry-after=no');
    const refused = await post('/people/search', { nonsense: 1 });
    expect(refused.body).toEqual({ error: { code: expect.anything(), message: expect.any(String) } });
    await get('/pipelines');
    const limited = await get('/pipelines');
    expect([limited.status, limited.headers.has('retry-after')]).toEqual([429, false]);
  });

  test('what breaks, and how often', async () => {
    const { get } = await start('--fault=502-html:2');
    expect([(await get('/pipelines')).status, (await get('/pipelines')).status]).toEqual([200, 502]);
    const always = await start('--fault=500');
    expect((await always.get('/pipelines')).status).toBe(500);
  });

  test('what other users do between two pages, and to how many rows', async () => {
    const { post } = await start('--churn=remove:2');
    const totals: (string | null)[] = [];
    for (const page_number of [1, 2]) {
      totals.push((await post('/people/search', { page_number })).headers.get('x-pw-total'));
    }
    expect(totals).toEqual(['1200', '1198']);
  });

  test('a large account', async () => {
    const { post } = await start('--size=large');
    expect((await post('/activities/search')).headers.get('x-pw-total')).toBe('100000');
  });

  test('another seed is another account', async () => {
    const made = await Promise.all([start(), start('--seed=2')]);
    const [one, two] = await Promise.all(made.map(({ post }) => post('/people/search', { page_size: 50 })));
    expect(one?.body).not.toEqual(two?.body);
  });
});

test.each([
  [['--port', 'abc'], '--port'],
  [['--port', '70000'], '--port'],
  [['--host', '192.0.2.1'], '192.0.2.1'],
  [['--shape', 'round'], 'array, envelope'],
  [['--limit', 'few'], 'number'],
  [['--totals', 'maybe'], 'yes or no'],
  [['--fault', 'meteor'], '502-html'],
  [['--fault', '500:0'], 'reset:3'],
  [['--churn', 'burn'], 'move, add, remove'],
  [['--churn', 'move:0'], 'move:3'],
  [['--size', 'huge'], 'usual, large'],
  [['--nosuch', '1'], '--nosuch'],
])('%j is refused in one line', async (switches, hint) => {
  const { code, out, err } = await run(['sandbox', ...switches]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^copper-mcp: [^\n]+\n$/);
  expect(err).toContain(hint);
});

test('a port that is taken is told in one line', async () => {
  const { url } = await start();
  const { code, err } = await run(['sandbox', '--port', new URL(url).port]);
  expect(code).toBe(2);
  expect(err).toMatch(
    /^copper-mcp: [^\n]+another program is using it\. Choose another with --port and --host\.\n$/,
  );
});

test('a zone that does not exist is told in one line', async () => {
  const { code, err } = await run(['sandbox'], { env: { COPPER_TIMEZONE: 'Nowhere' } });
  expect(code).toBe(2);
  expect(err).toMatch(/^copper-mcp: COPPER_TIMEZONE [^\n]+\n$/);
});

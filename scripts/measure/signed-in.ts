// A thousand people who have signed in, twenty of whom call at once: `npx tsx scripts/measure/signed-in.ts`, some two minutes. First the
// built server keeps them in its file: how long it takes to start, to check a token, and what memory it needs. Then four of it keep them
// in one Redis, if redis-server is installed: what each of them knows of what another has done, and whether the limit holds over all.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGrants } from '../../src/http/sign-in/adapter.ts';
import { openFileStore } from '../../src/http/sign-in/file-store.ts';
import { identifySignedIn } from '../../src/http/sign-in/identify-signed-in.ts';
import { createSeal, newSecret } from '../../src/http/sign-in/seal.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { realClock } from '../../src/tool/clock.ts';
import { callTool } from '../../test/http/front.ts';
import {
  authorizationUrl,
  codeForm,
  createBrowser,
  freePort,
  newClientId,
  people,
  postForm,
  redirect,
} from '../../test/http/sign-in/signing.ts';
import { hasRedis, startRedis } from '../../test/redis/redis-server.ts';
import { type HttpProcess, startHttp } from '../bench/http-process.ts';
import type { Row } from '../bench/row.ts';
import { startSandbox } from '../bench/sandbox-process.ts';
import { builtFile, sandboxAccess } from '../built.ts';

const count = Number(process.argv[2] ?? 1_000);
const atOnce = 20;
/** How many calls each person makes. */
const callsEach = 6;
/** The limit of the replicas, in requests a minute, and how long they ask for more than that, in milliseconds. */
const limit = 120;
const minute = 60_000;

// A connection that has been idle may be closed by the server just when it is used again.
http.globalAgent = new http.Agent({ keepAlive: false });

const secret = newSecret();

/** What a client has been given. */
interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** Where a server is, and under which address clients know it. */
interface Place {
  readonly port: number;
  readonly issuer: string;
}

const failed = (rows: readonly Row[]) => rows.some(({ ok }) => !ok);
const report = ({ what, measured, bar, ok }: Row) =>
  process.stdout.write(`${ok ? 'ok  ' : 'MISS'} ${what}: ${measured}${bar === '' ? '' : ` (${bar})`}\n`);

/** Does the work for each, so many at once. */
async function forEach<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>) {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

const start = ({ port, issuer }: Place, args: readonly string[], env: Readonly<Record<string, string>>) =>
  startHttp(
    [
      ...[builtFile, 'http', '--port', String(port), '--auth', 'sign-in', '--audience', `${issuer}/mcp`],
      ...['--trust-proxy', '--allow-email-domain', 'example.com', ...args],
    ],
    { COPPER_HTTP_SECRET: secret, ...env },
  );

/** One page of deals, which is always asked for: whether it came, or the status of what came instead. */
async function ask({ port }: Place, token: string): Promise<{ status: number; isAnswered: boolean }> {
  const headers = { Authorization: `Bearer ${token}`, Connection: 'close' };
  const input = { limit: 5, offset: 5 * Math.floor(Math.random() * 10) };
  const { status, text } = await callTool(`http://127.0.0.1:${port}`, 'search_opportunities', input, {
    headers,
  });
  return { status, isAnswered: status === 200 && text.includes('"isError":false') };
}

const tokensIn = (body: Readonly<Record<string, unknown>>): Tokens => ({
  access: String(body.access_token),
  refresh: String(body.refresh_token),
});

/** Signs somebody in at one server, from an address of their own: with the key of this number. */
async function signIn({ port, issuer }: Place, clientId: string, number: number): Promise<Tokens> {
  const endpoint = `${issuer}/mcp`;
  const here = `http://127.0.0.1:${port}`;
  const { url, verifier } = authorizationUrl({ issuer: here, endpoint }, clientId, redirect);
  const browser = createBrowser(`10.0.${number >> 8}.${number & 255}`);
  const back = await browser.signIn(url, { ...people.dana, key: `key-${number}` });
  const { status, body } = await postForm(`${here}/token`, codeForm(back, verifier, clientId));
  if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`);
  return tokensIn(body);
}

const refreshForm = ({ refresh }: Tokens, clientId: string) => ({
  grant_type: 'refresh_token',
  refresh_token: refresh,
  client_id: clientId,
});

/** The mean time of one check of a token, in milliseconds, over all of them, twenty at once. */
async function timeOfCheck(file: string, audience: string, tokens: readonly Tokens[]): Promise<number> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const text = readFileSync(file, 'utf8');
  const store = openFileStore({
    file: { stamp: () => 'same', read: () => text, replace: async () => undefined },
    seal: createSeal([secret]),
    clock: realClock,
    log,
  });
  const identify = identifySignedIn({
    store,
    current: store.current,
    grants: createGrants(store, realClock),
    audience,
    metadataUrl: audience,
    onSignedOut: () => undefined,
  });
  const check = async ({ access }: Tokens) => {
    const header = (name: string) => (name === 'authorization' ? `Bearer ${access}` : undefined);
    await identify({ header } as never);
  };
  await forEach(tokens, atOnce, check);
  const rounds = 20;
  const began = process.cpuUsage();
  for (let round = 0; round < rounds; round++) await forEach(tokens, atOnce, check);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000 / (rounds * tokens.length);
}

async function inFile(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-'));
  const file = join(folder, 'sign-ins');
  const sandbox = await startSandbox(['--limit', '0']);
  const port = await freePort();
  const place = { port, issuer: `http://127.0.0.1:${port}` };
  const env = { COPPER_API_BASE_URL: sandbox.url };
  const starting = () => start(place, ['--sign-ins', file], env);
  let server: HttpProcess | undefined;
  try {
    server = await starting();
    const clientId = await newClientId(place);
    const tokens: Tokens[] = [];
    const signing = performance.now();
    await forEach([...Array(count).keys()], 8, async (number) => {
      tokens.push(await signIn(place, clientId, number));
    });
    const each = (performance.now() - signing) / count;
    await server.close();
    const began = performance.now();
    const running = await starting();
    server = running;
    const first = await ask(place, tokens[0]?.access ?? '');
    const startSeconds = (performance.now() - began) / 1_000;
    const work = running.cpuSeconds() ?? 0;
    const before = running.megabytes() ?? 0;
    let most = before;
    let bad = first.isAnswered ? 0 : 1;
    const calling = performance.now();
    const calls = Array.from({ length: callsEach }, () => tokens).flat();
    await forEach(calls, atOnce, async ({ access }) => {
      if (!(await ask(place, access)).isAnswered) bad++;
      most = Math.max(most, running.megabytes() ?? 0);
    });
    const rate = calls.length / ((performance.now() - calling) / 1_000);
    const check = await timeOfCheck(file, `${place.issuer}/mcp`, tokens);
    return [
      {
        what: `${count} people sign in, eight at once`,
        measured: `${each.toFixed(0)} ms each`,
        bar: '',
        ok: true,
      },
      {
        what: `start until the first of ${count} has an answer`,
        measured: `${startSeconds.toFixed(2)} s, ${work.toFixed(2)} s of them processor time`,
        bar: 'under 2 s',
        ok: startSeconds < 2,
      },
      {
        what: 'check of a token, twenty at once',
        measured: `${check.toFixed(4)} ms`,
        bar: 'under 0.2 ms',
        ok: check < 0.2,
      },
      {
        what: `memory, twenty calling at once, ${calls.length} calls of all ${count}`,
        measured: `${before.toFixed(0)} MB at first, at most ${most.toFixed(0)} MB; ${bad} failed, ${rate.toFixed(0)} calls a second`,
        bar: 'under 150 MB, none failed',
        ok: most < 150 && bad === 0,
      },
    ];
  } finally {
    await server?.close();
    await sandbox.close();
    rmSync(folder, { recursive: true });
  }
}

/** What four servers answer to these tokens, once a change has had the second that it may take. */
async function everywhere(places: readonly Place[], { access }: Tokens): Promise<string> {
  await realClock.sleep(1_100);
  return (await Promise.all(places.map(async (place) => (await ask(place, access)).status))).join(' ');
}

async function inRedis(): Promise<Row[]> {
  const redis = await startRedis();
  const sandbox = createSandbox({ now: realClock.now, sleep: realClock.sleep, limit: 0 });
  const arrivals: number[] = [];
  const served = await serveSandbox({
    ...sandbox,
    send(request) {
      arrivals.push(Date.now());
      return sandbox.send(request);
    },
  });
  const ports = await Promise.all(Array.from({ length: 4 }, freePort));
  const places = ports.map((port) => ({ port, issuer: `http://127.0.0.1:${ports[0]}` }));
  const [one, two, three, four] = places;
  if (one === undefined || two === undefined || three === undefined || four === undefined) return [];
  const env = {
    ...sandboxAccess(served.url),
    COPPER_REDIS_URL: redis.url,
    COPPER_REPLICAS: '4',
    COPPER_RATE_LIMIT: String(limit),
  };
  const servers = await Promise.all(places.map((place) => start(place, [], env)));
  const at = ({ port }: Place, path: string) => `http://127.0.0.1:${port}${path}`;
  const row = (what: string, measured: string, bar: string): Row => ({
    what,
    measured,
    bar,
    ok: measured === bar,
  });
  try {
    const clientId = await newClientId(one);
    const given = await signIn(one, clientId, 1);
    const rows = [
      row('signed in at the first: each answers', await everywhere(places, given), '200 200 200 200'),
    ];
    await postForm(at(two, '/revoke'), { token: given.access, client_id: clientId });
    rows.push(row('revoked at the second', await everywhere(places, given), '401 401 401 401'));

    const again = await signIn(two, clientId, 2);
    const renewed = await postForm(at(three, '/token'), refreshForm(again, clientId));
    const next = tokensIn(renewed.body);
    rows.push(row('renewed at the third', await everywhere(places, next), '200 200 200 200'));
    const stolen = await postForm(at(four, '/token'), refreshForm(again, clientId));
    rows.push(row('the old refresh token at the fourth', String(stolen.status), '400'));
    rows.push(row('what that family had', await everywhere(places, next), '401 401 401 401'));

    const busy = await signIn(three, clientId, 3);
    arrivals.length = 0;
    const end = Date.now() + minute + 10_000;
    let answered = 0;
    await forEach([...places, ...places, ...places], 12, async (place) => {
      while (Date.now() < end) {
        if ((await ask(place, busy.access)).isAnswered) answered++;
      }
    });
    const most = Math.max(
      ...arrivals.map((from) => arrivals.filter((each) => each >= from && each < from + minute).length),
    );
    rows.push({
      what: `one person at all four, twelve calls at once for 70 s, limit ${limit} a minute`,
      measured: `at most ${most} requests in any 60 s, ${answered} answers`,
      bar: `at most ${limit}, at least 97 % of it`,
      ok: most <= limit && most >= 0.97 * limit,
    });
    return rows;
  } finally {
    await Promise.all(servers.map((each) => each.close()));
    await served.close();
    await redis.close();
  }
}

const rows = await inFile();
rows.forEach(report);
const shared = hasRedis ? await inRedis() : [];
shared.forEach(report);
process.exitCode = failed([...rows, ...shared]) ? 1 : 0;

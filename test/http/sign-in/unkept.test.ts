import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openFileStore } from '../../../src/http/sign-in/file-store.ts';
import { createSeal, newSecret } from '../../../src/http/sign-in/seal.ts';
import type { SharedSignIns } from '../../../src/http/sign-in/shared-store.ts';
import { openSharedRecords } from '../../../src/redis/shared-records.ts';
import { realClock } from '../../../src/tool/clock.ts';
import { hasRedis, type RedisServer, startRedis } from '../../redis/redis-server.ts';
import { ask, callTool } from '../front.ts';
import {
  authorizationUrl,
  codeForm,
  createBrowser,
  memoryFile,
  newClientId,
  postForm,
  redirect,
  type Signing,
  startSigning,
} from './signing.ts';

const secret = newSecret();
const log = { debug() {}, info() {}, warn() {}, error() {} };

/** A place for sign-ins that can fail, and what it has. */
interface FailingPlace {
  start(): Promise<Signing>;
  /** `keeping`: what is changed; `claiming`: that a token was used, of which nobody knows whether it has happened. */
  fail(what: 'keeping' | 'claiming' | 'nothing'): void;
}

function inFile(): FailingPlace {
  const file = memoryFile();
  return {
    start: () => startSigning({ file, secrets: [secret] }),
    fail(what) {
      file.fails = what === 'keeping';
    },
  };
}

function inRedis(url: string): FailingPlace {
  const claims = openSharedRecords(url, realClock);
  let real = openSharedRecords(url, realClock);
  let failing = 'nothing';
  const shared: SharedSignIns = {
    news: () => real.news(),
    release: claims.release,
    async close() {
      await Promise.all([claims.close(), real.close()]);
    },
    async commit(changes) {
      if (failing !== 'keeping') return real.commit(changes);
      // As with every failure, what is there is read anew.
      await real.close();
      real = openSharedRecords(url, realClock);
      throw new Error('OOM command not allowed');
    },
    async claim(field, ms) {
      const isFirst = await claims.claim(field, ms);
      if (failing === 'claiming') throw new Error('no answer within 2000 ms');
      return isFirst;
    },
  };
  return {
    start: () => startSigning({ place: { kind: 'shared', shared }, secrets: [secret] }),
    fail(what) {
      failing = what;
    },
  };
}

const callWith = async (at: Signing, token: unknown) =>
  (await callTool(at.issuer, 'list_users', {}, { headers: { Authorization: `Bearer ${String(token)}` } }))
    .status;

describe.each<[string, boolean]>([
  ['a file', true],
  ['Redis', hasRedis],
])('sign-ins in %s', (name, isThere) => {
  let server: RedisServer | undefined;
  let place: FailingPlace;
  let signing: Signing;
  beforeAll(async () => {
    if (!isThere) return;
    server = name === 'Redis' ? await startRedis() : undefined;
    place = server === undefined ? inFile() : inRedis(server.url);
    signing = await place.start();
  });
  afterAll(async () => {
    await signing?.close();
    await server?.close();
  });

  beforeEach(() => place?.fail('nothing'));

  async function newCode() {
    const clientId = await newClientId(signing);
    const { url, verifier } = authorizationUrl(signing, clientId, redirect);
    const back = await createBrowser().signIn(url);
    return codeForm(back, verifier, clientId);
  }
  const token = (form: Readonly<Record<string, string>>) => postForm(`${signing.issuer}/token`, form);

  test
    .skipIf(!isThere)
    .each<'keeping' | 'claiming'>(name === 'Redis' ? ['keeping', 'claiming'] : ['keeping'])(
    'a code and a refresh token whose use fails while %s can be used again at once',
    async (what) => {
      const form = await newCode();
      place.fail(what);
      for (let round = 0; round < 3; round++) expect((await token(form)).status).toBe(503);
      place.fail('nothing');
      const { status, body } = await token(form);
      expect(status).toBe(200);
      const refresh = {
        grant_type: 'refresh_token',
        refresh_token: String(body.refresh_token),
        client_id: form.client_id ?? '',
      };
      place.fail(what);
      for (let round = 0; round < 3; round++) expect((await token(refresh)).status).toBe(503);
      place.fail('nothing');
      const renewed = await token(refresh);
      expect([renewed.status, await callWith(signing, renewed.body.access_token)]).toEqual([200, 200]);
      // Used now, and not again.
      expect((await token(refresh)).status).toBe(400);
      expect(await callWith(signing, renewed.body.access_token)).toBe(401);
    },
  );
});

test('tokens that could not be kept are in memory no more than in the file', async () => {
  const file = memoryFile();
  const signing = await startSigning({ file, secrets: [secret] });
  const clientId = await newClientId(signing);
  const { url, verifier } = authorizationUrl(signing, clientId, redirect);
  const form = codeForm(await createBrowser().signIn(url), verifier, clientId);
  file.fails = true;
  for (let round = 0; round < 5; round++) await postForm(`${signing.issuer}/token`, form);
  file.fails = false;
  expect((await postForm(`${signing.issuer}/token`, form)).status).toBe(200);
  const store = openFileStore({ file, seal: createSeal([secret]), clock: realClock, log });
  expect([store.list('RefreshToken').length, store.list('AccessToken').length]).toEqual([1, 1]);
  await signing.close();
});

describe.skipIf(!hasRedis)('whether it is ready', () => {
  test('not while the sign-ins in Redis cannot be reached, and again when they can', async () => {
    const server = await startRedis();
    const signing = await inRedis(server.url).start();
    const ready = async () => {
      const { status, text } = await ask(`${signing.issuer}/readyz`);
      return [status, JSON.parse(text).status, JSON.parse(text).reason];
    };
    expect(await ready()).toEqual([200, 'ready', undefined]);
    await server.kill();
    const down = [503, 'unavailable', 'Sign-ins cannot be reached.'];
    await expect.poll(ready).toEqual(down);
    expect((await ask(`${signing.issuer}/healthz`)).status).toBe(200);
    await server.start();
    await expect.poll(ready).toEqual([200, 'ready', undefined]);
    await signing.close();
    await server.close();
  });
});

import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createAdapters, createGrants } from '../../../src/http/sign-in/adapter.ts';
import {
  createAuthorizationServer,
  sourceOfRequest,
} from '../../../src/http/sign-in/authorization-server.ts';
import { openFileStore, type SignInFile } from '../../../src/http/sign-in/file-store.ts';
import { createSeal, newSecret, SealError } from '../../../src/http/sign-in/seal.ts';
import { signInKey } from '../../../src/http/sign-in/sign-in-store.ts';
import { realClock } from '../../../src/tool/clock.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import { manualClock } from '../../manual-clock.ts';
import { callTool } from '../front.ts';
import {
  authorizationUrl,
  createBrowser,
  memoryFile,
  newClientId,
  people,
  postForm,
  redirect,
  type Signing,
  secret,
  signInClient,
  startSigning,
  testClient,
} from './signing.ts';

const [first, second] = [newSecret(), newSecret()];

describe('the seal', () => {
  test('opens what it has sealed, with either secret, and tells which', () => {
    const sealed = createSeal([first]).seal('the text');
    expect(sealed).not.toContain('the text');
    expect(createSeal([first]).open(sealed)).toEqual({ text: 'the text', byOldSecret: false });
    expect(createSeal([second, first]).open(sealed)).toEqual({ text: 'the text', byOldSecret: true });
    expect(() => createSeal([second]).open(sealed)).toThrow('was sealed with another secret');
  });

  test('no two seals are equal', () => {
    const { seal } = createSeal([first]);
    expect(new Set(Array.from({ length: 20 }, () => seal('x'))).size).toBe(20);
  });

  const sealed = createSeal([first]).seal(JSON.stringify({ some: 'text '.repeat(50) }));
  const [head = '', body = ''] = sealed.split('\n');
  const words = head.split(' ');
  const with_ = (at: number, word: string) => `${words.with(at, word).join(' ')}\n${body}\n`;
  test.each<[string, string]>([
    ['nothing', ''],
    ['half of it', sealed.slice(0, sealed.length / 2)],
    ['without its end', sealed.slice(0, -40)],
    ['without its second line', `${head}\n`],
    ['another first letter', `x${sealed}`],
    ['another body', `${head}\n${Buffer.from('other').toString('base64')}\n`],
    ['one other byte', `${head}\n${body.startsWith('A') ? 'B' : 'A'}${body.slice(1)}\n`],
    ['another nonce', with_(3, randomBytes(12).toString('base64url'))],
    ['another tag', with_(4, randomBytes(16).toString('base64url'))],
    [
      'a short tag',
      with_(
        4,
        Buffer.from(words[4] ?? '', 'base64url')
          .subarray(0, 4)
          .toString('base64url'),
      ),
    ],
    ['another form', with_(1, '2')],
    ['JSON', '[]'],
    ['zeros', '\0'.repeat(200)],
  ])('%s cannot be opened', (_, text) => {
    expect(() => createSeal([first]).open(text)).toThrow(SealError);
  });
});

const log = { debug() {}, info() {}, warn() {}, error() {} };
const openStore = (file: SignInFile, secrets = [first], clock = realClock) =>
  openFileStore({ file, seal: createSeal(secrets), clock, log });
const later = () => Date.now() + 60_000;

describe('the store', () => {
  test('another server on the same file finds everything, and no token or key stands in it', async () => {
    const file = memoryFile();
    const store = openStore(file);
    store.put('RefreshToken', 'the-token', { grantId: 'g', note: 'the-key' }, later());
    await store.saved();
    expect(file.text).not.toMatch(/the-token|the-key|RefreshToken/);
    expect(openStore(file).find('RefreshToken', 'the-token')?.value.note).toBe('the-key');
  });

  test('many changes at once are few writes, and each is in the file when it is said to be', async () => {
    const file = memoryFile();
    const store = openStore(file);
    await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        store.put('Account', `a${at}`, { at }, later());
        await store.saved();
        expect(openStore(file).find('Account', `a${at}`)).toBeDefined();
      }),
    );
    expect(file.version).toBeLessThanOrEqual(2);
  });

  test('writes that take long leave most of the time to others, and gather what is changed', async () => {
    const clock = manualClock(Date.now());
    const file = memoryFile();
    const [starts, replace]: [number[], typeof file.replace] = [[], file.replace.bind(file)];
    const store = openStore(file, [first], clock);
    file.replace = async (edit) => {
      starts.push(clock.steady());
      await clock.sleep(50);
      await replace(edit);
    };
    const from = clock.steady();
    const kept: Promise<void>[] = [];
    for (let at = 0; at < 100; at++) {
      store.put('Client', `c${at}`, {}, clock.now() + 1e6);
      kept.push(store.saved());
      await clock.advance(10);
    }
    await clock.advance(1_000);
    await Promise.all(kept);
    expect(starts.map((each) => each - from)).toEqual([0, 250, 500, 750, 1_000]);
    expect(openStore(file, [first], clock).list('Client')).toHaveLength(100);
  });

  test('what is over is neither found nor kept', async () => {
    const clock = manualClock(Date.now());
    const file = memoryFile();
    const store = openStore(file, [first], clock);
    store.put('Account', 'short', {}, clock.now() + 1_000);
    store.put('Account', 'long', {}, clock.now() + 3_000);
    await clock.advance(2_000);
    expect([store.find('Account', 'short'), store.list('Account').length]).toEqual([undefined, 1]);
    await store.saved();
    const entries = JSON.parse(createSeal([first]).open(file.text ?? '').text);
    expect(entries.map(([key]: [string]) => key)).toEqual([signInKey('Account', 'long')]);
  });

  test('two servers on one file, as in a rolling upgrade, lose nothing of each other', async () => {
    const clock = manualClock(Date.now());
    const file = memoryFile();
    const [old, next] = [openStore(file, [first], clock), openStore(file, [first], clock)];
    old.put('Account', 'of-old', {}, clock.now() + 1e6);
    await old.saved();
    next.put('Account', 'of-next', {}, clock.now() + 1e6);
    await next.saved();
    old.put('Account', 'of-old-again', {}, clock.now() + 1e6);
    await old.saved();
    expect(openStore(file, [first], clock).list('Account')).toHaveLength(3);
    await clock.advance(1_000);
    await Promise.all([old, next].map((each) => each.current(1_000)));
    expect([old.list('Account').length, next.list('Account').length]).toEqual([3, 3]);
    const [{ key = '' } = {}] = next.list('Account');
    next.remove(key);
    await next.saved();
    await clock.advance(1_000);
    await old.current(1_000);
    expect(old.list('Account')).toHaveLength(2);
  });

  test('what one of them has just given, used or ended, the other knows at once', async () => {
    const clock = manualClock(Date.now());
    const file = memoryFile();
    const [old, next] = [openStore(file, [first], clock), openStore(file, [first], clock)];
    const until = clock.now() + 1e6;
    old.put('AccessToken', 'new', {}, until);
    old.put('RefreshToken', 'token', {}, until);
    await old.saved();
    await next.current(0);
    expect(next.find('AccessToken', 'new')).toBeDefined();
    next.put('RefreshToken', 'token', { consumed: 1 }, until);
    await next.saved();
    await old.current(0);
    expect(old.find('RefreshToken', 'token')?.value).toEqual({ consumed: 1 });
  });

  test('what one of them has ended, the other does not put back, whatever it was changing', async () => {
    const file = memoryFile();
    const [old, next] = [openStore(file), openStore(file)];
    old.put('Grant', 'g', {}, later());
    await old.saved();
    await next.current(0);
    next.put('Grant', 'g', { used: true }, later());
    old.remove(signInKey('Grant', 'g'));
    await old.saved();
    await next.saved();
    expect([next.find('Grant', 'g'), openStore(file).find('Grant', 'g')]).toEqual([undefined, undefined]);
  });

  test('a new secret takes over at the next write, without anybody signing in again', async () => {
    const file = memoryFile();
    const store = openStore(file);
    store.put('Account', 'a', {}, later());
    await store.saved();
    const rotated = openStore(file, [second, first]);
    await rotated.saved();
    expect(openStore(file, [second]).find('Account', 'a')).toBeDefined();
  });

  test('a full disk loses nothing that is in memory, and the next write has it', async () => {
    const file = memoryFile();
    const store = openStore(file);
    file.fails = true;
    store.put('Account', 'a', {}, later());
    await expect(store.saved()).rejects.toThrow('ENOSPC');
    expect(file.text).toBeUndefined();
    expect(store.find('Account', 'a')).toBeDefined();
    file.fails = false;
    store.put('Account', 'b', {}, later());
    await store.saved();
    expect(openStore(file).list('Account')).toHaveLength(2);
  });

  test.each([
    ['torn', (text: string) => text.slice(0, 100)],
    ['from another secret', () => createSeal([second]).seal('[]')],
    ['emptied', () => ''],
  ])('a file that is %s is never overwritten, and no server starts on it', async (_, change) => {
    const clock = manualClock(Date.now());
    const file = memoryFile();
    const store = openStore(file, [first], clock);
    store.put('Account', 'a', {}, clock.now() + 1e6);
    await store.saved();
    const broken = change(file.text ?? '');
    file.text = broken;
    file.version++;
    expect(() => openStore(file, [first], clock)).toThrow(SealError);
    await clock.advance(1_000);
    await store.current(1_000);
    expect(store.find('Account', 'a')).toBeDefined();
    store.put('Account', 'b', {}, clock.now() + 1e6);
    await expect(store.saved()).rejects.toThrow(SealError);
    expect(file.text).toBe(broken);
  });
});

describe('room', () => {
  function grantsOn() {
    const store = openStore(memoryFile());
    const grants = createGrants(store, realClock);
    let source = 'somebody';
    const adapters = createAdapters({
      ...{ store, grants, clock: realClock },
      sourceOf: () => source,
      onUndo() {},
    });
    return {
      store,
      of: (model: string) => adapters(model),
      /** From now on requests are counted at this address. */
      from(address: string) {
        source = address;
      },
    };
  }

  test('of 1,000 clients the oldest that nobody has signed in with goes', async () => {
    const { store, of } = grantsOn();
    const clients = of('Client');
    for (let at = 0; at < 1_000; at++) await clients.upsert(`c${at}`, { client_id: `c${at}` });
    await of('Grant').upsert('g', { accountId: 'a', clientId: 'c0' }, 1e6);
    await of('RefreshToken').upsert('t', { grantId: 'g', accountId: 'a', clientId: 'c0' }, 2_592_000);
    await clients.upsert('one-more', {});
    expect([await clients.find('c0'), await clients.find('one-more')]).not.toContain(undefined);
    expect(await clients.find('c1')).toBeUndefined();
    expect(store.list('Client')).toHaveLength(1_000);
  });

  test('if people have signed in with all of them, no more are registered', async () => {
    const { of } = grantsOn();
    for (let at = 0; at < 1_000; at++) {
      await of('Client').upsert(`c${at}`, {});
      await of('RefreshToken').upsert(`t${at}`, { grantId: `g${at}`, clientId: `c${at}` }, 2_592_000);
    }
    await expect(of('Client').upsert('one-more', {})).rejects.toThrow('no room for another client');
  });

  test('of the sign-ins of one account the oldest of more than twenty goes, with its tokens', async () => {
    const { store, of } = grantsOn();
    for (let at = 0; at < 22; at++) {
      const value = { grantId: `g${at}`, accountId: 'a', clientId: 'c' };
      await of('Grant').upsert(`g${at}`, { accountId: 'a', clientId: 'c' }, 1e6);
      await of('RefreshToken').upsert(`t${at}`, value, 2_592_000);
    }
    expect([store.list('Grant').length, store.list('RefreshToken').length]).toEqual([20, 20]);
    expect(await of('RefreshToken').find('t1')).toBeUndefined();
  });

  test('refreshing without end keeps ten access tokens and two refresh tokens', async () => {
    const { store, of } = grantsOn();
    const value = { grantId: 'g', accountId: 'a', clientId: 'c' };
    await of('Grant').upsert('g', { accountId: 'a', clientId: 'c' }, 1e6);
    for (let at = 0; at < 100; at++) {
      if (at > 0) await of('RefreshToken').consume(`g~${at - 1}`);
      await of('RefreshToken').upsert(`g~${at}`, value, 2_592_000);
      await of('AccessToken').upsert(`a${at}`, value, 3_600);
    }
    expect([store.list('AccessToken').length, store.list('RefreshToken').length]).toEqual([10, 2]);
  });

  test('unfinished sign-ins of others go when there are 5,000', async () => {
    const { of } = grantsOn();
    const interactions = of('Interaction');
    for (let at = 0; at < 5_001; at++) await interactions.upsert(`i${at}`, {}, 600);
    expect([await interactions.find('i0'), await interactions.find('i5000')]).toEqual([undefined, {}]);
  });

  test('what a request begins is counted at its address', async () => {
    const { of } = grantsOn();
    const sources: string[] = [];
    const server = createAuthorizationServer({
      issuer: 'https://crm.example.com',
      audience: 'https://crm.example.com/mcp',
      adapters(model) {
        const adapter = of(model);
        return {
          ...adapter,
          async upsert(id: string, value: JsonObject, expiresIn?: number) {
            sources.push(sourceOfRequest());
            await adapter.upsert(id, value, expiresIn);
          },
        };
      },
      cookieKeys: [Buffer.alloc(32, 1)],
      isKnown: () => false,
      log: pino({ level: 'silent' }),
      fetchDocument: async () => new Response(null, { status: 404 }),
      mayFetch: () => false,
      pages: { ended: () => '', refusal: () => '' },
    });
    const body = JSON.stringify({ redirect_uris: [redirect], token_endpoint_auth_method: 'none' });
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const send = (peer: string) =>
      server.answer({
        method: 'POST',
        url: '/register',
        headers: { ...headers, 'x-forwarded-for': peer },
        body,
      });
    expect((await send('203.0.113.1')).status).toBe(201);
    expect((await send('203.0.113.2')).status).toBe(201);
    expect([...sources, sourceOfRequest()]).toEqual(['203.0.113.1', '203.0.113.2', '']);
  });

  test.each([
    ['Interaction', 5_000],
    ['AuthorizationCode', 5_000],
    ['Client', 1_000],
  ])('%s: who has one keeps it, however many others of a few addresses begin', async (model, most) => {
    const { of, from } = grantsOn();
    const adapter = of(model);
    from('a person');
    await adapter.upsert('theirs', {}, 600);
    for (let at = 0; at < most + 100; at++) {
      from(`stranger ${at % 17}`);
      await adapter.upsert(`i${at}`, {}, 600);
    }
    expect(await adapter.find('theirs')).toEqual({});
    const others = await Promise.all(Array.from({ length: most + 100 }, (_, at) => adapter.find(`i${at}`)));
    expect(others.filter((each) => each !== undefined)).toHaveLength(most - 1);
  });
});

const call = async (at: Signing, token: string | undefined) => {
  const headers = { Authorization: `Bearer ${token}` };
  return (await callTool(at.issuer, 'list_users', {}, { headers })).status;
};

describe('a server that starts again', () => {
  test('knows everybody who has signed in, and their clients', async () => {
    const file = memoryFile();
    const before = await startSigning({ file });
    const client = testClient(redirect);
    await signInClient(before, client);
    await before.close();
    const after = await startSigning({ file, port: before.port });
    expect(await call(after, client.kept?.access_token)).toBe(200);
    const { status, body } = await postForm(`${after.issuer}/token`, {
      grant_type: 'refresh_token',
      refresh_token: client.kept?.refresh_token ?? '',
      client_id: client.information?.client_id ?? '',
    });
    expect(status).toBe(200);
    expect(await call(after, String(body.access_token))).toBe(200);
    await after.close();
  });

  test('on a file that was rolled back asks those to sign in again whose tokens are newer', async () => {
    const file = memoryFile();
    const signing = await startSigning({ file });
    const [early, late] = [testClient(redirect), testClient(redirect)];
    await signInClient(signing, early);
    const copy = file.text;
    await signInClient(signing, late, { ...people.dana, key: 'another-key' });
    await signing.close();
    file.text = copy;
    const after = await startSigning({ file, port: signing.port });
    expect([await call(after, early.kept?.access_token), await call(after, late.kept?.access_token)]).toEqual(
      [200, 401],
    );
    await after.close();
  });

  test('answers 503 if what it gives cannot be stored, and goes on when it can', async () => {
    const file = memoryFile();
    const signing = await startSigning({ file });
    const clientId = await newClientId(signing);
    file.fails = true;
    const browser = createBrowser();
    const page = await browser.load(authorizationUrl(signing, clientId, redirect).url);
    expect(page.status).toBe(200);
    const answer = await browser.submit(page, people.dana);
    expect([answer.status, answer.headers.location]).toEqual([503, undefined]);
    expect(signing.front.logged.map(({ fields }) => fields.reason)).toContain('sign_ins_not_saved');
    file.fails = false;
    const again = await browser.load(page.url);
    expect(again.text).toContain('Signed in as Dana Li');
    await signing.close();
  });
});

test.each<[string, Record<string, string>, string[]]>([
  ['denied', { action: 'deny' }, []],
  ['replaced by another key', { ...people.dana, key: 'the-other-key' }, ['the-other-key']],
  ['repeated with the same key', people.dana, [people.dana.key]],
])('a key whose sign-in is %s before the client gets anything: what is kept', async (_, decision, kept) => {
  const file = memoryFile();
  const signing = await startSigning({ file });
  const browser = createBrowser();
  const page = await browser.load(authorizationUrl(signing, await newClientId(signing), redirect).url);
  const keys = () =>
    createSeal([secret])
      .open(file.text ?? '')
      .text.match(/(?<="key":")[^"]+/g) ?? [];
  await browser.submit(page, people.dana);
  expect(keys()).toEqual([people.dana.key]);
  const done = await browser.submit(page, decision);
  expect(keys()).toEqual(kept);
  const back = await browser.load(browser.linkIn(done));
  expect(back.headers.location).toContain(kept.length > 0 ? 'code=' : 'error=access_denied');
  await signing.close();
});

test('a thousand people: the next one is told that there is no room', async () => {
  const file = memoryFile();
  const store = openFileStore({ file, seal: createSeal([secret]), clock: realClock, log });
  for (let at = 0; at < 1_000; at++) {
    const credentials = { kind: 'key', key: `key-${at}`, email: `p${at}@example.com` };
    store.put('Account', `person-${at}`, { id: `person-${at}`, name: 'P', credentials }, later());
  }
  await store.saved();
  const signing = await startSigning({ file });
  const clientId = await newClientId(signing);
  const browser = createBrowser();
  const page = await browser.load(authorizationUrl(signing, clientId, redirect).url);
  const answer = await browser.submit(page, people.dana);
  expect([answer.status, answer.text.includes('no room for another person')]).toEqual([503, true]);
  await signing.close();
});

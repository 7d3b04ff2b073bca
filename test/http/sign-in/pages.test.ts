import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ask, callTool } from '../front.ts';
import {
  authorizationUrl,
  codeForm,
  createBrowser,
  documentsOf,
  newClientId,
  people,
  postForm,
  redirect,
  register,
  type Signing,
  startSigning,
} from './signing.ts';

const described = 'https://app.example/client.json';

let signing: Signing;
let clientId: string;

beforeAll(async () => {
  const network = documentsOf({
    [described]: { client_id: described, client_name: 'Real App', redirect_uris: [redirect] },
  });
  signing = await startSigning({ network });
  clientId = await newClientId(signing, { client_name: 'Test client' });
});
afterAll(() => signing.close());
afterEach(() => {
  vi.useRealTimers();
});

const start = (id = clientId, to = redirect) => authorizationUrl(signing, id, to).url;
const titleOf = ({ text }: { readonly text: string }) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1];

describe('the page', () => {
  test('asks for key and e-mail, and says where the key is, who asks, where it goes and what it may do', async () => {
    const { text, status } = await createBrowser().load(start());
    expect(status).toBe(200);
    for (const part of [
      'Settings → Integrations → API Keys',
      'It calls itself <strong>Test client</strong>. Nobody has verified this name.',
      'The sign-in goes to <strong>client.example</strong>.',
      'Read what you may see in Copper',
      'It cannot change anything.',
    ])
      expect(text).toContain(part);
  });

  test('has no script, cannot be framed, gives no referrer, is not stored, and loads nothing', async () => {
    const { headers, text } = await createBrowser().load(start());
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toMatch(/<script|\bon\w+=|\bsrc=|<link|url\(/);
  });

  test('cookies are for this sign-in alone, and no script can read them', async () => {
    const first = await ask(start(), { headers: { Accept: 'text/html' } });
    const cookies = first.headers['set-cookie'] ?? [];
    expect(cookies.length).toBe(4);
    for (const cookie of cookies)
      expect(cookie).toMatch(/; path=\/(?:sign-in|authorize)\/[\w-]+; .*samesite=lax; httponly/i);
  });

  test('a client that is described at an address is named by its host', async () => {
    const { text } = await createBrowser().load(start(described));
    expect(text).toContain('<strong>Real App</strong>, as app.example describes it.');
    expect(text).not.toContain('Nobody has verified');
  });

  test.each([
    ['http://127.0.0.1:3334/cb', 'your own computer', '127.0.0.1:3334'],
    ['http://localhost:3334/cb', 'your own computer', 'localhost:3334'],
    ['http://[::1]:3334/cb', 'your own computer', '[::1]:3334'],
    ['cursor://anysphere.cursor-mcp/oauth', 'the program on your computer', 'cursor:'],
    ['com.example.app:/cb', 'the program on your computer', 'com.example.app:'],
  ])('a code that goes to %s is marked', async (to, where, shown) => {
    const id = await newClientId(signing, { redirect_uris: [to] });
    const { text } = await createBrowser().load(start(id, to));
    expect(text).toContain(where);
    expect(text).toContain(shown);
    expect(text).toContain('<p class="mark">The sign-in goes to');
  });

  test.each([
    ['Claude', 'Claude'],
    ['Сlaude', 'Сlaude'],
    ['<b>Claude</b><script>alert(1)</script>', '&#60;b&#62;Claude'],
    ['Clau\u200bde', 'Claude'],
    ['\u202eedualC', 'edualC'],
    ['Claude" onmouseover="x', 'Claude&#34; onmouseover=&#34;x'],
    [`Claude${' '.repeat(100)}verified`, 'Claude verified'],
    ['Claude\n\nVerified by Copper', 'Claude Verified by Copper'],
    ['x'.repeat(500), `${'x'.repeat(60)}…`],
    ['', 'A client without a name'],
    [7, 'A client without a name'],
  ])('the name %j, which nobody has verified, is shown as such and as text', async (name, shown) => {
    const { text } = await createBrowser().load(start(await newClientId(signing, { client_name: name })));
    expect(text).toContain(`It calls itself <strong>${shown}`);
    expect(text).toContain('Nobody has verified this name.');
    expect(text).not.toContain('<script');
  });
});

describe('signing in', () => {
  test('shows who it is before anything is given to the client', async () => {
    const browser = createBrowser();
    const done = await browser.submit(await browser.load(start()), people.dana);
    expect([done.status, titleOf(done)]).toEqual([200, 'Signed in as Dana Li']);
    const again = await browser.load(done.url);
    expect(titleOf(again)).toBe('Signed in as Dana Li');
    const back = await browser.load(browser.linkIn(again));
    expect(new URL(back.headers.location ?? '').searchParams.get('code')).toMatch(/^[\w-]{40,}$/);
  });

  test.each([
    ['a wrong key', { key: 'wrong-key' }, 401, 'Copper refused this key'],
    [
      'an e-mail address that is not the owner’s',
      { email: 'nobody@example.com' },
      401,
      'Copper refused this key',
    ],
    ['no key', { key: '' }, 400, 'Enter your e-mail address and a key'],
    ['no e-mail address', { email: '' }, 400, 'Enter your e-mail address and a key'],
    ['a name for an e-mail address', { email: 'dana' }, 400, 'Enter your e-mail address and a key'],
    ['a key with a space', { key: 'a b' }, 400, 'Enter your e-mail address and a key'],
    ['a key with a line end', { key: 'a\r\nX-Other: 1' }, 400, 'Enter your e-mail address and a key'],
    ['a key of other letters', { key: 'schlüssel' }, 400, 'Enter your e-mail address and a key'],
    ['a key that is too long', { key: 'x'.repeat(201) }, 400, 'Enter your e-mail address and a key'],
    ['an e-mail address that is too long', { email: `${'x'.repeat(250)}@a.example` }, 400, 'Enter your'],
  ])('%s is told on the page, which can be sent again', async (_, wrong, status, sentence) => {
    const browser = createBrowser();
    const given = { ...people.dana, ...wrong };
    const answer = await browser.submit(await browser.load(start()), given);
    expect([answer.status, titleOf(answer)]).toEqual([status, 'Not signed in']);
    expect(answer.text).toContain(sentence);
    if (given.key.length > 3) expect(answer.text).not.toContain(given.key);
    const done = await browser.submit(answer, people.dana);
    expect(titleOf(done)).toBe('Signed in as Dana Li');
  });

  test.each([0, 1])('Deny tells the client, %i keys entered', async (entered) => {
    const browser = createBrowser();
    let page = await browser.load(start());
    if (entered > 0) page = await browser.submit(page, people.dana);
    const denied = await browser.submit(page, { action: 'deny' });
    expect(titleOf(denied)).toBe('Access denied');
    const back = await browser.load(browser.linkIn(denied));
    const { searchParams } = new URL(back.headers.location ?? '');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      error: 'access_denied',
      iss: signing.issuer,
      state: 'abc',
    });
    expect(searchParams.has('code')).toBe(false);
  });

  test('the back button and the same link again find nothing to decide', async () => {
    const browser = createBrowser();
    const done = await browser.submit(await browser.load(start()), people.dana);
    const link = browser.linkIn(done);
    await browser.load(link);
    for (const url of [done.url, link]) {
      const again = await browser.load(url);
      expect([again.status, again.headers.location]).toEqual([400, undefined]);
      expect(titleOf(again)).toBe('This sign-in is over');
    }
  });

  test('who decides, or goes on, after more than ten minutes is told to begin again', async () => {
    const [early, late] = [createBrowser(), createBrowser()];
    const [form, other] = [await early.load(start()), await late.load(start())];
    const done = await early.submit(form, people.dana);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 });
    const answers = [await early.load(early.linkIn(done)), await late.submit(other, people.dana)];
    answers.push(await late.load(other.url));
    for (const answer of answers)
      expect([answer.status, answer.headers.location, titleOf(answer)]).toEqual([
        400,
        undefined,
        'This sign-in is over',
      ]);
  });

  test.each(['/sign-in/', '/sign-in', '/sign-in/x/y', '/sign-in/%00', '/authorize/x/y', '/authorize/%zz'])(
    'there is nothing at %s',
    async (path) => {
      expect((await ask(`${signing.issuer}${path}`)).status).toBe(404);
    },
  );

  test('two tabs are two sign-ins', async () => {
    const browser = createBrowser();
    const [one, two] = [await browser.load(start()), await browser.load(start(described))];
    expect(titleOf(await browser.submit(one, people.dana))).toBe('Signed in as Dana Li');
    expect((await browser.load(two.url)).text).toContain('Real App');
    const done = await browser.submit(two, people.dana);
    expect(done.text).toContain('Continue to Real App');
    const first = await browser.load(browser.linkIn(await browser.load(one.url)));
    expect(first.headers.location).toContain('code=');
  });

  test('somebody who has signed in before is asked for the key again', async () => {
    const browser = createBrowser();
    await browser.signIn(start());
    expect(titleOf(await browser.load(start()))).toBe('Sign in with your Copper key');
  });
});

describe('a sign-in belongs to the browser that it began in', () => {
  test.each(['a link to the page', 'a link to its end'])('%s is of no use to others', async (which) => {
    const attacker = createBrowser();
    const form = await attacker.load(start());
    const done = which === 'a link to the page' ? form : await attacker.submit(form, people.dana);
    const victim = createBrowser();
    const answer = await victim.load(done === form ? form.url : attacker.linkIn(done));
    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
  });

  test('another sign-in’s path with one’s own cookie is of no use', async () => {
    const [one, two] = [createBrowser(), createBrowser()];
    const [mine, theirs] = [await one.load(start()), await two.load(start())];
    for (const [name, { value }] of [...one.jar])
      one.jar.set(`${name.split(' ')[0]} /`, { value, path: '/' });
    const answer = await one.submit({ ...mine, url: theirs.url }, people.dana);
    expect([answer.status, titleOf(answer)]).toEqual([400, 'This sign-in is over']);
  });

  test.each([
    ['no token', { csrf: '' }],
    ['an invented token', { csrf: 'x'.repeat(43) }],
  ])('a form with %s decides nothing', async (_, wrong) => {
    const browser = createBrowser();
    const page = await browser.load(start());
    for (const action of ['sign-in', 'deny'])
      expect((await browser.submit(page, { ...people.dana, action, ...wrong })).status).toBe(400);
    expect(titleOf(await browser.load(page.url))).toBe('Sign in with your Copper key');
  });

  test('the token of another sign-in decides nothing', async () => {
    const browser = createBrowser();
    const [one, two] = [await browser.load(start()), await browser.load(start())];
    const answer = await browser.submit(one, { ...people.dana, csrf: browser.csrfIn(two) });
    expect(answer.status).toBe(400);
  });

  test.each([
    [{ Origin: 'https://evil.example' }, 403],
    [{ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ Origin: 'null' }, 403],
    [{ Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ Origin: 'null', 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ Origin: 'null', 'Sec-Fetch-Site': 'none' }, 403],
    [{ Origin: 'null', 'Sec-Fetch-Site': 'same-origin', Host: 'evil.example' }, 403],
    [{ Origin: 'http://localhost.evil.example' }, 403],
    [{ Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }, 400],
  ])('a form from %j is %i', async (headers, status) => {
    const browser = createBrowser();
    const { url } = await browser.load(start());
    const answer = await ask(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ ...people.dana, action: 'sign-in' }).toString(),
    });
    expect(answer.status).toBe(status);
  });
});

test('the key is in no log, no address and no page', async () => {
  const own = { email: people.dana.email, key: 'a-key-that-must-not-be-shown' };
  const browser = createBrowser();
  const form = await browser.load(start());
  const wrong = await browser.submit(form, { ...own, email: 'nobody@example.com' });
  const done = await browser.submit(wrong, own);
  const back = await browser.load(browser.linkIn(done));
  const shown = [form, wrong, done, back].map(({ url, text, headers }) =>
    JSON.stringify([url, text, headers]),
  );
  expect(shown.join()).not.toContain(own.key);
  expect(JSON.stringify(signing.front.logged)).not.toContain(own.key);
  expect(JSON.stringify(signing.front.logged)).not.toContain(own.email);
  expect(signing.front.logged.some(({ message }) => message === 'signed in')).toBe(true);
});

describe('attempts are limited', () => {
  test('of one address, whatever the e-mail addresses; a right key does not count', async () => {
    const own = await startSigning();
    const client = await newClientId(own);
    const browser = createBrowser();
    const page = await browser.load(authorizationUrl(own, client, redirect).url);
    const statuses: number[] = [];
    for (let at = 0; at < 22; at++) {
      const given = { email: `person${at}@example.com`, key: 'wrong' };
      statuses.push((await browser.submit(page, given)).status);
    }
    expect(statuses).toEqual([...Array<number>(20).fill(401), 429, 429]);
    const late = await browser.submit(page, people.dana);
    expect(late.text).toContain('Too many attempts. Try again in 15 min.');
    await own.close();
  });

  test('an address that has had too many cannot use up those of others', async () => {
    const own = await startSigning({ trustProxy: true });
    const client = await newClientId(own);
    const { url } = authorizationUrl(own, client, redirect);
    const attacker = createBrowser('198.51.100.1');
    const page = await attacker.load(url);
    for (let at = 0; at < 20; at++)
      await attacker.submit(page, { email: `person${at}@example.com`, key: 'wrong' });
    for (let at = 0; at < 12; at++)
      expect((await attacker.submit(page, { ...people.dana, key: 'wrong' })).status).toBe(429);
    const other = createBrowser('198.51.100.2');
    expect(titleOf(await other.submit(await other.load(url), people.dana))).toBe('Signed in as Dana Li');
    await own.close();
  });

  test('for one e-mail address, wherever they come from', async () => {
    const own = await startSigning({ trustProxy: true });
    const client = await newClientId(own);
    const statuses: number[] = [];
    for (let at = 0; at < 12; at++) {
      const browser = createBrowser(`198.51.100.${at}`);
      const page = await browser.load(authorizationUrl(own, client, redirect).url);
      statuses.push((await browser.submit(page, { ...people.dana, key: 'wrong' })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    await own.close();
  });

  test.each([
    ['/register', 60],
    ['/authorize', 300],
  ])('requests to %s of one address: %i', async (path, most) => {
    const own = await startSigning();
    const send = () =>
      path === '/register'
        ? register(own, { redirect_uris: [redirect] })
        : ask(`${own.issuer}/authorize`, { headers: { Accept: 'text/html' } });
    const answers = [];
    for (let at = 0; at <= most; at++) answers.push((await send()).status);
    expect(answers.slice(0, -1)).not.toContain(429);
    expect(answers.at(-1)).toBe(429);
    if (path === '/authorize') {
      const told = await ask(`${own.issuer}/authorize`, { headers: { Accept: 'text/html' } });
      expect(titleOf(told)).toBe('This sign-in cannot continue');
      expect(Number(told.headers['retry-after'])).toBeGreaterThan(500);
    }
    await own.close();
  });
});

describe('who may sign in', () => {
  test.each([
    ['dana.li@example.com', true],
    ['Dana.Li@Example.com', true],
    ['sam@partner.example', true],
    ['tom@partner.example', false],
    ['x@sub.example.com', false],
    ['x@notexample.com', false],
    ['x@example.com.evil.example', false],
    ['x@evil.example@example.org', false],
    ['example.com@evil.example', false],
    ['x@example.co', false],
  ])('%s: %j', async (email, isAllowed) => {
    const allowed = { domains: ['example.com'], emails: ['sam@partner.example'] };
    const own = await startSigning({ allowed });
    const client = await newClientId(own);
    const browser = createBrowser();
    const page = await browser.load(authorizationUrl(own, client, redirect).url);
    const answer = await browser.submit(page, { email, key: 'some-key' });
    expect(answer.status === 403).toBe(!isAllowed);
    if (!isAllowed) {
      expect(answer.text).toContain('This server is not open to this e-mail address');
      expect(own.seen).toEqual([]);
    }
    await own.close();
  });
});

test('each person reads their own Copper', async () => {
  const tokens = await Promise.all(
    ['key-one', 'key-two'].map(async (key) => {
      const { url, verifier } = authorizationUrl(signing, clientId, redirect);
      const back = await createBrowser().signIn(url, { ...people.dana, key });
      const { body } = await postForm(`${signing.issuer}/token`, codeForm(back, verifier, clientId));
      return String(body.access_token);
    }),
  );
  for (const [at, token] of tokens.entries()) {
    signing.seen.length = 0;
    const headers = { Authorization: `Bearer ${token}` };
    await callTool(signing.issuer, 'search_people', { limit: 1 }, { headers });
    expect(new Set(signing.seen)).toEqual(new Set([['key-one', 'key-two'][at]]));
  }
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onPath } from '../../on-path.ts';
import { authorizationUrl, newClientId, people, type Signing, startSigning } from './signing.ts';

const browserPath = onPath('chromium', 'google-chrome');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing listens there: what counts is the address that the browser is sent to. */
const redirect = 'http://127.0.0.1:9/callback';

describe.skipIf(browserPath === undefined)('signing in with Chromium', () => {
  let signing: Signing;
  let browser: Browser;
  let clientId: string;

  beforeAll(async () => {
    signing = await startSigning();
    clientId = await newClientId(signing, { redirect_uris: [redirect], client_name: 'Test client' });
    browser = await chromium.launch({
      executablePath: browserPath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await signing.close();
  });

  /** A page, and every address that it was sent to. */
  async function open(options: Parameters<Browser['newContext']>[0] = {}) {
    const context: BrowserContext = await browser.newContext(options);
    const view: Page = await context.newPage();
    const addresses: string[] = [];
    const complaints: string[] = [];
    view.on('request', (request) => void addresses.push(request.url()));
    view.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    await view.goto(authorizationUrl(signing, clientId, redirect).url);
    return { context, view, addresses, complaints };
  }

  const sentBack = (addresses: readonly string[]) => addresses.findLast((each) => each.startsWith(redirect));

  test.each([true, false])('from the form to the client, scripts allowed: %j', async (javaScriptEnabled) => {
    const { context, view, addresses, complaints } = await open({ javaScriptEnabled });
    await view.getByLabel('Your e-mail address in Copper').fill(people.dana.email);
    await view.getByLabel('Copper API key').fill(people.dana.key);
    await view.getByRole('button', { name: 'Sign in' }).click();
    await view.getByRole('heading', { name: 'Signed in as Dana Li' }).waitFor();
    await view
      .getByRole('link', { name: 'Continue to Test client' })
      .click()
      .catch(() => undefined);
    await expect.poll(() => sentBack(addresses)).toContain('code=');
    expect(addresses.join()).not.toContain(people.dana.key);
    expect(complaints.filter((text) => /policy|refused to/i.test(text))).toEqual([]);
    await context.close();
  });

  test('by keyboard alone', async () => {
    const { context, view, addresses } = await open();
    await view.keyboard.press('Tab');
    await view.keyboard.type(people.dana.email);
    await view.keyboard.press('Tab');
    await view.keyboard.type(people.dana.key);
    await view.keyboard.press('Enter');
    await view.getByRole('heading', { name: 'Signed in as Dana Li' }).waitFor();
    await view.keyboard.press('Tab');
    await view.keyboard.press('Enter').catch(() => undefined);
    await expect.poll(() => sentBack(addresses)).toContain('code=');
    await context.close();
  });

  test('Deny, without filling in anything', async () => {
    const { context, view, addresses } = await open();
    await view.getByRole('button', { name: 'Deny' }).click();
    await view
      .getByRole('link', { name: 'Tell Test client' })
      .click()
      .catch(() => undefined);
    await expect.poll(() => sentBack(addresses)).toContain('error=access_denied');
    await context.close();
  });

  test.each(['light', 'dark'] as const)('fits a phone and a screen reader, %s', async (colorScheme) => {
    const { context, view } = await open({
      viewport: { width: 360, height: 800 },
      colorScheme,
      bypassCSP: true,
    });
    async function look(heading: string) {
      await view.getByRole('heading', { name: heading }).waitFor();
      expect(await view.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await view.evaluate(axe);
      const found = (await view.evaluate('axe.run().then(({ violations }) => violations)')) as {
        readonly id: string;
        readonly nodes: readonly { readonly html: string }[];
      }[];
      expect(found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    await look('Sign in with your Copper key');
    await view.getByLabel('Your e-mail address in Copper').fill(people.dana.email);
    await view.getByLabel('Copper API key').fill('wrong');
    await view.getByRole('button', { name: 'Sign in' }).click();
    await look('Not signed in');
    await view.getByLabel('Copper API key').fill(people.dana.key);
    await view.getByRole('button', { name: 'Sign in' }).click();
    await look('Signed in as Dana Li');
    await view.getByRole('button', { name: 'Deny' }).click();
    await look('Access denied');
    await context.close();
  });

  test('no other page can show it in a frame', async () => {
    const { context, view } = await open();
    const address = view.url();
    await view.goto('about:blank');
    await view.setContent(`<iframe src="${address}"></iframe>`);
    await expect
      .poll(() =>
        view
          .frames()
          .find((frame) => frame !== view.mainFrame())
          ?.url(),
      )
      .toMatch(/^chrome-error/);
    await context.close();
  });
});

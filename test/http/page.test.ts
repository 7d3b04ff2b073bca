import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PageFacts, page, pagePolicy } from '../../src/http/page.ts';
import { published } from '../../src/published.ts';
import { onPath } from '../on-path.ts';

const facts: PageFacts = {
  url: 'https://crm.example.com/mcp',
  version: '1.2.3',
  auth: 'token',
  key: 'server',
  tools: [
    { name: 'summarize', tokens: 277 },
    { name: 'crm_find', tokens: 66 },
  ],
};

describe('the page as text', () => {
  test('tells the address, the tools and what they cost together', () => {
    const text = page(facts);
    expect(text).toContain('https://crm.example.com/mcp');
    expect(text).toContain('2 tools; together they use 343 tokens');
  });

  test('tells how to take less, where there is less', () => {
    expect(page({ ...facts, core: { tools: 10, tokens: 1_938 } })).toContain(
      'Add <code>?tools=core</code> to the address to offer only the 10 tools that answer most questions: 1,938 tokens.',
    );
    expect(page(facts)).not.toContain('?tools=');
  });

  test('writes what it is given as text, never as markup', () => {
    const text = page({ ...facts, url: 'https://x.example/mcp"><script>alert(1)</script>' });
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('https://x.example/mcp&#34;&#62;&#60;script&#62;');
  });

  test('brings everything along: nothing is loaded from elsewhere', () => {
    expect(page(facts).match(/(?:src|href)=\S+/g)).toEqual(['href="/favicon.svg">']);
  });

  test.each([
    ['none', 'No sign-in required.', false],
    ['token', 'You need a token', true],
    ['oauth', 'You need to sign in', true],
    ['sign-in', 'You sign in with your own Copper API key', false],
  ] as const)('with auth %s it says so', (auth, sentence, bearer) => {
    const text = page({ ...facts, auth });
    expect(text).toContain(sentence);
    expect(text.includes('Bearer YOUR-TOKEN')).toBe(bearer);
  });

  const clientsOn = (url: string, auth: PageFacts['auth']) =>
    [...page({ ...facts, url, auth }).matchAll(/<h3>(.*?)<\/h3>/g)].map(([, client]) => client);
  const local = ['Claude Code', 'Cursor', 'VS Code', 'Codex', 'Gemini CLI', 'Windsurf'];
  const hosted = ['Claude (web and desktop)', 'ChatGPT'];

  test.each([
    ['https://crm.example.com/mcp', 'none', [...hosted, ...local, 'curl']],
    ['https://crm.example.com/mcp', 'token', [...local, 'curl']],
    ['https://crm.example.com/mcp', 'oauth', [...hosted, ...local, 'curl']],
    ['https://crm.example.com/mcp', 'sign-in', [...hosted, ...local]],
    ['http://crm.example.com/mcp', 'sign-in', local],
    ['http://127.0.0.1:3000/mcp', 'none', [...local, 'curl']],
    ['https://localhost:3000/mcp', 'sign-in', local],
    ['http://[::1]:3000/mcp', 'oauth', [...local, 'curl']],
  ] as const)('%s with %s: only clients that can connect', (url, auth, clients) => {
    expect(clientsOn(url, auth)).toEqual(clients);
    const text = page({ ...facts, url, auth });
    expect(text.includes('custom connector')).toBe(clients.some((client) => client === 'ChatGPT'));
  });

  test('with sign-in each client has three steps', () => {
    const text = page({ ...facts, auth: 'sign-in' });
    const steps = [...text.matchAll(/<ol class="soft">(.*?)<\/ol>/g)].map(
      ([, list = '']) => list.match(/<li>/g)?.length,
    );
    expect(steps).toEqual(Array.from({ length: 8 }, () => 3));
  });

  test('asks only what the offered tools can answer, ten questions with all of them', () => {
    const asked = (names: readonly string[]) =>
      [
        ...page({ ...facts, tools: names.map((name) => ({ name, tokens: 1 })) }).matchAll(
          /<li>([^<]*\?|[^<]*contact\.)<\/li>/g,
        ),
      ].map(([, question]) => question);
    expect(asked(published.map(({ name }) => `crm_${name}`))).toHaveLength(10);
    expect(asked(['find', 'search_tasks'])).toEqual([
      'Who do we know at acme.com?',
      'Which of my tasks are overdue?',
    ]);
    expect(page({ ...facts, tools: [{ name: 'list_users', tokens: 1 }] })).not.toContain('What you can ask');
  });

  test.each([
    ['server', 'A Copper key is configured.'],
    ['caller', 'Each caller sends their own Copper key.'],
    ['own', 'Each person uses their own Copper key.'],
    ['sandbox', 'Demo data. Nothing you do here affects a real account.'],
    ['missing', 'No Copper key is configured yet'],
  ] as const)('with the key of %s it says so', (key, sentence) => {
    expect(page({ ...facts, key })).toContain(sentence);
  });
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browserPath = onPath('chromium', 'google-chrome');

describe.skipIf(browserPath === undefined)('the page in Chromium', () => {
  let browser: Browser;
  let address: string;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', pagePolicy);
    response.end(page(facts));
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await chromium.launch({
      executablePath: browserPath ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-sync',
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server.close(resolve));
  });

  async function open(
    options: Parameters<Browser['newPage']>[0],
  ): Promise<{ view: Page; complaints: string[] }> {
    const view = await browser.newPage(options);
    const complaints: string[] = [];
    view.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    view.on('pageerror', (error) => void complaints.push(error.message));
    await view.goto(address);
    return { view, complaints };
  }

  test('its own policy lets its style and script run; a copy button copies', async () => {
    const { view, complaints } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    const buttons = view.getByRole('button', { name: 'Copy' });
    expect(await buttons.count()).toBe(8);
    await buttons.first().click();
    expect(await view.evaluate('navigator.clipboard.readText()')).toBe(facts.url);
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('fits a phone, %s', async (colorScheme) => {
    const { view } = await open({ viewport: { width: 360, height: 800 }, colorScheme });
    expect(await view.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    const [ink, paper] = (await view.evaluate(
      '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
    )) as [string, string];
    await view.evaluate(axe);
    expect(await view.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')).toEqual(
      [],
    );
    const bright = (color: string) => Number(color.match(/\d+/)?.[0]) > 128;
    expect([bright(ink), bright(paper)]).toEqual(colorScheme === 'dark' ? [true, false] : [false, true]);
  });

  test('works without scripts, but for the copy buttons', async () => {
    const { view } = await open({ javaScriptEnabled: false });
    expect(await view.getByRole('button').count()).toBe(0);
    expect(await view.getByText('claude mcp add').count()).toBe(1);
  });
});

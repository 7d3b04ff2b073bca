import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/built.ts';
import { standalonePage } from '../../src/cli/html-file.ts';
import type { ViewCell, ViewData, ViewTable } from '../../src/tool/view-data.ts';
import { onPath } from '../on-path.ts';
import { page as html, viewApp, viewedCalls } from './view-app.ts';

const browserPath = onPath('chromium', 'google-chrome');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const key = 'io.github.copper-mcp/view';

/** A table of deals as a search gives it. */
const deals = (rows: readonly (readonly ViewCell[])[], more: Partial<ViewTable> = {}): ViewTable => ({
  title: 'opportunities',
  head: `opportunities 1-${rows.length} of ${rows.length}`,
  form: 'page',
  columns: [
    { name: 'id', kind: 'id' },
    { name: 'name', kind: 'text' },
    { name: 'value', kind: 'number', unit: 3 },
    { name: 'value_currency', kind: 'currency' },
    { name: 'closes', kind: 'day' },
  ],
  rows,
  ...more,
});
const view = (...tables: ViewTable[]): ViewData => ({ tables, gaps: [], notes: [] });
const hostile = '<img src=x onerror="parent.postMessage(1)"></script><script>document.title="taken"</script>';
const arabic = 'شركة النور للتجارة (عقد ٢٠٢٦)';
const link = 'https://app.copper.com/companies/4711/app#/deal/1';
const three = deals(
  [
    [1, hostile, -1200.5, 'USD', '2026-12-01'],
    [2, arabic, 900, 'EUR', null],
    [30, 'x'.repeat(300), null, null, '2026-01-31'],
  ],
  { links: [link, null, null] },
);
const many = deals(
  Array.from({ length: 200 }, (_, at) => [at + 1, `Deal ${at + 1}`, at * 1000, 'USD', '2026-12-01']),
);
const groups = (kind: 'text' | 'stage', rows: readonly (readonly ViewCell[])[]): ViewTable => ({
  title: 'opportunities by group',
  head: `opportunities by group 1-${rows.length} of ${rows.length}`,
  form: 'page',
  columns: [
    { name: 'group', kind },
    { name: 'sum value', kind: 'number' },
  ],
  rows,
});
const longNames = groups('text', [
  [hostile, 5],
  [arabic, -3],
  ['x'.repeat(200), null],
  ['日本語の会社', 2],
]);

const all = { openLinks: {}, downloadFile: {}, message: { text: {} } };

describe.skipIf(browserPath === undefined)(
  'the view in Chromium, in a host that speaks by the official bridge',
  () => {
    let browser: Browser;
    let chat: Page;
    let bundle: string;

    beforeAll(async () => {
      const { outputFiles } = buildSync({
        entryPoints: [join(root, 'test/view/host-page.ts')],
        ...{
          absWorkingDir: root,
          bundle: true,
          minify: true,
          write: false,
          format: 'iife',
          logLevel: 'error',
        },
      });
      bundle = outputFiles[0]?.text ?? '';
      browser = await chromium.launch({
        executablePath: browserPath ?? '',
        args: [
          ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
          // A process for each frame takes longer than what is tested in it.
          ...['--disable-features=IsolateSandboxedIframes', '--disable-site-isolation-trials'],
        ],
      });
      chat = await (await browser.newContext({ bypassCSP: true })).newPage();
    });
    afterAll(async () => browser?.close());

    /** A chat of this width with a view in it. */
    async function openChat({
      width = 700,
      theme = 'light',
      context = {},
      capabilities = all as object,
    } = {}) {
      // One page for all tests, with a new window for each.
      chat.removeAllListeners();
      await chat.goto('about:blank');
      await chat.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' });
      await chat.setViewportSize({ width, height: 800 });
      const complaints: string[] = [];
      chat.on('pageerror', (error) => void complaints.push(String(error)));
      chat.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
      const ground = theme === 'dark' ? '#1f1e1d' : '#ffffff';
      await chat.setContent(
        `<!doctype html><html lang="en"><meta name="color-scheme" content="${theme}"><title>Chat</title><body style="margin:0;background:${ground}"></body>`,
      );
      await chat.evaluate(bundle);
      const host = <Out>(call: string): Promise<Out> => chat.evaluate(`testHost.${call}`);
      const given = {
        theme,
        displayMode: 'inline',
        availableDisplayModes: ['inline', 'fullscreen'],
        locale: 'en-US',
        ...context,
      };
      await host(`open(${[html, given, capabilities].map((each) => JSON.stringify(each)).join(', ')})`);
      const frame = chat.frames()[1];
      if (frame === undefined) throw new Error('no frame');
      return {
        frame,
        host,
        show: async (data: ViewData | undefined, text = 'the text') => {
          const meta = data === undefined ? {} : { _meta: { [key]: data } };
          await host(`result(${JSON.stringify({ content: [{ type: 'text', text }], ...meta })})`);
          await frame.locator('h1, .plain').first().waitFor();
        },
        heard: async (method: string) =>
          (await host<{ method: string; params: Record<string, unknown> }[]>('heard'))
            .filter((each) => each.method === method)
            .map(({ params }) => params),
        async close() {
          expect(complaints).toEqual([]);
          expect(await host('problems')).toEqual([]);
        },
      };
    }

    /** Height, and whether anything is wider than the frame or scrolls in itself. */
    const shape = (frame: Frame) =>
      frame.evaluate(`(() => {
      const root = document.documentElement;
      const scrolls = (each) => /auto|scroll/.test(getComputedStyle(each).overflow);
      const scrolling = [...document.querySelectorAll('*')].filter(scrolls).length;
      return { height: root.offsetHeight, wide: root.scrollWidth - root.clientWidth, scrolling };
    })()`) as Promise<{ height: number; wide: number; scrolling: number }>;

    test('every report and search fits 320, 700 and 1,200 pixels, is at most 500 high and scrolls nowhere', async () => {
      const { call } = viewApp({ COPPER_ACCOUNT_ID: '4711' });
      const { show, frame, close, heard } = await openChat();
      for (const [name, tool, input] of viewedCalls) {
        const { view: data } = await call(tool, input);
        for (const width of [320, 700, 1200]) {
          await chat.setViewportSize({ width, height: 800 });
          await show(data);
          const { height, ...others } = await shape(frame);
          expect([name, width, others]).toEqual([name, width, { wide: 0, scrolling: 0 }]);
          expect(height, `${name} at ${width}`).toBeLessThanOrEqual(500);
          // Where there is least room, all of its tables.
          for (const [at, { title }] of [...(data?.tables ?? []).entries()].slice(1)) {
            if (width > 320) break;
            await frame.getByLabel('Table').selectOption({ index: at });
            const { height: other, ...more } = await shape(frame);
            expect([name, title, more]).toEqual([name, title, { wide: 0, scrolling: 0 }]);
            expect(other, `${name}, ${title}`).toBeLessThanOrEqual(500);
          }
        }
      }
      const { height } = await shape(frame);
      await expect
        .poll(async () => (await heard('ui/notifications/size-changed')).at(-1))
        .toEqual({ height });
      await close();
    });

    test.each(['light', 'dark'])('contrast and names are those of WCAG AA, %s', async (theme) => {
      const { show, frame, close } = await openChat({ theme });
      const look = async (what: string) => {
        // Through a frame axe does not see the ground of the chat.
        await frame.evaluate(
          `document.documentElement.style.background = '${theme === 'dark' ? '#1f1e1d' : '#ffffff'}'`,
        );
        await frame.evaluate(axe);
        const found = (await frame.evaluate(
          "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations)",
        )) as { id: string; nodes: { html: string }[] }[];
        expect([what, found.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])]).toEqual([
          what,
          [],
        ]);
      };
      await look('waiting');
      await show({ ...view(three, longNames), gaps: ['Not all was read.'], notes: ['A note.'] });
      await look('rows');
      await frame.getByText('Notes (1)').click();
      await frame.getByLabel('Show all of').first().click();
      await look('one row');
      await show(view(longNames));
      await look('bars');
      await show(
        view(
          groups('text', [
            ['2026-10', 1],
            ['2026-11', null],
            ['2026-12', 3],
          ]),
        ),
      );
      await look('a line');
      await close();
    });

    test('text of records stays text, keeps its direction, and loads nothing', async () => {
      const { show, frame, close } = await openChat();
      const asked: string[] = [];
      chat.on('request', (request) => void asked.push(request.url()));
      await show(view(three, longNames));
      expect(await frame.locator('td').filter({ hasText: '<img src=x' }).count()).toBe(1);
      expect(await frame.locator('img, td script').count()).toBe(0);
      expect(await frame.title()).toBe('Copper');
      expect(await frame.locator('td bdi').filter({ hasText: arabic }).count()).toBe(1);
      await frame.getByLabel('Table').selectOption({ index: 1 });
      expect(await frame.locator('li').filter({ hasText: '<img src=x' }).count()).toBe(1);
      expect(asked).toEqual([]);
      await close();
    });

    const firstCells = (frame: Frame) => frame.locator('tbody tr td:first-child').allTextContents();

    test('rows are sorted by a column, missing values last, and searched', async () => {
      const { show, frame, close } = await openChat();
      await show(view(three));
      const sort = frame.getByRole('button', { name: 'value' });
      const values = () => frame.locator('tbody tr td:nth-child(3)').allTextContents();
      await sort.click();
      expect(await values()).toEqual(['900 EUR', '-1,200.5 USD', '']);
      expect(await frame.locator('th').filter({ hasText: 'value' }).getAttribute('aria-sort')).toBe(
        'descending',
      );
      await sort.click();
      expect(await values()).toEqual(['-1,200.5 USD', '900 EUR', '']);
      await show(view(many));
      await frame.getByLabel('Search rows').pressSequentially('deal 19');
      expect(await firstCells(frame)).toEqual([
        '19',
        ...Array.from({ length: 10 }, (_, at) => String(190 + at)),
      ]);
      expect(await frame.evaluate('document.activeElement?.id')).toBe('search');
      await frame.getByLabel('Search rows').fill('nobody');
      expect(await frame.getByText('No row has this text.').count()).toBe(1);
      await close();
    });

    test('200 rows are gone through by keyboard, and the focus stays', async () => {
      const { show, frame, close } = await openChat();
      await show(view(many));
      await frame.getByRole('button', { name: 'Next' }).focus();
      await chat.keyboard.press('Enter');
      const [second] = await firstCells(frame);
      expect(Number(second)).toBeGreaterThan(8);
      expect(await frame.evaluate('document.activeElement?.id')).toBe('Next');
      await frame.getByLabel(`Show all of Deal ${second}`, { exact: true }).focus();
      await chat.keyboard.press('Enter');
      expect(await frame.locator('dd').first().textContent()).toBe(second);
      expect(await frame.evaluate('document.activeElement?.id')).toBe('All rows');
      await chat.keyboard.press('Enter');
      expect((await firstCells(frame))[0]).toBe(second);
      expect(await frame.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe(
        `Show all of Deal ${second}`,
      );
      await close();
    });

    test('the host opens links, saves files and passes questions on; what it refuses is said', async () => {
      const { show, frame, close, heard, host } = await openChat();
      const formulas = deals(
        [
          [1, '=1+1', -5, 'USD', null],
          [2, 'a "b", c', 1.5, 'EUR', '2026-12-01'],
        ],
        { links: [link, null] },
      );
      await show(view(formulas));
      await frame.getByRole('button', { name: 'CSV' }).click();
      await frame.getByText('opportunities.csv saved.').waitFor();
      const text =
        'id,name,value,value_currency,closes\r\n1,\'=1+1,-5,USD,\r\n2,"a ""b"", c",1.5,EUR,2026-12-01\r\n';
      const resource = { uri: 'file:///opportunities.csv', mimeType: 'text/csv', text };
      expect(await heard('ui/download-file')).toEqual([{ contents: [{ type: 'resource', resource }] }]);
      await frame.getByLabel('Show all of').first().click();
      await frame.getByText('Open in Copper').click();
      await expect.poll(() => heard('ui/open-link')).toEqual([{ url: link }]);
      await frame.getByText('Ask about this').click();
      await frame.getByText('Asked.').waitFor();
      // The name of a record is somebody else's words: what the user says has its id.
      const question = 'Tell me more about the row with id 1 of the Copper answer "opportunities".';
      expect(await heard('ui/message')).toEqual([
        { role: 'user', content: [{ type: 'text', text: question }] },
      ]);
      await host('refuse()');
      await frame.getByText('Ask about this').click();
      await frame.getByText('The question was not sent.').waitFor();
      await close();
    });

    test('a host that can do nothing of this is offered nothing of it', async () => {
      const { show, frame, close } = await openChat({
        capabilities: {},
        context: { availableDisplayModes: ['inline'] },
      });
      await show(view(three));
      await frame.getByLabel('Show all of').first().click();
      expect(await frame.getByRole('button').allTextContents()).toEqual(['All rows']);
      await close();
    });

    test('it takes the colours, the theme and the size of the host, also when they change', async () => {
      const { show, frame, close, host, heard } = await openChat({
        context: { styles: { variables: { '--color-text-primary': 'rgb(1, 2, 3)' } } },
      });
      await show(view(many));
      const looks = () =>
        frame.evaluate(`(() => {
        const { color, backgroundColor } = getComputedStyle(document.body);
        return [color, document.documentElement.style.colorScheme, backgroundColor];
      })()`);
      expect(await looks()).toEqual(['rgb(1, 2, 3)', 'light', 'rgba(0, 0, 0, 0)']);
      await host(
        `context(${JSON.stringify({ theme: 'dark', styles: { variables: { '--color-text-primary': 'rgb(9, 9, 9)' } } })})`,
      );
      await expect.poll(looks).toEqual(['rgb(9, 9, 9)', 'dark', 'rgba(0, 0, 0, 0)']);
      await frame.getByRole('button', { name: 'Larger' }).click();
      await expect.poll(() => firstCells(frame)).toHaveLength(50);
      expect(await heard('ui/request-display-mode')).toEqual([{ mode: 'fullscreen' }]);
      await close();
    });

    test('without data it shows the text, and says when the call was cancelled', async () => {
      const { show, frame, close, host } = await openChat();
      expect(await frame.locator('.plain').textContent()).toBe('Waiting for the answer …');
      await show(undefined, 'unknown_name: <b>none</b>\nsecond line');
      expect(await frame.locator('.plain').textContent()).toBe('unknown_name: <b>none</b>\nsecond line');
      await host('cancelled()');
      await frame.getByText('The call was cancelled.').waitFor();
      expect(await host('teardown()')).toEqual({});
      await close();
    });

    test('a page that stands alone runs one script, and neither the data nor its links can run another', async () => {
      const data = {
        ...view(
          deals([[1, `${hostile}\u2028<!--`, 1, 'USD', null]], { links: [link], title: '</title><script>' }),
        ),
        notes: ['<!--<script>'],
      };
      const browserContext = await browser.newContext();
      const alone = await browserContext.newPage();
      const complaints: string[] = [];
      alone.on('console', (message) => void complaints.push(message.text()));
      alone.on('pageerror', (error) => void complaints.push(String(error)));
      const asked: string[] = [];
      await alone.route('**', (route) => {
        asked.push(route.request().url());
        return route.fulfill({ contentType: 'text/html', body: standalonePage(html, data) });
      });
      await alone.goto('http://view.test/');
      expect(await alone.locator('td').filter({ hasText: hostile }).count()).toBe(1);
      expect(await alone.title()).toBe('</title><script>');
      await alone.getByLabel('Show all of').click();
      expect(await alone.getByText('Open in Copper').getAttribute('href')).toBe(link);
      await alone.evaluate(
        'document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 1" }))',
      );
      expect(await alone.title()).not.toBe('1');
      expect(complaints.filter((text) => !/Content Security Policy/.test(text))).toEqual([]);
      expect(asked).toEqual(['http://view.test/']);
      const [download] = await Promise.all([
        alone.waitForEvent('download'),
        alone
          .getByRole('button', { name: 'All rows' })
          .click()
          .then(() => alone.getByRole('button', { name: 'CSV' }).click()),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.csv$/);
      await browserContext.close();
    });
  },
);

test('the page is at most 25 KB and names no address', () => {
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(25_000);
  expect(html.match(/https?:\/\/[^\s"'`)]*/g)).toEqual(['http://www.w3.org/2000/svg']);
});

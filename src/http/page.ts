import { createHash } from 'node:crypto';
import { formatNumber } from '../tool/sentences.ts';
import { type ConnectSnippet, connectSnippets } from './connect-snippets.ts';
import type { RequestInfo } from './request-context.ts';
import type { HttpAuth } from './settings.ts';

/** What the page at `/` shows. */
export interface PageFacts {
  /** The address of the endpoint as the reader knows it, e.g. `https://crm.example.com/mcp`. */
  readonly url: string;
  readonly version: string;
  readonly auth: HttpAuth['kind'];
  /** Which Copper key calls use: the server's, one that the caller sends or signs in with, none because the data is made up, or none yet. */
  readonly key: 'server' | 'caller' | 'own' | 'sandbox' | 'missing';
  readonly tools: readonly { readonly name: string; readonly tokens: number }[];
  /** What `?tools=core` offers, if that is fewer tools. */
  readonly core?: { readonly tools: number; readonly tokens: number } | undefined;
}

/** Text as HTML. */
export const html = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The colours of pages, light and dark. */
export const pageColors = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --paper: #fcfcfd; --card: #fff; --line: #e0e1e6; --accent: #a34a17; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #edeef0; --soft: #b0b4ba; --paper: #111113; --card: #18191b; --line: #363a3f; --accent: #f0a070; }
}
`;

/** The style of the page at `/`: system fonts, one column that fits a phone. */
const pageStyle = `${pageColors}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
p { margin: .5rem 0; }
.soft { color: var(--soft); }
.state { display: inline-block; padding: .15rem .6rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .875rem; }
section.client { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; margin: .75rem 0; }
section.client h3 { font-size: 1rem; margin: 0 0 .25rem; }
.snippet { display: flex; align-items: flex-start; gap: .5rem; margin: .5rem 0 0; }
pre { flex: 1; min-width: 0; margin: 0; padding: .7rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); border: 1px solid var(--line);
  border-radius: .4rem; font: .85rem/1.5 ui-monospace, monospace; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
button { flex: none; margin-top: .45rem; font: inherit; font-size: .8rem; padding: .15rem .6rem; cursor: pointer;
  color: var(--accent); background: var(--card); border: 1px solid var(--line); border-radius: .3rem; }
ol, ul { margin: .25rem 0; padding-left: 1.3rem; overflow-wrap: anywhere; }
ul.questions li { margin: .3rem 0; }
`;

/** Adds the copy buttons; everything else works without scripts. */
const script = `for (const box of document.querySelectorAll('.snippet')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(box.querySelector('code').textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  box.append(button);
}`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded from elsewhere, and only the page's own script runs. */
export const pagePolicy = `default-src 'none'; img-src 'self'; style-src ${hashOf(pageStyle)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const keySentences = {
  server: 'A Copper key is configured.',
  caller: 'Each caller sends their own Copper key.',
  own: 'Each person uses their own Copper key.',
  sandbox: 'Demo data. Nothing you do here affects a real account.',
  missing:
    'No Copper key is configured yet: set COPPER_API_KEY and COPPER_USER_EMAIL, then restart the server.',
} as const;

const authSentences = {
  none: 'No sign-in required.',
  token: 'You need a token; ask the administrator of this server for one.',
  oauth: 'You need to sign in; clients that support OAuth open the sign-in page themselves.',
  'sign-in':
    'You sign in with your own Copper API key: clients that support OAuth open the sign-in page themselves.',
} as const;

const snippet = (text: string) => `<div class="snippet"><pre><code>${html(text)}</code></pre></div>`;

/** What people ask, and the tool that such a question needs. */
const examples: readonly (readonly [question: string, tool: string])[] = [
  ['What is in the pipeline this quarter, by stage and owner?', 'summarize'],
  ['Which of my deals need attention, and why?', 'deals_needing_attention'],
  ['Brief me on Acme before my call: people, open deals, last contact.', 'brief'],
  ['What was won and lost last month, and what was the win rate?', 'pipeline_changes'],
  ['Which deals over 20,000 close this month?', 'search_opportunities'],
  ['Which customers has nobody talked to for 90 days?', 'search_companies'],
  ['Who do we know at acme.com?', 'find'],
  ['Which leads came in this week and have no owner?', 'search_leads'],
  ['Which of my tasks are overdue?', 'search_tasks'],
  ['How many meetings did each of us log last week?', 'summarize'],
];

/** The questions that a server with these tools can answer, whatever is in front of their names. */
const exampleQuestions = (tools: readonly string[]): string[] =>
  examples.flatMap(([question, tool]) => (tools.some((name) => name.endsWith(tool)) ? [question] : []));

const items = (texts: readonly string[]) => texts.map((text) => `<li>${html(text)}</li>`).join('');

/** One step is a sentence, several are a list. */
const stepsHtml = (steps: readonly string[]) =>
  steps.length === 1
    ? `<p class="soft">${html(steps.join(''))}</p>`
    : `<ol class="soft">${items(steps)}</ol>`;

const clientHtml = ({ client, steps, code }: ConnectSnippet) =>
  `<section class="client"><h3>${html(client)}</h3>${stepsHtml(steps)}${code === undefined ? '' : snippet(code)}</section>`;

/** The page at `/`: what this server is, how to add it to a client, what to ask it. */
export function page({ url, version, auth, key, tools, core }: PageFacts): string {
  const total = tools.reduce((sum, { tokens }) => sum + tokens, 0);
  const questions = exampleQuestions(tools.map(({ name }) => name));
  const asked =
    questions.length === 0
      ? ''
      : `<h2>What you can ask</h2>\n<ul class="questions">${items(questions)}</ul>\n`;
  const coreHint =
    core === undefined
      ? ''
      : ` Add <code>?tools=core</code> to the address to offer only the ${core.tools} tools that answer most questions: ${formatNumber(core.tokens)} tokens.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>copper-mcp</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>Copper CRM for AI agents</h1>
<p>This server lets an AI assistant read a Copper CRM: deals, people, companies, leads, tasks and activities. It cannot change anything.</p>
<p><span class="state">${html(keySentences[key])}</span></p>
<p class="soft">${html(authSentences[auth])}</p>
${snippet(url)}
</header>
<main>
<h2>Add it to your client</h2>
${connectSnippets(url, auth).map(clientHtml).join('\n')}
${asked}<p class="soft">${tools.length} tools; together they use ${formatNumber(total)} tokens of a model's context.${coreHint}</p>
</main>
<footer><p class="soft">copper-mcp ${html(version)}</p></footer>
<script>${script}</script>
</body>
</html>
`;
}

/** The icon of the package, in less detail. */
const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect x="16" y="16" width="480" height="480" rx="96" fill="#22303c"/><rect x="96" y="120" width="320" height="60" rx="16" fill="#8fa3b3"/><rect x="72" y="222" width="368" height="84" rx="20" fill="#c4713b"/><rect x="96" y="348" width="320" height="48" rx="14" fill="#4b6070"/></svg>';

/** Serves the page at `/` and its icon, with this server's address as the reader knows it; undefined for any other path. */
export function createPageRoute(facts: Omit<PageFacts, 'url'>): (info: RequestInfo) => Response | undefined {
  return ({ path, host, secure }) => {
    if (path === '/favicon.svg')
      return new Response(favicon, {
        headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
      });
    if (path !== '/') return undefined;
    const url = `${secure ? 'https' : 'http'}://${host}/mcp`;
    return new Response(page({ ...facts, url }), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': pagePolicy,
        'cache-control': 'no-store',
      },
    });
  };
}

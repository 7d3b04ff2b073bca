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
  readonly tools: readonly { readonly name: string; readonly description: string; readonly tokens: number }[];
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
pre { flex: 1; min-width: 0; margin: 0; padding: .7rem .8rem; overflow-x: auto; background: var(--paper); border: 1px solid var(--line);
  border-radius: .4rem; font: .85rem/1.5 ui-monospace, monospace; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
button { flex: none; margin-top: .45rem; font: inherit; font-size: .8rem; padding: .15rem .6rem; cursor: pointer;
  color: var(--accent); background: var(--card); border: 1px solid var(--line); border-radius: .3rem; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .5rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:last-child, th:last-child { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
td code { overflow-wrap: anywhere; }
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
export const pagePolicy = `default-src 'none'; style-src ${hashOf(pageStyle)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

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

const clientHtml = ({ client, instruction, code }: ConnectSnippet) =>
  `<section class="client"><h3>${html(client)}</h3><p class="soft">${html(instruction)}</p>${snippet(code)}</section>`;

/** The page at `/`: what this server is, how to add it to a client, its tools and their tokens. */
export function page({ url, version, auth, key, tools, core }: PageFacts): string {
  const total = tools.reduce((sum, { tokens }) => sum + tokens, 0);
  const rows = tools.map(
    ({ name, description, tokens }) =>
      `<tr><td><code>${html(name)}</code></td><td>${html(description)}</td><td>${tokens}</td></tr>`,
  );
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
<h2>What it can answer</h2>
<p class="soft">${tools.length} tools; together they use ${formatNumber(total)} tokens of a model's context.${coreHint}</p>
<table>
<thead><tr><th>Tool</th><th>What it does</th><th>Tokens</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</main>
<footer><p class="soft">copper-mcp ${html(version)}</p></footer>
<script>${script}</script>
</body>
</html>
`;
}

/** Serves the page at `/`, with this server's address as the reader knows it; undefined for any other path. */
export function createPageRoute(facts: Omit<PageFacts, 'url'>): (info: RequestInfo) => Response | undefined {
  return ({ path, host, secure }) => {
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

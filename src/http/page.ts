import { createHash } from 'node:crypto';
import { type Auth, type Way, waysToConnect } from './connect-snippets.ts';
import { pageStyle } from './page-style.ts';

/** What the page for people tells. */
export interface PageFacts {
  /** The address of the endpoint as the reader reaches it, e.g. `https://crm.example.com/mcp`. */
  readonly url: string;
  readonly version: string;
  readonly auth: Auth;
  /** Whose Copper key calls act with: the server's own, the caller's, an invented Copper, or none so far. */
  readonly key: 'server' | 'caller' | 'sandbox' | 'missing';
  readonly tools: readonly { readonly name: string; readonly description: string; readonly tokens: number }[];
  /** What `?tools=core` offers, where that is less. */
  readonly core?: { readonly tools: number; readonly tokens: number } | undefined;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const html = (text: string) => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

/** Buttons exist only where scripts run; everything else works without. */
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

/** Nothing from elsewhere, no script but ours. */
export const pagePolicy = `default-src 'none'; style-src ${hashOf(pageStyle)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const keySentences = {
  server: 'A Copper key is configured.',
  caller: 'Each caller brings a Copper key.',
  sandbox: 'It runs on an invented Copper: try anything.',
  missing: 'No Copper key is configured yet: set COPPER_API_KEY and COPPER_USER_EMAIL and start again.',
} as const;

const authSentences = {
  none: 'Whoever reaches this address may ask.',
  token: 'Callers need a token; the administrator of this server gives them out.',
  oauth: 'Callers sign in; clients that know OAuth find the way by themselves.',
} as const;

const snippet = (text: string) => `<div class="snippet"><pre><code>${html(text)}</code></pre></div>`;

const wayHtml = ({ client, what, copy }: Way) =>
  `<section class="way"><h3>${html(client)}</h3><p class="soft">${html(what)}</p>${snippet(copy)}</section>`;

/** The page at `/`: what this is, how to add it to a client, what it can answer and what that costs. */
export function page({ url, version, auth, key, tools, core }: PageFacts): string {
  const total = tools.reduce((sum, { tokens }) => sum + tokens, 0);
  const rows = tools.map(
    ({ name, description, tokens }) =>
      `<tr><td><code>${html(name)}</code></td><td>${html(description)}</td><td>${tokens}</td></tr>`,
  );
  const less =
    core === undefined
      ? ''
      : ` Add <code>?tools=core</code> to the address for the ${core.tools} that answer most questions: ${core.tokens.toLocaleString('en-US')} tokens.`;
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
${waysToConnect(url, auth).map(wayHtml).join('\n')}
<h2>What it can answer</h2>
<p class="soft">${tools.length} tools; together they take ${total.toLocaleString('en-US')} tokens of a model's context.${less}</p>
<table>
<thead><tr><th>Tool</th><th>For</th><th>Tokens</th></tr></thead>
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

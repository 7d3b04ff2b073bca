import { createHash } from 'node:crypto';
import { html, pageColors } from '../page.ts';
import type { AskingClient } from './client-metadata.ts';

/** The style of the pages of signing in: system fonts, light and dark, one column that fits a phone. */
const style = `${pageColors}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 30rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p, ul { margin: .5rem 0; }
ul { padding-left: 1.25rem; }
.soft { color: var(--soft); font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .25rem 1rem; margin: 1rem 0; }
.mark { border-left: .25rem solid var(--accent); padding-left: .75rem; }
label { display: block; font-weight: 600; margin-top: 1rem; }
input { display: block; width: 100%; font: inherit; padding: .55rem .7rem; margin-top: .25rem; color: var(--ink);
  background: var(--card); border: 1px solid var(--soft); border-radius: .4rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
.button { font: inherit; font-weight: 600; padding: .55rem 1.1rem; cursor: pointer; text-decoration: none; border-radius: .4rem;
  color: var(--paper); background: var(--ink); border: 1px solid var(--ink); }
.quiet { color: var(--ink); background: var(--card); border-color: var(--soft); font-weight: 400; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

/** Beside the headers of every response: nothing is loaded, nothing runs, forms come back here only, and no other site may show a page. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** A page with these headers. */
export const pageResponse = (text: string, status = 200): Response =>
  new Response(text, { status, headers: pageHeaders });

function document(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${html(title)}</h1>
${main}
</main>
</body>
</html>
`;
}

const messagePage = (title: string, message: string): string => document(title, `<p>${html(message)}</p>`);

/** The page of a sign-in that nobody can decide any more. */
export const endedPage = (): string =>
  messagePage(
    'This sign-in is over',
    'It was completed, it took longer than ten minutes, the server was restarted, or it belongs to another browser. Go back to your client and begin again there.',
  );

/** The page of a request that cannot be answered; `message` is a sentence. */
export const refusalPage = (message: string): string => messagePage('This sign-in cannot continue', message);

const destinations = {
  site: (to: string) => `The sign-in goes to <strong>${html(to)}</strong>.`,
  machine: (to: string) =>
    `The sign-in goes to a program on <strong>your own computer</strong> (${html(to)}). Continue only if you have just started it there.`,
  program: (to: string) =>
    `The sign-in goes to the program on your computer that opens <strong>${html(to)}</strong> addresses. Continue only if you have just started it there.`,
} as const;

/** Who is asking, where the code goes, and what the client may do. */
function requestHtml({ name, host, destination, destinationKind }: AskingClient): string {
  const who =
    host === undefined
      ? `<p class="mark">It calls itself <strong>${html(name)}</strong>. Nobody has verified this name.</p>`
      : `<p><strong>${html(name)}</strong>, as ${html(host)} describes it.</p>`;
  const to = `<p${destinationKind === 'site' ? '' : ' class="mark"'}>${destinations[destinationKind](destination)}</p>`;
  return `<section class="card" aria-labelledby="who">
<h2 id="who">Who is asking</h2>
${who}
${to}
<h2>What it may do</h2>
<ul><li>Read what you may see in Copper: deals, people, companies, leads, tasks and activities.</li>
<li>It cannot change anything.</li></ul>
</section>`;
}

/** What the form is filled with, and what was wrong with it. */
interface FormState {
  readonly csrf: string;
  readonly email: string;
  /** A sentence; empty for the first time. */
  readonly problem: string;
}

const hidden = (csrf: string) => `<input type="hidden" name="csrf" value="${html(csrf)}">`;

/** The form for the key. */
export function keyPage(client: AskingClient, { csrf, email, problem }: FormState): string {
  const error = problem === '' ? '' : `<p class="mark" id="problem" role="alert">${html(problem)}</p>`;
  const described = problem === '' ? '' : ' aria-describedby="problem" aria-invalid="true"';
  return document(
    problem === '' ? 'Sign in with your Copper key' : 'Not signed in',
    `${requestHtml(client)}
${error}
<form method="post" autocomplete="off">
${hidden(csrf)}
<label for="email">Your e-mail address in Copper</label>
<input id="email" name="email" type="email" required maxlength="254" autocomplete="email" value="${html(email)}"${described}>
<label for="key">Copper API key</label>
<input id="key" name="key" type="password" required maxlength="200" autocomplete="off" spellcheck="false"${described} aria-details="where">
<p class="soft" id="where">In Copper: Settings → Integrations → API Keys → Generate. If you do not see it there, ask your Copper administrator. This server keeps the key encrypted, checks it with Copper, and uses it for your questions alone.</p>
<div class="actions">
<button class="button" name="action" value="sign-in">Sign in</button>
<button class="button quiet" name="action" value="deny" formnovalidate>Deny</button>
</div>
</form>`,
  );
}

/** Whom the key belongs to; nothing has been given to the client yet. */
export function signedInPage(client: AskingClient, name: string, csrf: string, next: string): string {
  return document(
    `Signed in as ${name}`,
    `${requestHtml(client)}
<form method="post">
${hidden(csrf)}
<div class="actions">
<a class="button" href="${html(next)}">Continue to ${html(client.name)}</a>
<button class="button quiet" name="action" value="deny">Deny</button>
</div>
</form>`,
  );
}

/** The client is told of it, and gets nothing. */
export function deniedPage(client: AskingClient, next: string): string {
  return document(
    'Access denied',
    `<p>${html(client.name)} has not been given access to your Copper account.</p>
<p class="actions"><a class="button" href="${html(next)}">Tell ${html(client.name)}</a></p>`,
  );
}

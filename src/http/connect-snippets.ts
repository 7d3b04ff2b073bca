import { isLoopback } from '../tool/setting-text.ts';
import type { HttpAuth } from './settings.ts';

/** How to add this server to one client: what to do in order, and what to copy, if anything but the address. */
export interface ConnectSnippet {
  readonly client: string;
  readonly steps: readonly string[];
  readonly code?: string;
}

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** A placeholder for the token, on a server that needs one. */
const bearer = 'Bearer YOUR-TOKEN';

const command = 'Run this command in a terminal.';

/**
 * Clients whose servers open the connection: they send no header of their own, and reach neither this machine nor an address without
 * TLS. With tokens they cannot connect at all.
 */
function hostedClients(url: string, auth: HttpAuth['kind']): ConnectSnippet[] {
  const { protocol, hostname } = new URL(url);
  if (auth === 'token' || protocol !== 'https:' || isLoopback(hostname)) return [];
  const then = {
    'sign-in': 'Choose Connect, and sign in with your Copper API key and e-mail address.',
    oauth: 'Choose Connect, and sign in.',
    none: 'Choose Connect; there is no sign-in.',
  }[auth];
  return [
    {
      client: 'Claude (web and desktop)',
      steps: [
        'Settings → Connectors → Add custom connector.',
        'Enter the address above; the internet must be able to reach it.',
        then,
      ],
    },
    {
      client: 'ChatGPT',
      steps: [
        'Settings → Connectors → Create (developer mode).',
        'Enter the address above, for deep research with ?tools=research behind it; the internet must be able to reach it.',
        then,
      ],
    },
  ];
}

/** How to add the server at `url` to each common client that can use it, with a placeholder for the token if the server needs one. */
export function connectSnippets(url: string, auth: HttpAuth['kind']): ConnectSnippet[] {
  const isToken = auth === 'token';
  const headers = isToken ? { headers: { Authorization: bearer } } : {};
  const header = isToken ? ` --header "Authorization: ${bearer}"` : '';
  const curlHeader = auth === 'none' ? '' : ` \\\n  -H 'Authorization: ${bearer}'`;
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const signsIn = auth === 'sign-in' || auth === 'oauth';
  const signIn = auth === 'sign-in' ? 'sign in with your Copper API key and e-mail address' : 'sign in';
  /** The steps, and for those who sign in how. */
  const steps = (first: string, ...others: readonly string[]) => [first, ...(signsIn ? others : [])];
  const inBrowser = `In the browser, ${signIn}.`;
  const codex = isToken
    ? `export COPPER_MCP_TOKEN=YOUR-TOKEN\ncodex mcp add copper --url ${url} --bearer-token-env-var COPPER_MCP_TOKEN`
    : `codex mcp add copper --url ${url}`;
  const snippets: ConnectSnippet[] = [
    ...hostedClients(url, auth),
    {
      client: 'Claude Code',
      steps: steps(command, 'In Claude Code, type /mcp and choose copper.', inBrowser),
      code: `claude mcp add --transport http copper ${url}${header}`,
    },
    {
      client: 'Cursor',
      steps: steps(
        'Save as .cursor/mcp.json in a project, or as ~/.cursor/mcp.json for all projects.',
        'In the settings for MCP, choose Connect beside copper.',
        inBrowser,
      ),
      code: json({ mcpServers: { copper: { url, ...headers } } }),
    },
    {
      client: 'VS Code',
      steps: steps('Save as .vscode/mcp.json in a project.', 'Choose Start above the entry.', inBrowser),
      code: json({ servers: { copper: { type: 'http', url, ...headers } } }),
    },
    {
      client: 'Codex',
      steps: steps(command, 'Then run: codex mcp login copper', inBrowser),
      code: codex,
    },
    {
      client: 'Gemini CLI',
      steps: steps(command, 'In Gemini CLI, type /mcp auth copper', inBrowser),
      code: `gemini mcp add --transport http${header} copper ${url}`,
    },
    {
      client: 'Windsurf',
      steps: steps(
        'Save as ~/.codeium/windsurf/mcp_config.json.',
        'In the settings for MCP, refresh the list of servers.',
        inBrowser,
      ),
      code: json({ mcpServers: { copper: { serverUrl: url, ...headers } } }),
    },
  ];
  // Tokens of people who sign in are known to their clients alone.
  if (auth === 'sign-in') return snippets;
  const code = `curl -s ${url} \\\n  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream'${curlHeader} \\\n  -d '${JSON.stringify(call)}'`;
  return [...snippets, { client: 'curl', steps: ['Lists the tools.'], code }];
}

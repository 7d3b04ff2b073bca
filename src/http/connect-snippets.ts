import type { HttpAuth } from './settings.ts';

/** How to add this server to one client: what to do, and what to copy. */
export interface ConnectSnippet {
  readonly client: string;
  readonly instruction: string;
  readonly code: string;
}

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** A placeholder for the token, on a server that needs one. */
const bearer = 'Bearer YOUR-TOKEN';

/** How to add the server at `url` to the common clients, with a placeholder for the token if the server needs one. */
export function connectSnippets(url: string, auth: HttpAuth['kind']): ConnectSnippet[] {
  const headers = auth === 'token' ? { headers: { Authorization: bearer } } : {};
  const claudeHeader = auth === 'token' ? ` --header "Authorization: ${bearer}"` : '';
  const curlHeader = auth === 'none' ? '' : ` \\\n  -H 'Authorization: ${bearer}'`;
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const snippets: ConnectSnippet[] = [
    {
      client: 'Claude',
      instruction:
        'Claude Code: run this command. claude.ai and Claude Desktop: Settings → Connectors → Add custom connector, then enter the address above.',
      code: `claude mcp add --transport http copper ${url}${claudeHeader}`,
    },
    {
      client: 'VS Code',
      instruction: 'Save as .vscode/mcp.json in a project.',
      code: json({ servers: { copper: { type: 'http', url, ...headers } } }),
    },
    {
      client: 'Cursor',
      instruction: 'Save as .cursor/mcp.json in a project, or as ~/.cursor/mcp.json for all projects.',
      code: json({ mcpServers: { copper: { url, ...headers } } }),
    },
    {
      client: 'ChatGPT',
      instruction:
        'Settings → Connectors → Create (developer mode). It needs an https address that can be reached from the internet.',
      code: url,
    },
    {
      client: 'curl',
      instruction: 'Lists the tools.',
      code: `curl -s ${url} \\\n  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream'${curlHeader} \\\n  -d '${JSON.stringify(call)}'`,
    },
  ];
  // Tokens of people who sign in are known to their clients alone.
  return auth === 'sign-in' ? snippets.filter(({ client }) => client !== 'curl') : snippets;
}

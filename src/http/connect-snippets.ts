/** One way to use this server: for whom, what to do, and what to copy. */
export interface Way {
  readonly client: string;
  readonly what: string;
  readonly copy: string;
}

/** How callers prove who they are. */
export type Auth = 'none' | 'token' | 'oauth';

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** What a person puts in place of a token, where this server wants one. */
const bearer = 'Bearer YOUR-TOKEN';

/** How to add the server at `url` to the clients people use; a token stands in where the server wants one. */
export function waysToConnect(url: string, auth: Auth): Way[] {
  const headers = auth === 'token' ? { headers: { Authorization: bearer } } : {};
  const claudeHeader = auth === 'token' ? ` --header "Authorization: ${bearer}"` : '';
  const curlHeader = auth === 'none' ? '' : ` \\\n  -H 'Authorization: ${bearer}'`;
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  return [
    {
      client: 'Claude',
      what: 'Claude Code: run this. claude.ai and Claude Desktop: Settings → Connectors → Add custom connector, with the address above.',
      copy: `claude mcp add --transport http copper ${url}${claudeHeader}`,
    },
    {
      client: 'VS Code',
      what: 'Save as .vscode/mcp.json in a project.',
      copy: json({ servers: { copper: { type: 'http', url, ...headers } } }),
    },
    {
      client: 'Cursor',
      what: 'Save as .cursor/mcp.json in a project, or ~/.cursor/mcp.json for all.',
      copy: json({ mcpServers: { copper: { url, ...headers } } }),
    },
    {
      client: 'ChatGPT',
      what: 'Settings → Connectors → Create (developer mode). It takes addresses that the internet can reach, over https.',
      copy: url,
    },
    {
      client: 'curl',
      what: 'The list of tools, as any program would ask for it.',
      copy: `curl -s ${url} \\\n  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream'${curlHeader} \\\n  -d '${JSON.stringify(call)}'`,
    },
  ];
}

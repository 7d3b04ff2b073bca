// `node scripts/smoke.mjs PROGRAM`: starts a built copper-mcp as a client does, on the Node that runs this, lists its tools and calls one.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const [program] = process.argv.slice(2);
const client = new Client({ name: 'smoke', version: '1' });
const transport = new StdioClientTransport({ command: process.execPath, args: [program, '--sandbox'] });
await client.connect(transport);
try {
  const { tools } = await client.listTools();
  if (tools.length < 27) throw new Error(`only ${tools.length} tools are listed`);
  const name = 'search_opportunities';
  const answer = await client.callTool({ name, arguments: { status: 'Open', sort: '-value', limit: 3 } });
  const text = answer.content[0]?.text ?? '';
  if (answer.isError || !/^opportunities 1-3 of \d+/.test(text)) throw new Error(`${name} answers: ${text}`);
  process.stdout.write(`Node ${process.versions.node}: ${tools.length} tools; ${text.split('\n')[0]}\n`);
} finally {
  await client.close();
}

import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { root } from '../../scripts/built.ts';
import { startServer } from './server-process.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of the program, and its parts that no start needs. */
function copied() {
  const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-'));
  folders.push(folder);
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const parts = join(folder, 'dist', 'parts');
  return { folder, path: join(folder, 'dist', 'copper-mcp.js'), parts, names: readdirSync(parts) };
}

/** What a request of the modern generation says of its client. */
const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

test.each<[part: string, method: string, params: object]>([
  ['legacy-server', 'prompts/get', { name: 'pipeline_review', arguments: {} }],
  ['legacy-server', 'resources/read', { uri: 'copper://account' }],
  ['modern-server', 'prompts/get', { name: 'pipeline_review', arguments: {}, _meta }],
  ['environment', 'tools/call', { name: 'list_tags', arguments: {}, _meta }],
  ['environment', 'tools/call', { name: 'list_tags', arguments: {} }],
  ['sandbox', 'tools/call', { name: 'search_companies', arguments: { limit: 1 } }],
  ['environment', 'resources/read', { uri: 'copper://account' }],
  ['environment', 'prompts/get', { name: 'pipeline_review', arguments: {} }],
])(
  'without its part %s, %s is answered with an id and no path, stderr says why, and the server stops to be started again',
  async (part, method, params) => {
    const { folder, path, parts, names } = copied();
    const gone = names.filter((name) => name === `${part}.js` || name.startsWith(`${part}-`));
    expect(gone).not.toEqual([]);
    for (const name of gone) rmSync(join(parts, name));
    const server = startServer(['--sandbox'], {}, path);
    if (!('_meta' in params)) await server.initialize();
    const { error } = await server.ask(method, params);
    expect(error?.message).toMatch(/^(?:MCP error -32603: )?Internal error of copper-mcp \([0-9a-z]{6}\)/);
    const [id = 'none'] = /\b[0-9a-z]{6}(?=\))/.exec(error?.message ?? '') ?? [];
    expect(server.lines().join('\n')).not.toContain(folder);
    expect((await server.gone).signal).toBeNull();
    expect(server.stderr()).toContain(`internal error ${id}: `);
    expect(server.stderr()).toContain('the server stops, so that the client can start it again');
  },
);

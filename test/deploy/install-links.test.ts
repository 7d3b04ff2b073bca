import { expect, test } from 'vitest';
import { installLinks } from '../../deploy/install-links.ts';
import mcpJson from '../../mcp.json' with { type: 'json' };
import { isObject } from '../../src/tool/json.ts';

const line = installLinks(mcpJson.mcpServers);
const links = [...line.matchAll(/\)\]\(([^)\s]+)\)/g)].map(([, link = '']) => new URL(link));
const [cursor, code] = links;
const { copper } = mcpJson.mcpServers;

test('Cursor gets the entry of mcp.json as it is', () => {
  expect(`${cursor?.origin}${cursor?.pathname}`).toBe('https://cursor.com/en/install-mcp');
  const config = Buffer.from(cursor?.searchParams.get('config') ?? '', 'base64').toString();
  expect([cursor?.searchParams.get('name'), JSON.parse(config)]).toEqual(['copper', copper]);
});

test('VS Code gets the same command, and asks for each value; the key is a password', () => {
  expect(`${code?.origin}${code?.pathname}`).toBe('https://insiders.vscode.dev/redirect/mcp/install');
  const read = (name: string): unknown => JSON.parse(code?.searchParams.get(name) ?? '');
  const config = read('config');
  const inputs = read('inputs');
  const ids = Array.isArray(inputs) ? inputs.map(({ id }) => `\${input:${id}}`) : [];
  expect(config).toMatchObject({ type: 'stdio', command: copper.command, args: copper.args });
  expect(isObject(config) && isObject(config.env) ? Object.entries(config.env) : []).toEqual(
    Object.keys(copper.env).map((name, at) => [name, ids[at]]),
  );
  expect(inputs).toEqual([
    { id: 'copper_api_key', type: 'promptString', description: 'Copper API key', password: true },
    { id: 'copper_user_email', type: 'promptString', description: 'E-mail address of its owner' },
  ]);
});

test('links are short enough for every browser', () => {
  expect(links).toHaveLength(2);
  for (const { href } of links) expect(href.length).toBeLessThan(2_000);
});

import { Client, type FetchLike, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { afterEach, expect, test } from 'vitest';
import { pluginFiles } from '../../deploy/plugin.ts';
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import { prompts } from '../../tools/prompts/index.ts';
import { startHarness } from '../harness.ts';
import { productHandlers } from './product.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The official client of skills, which checks entries, sizes and digests, in front of the product with these settings. */
async function skillsClient(settings: Readonly<Record<string, string>> = {}): Promise<SkillsClient> {
  const endpoint = createEndpoint({ version: '0.0.0-test' });
  const handlers = productHandlers(undefined, settings);
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  const fetch: FetchLike = (url, init) => endpoint.handle(new Request(url, init), handlers);
  await client.connect(new StreamableHTTPClientTransport(new URL('http://server.test/mcp'), { fetch }));
  closing.push(() => client.close());
  return new SkillsClient(client);
}

const uris = prompts.map(({ name }) => `skill://copper/${name.replaceAll('_', '-')}/SKILL.md`);

test('each prompt is a skill, whose file is the one of the plugin', async () => {
  const skills = await skillsClient();
  expect(skills.supported).toBe(true);
  const { skills: entries } = await skills.list();
  expect(entries.map(({ uri }) => uri)).toEqual(uris);
  for (const entry of entries) {
    const file = await skills.read(entry);
    expect(file).toMatchObject({ verified: true, mimeType: 'text/markdown' });
    const [, , folder] = entry.uri.split('/').slice(1);
    expect(file.text).toBe(pluginFiles[`plugin/skills/${folder}/SKILL.md`]);
    expect((await skills.get(entry.uri)).skill).toEqual(entry);
  }
});

test('a skill says when to use it, and leaves no place open', async () => {
  for (const prompt of prompts) expect(prompt.when).toMatch(/^Use (?:before|when|for) .*\.$/);
  for (const [path, text] of Object.entries(pluginFiles))
    if (path.endsWith('SKILL.md')) expect(text).not.toMatch(/\{\w+\}|undefined/);
});

test('tools go by the names that the client knows; a skill of which a tool is left out is not served', async () => {
  const prefixed = await skillsClient({ COPPER_TOOL_PREFIX: 'crm_' });
  const [first] = (await prefixed.list()).skills;
  expect(first && (await prefixed.read(first)).text).toContain('. crm_summarize what=opportunities');
  const few = await skillsClient({ COPPER_TOOLS: 'brief,get_company_activities,search_opportunities' });
  const { skills } = await few.list();
  expect(skills.map(({ uri }) => uri)).toEqual(['skill://copper/meeting-brief/SKILL.md']);
  await expect(few.get('skill://copper/pipeline-review/SKILL.md')).rejects.toThrow('No skill is served');
});

test('older clients read the same files as resources, those that are served and no others', async () => {
  const { client, close } = await startHarness();
  closing.push(close);
  const { resources } = await client.listResources();
  expect(resources.flatMap(({ uri }) => (uri.startsWith('skill:') ? [uri] : []))).toEqual(uris);
  const { contents } = await client.readResource({ uri: String(uris[0]) });
  expect(contents).toEqual([
    {
      uri: uris[0],
      mimeType: 'text/markdown',
      text: pluginFiles['plugin/skills/pipeline-review/SKILL.md'],
    },
  ]);
  const few = await startHarness({ env: { COPPER_TOOLS: 'list_users' } });
  closing.push(few.close);
  const listed = (await few.client.listResources()).resources.map(({ uri }) => uri);
  expect(listed).toEqual(['copper://account']);
  await expect(few.client.readResource({ uri: String(uris[0]) })).rejects.toThrow('Resource not found');
});

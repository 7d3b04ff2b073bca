import packageJson from '../package.json' with { type: 'json' };
import { skillOf } from '../src/capabilities/skills.ts';
import { published } from '../src/published.ts';
import { skillName } from '../src/tool/capabilities.ts';
import { prompts } from '../tools/prompts/index.ts';
import { repositoryUrl } from './server-json.ts';

const { name, version, license, homepage } = packageJson;

const description =
  'Ask a Copper CRM in plain words: pipeline reviews, forecasts, meeting briefs, follow-ups. Read-only.';

/** What both manifests say of the plugin. */
const about = {
  name,
  version,
  description,
  author: { name: 'copper-mcp contributors', url: repositoryUrl },
  homepage,
  repository: repositoryUrl,
  license,
  keywords: ['crm', 'copper', 'sales', 'pipeline', 'forecast'],
};

const run = { command: 'npx', args: ['-y', `${packageJson.name}@${version}`] };

const settings = ['COPPER_API_KEY', 'COPPER_USER_EMAIL', 'COPPER_ACCOUNT_ID'];

/** Claude Code fills in variables of its own environment; one that is not set is empty, which counts as not set. */
const forClaude = { ...run, env: Object.fromEntries(settings.map((one) => [one, `\${${one}:-}`])) };

/** Codex fills nothing in, but forwards the variables that are named. */
const forCodex = { ...run, env_vars: settings };

const ownNames = new Map(published.map((tool) => [tool.name, tool.name]));

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

/**
 * The files of the plugin, by their paths from the top of the project: one folder for Claude (`.claude-plugin`, `.mcp.json`) and for Codex
 * and ChatGPT (`.codex-plugin`), with the skills that the server serves as well, and a catalogue for each, by which the repository can be
 * added as a marketplace. `npm run snap` writes them.
 */
export const pluginFiles: Readonly<Record<string, string>> = {
  'plugin/.claude-plugin/plugin.json': json(about),
  'plugin/.mcp.json': json({ mcpServers: { copper: forClaude } }),
  'plugin/.codex-plugin/plugin.json': json({
    ...about,
    skills: './skills/',
    mcpServers: './codex-mcp.json',
    interface: { displayName: 'Copper CRM', shortDescription: description, category: 'Productivity' },
  }),
  'plugin/codex-mcp.json': json({ mcpServers: { copper: forCodex } }),
  ...Object.fromEntries(
    prompts.map((prompt) => [`plugin/skills/${skillName(prompt)}/SKILL.md`, skillOf(prompt, ownNames).text]),
  ),
  '.claude-plugin/marketplace.json': json({
    name,
    owner: { name: 'copper-mcp contributors' },
    metadata: { description },
    plugins: [{ name, source: './plugin', description }],
  }),
  '.agents/plugins/marketplace.json': json({
    name,
    interface: { displayName: 'Copper CRM' },
    plugins: [
      {
        name,
        source: { source: 'local', path: './plugin' },
        policy: { installation: 'AVAILABLE', authentication: 'ON_INSTALL' },
        category: 'Productivity',
      },
    ],
  }),
};

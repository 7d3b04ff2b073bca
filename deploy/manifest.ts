import packageJson from '../package.json' with { type: 'json' };
import { published } from '../src/published.ts';
import { repositoryUrl, serverJson } from './server-json.ts';

/** The path of the program in the bundle. */
export const entryPoint = packageJson.bin['copper-mcp'];

const { name, version, author, license, keywords, homepage, bugs, engines } = packageJson;

/** The manifest of the bundle for Claude Desktop and other clients that accept MCPB 0.3. */
export const manifest = {
  manifest_version: '0.3',
  name,
  display_name: serverJson.title,
  version,
  description: serverJson.description,
  long_description:
    'Ask about deals, people, companies, leads, tasks and activities in your Copper account. It is read-only: it cannot change anything in Copper. Your API key stays on this computer and is sent only to Copper.',
  author: { name: author, url: repositoryUrl },
  repository: { type: 'git', url: repositoryUrl },
  homepage,
  support: bugs,
  icon: 'icon.png',
  server: {
    type: 'node',
    entry_point: entryPoint,
    mcp_config: {
      command: 'node',
      args: [`\${__dirname}/${entryPoint}`],
      env: {
        COPPER_API_KEY: '${user_config.api_key}',
        COPPER_USER_EMAIL: '${user_config.email}',
        COPPER_ACCOUNT_ID: '${user_config.account_id}',
        COPPER_TIMEZONE: '${user_config.time_zone}',
        COPPER_SANDBOX: '${user_config.sandbox}',
      },
    },
  },
  tools: published.map(({ name: tool, description }) => ({ name: tool, description })),
  tools_generated: false,
  prompts_generated: true,
  keywords,
  license,
  user_config: {
    api_key: {
      type: 'string',
      title: 'Copper API key',
      description: 'In Copper: Settings, Integrations, API Keys. Not needed for demo data.',
      sensitive: true,
      required: false,
    },
    email: {
      type: 'string',
      title: 'E-mail address',
      description: 'The address with which the owner of the key signs in to Copper.',
      required: false,
    },
    account_id: {
      type: 'string',
      title: 'Address of your Copper',
      description:
        'For links to records: paste any address from the browser, https://app.copper.com/companies/….',
      required: false,
    },
    time_zone: {
      type: 'string',
      title: 'Time zone',
      description: "For dates, e.g. America/New_York. Default: this computer's.",
      required: false,
    },
    sandbox: {
      type: 'boolean',
      title: 'Use demo data',
      description: 'A made-up Copper account on this computer: no key needed, nothing is sent.',
      default: false,
      required: false,
    },
  },
  compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
};

import packageJson from '../package.json' with { type: 'json' };
import { type Variable, variables } from '../src/variables.ts';

/** What a client asks for before it starts the server over stdio; everything else has a usual value that does. */
const asked: Readonly<Record<string, object>> = {
  COPPER_API_KEY: { isRequired: true, isSecret: true },
  COPPER_USER_EMAIL: { isRequired: true, placeholder: 'you@company.com' },
  COPPER_TIMEZONE: { placeholder: 'America/New_York' },
  COPPER_FORMAT: { choices: ['text', 'json'], default: 'text' },
};

const environmentVariables = variables
  .filter(({ name }) => name in asked)
  .map(({ name, what }: Variable) => ({
    name,
    description: what.replaceAll('`', ''),
    format: 'string',
    ...asked[name],
  }));

/** Where the source is, as people read it. */
export const repositoryUrl = packageJson.repository.url.replace(/^git\+|\.git$/g, '');

const { version, mcpName: name } = packageJson;

/** What the MCP Registry knows of this server (server.json, schema of 2025-12-11); `npm run snap` writes it. */
export const serverJson = {
  $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
  name,
  title: 'Copper CRM',
  description: 'Read a Copper CRM: asks in names and dates, answers in small tables. Read-only.',
  version,
  websiteUrl: packageJson.homepage,
  repository: { url: repositoryUrl, source: 'github' },
  icons: [
    {
      src: `${repositoryUrl.replace('//github.com/', '//raw.githubusercontent.com/')}/v${version}/deploy/icon.png`,
      mimeType: 'image/png',
      sizes: ['512x512'],
    },
  ],
  packages: [
    {
      registryType: 'npm',
      identifier: packageJson.name,
      version,
      runtimeHint: 'npx',
      transport: { type: 'stdio' },
      environmentVariables,
    },
    {
      registryType: 'oci',
      identifier: `ghcr.io/${repositoryUrl.replace('https://github.com/', '')}:${version}`,
      runtimeHint: 'docker',
      transport: { type: 'stdio' },
      environmentVariables,
    },
  ],
};

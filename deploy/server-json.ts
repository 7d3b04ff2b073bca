import packageJson from '../package.json' with { type: 'json' };
import { type Variable, variables } from '../src/variables.ts';

/** The variables that a client asks for before it starts the server over stdio; the others have defaults that work. */
const clientVariables: Readonly<Record<string, object>> = {
  COPPER_API_KEY: { isRequired: true, isSecret: true },
  COPPER_USER_EMAIL: { isRequired: true, placeholder: 'you@company.com' },
  COPPER_TIMEZONE: { placeholder: 'America/New_York' },
  COPPER_FORMAT: { choices: ['text', 'json'], default: 'text' },
};

const environmentVariables = variables
  .filter(({ name }) => name in clientVariables)
  .map(({ name, what }: Variable) => ({
    name,
    description: what.replaceAll('`', ''),
    format: 'string',
    ...clientVariables[name],
  }));

/** The web address of the source. */
export const repositoryUrl = packageJson.repository.url.replace(/^git\+|\.git$/g, '');

const { mcpName: name } = packageJson;

/** The entry of a version in the MCP Registry (server.json, schema of 2025-12-11). */
export const serverJsonOf = (version: string) => ({
  $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
  name,
  title: 'Copper CRM',
  description: 'Read a Copper CRM: ask with names and dates, get small tables. Read-only.',
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
});

/** The entry of this version; `npm run snap` writes it. */
export const serverJson = serverJsonOf(packageJson.version);

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serversPath } from '../../../src/clients/config-snapshot.ts';
import { type McpClient, mcpClients } from '../../../src/clients/mcp-clients.ts';
import { printTable } from '../../../src/clients/toml-layout.ts';
import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { type ClientHome, clientHome, key, piped } from './client-home.ts';

/** Every secret of these tests begins and ends in a way that no other text does. */
const secret = fc.stringMatching(/^[0-9a-f]{12}$/).map((digits) => `zq7${digits}kj4`);
/** Any piece of such a secret, also one that was cut. */
const piece = /zq7|kj4|u007a|8675309/i;

const secretNumber = fc.constantFrom(8_675_309, 86_753_091, -8_675_309.5);

/** The forms in which servers carry secrets. */
const carried: fc.Arbitrary<JsonValue> = fc.oneof(
  secret,
  secretNumber,
  secret.map((text) => ['-e', `API_TOKEN=${text}`]),
  secret.map((text) => ['--header', `Authorization: Bearer ${text}`]),
  secret.map((text) => `https://example.com/mcp?api_key=${text}`),
  secret.map((text) => `postgres://me:${text}@host/db`),
  secret.map((text) => [`--password=${text}`, '-p', text, `-p${text}`]),
  secret.map((text) => ({ [`X-${text}`]: text })),
  secret.map((text) => ({ Authorization: { value: text, list: [text, { deep: text }] } })),
  secret.map((text) => `quote " and ' and \\ ${text} \n${text}`),
);
const settings = fc.dictionary(
  fc.oneof(fc.constantFrom('command', 'args', 'env', 'environment', 'headers', 'url', 'cwd', 'type'), secret),
  carried,
  { minKeys: 1, maxKeys: 5 },
);
const servers = fc.dictionary(fc.oneof(fc.constantFrom('a', 'github', 'db'), secret), settings, {
  maxKeys: 3,
});

/** An entry of ours to which somebody has added things, and another server of that name. */
const ours = fc.record({
  command: fc.constantFrom<JsonValue>('npx', '/usr/bin/npx'),
  args: secret.map((text): JsonValue => ['-y', 'copper-mcp', '--token', text, `--x=${text}`, `-e=A=${text}`]),
  env: fc.record({
    COPPER_API_KEY: secret,
    OTHER_TOKEN: secret,
    COPPER_USER_EMAIL: secret,
    HTTPS_PROXY: secret,
  }),
  headers: secret,
  timeout: secretNumber,
});
const docker = secret.map(
  (text): JsonObject => ({
    command: 'docker',
    args: ['run', '-i', '--rm', '-e', `COPPER_API_KEY=${text}`, '-v', `/${text}:/x`, 'copper-mcp'],
  }),
);
const copper = fc.option(fc.oneof(ours, docker, settings), { nil: undefined });

/** An entry in the form of a client. */
function inForm({ entryForm }: McpClient, entry: JsonObject): JsonObject {
  const { command, args, env, ...rest } = entry;
  if (entryForm !== 'list' || typeof command !== 'string' || !Array.isArray(args)) return entry;
  return { command: [command, ...args], environment: env ?? {}, ...rest };
}

interface Sample {
  readonly all: JsonObject;
  readonly copper: JsonObject | undefined;
  readonly root: JsonObject;
  readonly comment: string;
  readonly escaped: boolean;
  readonly cut: number;
}

const sample: fc.Arbitrary<Sample> = fc.record({
  all: servers,
  copper,
  root: fc.dictionary(secret, carried, { maxKeys: 2 }),
  comment: secret,
  escaped: fc.boolean(),
  cut: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
});

/** TOML has no null and no list of several types in our printer's form. */
const forToml = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).filter(([, one]) => typeof one !== 'object' || Array.isArray(one)),
  );

function textOf(client: McpClient, { all, copper: own, root, comment, escaped, cut }: Sample): string {
  const path = serversPath(client, {});
  const held = { ...all, ...(own === undefined ? {} : { copper: inForm(client, own) }) };
  let text: string;
  if (client.format.kind === 'toml') {
    const tables = Object.entries(held).map(([name, one]) =>
      printTable([...path, name], name === 'copper' ? one : forToml(one), '\n'),
    );
    text = `# ${comment}\n${tables.join('\n\n')} # ${comment}\n`;
  } else {
    const inputs = client.promptsForSecrets
      ? { inputs: [{ id: 'copper-key', default: comment }, { id: comment }] }
      : {};
    const value = path.reduceRight<JsonValue>((inner, step) => ({ [step]: inner }), held);
    text = JSON.stringify({ ...root, ...inputs, ...(value as JsonObject) }, null, 2);
    if (escaped) text = text.replaceAll('zq7', '\\u007aq7');
    if (client.format.comments) text = `// ${comment}\n/* ${comment} */${text}\n// ${comment}`;
  }
  return text.slice(0, Math.ceil(text.length * cut));
}

/** All that people and scripts are shown by every command that reads or changes this configuration. */
async function shown(at: ClientHome, id: string): Promise<string> {
  const commands = [
    ['install', id, '--sandbox', '--dry-run'],
    ['install', id, '--sandbox', '--dry-run', '--force', '--json'],
    ['install', id, '--sandbox', '--yes'],
    ['uninstall', id, '--dry-run', '--json'],
    ['install', id, ...piped, '--key-in-config', '--force'],
    ['install', id, '--sandbox', '--yes', '--json', '--force'],
    ['uninstall', id, '--dry-run'],
    ['uninstall', id, '--yes', '--json'],
    ['uninstall', id, '--yes'],
  ];
  let all = '';
  for (const command of commands) {
    const { out, err } = await at.run(command, { typed: key });
    all += `$ ${command.join(' ')}\n${out}${err}`;
  }
  return all;
}

describe.each(mcpClients)('$name', (client) => {
  test('no secret of a configuration is shown, wherever it is', async () => {
    await fc.assert(
      fc.asyncProperty(sample, async (one) => {
        const at = clientHome();
        at.write(client.id, textOf(client, one));
        const said = await shown(at, client.id);
        expect(said).not.toMatch(piece);
        expect(said).not.toContain(key);
      }),
      { numRuns: 12 },
    );
  });
});

const places: readonly [string, JsonObject | string][] = [
  ['an argument', { a: { command: 'docker', args: ['run', '-e', 'API_TOKEN=zq7deadkj4', 'x'] } }],
  ['a header', { a: { command: 'npx', args: ['mcp-remote', '--header', 'X-Key: zq7deadkj4'] } }],
  ['an address', { a: { url: 'https://x.example/mcp?api_key=zq7deadkj4' } }],
  ['a name with a value', { a: { headers: { zq7deadkj4: 'zq7deadkj4' } } }],
  ['a variable', { a: { env: { REGION: 'zq7deadkj4' } } }],
  ['a number', { a: { pin: 8_675_309 } }],
  ['the name of a server', { zq7deadkj4: { command: 'x' } }],
  ['another server named copper', { copper: { command: 'x', args: ['zq7deadkj4'] } }],
  ['a variable of ours', { copper: { command: 'npx', args: ['copper-mcp'], env: { X: 'zq7deadkj4' } } }],
  ['an argument of ours', { copper: { command: 'npx', args: ['copper-mcp', '--zq7deadkj4'] } }],
  ['a program of ours', { copper: { command: 'zq7deadkj4', args: ['copper-mcp'] } }],
  ['an escape', '{"mcpServers": {"a": {"env": {"K": "\\u007aq7deadkj4"}}}}'],
  ['a comment', '{"mcpServers": {} /* zq7deadkj4 */}'],
  [
    'a comment beside ours',
    '{"mcpServers": {"copper": {"command": "npx", /* zq7deadkj4 */ "args": ["copper-mcp"]}}}',
  ],
  ['what is broken', '{"mcpServers": {"a": {"env": {"K": zq7deadkj4}}}}'],
  ['what is broken by a quote', '{"mcpServers": {"a": {"env": {"K": "zq7dead"kj4"}}}}'],
  ['what never ends', '{"mcpServers": {"a": {"env": {"K": "zq7deadkj4'],
];

test.each(places)('a secret in %s is not shown, by doctor either', async (_, config) => {
  const at = clientHome();
  at.write('cursor', typeof config === 'string' ? config : JSON.stringify({ mcpServers: config }, null, 2));
  const doctor = await at.run(['doctor', '--sandbox']);
  expect(doctor.out).toContain('Cursor');
  expect(`${doctor.out}${doctor.err}${await shown(at, 'cursor')}`).not.toMatch(piece);
});

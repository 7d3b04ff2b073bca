import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import { type LaunchCommand, startedWords } from './launch.ts';
import { type LocalMachine, pathsOf } from './local-machine.ts';
import type { McpClient } from './mcp-clients.ts';

/** The name of our entry in every client. */
export const entryName = 'copper';

/** The id of the secret that VS Code asks for. */
export const keyInputId = 'copper-key';

/** The question that VS Code asks. */
export const keyInput: JsonObject = {
  type: 'promptString',
  id: keyInputId,
  description: 'Copper API key',
  password: true,
};

/** How an entry refers to the key that VS Code asks for. */
export const keyInputReference = `\${input:${keyInputId}}`;

/** How the server that a client starts authenticates. */
export type AccountAccess =
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'key';
      readonly email: string;
      /** In a file, in the configuration itself, or asked for by the client. */
      readonly key: { readonly file: string } | { readonly text: string } | 'input';
      /** An address of the API other than Copper's own. */
      readonly baseUrl?: string | undefined;
      /** The number of the account, for links to its records. */
      readonly accountId?: string | undefined;
    };

/** Variables that decide which account is used. */
export const accessVariables = [
  'COPPER_SANDBOX',
  ...['API_KEY', 'ACCESS_TOKEN', 'USER_EMAIL'].flatMap((name) => [`COPPER_${name}`, `COPPER_${name}_FILE`]),
];

function variablesOf(access: AccountAccess): Record<string, string> {
  if (access.kind === 'sandbox') return {};
  const { email, key, baseUrl, accountId } = access;
  const secret: Record<string, string> =
    key === 'input'
      ? { COPPER_API_KEY: keyInputReference }
      : 'file' in key
        ? { COPPER_API_KEY_FILE: key.file }
        : { COPPER_API_KEY: key.text };
  const url = baseUrl === undefined ? {} : { COPPER_API_BASE_URL: baseUrl };
  const account = accountId === undefined ? {} : { COPPER_ACCOUNT_ID: accountId };
  return { ...secret, COPPER_USER_EMAIL: email, ...account, ...url };
}

/** A server's entry, whatever form its client has. */
export interface ServerEntry {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Our entry. */
export function entryFor(launch: LaunchCommand, access: AccountAccess): ServerEntry {
  const flags = access.kind === 'sandbox' ? ['--sandbox'] : [];
  const command = [launch.command, ...launch.args, ...flags];
  return { command, env: { ...variablesOf(access), ...launch.env } };
}

/** An entry in the form of a client: values by name, variables left out if there are none. */
export function writeEntry({ entryForm, extras }: McpClient, { command, env }: ServerEntry): JsonObject {
  const [program = '', ...args] = command;
  const start: JsonObject = entryForm === 'list' ? { command: [...command] } : { command: program, args };
  const variables = Object.keys(env).length === 0 ? {} : { [variablesKey(entryForm)]: { ...env } };
  const { type, ...rest } = extras ?? {};
  return { ...(type === undefined ? {} : { type }), ...start, ...rest, ...variables };
}

/** The key of the variables in a form of entry. */
export const variablesKey = (form: McpClient['entryForm']): string =>
  form === 'list' ? 'environment' : 'env';

const texts = (value: JsonValue | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

/** Reads an entry of either form; undefined if it starts no program. */
function readEntry(value: JsonValue | undefined): ServerEntry | undefined {
  if (!isObject(value)) return undefined;
  const command = [...texts(value.command), ...texts(value.args ?? [])];
  const env = [value.env, value.environment].find(isObject) ?? {};
  const variables = Object.entries(env).filter((one): one is [string, string] => typeof one[1] === 'string');
  return command.length === 0 ? undefined : { command, env: Object.fromEntries(variables) };
}

/** The package by name, an image of it, its command, or its file. */
const copperMcp =
  /^(?:copper-mcp(?:[@:][\w.^~-]+)?|.*[\\/](?:bin[\\/]copper-mcp|copper-mcp\.(?:m?js|cmd|exe)))$/;

/** Reads an entry that starts this server; undefined for any other. */
export function readOurEntry(value: JsonValue | undefined): ServerEntry | undefined {
  const entry = readEntry(value);
  return entry?.command.some((word) => copperMcp.test(word)) ? entry : undefined;
}

/** How an entry of ours authenticates: what it uses, and for a key where that comes from. */
export function accessModeOf({ command, env }: ServerEntry) {
  const switched = /^(?:1|true|yes|on)$/i.test(env.COPPER_SANDBOX?.trim() ?? '');
  if (switched || command.includes('--sandbox')) return 'sandbox';
  if (env.COPPER_API_KEY_FILE !== undefined) return 'key file';
  if (env.COPPER_API_KEY?.startsWith('${input:')) return 'key asked by the client';
  if (env.COPPER_API_KEY !== undefined) return 'key in the configuration';
  return env.COPPER_ACCESS_TOKEN !== undefined || env.COPPER_ACCESS_TOKEN_FILE !== undefined
    ? 'token'
    : 'no key';
}

/** True if an entry contains a key or a token, and not only the way to one. */
export function containsCredential({ env }: ServerEntry): boolean {
  const values = [env.COPPER_API_KEY, env.COPPER_ACCESS_TOKEN];
  return values.some((value) => value !== undefined && !/^\$\{[^}]*\}$/.test(value.trim()));
}

/** Absolute paths, of the program or the key file, at which there is no file: the server cannot start. */
export function missingFiles({ command, env }: ServerEntry, machine: LocalMachine): string[] {
  const { isAbsolute } = pathsOf(machine);
  return [startedWords(command)[0], env.COPPER_API_KEY_FILE].flatMap((path) =>
    path !== undefined && isAbsolute(path) && machine.disk.stat(path) === undefined ? path : [],
  );
}

import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { Client } from './client.ts';
import type { Launch } from './launch.ts';

/** The name of our entry in every client. */
export const entryName = 'copper';

/** The id of the secret that VS Code asks for. */
export const inputId = 'copper-key';

/** The question that VS Code asks. */
export const input: JsonObject = {
  type: 'promptString',
  id: inputId,
  description: 'Copper API key',
  password: true,
};

/** What stands in place of a key that VS Code asks for. */
export const fromInput = `\${input:${inputId}}`;

/** How the server that a client starts gets at an account. */
export type Access =
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'key';
      readonly email: string;
      /** In a file that is named, in the configuration itself, or asked for by the client. */
      readonly key: { readonly file: string } | { readonly text: string } | 'input';
      /** Another address of the API than Copper's own. */
      readonly baseUrl?: string | undefined;
    };

/** Variables that decide whose account it is: an entry of ours has these or none of them. */
export const accessVariables = [
  'COPPER_SANDBOX',
  ...['API_KEY', 'ACCESS_TOKEN', 'USER_EMAIL'].flatMap((name) => [`COPPER_${name}`, `COPPER_${name}_FILE`]),
];

function variablesOf(access: Access): Record<string, string> {
  if (access.kind === 'sandbox') return {};
  const { email, key, baseUrl } = access;
  const secret: Record<string, string> =
    key === 'input'
      ? { COPPER_API_KEY: fromInput }
      : 'file' in key
        ? { COPPER_API_KEY_FILE: key.file }
        : { COPPER_API_KEY: key.text };
  const url = baseUrl === undefined ? {} : { COPPER_API_BASE_URL: baseUrl };
  return { ...secret, COPPER_USER_EMAIL: email, ...url };
}

/** A server's entry, whatever form its client has. */
export interface Entry {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What an entry of ours says. */
export function entryFor(launch: Launch, access: Access): Entry {
  const flags = access.kind === 'sandbox' ? ['--sandbox'] : [];
  return {
    command: [launch.command, ...launch.args, ...flags],
    env: { ...variablesOf(access), ...launch.env },
  };
}

/** The same in the form of a client: values by name, variables left out where there are none. */
export function writeEntry({ form, extras }: Client, { command, env }: Entry): JsonObject {
  const [program = '', ...args] = command;
  const start: JsonObject = form === 'list' ? { command: [...command] } : { command: program, args };
  const variables = Object.keys(env).length === 0 ? {} : { [variablesKey(form)]: { ...env } };
  const { type, ...rest } = extras ?? {};
  return { ...(type === undefined ? {} : { type }), ...start, ...rest, ...variables };
}

/** The name under which a form of entry has its variables. */
export const variablesKey = (form: Client['form']): string => (form === 'list' ? 'environment' : 'env');

const texts = (value: JsonValue | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

/** Reads an entry of either form; undefined where it starts no program. */
export function readEntry(value: JsonValue | undefined): Entry | undefined {
  if (!isObject(value)) return undefined;
  const command = [...texts(value.command), ...texts(value.args ?? [])];
  const env = [value.env, value.environment].find(isObject) ?? {};
  const variables = Object.entries(env).filter((one): one is [string, string] => typeof one[1] === 'string');
  return command.length === 0 ? undefined : { command, env: Object.fromEntries(variables) };
}

/** The package by name, an image of it, its command, or its file. */
const ourselves =
  /^(?:copper-mcp(?:[@:][\w.^~-]+)?|.*[\\/](?:bin[\\/]copper-mcp|copper-mcp\.(?:m?js|cmd|exe)))$/;

/** True where an entry starts this server. */
export const startsUs = ({ command }: Entry): boolean => command.some((word) => ourselves.test(word));

/** Where the key of an entry of ours comes from. */
export type Mode =
  | 'sandbox'
  | 'key file'
  | 'key in the configuration'
  | 'key asked by the client'
  | 'token'
  | 'no key';

/** How an entry of ours gets at an account. */
export function modeOf({ command, env }: Entry): Mode {
  const switched = /^(?:1|true|yes|on)$/i.test(env.COPPER_SANDBOX?.trim() ?? '');
  if (switched || command.includes('--sandbox')) return 'sandbox';
  if (env.COPPER_API_KEY_FILE !== undefined) return 'key file';
  if (env.COPPER_API_KEY?.startsWith('${input:')) return 'key asked by the client';
  if (env.COPPER_API_KEY !== undefined) return 'key in the configuration';
  return env.COPPER_ACCESS_TOKEN !== undefined || env.COPPER_ACCESS_TOKEN_FILE !== undefined
    ? 'token'
    : 'no key';
}

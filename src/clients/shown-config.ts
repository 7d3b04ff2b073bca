import { inspect, isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import { serversPath } from './config-snapshot.ts';
import { entryName, keyInput, keyInputId, keyInputReference, readOurEntry } from './entry.ts';
import { printJson } from './json-layout.ts';
import type { LocalMachine } from './local-machine.ts';
import type { McpClient } from './mcp-clients.ts';
import { type MaybeValue, valueAt } from './syntax.ts';
import { printTable } from './toml-layout.ts';

/** Shown in place of a value. */
const dots = '••••••';

/** A configuration at one moment; undefined if there is none. */
type Moment = JsonObject | undefined;

/** What is printed of a value that may be secret. */
type Mask = (value: JsonValue) => string;

/** Words of a command that are the same for everybody. */
const plainWords =
  /^(?:npx|cmd|\/[cd]|cd|&&|\/bin\/sh|-c|cd \/ && exec "\$@"|sh|node|docker|run|-y|--yes|--prefix|-i|--rm|-e|--env|--sandbox|stdio|local|copper-mcp(?:@(?:latest|\d+\.\d+\.\d+))?)$/;

/** The path of a program that starts this server. */
const programPath =
  /^(?:\/|[A-Za-z]:\\)[^?@=:]*[\\/](?:npx|node|cmd|copper-mcp)(?:\.(?:m?js|cmd|exe))?$|^[A-Za-z]:\\Windows$/;

/** True for a word of a command that can be shown: it is the same for everybody, or the path of a program that starts this server. */
export const isPlainWord = (word: string): boolean => plainWords.test(word) || programPath.test(word);

const absolute = /^(?:[~/]|[A-Za-z]:\\)/;

/** Variables whose values are shown, if they look like what they should be. */
const shownVariables: Readonly<Record<string, (text: string) => boolean>> = {
  COPPER_API_KEY: (text) => text === keyInputReference,
  COPPER_API_KEY_FILE: (text) => absolute.test(text),
  COPPER_ACCESS_TOKEN: () => false,
  COPPER_ACCESS_TOKEN_FILE: (text) => absolute.test(text),
  COPPER_USER_EMAIL: (text) => /^[^@\s:/]+@[\w.-]+$/.test(text),
  COPPER_SANDBOX: (text) => /^(?:1|0|true|false|yes|no|on|off)$/i.test(text),
  COPPER_TIMEZONE: (text) => /^[A-Za-z_]+(?:\/[\w+-]+){0,2}$/.test(text),
  COPPER_API_BASE_URL(text) {
    if (!URL.canParse(text)) return false;
    const { username, password, search, hash } = new URL(text);
    return username + password + search + hash === '';
  },
  PATH: (text) => absolute.test(text),
  NoDefaultCurrentDirectoryInExePath: (text) => text === '1',
};

/** In place of what is not ours. */
const more = (count: number): JsonObject => (count === 0 ? {} : { '…': `${count} more, not shown` });

/** A list or a value of a command. */
function shownWords(value: JsonValue, mask: Mask): JsonValue {
  if (Array.isArray(value)) return value.map((one) => shownWords(one, mask));
  return typeof value === 'string' && isPlainWord(value) ? value : mask(value);
}

function shownEnv(variables: JsonObject, mask: Mask): JsonObject {
  const all = Object.entries(variables);
  const known = all.filter(([name]) => Object.hasOwn(shownVariables, name));
  const shown = known.map(([name, value = null]) => {
    const plain = typeof value === 'string' && shownVariables[name]?.(value) === true;
    return [name, plain ? value : mask(value)] as const;
  });
  return { ...Object.fromEntries(shown), ...more(all.length - known.length) };
}

/** Our entry: what is ours in it, and how much else there is. */
function shownEntry({ extras }: McpClient, entry: JsonObject, mask: Mask): JsonObject {
  const shown = Object.entries(entry).flatMap(([key, value = null]): [string, JsonValue][] => {
    if (key === 'env' || key === 'environment')
      return [[key, isObject(value) ? shownEnv(value, mask) : mask(value)]];
    if (['command', 'args', 'type'].includes(key)) return [[key, shownWords(value, mask)]];
    if (key === 'enabled' || key === 'disabled')
      return [[key, typeof value === 'boolean' ? value : mask(value)]];
    if (extras === undefined || !Object.hasOwn(extras, key)) return [];
    return [[key, value === extras[key] ? value : mask(value)]];
  });
  return { ...Object.fromEntries(shown), ...more(Object.keys(entry).length - shown.length) };
}

/** An object on the way to our entry, with what there is besides only counted. */
function around(
  object: MaybeValue,
  [step = '', ...rest]: readonly string[],
  ours: MaybeValue,
  inputs?: JsonValue,
): JsonObject {
  const all = isObject(object) ? object : {};
  const inner =
    rest.length === 0 ? ours : all[step] === undefined ? undefined : around(all[step], rest, ours);
  const others = Object.keys(all).filter(
    (key) => key !== step && !(key === 'inputs' && inputs !== undefined),
  );
  return {
    ...(inner === undefined ? {} : { [step]: inner }),
    ...(inputs === undefined ? {} : { inputs }),
    ...more(others.length),
  };
}

/** The questions of VS Code: ours, and how many others there are. */
function shownInputs(value: JsonObject): JsonValue | undefined {
  const { inputs } = value;
  if (!Array.isArray(inputs)) return undefined;
  const ours = inputs.filter((one) => isObject(one) && one.id === keyInputId);
  const [input] = ours.map((one) =>
    isDeepStrictEqual(one, keyInput) ? keyInput : { id: keyInputId, '…': dots },
  );
  const others = inputs.length - (input === undefined ? 0 : 1);
  return [...(input === undefined ? [] : [input]), ...(others === 0 ? [] : [more(others)])];
}

function shownText(client: McpClient, value: Moment, mask: Mask): string {
  if (value === undefined || Object.keys(value).length === 0) return '';
  const servers = serversPath(client, value);
  const path = [...servers, entryName];
  const entry = valueAt(value, path);
  const ours =
    entry === undefined
      ? undefined
      : isObject(entry) && readOurEntry(entry) !== undefined
        ? shownEntry(client, entry, mask)
        : { '…': 'another server, not shown' };
  if (client.format.kind === 'json') {
    const inputs = client.promptsForSecrets === true ? shownInputs(value) : undefined;
    return `${printJson(around(value, path, ours, inputs), { unit: '  ', eol: '\n', gap: ' ' }, '')}\n`;
  }
  const all = valueAt(value, servers);
  const others = isObject(all) ? Object.keys(all).filter((name) => name !== entryName).length : 0;
  const tables = ours === undefined ? [] : [printTable(path, ours, '\n')];
  return [...(others === 0 ? [] : [`# … ${others} more, not shown`]), ...tables]
    .map((part) => `${part}\n`)
    .join('\n');
}

/**
 * What a change of a configuration shows before and after it: the lines of our entry and where they are. Of everything else only the number
 * is shown, so that no secret of another server, in whatever form or place, can appear; a secret of ours that changes still shows as a
 * change.
 */
export function shownConfigs(
  client: McpClient,
  { before, after }: Record<'before' | 'after', Moment>,
  { home }: Pick<LocalMachine, 'home'>,
): readonly [string, string] {
  const old = new Set<string>();
  const textBefore = shownText(client, before, (value) => {
    if (value === home) return home;
    old.add(inspect(value));
    return dots;
  });
  const textAfter = shownText(client, after, (value) => {
    if (value === home) return home;
    return old.has(inspect(value)) ? dots : `${dots} (new)`;
  });
  return [textBefore, textAfter];
}

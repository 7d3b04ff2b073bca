import { isObject, type JsonObject } from '../tool/json.ts';
import type { Client } from './client.ts';
import { type ConfigText, decode, syntaxOf } from './config-text.ts';
import { type Entry, entryName, readEntry, startsUs } from './entry.ts';
import { locate } from './locate.ts';
import { valueAt } from './path.ts';
import { codeOf, type Surroundings } from './surroundings.ts';
import { BrokenText, kindOf, type Place } from './syntax.ts';

/** What a configuration file is good for. */
export type ConfigState =
  | { readonly is: 'absent' }
  /** It cannot be read at all; `why` ends a sentence that begins with the path. */
  | { readonly is: 'unusable'; readonly why: string }
  /** The client cannot read it either, or its servers are no object. */
  | { readonly is: 'broken'; readonly why: string; readonly place: Place }
  | { readonly is: 'no entry' }
  /** A server that is called as ours, and is another. */
  | { readonly is: 'another server' }
  | { readonly is: 'ours'; readonly name: string; readonly entry: Entry };

/** A client on this machine, and its configuration as it stands. */
export interface Sight {
  readonly client: Client;
  readonly installed: boolean;
  readonly path: string;
  readonly state: ConfigState;
  /** Undefined where there is no text that can be read. */
  readonly config?: ConfigText & { readonly value: JsonObject };
}

/** The path of the object in which servers stand by name. */
export function serversPath({ servers }: Client, value: JsonObject): readonly string[] {
  // A server may itself be called as the inner object of the newer form is.
  const standing = servers.find((path) => {
    const found = valueAt(value, path);
    return isObject(found) && (path.length === 1 || typeof found.type !== 'string');
  });
  return standing ?? servers.at(-1) ?? [];
}

function stateOf(client: Client, text: string, value: JsonObject): ConfigState {
  const path = serversPath(client, value);
  const servers = valueAt(value, path);
  if (servers !== undefined && !isObject(servers)) {
    const place = syntaxOf(client.format).where(text, path) ?? { line: 1, column: 1 };
    return { is: 'broken', why: `"${path.join('.')}" is ${kindOf(servers)}, not an object`, place };
  }
  const named = readEntry(servers?.[entryName]);
  if (named !== undefined && startsUs(named)) return { is: 'ours', name: entryName, entry: named };
  if (servers?.[entryName] !== undefined) return { is: 'another server' };
  for (const [name, one] of Object.entries(servers ?? {})) {
    const entry = readEntry(one);
    if (entry !== undefined && startsUs(entry)) return { is: 'ours', name, entry };
  }
  return { is: 'no entry' };
}

/** Reads the configuration of a client; never throws for what stands on the disk. */
export function lookAt(client: Client, surroundings: Surroundings): Sight {
  const { disk } = surroundings;
  const { installed, path } = locate(client, surroundings);
  const seen = (state: ConfigState) => ({ client, installed, path, state });
  let bytes: Uint8Array;
  try {
    const standing = disk.look(path);
    if (standing === undefined) return seen({ is: 'absent' });
    if (standing.kind === 'folder') return seen({ is: 'unusable', why: 'is a folder, not a file' });
    if (standing.kind === 'other') return seen({ is: 'unusable', why: 'is not a plain file' });
    bytes = disk.read(path);
  } catch (error) {
    return seen({ is: 'unusable', why: `cannot be read (${codeOf(error) || 'unknown reason'})` });
  }
  const config = decode(bytes);
  if (config === undefined) return seen({ is: 'unusable', why: 'is not UTF-8 text' });
  try {
    const value = syntaxOf(client.format).read(config.text);
    return { ...seen(stateOf(client, config.text, value)), config: { ...config, value } };
  } catch (error) {
    if (!(error instanceof BrokenText)) throw error;
    return seen({ is: 'broken', why: error.message, place: error.place });
  }
}

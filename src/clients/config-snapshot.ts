import { isObject, type JsonObject, jsonSize } from '../tool/json.ts';
import { formatNumber } from '../tool/sentences.ts';
import { type ConfigText, decodeConfig, syntaxOf } from './config-file.ts';
import { entryName, readOurEntry, type ServerEntry } from './entry.ts';
import { codeOf, type LocalMachine } from './local-machine.ts';
import { locateConfig } from './locate.ts';
import { type McpClient, mcpClients } from './mcp-clients.ts';
import { BrokenText, kindOf, valueAt } from './syntax.ts';

/** What a client's configuration says about this server. */
type ConfigState =
  | { readonly is: 'absent' }
  /** Neither we nor the client can read it, or its servers are not an object; `why` ends a sentence that begins with the path. */
  | { readonly is: 'unreadable'; readonly why: string }
  | { readonly is: 'no entry' }
  /** A different server has the name of ours. */
  | { readonly is: 'another server' }
  /** `name` is `copper` unless somebody wrote the entry by hand. */
  | { readonly is: 'ours'; readonly name: string; readonly entry: ServerEntry };

/** A client and its configuration at one moment. */
export interface ConfigSnapshot {
  readonly client: McpClient;
  readonly installed: boolean;
  /** Its configuration file, whether or not it exists. */
  readonly path: string;
  readonly state: ConfigState;
  /** Undefined if there is no text that can be read. */
  readonly config?: ConfigText & { readonly value: JsonObject };
}

/** The path of the object that holds the servers by name. */
export function serversPath(client: McpClient, value: JsonObject): readonly string[] {
  const { serverPaths = [['mcpServers']] } = client;
  // A server may itself have the name of the inner object of the newer form.
  const existing = serverPaths.find((path) => {
    const found = valueAt(value, path);
    return isObject(found) && (path.length === 1 || typeof found.type !== 'string');
  });
  return existing ?? serverPaths.at(-1) ?? [];
}

function stateOf(client: McpClient, text: string, value: JsonObject): ConfigState {
  const path = serversPath(client, value);
  const servers = valueAt(value, path);
  if (servers !== undefined && !isObject(servers)) {
    const position = syntaxOf(client.format).where(text, path) ?? { line: 1, column: 1 };
    throw new BrokenText(`"${path.join('.')}" is ${kindOf(servers)}, not an object`, position);
  }
  const named = readOurEntry(servers?.[entryName]);
  if (named !== undefined) return { is: 'ours', name: entryName, entry: named };
  if (servers?.[entryName] !== undefined) return { is: 'another server' };
  for (const [name, one] of Object.entries(servers ?? {})) {
    const entry = readOurEntry(one);
    if (entry !== undefined) return { is: 'ours', name, entry };
  }
  return { is: 'no entry' };
}

/** Our entry in the bytes of a configuration; undefined if there is none, or they cannot be read. */
export function entryIn(client: McpClient, bytes: Uint8Array): ServerEntry | undefined {
  const text = decodeConfig(bytes)?.text;
  if (text === undefined) return undefined;
  try {
    const state = stateOf(client, text, syntaxOf(client.format).read(text));
    return state.is === 'ours' ? state.entry : undefined;
  } catch (error) {
    if (error instanceof BrokenText) return undefined;
    throw error;
  }
}

/** The largest configuration that is read, and its most values: with the place of each, a million take 700 MB of memory for some seconds. */
const maxBytes = 50_000_000;
const maxValues = 1_000_000;
/** Parsers call themselves for each level. */
const maxDepth = 500;

/** Reads the configuration of a client; never throws, whatever is on the disk. */
export function takeSnapshot(client: McpClient, machine: LocalMachine): ConfigSnapshot {
  const { disk } = machine;
  const { installed, path } = locateConfig(client, machine);
  const snapshot = (state: ConfigState) => ({ client, installed, path, state });
  const unreadable = (why: string) => snapshot({ is: 'unreadable', why });
  let bytes: Uint8Array;
  try {
    const file = disk.stat(path);
    if (file === undefined) return snapshot({ is: 'absent' });
    if (file.kind !== 'file')
      return unreadable(file.kind === 'folder' ? 'is a folder, not a file' : 'is not a regular file');
    if (file.size > maxBytes)
      return unreadable(`is larger than ${maxBytes / 1_000_000} MB, too large to be changed here`);
    bytes = disk.read(path);
  } catch (error) {
    return unreadable(`cannot be read (${codeOf(error) || 'unknown reason'})`);
  }
  const config = decodeConfig(bytes);
  if (config === undefined) return unreadable('is not UTF-8 text');
  const { depth, values } = jsonSize(config.text);
  if (depth > maxDepth) return unreadable(`is nested more than ${maxDepth} levels deep`);
  if (values > maxValues)
    return unreadable(`has more than ${formatNumber(maxValues)} values, too many to be changed here`);
  try {
    const value = syntaxOf(client.format).read(config.text);
    return { ...snapshot(stateOf(client, config.text, value)), config: { ...config, value } };
  } catch (error) {
    if (!(error instanceof BrokenText)) throw error;
    const { line, column } = error.position;
    return unreadable(`is broken at line ${line}, column ${column}: ${error.message}`);
  }
}

/** The clients that are installed on this machine. Reads files; changes and starts nothing. */
export const takeSnapshots = (machine: LocalMachine): ConfigSnapshot[] =>
  mcpClients.map((client) => takeSnapshot(client, machine)).filter(({ installed }) => installed);

import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../tool/json.ts';
import { serversPath } from './config-snapshot.ts';
import type { ConfigEdit } from './edit.ts';
import {
  accessVariables,
  entryName,
  keyInput,
  keyInputId,
  readOurEntry,
  type ServerEntry,
  variablesKey,
  writeEntry,
} from './entry.ts';
import type { McpClient } from './mcp-clients.ts';
import { type ConfigPath, type MaybeValue, valueAt } from './syntax.ts';

/** The edits that turn one value into another; none if they are equal. */
const replaced = (path: ConfigPath, now: MaybeValue, wanted: MaybeValue): ConfigEdit[] =>
  isDeepStrictEqual(now, wanted) ? [] : [wanted === undefined ? { path } : { path, value: wanted }];

/** True if something in a value uses the secret that VS Code asks for. */
const usesInput = (value: MaybeValue) => JSON.stringify(value ?? null).includes(`{input:${keyInputId}}`);

function inputEdits({ promptsForSecrets }: McpClient, value: JsonObject, needed: boolean): ConfigEdit[] {
  const path: ConfigPath = ['inputs', { id: keyInputId }];
  const exists = valueAt(value, path) !== undefined;
  if (promptsForSecrets !== true || needed === exists) return [];
  return [needed ? { path, value: keyInput } : { path }];
}

/**
 * The edits that put an entry into a configuration; none if it is there already. In an entry of ours only the command and the variables
 * for authentication change; what people added, such as other variables, stays. An entry of another server is replaced.
 */
export function addEntryEdits(client: McpClient, value: JsonObject, entry: ServerEntry): ConfigEdit[] {
  const path = [...serversPath(client, value), entryName];
  const wanted = writeEntry(client, entry);
  const now = valueAt(value, path);
  const edits =
    isObject(now) && readOurEntry(now) !== undefined
      ? entryEdits(client, path, now, wanted, entry)
      : replaced(path, now, wanted);
  return [...inputEdits(client, value, usesInput(wanted)), ...edits];
}

function entryEdits(
  { entryForm }: McpClient,
  path: readonly string[],
  now: JsonObject,
  wanted: JsonObject,
  entry: ServerEntry,
): ConfigEdit[] {
  const start = entryForm === 'list' ? ['command'] : ['command', 'args'];
  const edits = start.flatMap((key) => replaced([...path, key], now[key], wanted[key]));
  const key = variablesKey(entryForm);
  const variables = now[key];
  if (!isObject(variables)) return [...edits, ...replaced([...path, key], variables, wanted[key])];
  const outdated = accessVariables.filter((name) => name in variables && !(name in entry.env));
  if (outdated.length === Object.keys(variables).length && wanted[key] === undefined)
    return [...edits, { path: [...path, key] }];
  return [
    ...edits,
    ...outdated.map((name) => ({ path: [...path, key, name] })),
    ...Object.entries(entry.env).flatMap(([name, text]) =>
      replaced([...path, key, name], variables[name], text),
    ),
  ];
}

/** Removes a value, together with the objects and lists around it that have nothing else and were not there originally. */
function removal(value: JsonObject, path: ConfigPath, original: JsonObject | undefined): ConfigEdit {
  let removed = path;
  while (removed.length > 1) {
    const above = removed.slice(0, -1);
    const holder = valueAt(value, above);
    const isShared = isObject(holder) && Object.keys(holder).length > 1;
    if (isShared || (Array.isArray(holder) && holder.length > 1)) break;
    if (valueAt(original, above) !== undefined) break;
    removed = above;
  }
  return { path: removed };
}

/**
 * The edits that remove our entry from a configuration, and what was made for it.
 *
 * @param original what the configuration was before the entry came; undefined if there was none
 */
export function removeEntryEdits(
  client: McpClient,
  value: JsonObject,
  original: JsonObject | undefined,
): ConfigEdit[] {
  const path = [...serversPath(client, value), entryName];
  if (readOurEntry(valueAt(value, path)) === undefined) return [];
  const others = valueAt(value, serversPath(client, value));
  const rest = isObject(others) ? Object.entries(others).filter(([name]) => name !== entryName) : [];
  const stillUsed = usesInput(rest.map(([, one]) => one ?? null));
  const inputs = stillUsed ? [] : inputEdits(client, value, false);
  return [removal(value, path, original), ...inputs.map((edit) => removal(value, edit.path, original))];
}

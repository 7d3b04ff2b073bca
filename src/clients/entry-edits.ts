import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { Client } from './client.ts';
import type { Edit } from './edit.ts';
import {
  accessVariables,
  type Entry,
  entryName,
  input,
  inputId,
  readEntry,
  startsUs,
  variablesKey,
  writeEntry,
} from './entry.ts';
import { serversPath } from './look.ts';
import { type Path, valueAt } from './path.ts';

/** The edits that turn one value into another, where they differ. */
const replaced = (path: Path, now: JsonValue | undefined, wanted: JsonValue | undefined): Edit[] =>
  isDeepStrictEqual(now, wanted) ? [] : [wanted === undefined ? { path } : { path, value: wanted }];

/** True where some server of a configuration uses the secret that VS Code asks for. */
const usesInput = (value: JsonValue | undefined) =>
  JSON.stringify(value ?? null).includes(`{input:${inputId}}`);

function inputEdits({ asksForSecrets }: Client, value: JsonObject, needed: boolean): Edit[] {
  const path: Path = ['inputs', { id: inputId }];
  const standing = valueAt(value, path) !== undefined;
  if (asksForSecrets !== true || needed === standing) return [];
  return [needed ? { path, value: input } : { path }];
}

/**
 * What must change in a configuration so that it holds an entry: nothing where it does already. Of an entry of ours only the command and the
 * variables of access change; what people added, such as other variables, stays. An entry of another server is replaced.
 */
export function putEntry(client: Client, value: JsonObject, entry: Entry): Edit[] {
  const path = [...serversPath(client, value), entryName];
  const wanted = writeEntry(client, entry);
  const now = valueAt(value, path);
  const read = readEntry(now);
  const edits =
    isObject(now) && read !== undefined && startsUs(read)
      ? entryEdits(client, path, now, wanted, entry)
      : replaced(path, now, wanted);
  return [...inputEdits(client, value, usesInput(wanted)), ...edits];
}

function entryEdits(
  { form }: Client,
  path: readonly string[],
  now: JsonObject,
  wanted: JsonObject,
  entry: Entry,
): Edit[] {
  const start = form === 'list' ? ['command'] : ['command', 'args'];
  const edits = start.flatMap((key) => replaced([...path, key], now[key], wanted[key]));
  const key = variablesKey(form);
  const variables = now[key];
  if (!isObject(variables)) return [...edits, ...replaced([...path, key], variables, wanted[key])];
  const needless = accessVariables.filter(
    (name) => variables[name] !== undefined && entry.env[name] === undefined,
  );
  if (needless.length === Object.keys(variables).length && wanted[key] === undefined)
    return [...edits, { path: [...path, key] }];
  return [
    ...edits,
    ...needless.map((name) => ({ path: [...path, key, name] })),
    ...Object.entries(entry.env).flatMap(([name, text]) =>
      replaced([...path, key, name], variables[name], text),
    ),
  ];
}

/** What must go from a configuration so that it holds no entry of ours; the object it stood in stays. */
export function removeEntry(client: Client, value: JsonObject): Edit[] {
  const path = [...serversPath(client, value), entryName];
  const now = valueAt(value, path);
  const read = readEntry(now);
  if (read === undefined || !startsUs(read)) return [];
  const others = valueAt(value, serversPath(client, value));
  const rest = isObject(others) ? Object.entries(others).filter(([name]) => name !== entryName) : [];
  const stillUsed = usesInput(rest.map(([, one]) => one ?? null));
  return [{ path }, ...(stillUsed ? [] : inputEdits(client, value, false))];
}

import { resolve } from 'node:path';
import { decodeConfig } from '../../clients/config-file.ts';
import { repeatedName } from '../../clients/json-document.ts';
import { WriteError } from '../../clients/lock-file.ts';
import { replaceFile } from '../../clients/replace-file.ts';
import { type CallerEntry, CallersError, parseCallers } from '../../http/callers-file.ts';
import { quoted } from '../../tool/sentences.ts';
import { type Shell, UsageError } from '../shell.ts';

/** @throws UsageError for a text that is not a callers file; `path` begins its sentence */
function check(text: string, path: string): readonly CallerEntry[] {
  try {
    return parseCallers(text);
  } catch (error) {
    throw error instanceof CallersError ? new UsageError(`${path}: ${error.message}`) : error;
  }
}

/** What is made of the entries of a callers file, as JSON has them; in their order those that `parseCallers` reads. */
export type EditEntries = (entries: readonly object[], callers: readonly CallerEntry[]) => readonly object[];

/** The text of a callers file with other entries. @throws UsageError where it is not valid, before or after */
export function editedCallers(json: string | undefined, path: string, edit: EditEntries): string {
  const callers = json === undefined ? [] : check(json, path);
  const entries: unknown = json === undefined ? [] : JSON.parse(json);
  const changed = edit(Array.isArray(entries) ? entries : [], callers);
  const text = `${JSON.stringify(changed, undefined, 2)}\n`;
  check(text, path);
  return text;
}

/** Changes a callers file, which is created if there is none; what other processes change meanwhile stays. @throws UsageError */
export async function editCallers(shell: Shell, path: string, edit: EditEntries): Promise<void> {
  const editBytes = (bytes: Uint8Array | undefined) => {
    const config = decodeConfig(bytes ?? new Uint8Array());
    // What is written back must not differ from what is there, in what it says or by what is lost.
    if (config === undefined) throw new WriteError('is not UTF-8 text');
    const json = config.byteOrderMark + config.text;
    const changed = editedCallers(bytes === undefined ? undefined : json, path, edit);
    const repeated = bytes === undefined ? undefined : repeatedName(json);
    if (repeated !== undefined)
      throw new WriteError(`has ${quoted(repeated)} twice in one object; remove one of them`);
    return Buffer.from(changed);
  };
  try {
    await replaceFile(shell, resolve(path), editBytes, {});
  } catch (error) {
    throw error instanceof WriteError ? new UsageError(`${path} ${error.message}.`) : error;
  }
}

/** The callers in a file; none if no file is named. @throws UsageError */
export function readCallers({ readFile }: Shell, path: string | undefined): readonly CallerEntry[] {
  if (path === undefined) return [];
  let text: string;
  try {
    text = readFile(path);
  } catch {
    throw new UsageError(`${path} cannot be read; check its path and permissions.`);
  }
  return check(text, path);
}

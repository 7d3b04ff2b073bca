import type { JsonObject } from '../tool/json.ts';
import type { Client } from './client.ts';
import { decode, encode, syntaxOf } from './config-text.ts';
import { type Edit, editText } from './edit.ts';
import { underLock } from './lock-file.ts';
import { type Desk, replaceFile, WriteError, type Written } from './replace-file.ts';
import { BrokenText, UneditableText } from './syntax.ts';

/** Which edits a configuration needs, given what it holds. */
export type Change = (value: JsonObject) => readonly Edit[];

/** A text with a change made to it. @throws BrokenText, UneditableText */
export function revise(client: Client, text: string, change: Change): string {
  const syntax = syntaxOf(client.format);
  const edits = change(syntax.read(text));
  return edits.length === 0 ? text : editText(text, syntax, edits);
}

/**
 * Makes a change to a client's configuration as it stands now, whatever it was when the change was shown.
 *
 * @throws WriteError; the file is then as it was
 */
export async function writeConfig(
  desk: Desk,
  client: Client,
  path: string,
  change: Change,
): Promise<Written> {
  const edit = (bytes: Uint8Array | undefined): Uint8Array => {
    const config = decode(bytes ?? new Uint8Array());
    if (config === undefined) throw new WriteError('is not UTF-8 text');
    try {
      const text = revise(client, config.text, change);
      // A client that has no configuration needs none that says nothing.
      return bytes !== undefined && text === config.text ? bytes : encode({ ...config, text });
    } catch (error) {
      if (error instanceof BrokenText) throw new WriteError(`has become broken meanwhile: ${error.message}`);
      if (error instanceof UneditableText) throw new WriteError(`cannot be changed: ${error.message}`);
      throw error;
    }
  };
  const write = () => replaceFile(desk, path, edit, { backup: true });
  return client.locksFile === true ? underLock(desk, path, write) : write();
}

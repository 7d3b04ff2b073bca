import type { JsonObject } from '../tool/json.ts';
import { type ConfigEdit, editText } from './edit.ts';
import { jsonSyntax } from './json-syntax.ts';
import { type WriteContext, WriteError } from './lock-file.ts';
import type { ConfigFormat, McpClient } from './mcp-clients.ts';
import { replaceFile, type WriteResult } from './replace-file.ts';
import { BrokenText, type ConfigSyntax, UneditableText } from './syntax.ts';
import { tomlSyntax } from './toml-syntax.ts';

/** The edits a configuration needs, given its value. */
export type ConfigChange = (value: JsonObject) => readonly ConfigEdit[];

/** A text after a change. @throws BrokenText, UneditableText */
export function applyToText(client: McpClient, text: string, change: ConfigChange): string {
  const syntax = syntaxOf(client.format);
  const edits = change(syntax.read(text));
  return edits.length === 0 ? text : editText(text, syntax, edits);
}

/** True for a text with no value, and no comment either. */
export const isEmptyText = (text: string): boolean => /^\s*(?:\{\s*\}\s*)?$/.test(text);

/** How a configuration is written. */
interface ConfigWrite {
  readonly change: ConfigChange;
  /** True if it will contain a key: only its owner may then read it. */
  readonly ownerOnly: boolean;
  /** True to remove the file if the change leaves nothing in it. */
  readonly removeEmpty?: boolean;
  /** True for bytes that do not have our entry, as before the first change or after a removal. */
  readonly isOriginal: (bytes: Uint8Array) => boolean;
}

/**
 * Changes a client's configuration as it is now, whatever it was when the change was shown.
 *
 * @throws WriteError; the file is then unchanged
 */
export async function writeConfig(
  context: WriteContext,
  client: McpClient,
  path: string,
  { change, ownerOnly, removeEmpty = false, isOriginal }: ConfigWrite,
): Promise<WriteResult> {
  const edit = (bytes: Uint8Array | undefined): Uint8Array | undefined => {
    const config = decodeConfig(bytes ?? new Uint8Array());
    if (config === undefined) throw new WriteError('is not UTF-8 text');
    try {
      const text = applyToText(client, config.text, change);
      if (removeEmpty && isEmptyText(text)) return undefined;
      // A client without a configuration does not need an empty one.
      return bytes !== undefined && text === config.text ? bytes : encodeConfig({ ...config, text });
    } catch (error) {
      if (error instanceof BrokenText) throw new WriteError(`was broken meanwhile: ${error.message}`);
      if (error instanceof UneditableText) throw new WriteError(`cannot be changed: ${error.message}`);
      throw error;
    }
  };
  return replaceFile(context, path, edit, { isOriginal, ownerOnly });
}

/** The text of a file and its byte order mark. */
export interface ConfigText {
  readonly byteOrderMark: '\uFEFF' | '';
  readonly text: string;
}

/** Reads bytes as UTF-8; undefined if they are not, since writing them back would damage them. */
export function decodeConfig(bytes: Uint8Array): ConfigText | undefined {
  try {
    const all = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return all.startsWith('\uFEFF')
      ? { byteOrderMark: '\uFEFF', text: all.slice(1) }
      : { byteOrderMark: '', text: all };
  } catch {
    return undefined;
  }
}

/** The bytes of a file. */
const encodeConfig = ({ byteOrderMark, text }: ConfigText): Uint8Array =>
  new TextEncoder().encode(byteOrderMark + text);

/** Reads and changes texts of a format. */
export const syntaxOf = (format: ConfigFormat): ConfigSyntax =>
  format.kind === 'toml' ? tomlSyntax : jsonSyntax(format);

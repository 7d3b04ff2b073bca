import { jsonSyntax } from './json-syntax.ts';
import type { ConfigFormat } from './mcp-client.ts';
import type { ConfigSyntax } from './syntax.ts';
import { tomlSyntax } from './toml-syntax.ts';

/** The text of a file and its byte order mark. */
export interface ConfigText {
  readonly byteOrderMark: '\uFEFF' | '';
  readonly text: string;
}

/** Reads bytes as UTF-8; undefined where they are not, since writing them back would damage them. */
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
export const encodeConfig = ({ byteOrderMark, text }: ConfigText): Uint8Array =>
  new TextEncoder().encode(byteOrderMark + text);

/** Reads and changes texts of a format. */
export const syntaxOf = (format: ConfigFormat): ConfigSyntax =>
  format.kind === 'toml' ? tomlSyntax : jsonSyntax(format);

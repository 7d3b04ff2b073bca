import type { Format } from './client.ts';
import { jsonSyntax } from './json-syntax.ts';
import type { Syntax } from './syntax.ts';
import { tomlSyntax } from './toml-syntax.ts';

/** The text of a file, apart from its byte order mark. */
export interface ConfigText {
  /** A byte order mark, or nothing. */
  readonly mark: '\uFEFF' | '';
  readonly text: string;
}

/** Reads bytes as UTF-8; undefined where they are something else, which writing them back would spoil. */
export function decode(bytes: Uint8Array): ConfigText | undefined {
  try {
    const all = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return all.startsWith('\uFEFF') ? { mark: '\uFEFF', text: all.slice(1) } : { mark: '', text: all };
  } catch {
    return undefined;
  }
}

/** The bytes of a file. */
export const encode = ({ mark, text }: ConfigText): Uint8Array => new TextEncoder().encode(mark + text);

/** How texts of a format are read and changed. */
export const syntaxOf = (format: Format): Syntax =>
  format.kind === 'toml' ? tomlSyntax : jsonSyntax(format);

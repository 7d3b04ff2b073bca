import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { ConfigPath } from './syntax.ts';
import { BrokenText, UneditableText } from './syntax.ts';

/** A key with its value, and its full path. */
export interface TomlPair {
  readonly path: readonly string[];
  readonly node: AST.TOMLKeyValue;
  /** True inside `{ … }`, where commas separate pairs. */
  readonly inline: boolean;
}

/** A header in square brackets, with the pairs below it. */
export interface TomlTable {
  readonly path: readonly string[];
  readonly node: AST.TOMLTable;
}

/** A parsed TOML text. */
export interface TomlDocument {
  readonly text: string;
  readonly program: AST.TOMLProgram;
  readonly tables: readonly TomlTable[];
  /** In order of the text; a pair whose value is an inline table comes before those inside. */
  readonly pairs: readonly TomlPair[];
}

const keysOf = ({ keys }: AST.TOMLKey) => keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));

function pairsOf(nodes: readonly AST.TOMLKeyValue[], above: readonly string[], inline: boolean): TomlPair[] {
  return nodes.flatMap((node) => {
    const path = [...above, ...keysOf(node.key)];
    const inner = node.value.type === 'TOMLInlineTable' ? pairsOf(node.value.body, path, true) : [];
    return [{ path, node, inline }, ...inner];
  });
}

/** Parses a text. @throws BrokenText */
export function openToml(text: string): TomlDocument {
  try {
    const program = parseTOML(text);
    const tables: TomlTable[] = [];
    const pairs: TomlPair[] = [];
    for (const node of program.body[0].body) {
      if (node.type === 'TOMLKeyValue') {
        pairs.push(...pairsOf([node], [], false));
        continue;
      }
      const path = node.resolvedKey.map(String);
      tables.push({ path, node });
      pairs.push(...pairsOf(node.body, path, false));
    }
    return { text, program, tables, pairs };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const why = `${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
    throw new BrokenText(why, { line: error.lineNumber, column: error.column + 1 });
  }
}

/** A path of keys only: elements of TOML's lists cannot be edited. @throws UneditableText */
export function keysIn(path: ConfigPath): readonly string[] {
  return path.map((step) => {
    if (typeof step === 'string') return step;
    throw new UneditableText('it is a list');
  });
}

/** True if a path equals or continues another. */
export const startsWithPath = (path: readonly string[], above: readonly string[]): boolean =>
  path.length >= above.length && above.every((key, at) => path[at] === key);

/** True if both paths are equal. */
export const isSamePath = (path: readonly string[], other: readonly string[]): boolean =>
  path.length === other.length && startsWithPath(path, other);

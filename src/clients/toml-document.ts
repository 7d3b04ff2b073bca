import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { Path } from './path.ts';
import { BrokenText, UneditableText } from './syntax.ts';

/** A key with its value, and the whole path of keys that leads to it. */
export interface Pair {
  readonly path: readonly string[];
  readonly node: AST.TOMLKeyValue;
  /** True inside `{ … }`, where pairs are parted by commas and not by lines. */
  readonly inline: boolean;
}

/** A header in square brackets, with the pairs below it. */
export interface Table {
  readonly path: readonly string[];
  readonly node: AST.TOMLTable;
}

/** A TOML text taken apart. */
export interface TomlDocument {
  readonly text: string;
  readonly program: AST.TOMLProgram;
  readonly tables: readonly Table[];
  /** In order of the text; a pair whose value is an inline table comes before what is inside. */
  readonly pairs: readonly Pair[];
}

const keysOf = ({ keys }: AST.TOMLKey) => keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));

function pairsOf(nodes: readonly AST.TOMLKeyValue[], above: readonly string[], inline: boolean): Pair[] {
  return nodes.flatMap((node) => {
    const path = [...above, ...keysOf(node.key)];
    const inner = node.value.type === 'TOMLInlineTable' ? pairsOf(node.value.body, path, true) : [];
    return [{ path, node, inline }, ...inner];
  });
}

/** @throws BrokenText */
export function openToml(text: string): TomlDocument {
  try {
    const program = parseTOML(text);
    const tables: Table[] = [];
    const pairs: Pair[] = [];
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

/** The keys of a path; TOML's lists are not reached by id. */
export function keysIn(path: Path): readonly string[] {
  return path.map((step) => {
    if (typeof step === 'string') return step;
    throw new UneditableText('it is a list');
  });
}

/** True where one path is another, or leads on from it. */
export const isBelow = (path: readonly string[], above: readonly string[]): boolean =>
  path.length >= above.length && above.every((key, at) => path[at] === key);

/** True where both are the same. */
export const isSame = (path: readonly string[], other: readonly string[]): boolean =>
  path.length === other.length && isBelow(path, other);

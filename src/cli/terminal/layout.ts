import { stripVTControlCharacters } from 'node:util';
import { cellsOf } from './cells.ts';

/** Width on a terminal, if escape sequences take no room. */
const length = (text: string) => cellsOf(stripVTControlCharacters(text));

/** Text broken into lines of at most `width` characters; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && length(last) + 1 + length(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Text after `start`, broken into lines of `width` characters; the further lines are indented below its beginning. */
export function hangingIndent(start: string, text: string, width: number): string[] {
  const indent = length(start);
  const [first = '', ...rest] = wrap(text, Math.max(width - indent, 30));
  return [`${start}${first}`.trimEnd(), ...rest.map((line) => ' '.repeat(indent) + line)];
}

/** Two columns: names, as wide as the longest, and their descriptions; `style` colours a name. */
export function twoColumns(
  rows: readonly (readonly [string, string])[],
  width: number,
  style: (name: string) => string = (name) => name,
): string[] {
  const widest = Math.max(...rows.map(([name]) => length(name)));
  return rows.flatMap(([name, what]) =>
    hangingIndent(`  ${style(name)}${' '.repeat(widest - length(name))}  `, what, width),
  );
}

/** At most `width` characters; a text that is cut ends with `…`. */
export function truncateLine(text: string, width: number): string {
  const letters = [...text];
  return letters.length <= width ? text : `${letters.slice(0, Math.max(width - 1, 0)).join('')}…`;
}

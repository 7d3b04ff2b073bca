import { stripVTControlCharacters } from 'node:util';

/** Escape sequences take no room on a terminal. */
const length = (text: string) => [...stripVTControlCharacters(text)].length;

/** Words over several lines, none wider than `width`; a word that is wider stands alone. */
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

/** A line that begins with `start`; what does not fit goes on below, under the beginning of the text. */
export function hanging(start: string, text: string, width: number): string[] {
  const indent = length(start);
  const [first = '', ...rest] = wrap(text, Math.max(width - indent, 30));
  return [`${start}${first}`.trimEnd(), ...rest.map((line) => ' '.repeat(indent) + line)];
}

/** Two columns: names, as wide as the longest, and what they are. `style` paints a name. */
export function twoColumns(
  rows: readonly (readonly [string, string])[],
  width: number,
  style: (name: string) => string = (name) => name,
): string[] {
  const widest = Math.max(...rows.map(([name]) => length(name)));
  return rows.flatMap(([name, what]) =>
    hanging(`  ${style(name)}${' '.repeat(widest - length(name))}  `, what, width),
  );
}

/** At most `width` characters; what was cut shows as one mark at the end. */
export function cut(text: string, width: number): string {
  const letters = [...text];
  return letters.length <= width ? text : `${letters.slice(0, Math.max(width - 1, 0)).join('')}…`;
}

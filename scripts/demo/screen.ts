import { wrap as wrapWords } from '../../src/cli/terminal/layout.ts';

/** Where the demo is read: how wide it is, and whether it shows colours. */
export interface Screen {
  readonly width: number;
  readonly colors: boolean;
}

const styles = { bold: 1, dim: 2, red: 31, green: 32, cyan: 36 } as const;

/** Text in a style, if the reader can see it. */
export const paint = ({ colors }: Screen, style: keyof typeof styles, text: string) =>
  colors ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;

const length = (text: string) => [...text].length;

/** At most `width` characters; what was cut shows as one mark at the end. */
export function cut(text: string, width: number): string {
  if (length(text) <= width) return text;
  return `${[...text]
    .slice(0, Math.max(width - 1, 0))
    .join('')
    .trimEnd()}…`;
}

const gap = '  ';
const narrowest = 8;

/** Widths of the columns: as wide as their longest cell; if that is too much, the widest give way first. */
export function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...rows.map((row) => length(row[at] ?? ''))),
  );
  const room = width - gap.length * (count - 1);
  for (let over = widths.reduce((sum, each) => sum + each, 0) - room; over > 0; over--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= narrowest) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** A row with its cells under each other's; never wider than the screen. */
function line(cells: readonly string[], widths: readonly number[], width: number): string {
  const shown = cells.map((cell, at) => {
    const room = widths[at] ?? narrowest;
    const text = cut(cell, room);
    return text + ' '.repeat(room - length(text));
  });
  return cut(shown.join(gap).trimEnd(), width);
}

/** Words over several lines, none wider than `width`. */
export const wrap = (text: string, width: number): string[] =>
  wrapWords(text, width).map((each) => cut(each, width));

/** The lines of one table, its cells in columns, and of the text around it. */
function blockLines(lines: readonly string[], screen: Screen, width: number): string[] {
  const table = lines.filter((text) => text.includes('\t')).map((text) => text.split('\t'));
  const widths = table.length > 0 ? columnWidths(table, width) : [];
  let header = true;
  return lines.flatMap((text) => {
    if (!text.includes('\t')) return wrap(text, width);
    const row = line(text.split('\t'), widths, width);
    const styled = header ? paint(screen, 'dim', row) : row;
    header = false;
    return [styled];
  });
}

/** An answer as people like to read it: each tab-separated table in columns of its own, everything else as it came. */
export function answerLines(answer: string, screen: Screen, indent = '   '): string[] {
  const width = screen.width - indent.length;
  return answer
    .split('\n\n')
    .flatMap((block, at) => [...(at === 0 ? [] : ['']), ...blockLines(block.split('\n'), screen, width)])
    .map((text) => indent + text);
}

/** A call as one would type it: `search_tasks owner=me due=..now`. */
export function callLine(tool: string, input: Readonly<Record<string, unknown>>, screen: Screen): string {
  const written = (value: unknown) => {
    if (Array.isArray(value)) return `'${JSON.stringify(value)}'`;
    return /\s/.test(String(value)) ? `"${value}"` : String(value);
  };
  const words = Object.entries(input).map(([name, value]) => `${name}=${written(value)}`);
  const [first = '', ...rest] = wrap([tool, ...words].join(' '), screen.width - 5);
  return [
    `   ${paint(screen, 'cyan', `→ ${first}`)}`,
    ...rest.map((text) => `     ${paint(screen, 'cyan', text)}`),
  ].join('\n');
}

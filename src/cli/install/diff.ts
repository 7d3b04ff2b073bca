import { structuredPatch } from 'diff';
import { paint, type Shell } from '../shell.ts';
import { truncateLine } from '../terminal/layout.ts';

/** Unchanged lines shown around a change. */
const context = 2;

/** What is shown of a long line on each side of what changes in it. */
const margin = 24;

/** A path with `~` for the home folder. */
export function withTilde({ machine: { home, platform } }: Pick<Shell, 'machine'>, path: string): string {
  return platform !== 'win32' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** Two long lines without most of their common beginning and end. */
function shortened(before: string, after: string): [string, string] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const excerpt = (line: string) => {
    const [from, to] = [Math.max(0, start - margin), Math.min(line.length, line.length - end + margin)];
    return `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
  };
  return [excerpt(before), excerpt(after)];
}

/** The lines of a change, each with `+`, `-` or a space in front; of long lines, only the part that changes. */
export function diffLines(before: string, after: string, columns: number): string[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context });
  return hunks.flatMap(({ lines: all }, at) => {
    const lines = all.filter((line) => !line.startsWith('\\')).map((line) => line.replace(/\r$/, ''));
    for (const [index, line] of lines.entries()) {
      const next = lines[index + 1] ?? '';
      if (!line.startsWith('-') || !next.startsWith('+') || Math.max(line.length, next.length) <= columns)
        continue;
      const [old, made] = shortened(line.slice(1), next.slice(1));
      lines.splice(index, 2, `-${old}`, `+${made}`);
    }
    const fitted = lines.map((line) => (line.startsWith(' ') ? truncateLine(line, columns) : line));
    return at === 0 ? fitted : [' ⋮', ...fitted];
  });
}

/** Shows the lines of a change in the colours of a diff. */
export function printDiff(shell: Shell, lines: readonly string[]): void {
  for (const line of lines) {
    const style = line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : 'dim';
    shell.print(`  ${paint(shell, style, `${line.slice(0, 1)} ${line.slice(1)}`)}`);
  }
}

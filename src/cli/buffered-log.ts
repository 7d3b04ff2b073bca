import { type Clock, runAfter } from '../tool/clock.ts';

/** The longest that a line of the log waits to be written with others, in milliseconds. */
const waitMs = 100;

/** As many characters are written at once, however little time has passed. */
const maxChars = 65_536;

/** True for a line of the log below level error: of those there are many, and nobody has to see one at once. */
const mayWait = (line: string) => /^\{"level":[1-4]0,/.test(line);

/**
 * Writes lines of the log several at a time, because each write is a call of the system: after 100 ms, as soon as there is one at level
 * error, and with each line that does not belong to the log. What is written is whole lines, joined by line breaks.
 *
 * @returns `flush` writes what waits: to be called when the process ends
 */
export function bufferLog(
  write: (lines: string) => void,
  clock: Clock,
): { write(line: string): void; flush(): void } {
  let waiting: string[] = [];
  let chars = 0;
  let stopTimer = () => {};

  function flush(): void {
    if (waiting.length === 0) return;
    stopTimer();
    const lines = waiting.join('\n');
    waiting = [];
    chars = 0;
    write(lines);
  }

  return {
    write(line) {
      waiting.push(line);
      chars += line.length;
      if (!mayWait(line) || chars > maxChars) flush();
      else if (waiting.length === 1) stopTimer = runAfter(clock, waitMs, flush);
    },
    flush,
  };
}

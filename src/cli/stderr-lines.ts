import type { Writable } from 'node:stream';
import { type Clock, runAfter } from '../tool/clock.ts';

/** Characters that may wait for a reader. */
const maxUnread = 8_000_000;

/**
 * Writes lines that nobody may be reading, such as a log on stderr. If the reader has gone, they are dropped for good. If it does not
 * read, lines beyond 8 MB are dropped until it has caught up, and then one line says how many there were.
 *
 * @returns takes one line, or several with line breaks between them
 * @param noticeOf the line about lines that were dropped
 */
export function boundedLines(
  stream: Writable,
  noticeOf: (dropped: number) => string,
): (line: string) => void {
  let dropped = 0;
  let isGone = false;
  const write = (line: string) => void stream.write(`${line}\n`);
  // Without a listener, the error would end the process.
  stream.on('error', () => {
    isGone = true;
  });
  stream.on('drain', () => {
    if (dropped > 0) write(noticeOf(dropped));
    dropped = 0;
  });
  return (line) => {
    if (isGone) return;
    // Once a line is missing, so are those behind it, until the notice stands in their place.
    const isFull = dropped > 0 || stream.writableLength + line.length > maxUnread;
    if (isFull && stream.writableNeedDrain) dropped += line.split('\n').length;
    else write(line);
  };
}

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

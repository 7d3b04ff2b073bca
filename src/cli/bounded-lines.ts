import type { Writable } from 'node:stream';

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

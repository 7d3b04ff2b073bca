import type { Readable } from 'node:stream';
import { createByteCollector } from '../tool/byte-collector.ts';

/** Bytes of the longest line. */
const maxBytes = 10_000_000;

/** What becomes of the lines of a stream. */
interface LineReader {
  /** A line without its end; never an empty one. */
  readonly onLine: (line: string) => void;
  /** Called for a line that is too long; nothing is read after it. */
  readonly onTooLong: () => void;
}

/** Reads the lines of a stream, in UTF-8; what follows the last line break is no line. */
export function readLines(stdin: Readable, { onLine, onTooLong }: LineReader): void {
  const line = createByteCollector();

  /** Adds to the current line; false if that makes it too long. */
  function add(part: Buffer): boolean {
    if (line.size + part.length <= maxBytes) {
      line.add(part);
      return true;
    }
    stdin.off('data', read).pause();
    onTooLong();
    return false;
  }

  function read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      if (!add(chunk.subarray(start, end))) return;
      const text = line
        .take()
        .replace(/^\uFEFF/, '')
        .trim();
      start = end + 1;
      if (text !== '') onLine(text);
    }
    add(chunk.subarray(start));
  }
  stdin.on('data', read);
}

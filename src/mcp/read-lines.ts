import type { Readable } from 'node:stream';

/** Bytes of the longest line. */
const maxBytes = 10_000_000;

/** What becomes of the lines of a stream. */
interface LineReader {
  /** A line without its end; never an empty one. */
  readonly onLine: (line: string) => void;
  /** Called once for a line that is too long, as soon as it is; the rest of it is skipped. */
  readonly onTooLong: () => void;
}

/** Reads the lines of a stream, in UTF-8; what follows the last line break is no line. */
export function readLines(stdin: Readable, { onLine, onTooLong }: LineReader): void {
  let parts: Buffer[] = [];
  let size = 0;

  /** Adds to the current line, of which nothing is kept once it is too long. */
  function add(part: Buffer): void {
    const wasTooLong = size > maxBytes;
    size += part.length;
    if (size <= maxBytes) {
      parts.push(part);
      return;
    }
    parts = [];
    if (!wasTooLong) onTooLong();
  }

  function take(): void {
    const line = Buffer.concat(parts)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim();
    parts = [];
    size = 0;
    if (line !== '') onLine(line);
  }

  function read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end));
      take();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  stdin.on('data', read);
}

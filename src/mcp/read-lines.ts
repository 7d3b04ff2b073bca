import type { Readable } from 'node:stream';
import { createByteCollector } from '../tool/byte-collector.ts';

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
  const line = createByteCollector();

  let tooLong = false;

  /** Adds to the current line, of which nothing is kept once it is too long. */
  function add(part: Buffer): void {
    if (tooLong) return;
    tooLong = line.size + part.length > maxBytes;
    if (!tooLong) {
      line.add(part);
      return;
    }
    line.take();
    onTooLong();
  }

  function take(): void {
    const text = line
      .take()
      .replace(/^\uFEFF/, '')
      .trim();
    tooLong = false;
    if (text !== '') onLine(text);
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

/** Bytes that arrive in pieces, kept as one: a million pieces of one byte take a megabyte. */
export interface ByteCollector {
  /** Bytes collected so far. */
  readonly size: number;
  /** Bytes of memory that are held for them. */
  readonly held: number;
  add(piece: Uint8Array): void;
  /** What was collected; the collector is empty afterwards. */
  takeBytes(): Uint8Array;
  /** The same as UTF-8. */
  take(): string;
}

/** The first piece of memory, in bytes: enough for most messages. */
const firstBytes = 2_048;

/** Collects bytes; whoever adds them limits them. */
export function createByteCollector(): ByteCollector {
  let bytes = Buffer.alloc(0);
  let size = 0;

  function takeBytes(): Buffer {
    const collected = bytes.subarray(0, size);
    bytes = Buffer.alloc(0);
    size = 0;
    return collected;
  }

  return {
    get size() {
      return size;
    },
    get held() {
      return bytes.length;
    },
    add(piece) {
      const needed = size + piece.length;
      if (needed > bytes.length) {
        // Memory of its own: a slice of a pool would keep the whole pool.
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * bytes.length, firstBytes));
        bytes.copy(larger, 0, 0, size);
        bytes = larger;
      }
      bytes.set(piece, size);
      size = needed;
    },
    takeBytes,
    take: () => takeBytes().toString('utf8'),
  };
}

/** Memory that one request has of a budget. */
export interface Reservation {
  /** Takes as many bytes in all; false if there are not as many left. */
  resize(bytes: number): boolean;
  release(): void;
}

/** Bytes that may be held at once. */
export interface ByteBudget {
  /** Starts with no bytes. */
  reserve(caller: string): Reservation;
}

/** Limits the bytes that are held: those of one caller before those of all, so that no caller uses up what others need. */
export function createByteBudget(limits: { readonly perCaller: number; readonly total: number }): ByteBudget {
  const heldBy = new Map<string, number>();
  let total = 0;

  function add(caller: string, bytes: number): void {
    total += bytes;
    const held = (heldBy.get(caller) ?? 0) + bytes;
    if (held === 0) heldBy.delete(caller);
    else heldBy.set(caller, held);
  }

  return {
    reserve(caller) {
      let size = 0;
      return {
        resize(bytes) {
          const more = bytes - size;
          const fits = (heldBy.get(caller) ?? 0) + more <= limits.perCaller && total + more <= limits.total;
          if (more > 0 && !fits) return false;
          add(caller, more);
          size = bytes;
          return true;
        },
        release() {
          add(caller, -size);
          size = 0;
        },
      };
    },
  };
}

/** Memory that one request has of a budget. */
export interface Reservation {
  /** Takes as many bytes in all; false if there are not as many left. */
  resize(bytes: number): boolean;
  release(): void;
}

/** Bytes that may be held at once. */
export interface ByteBudget {
  /**
   * Starts with no bytes.
   *
   * @param giveWay called when a later request of the same caller needs the bytes, which are then free: whoever takes longest makes room.
   * Without it, the bytes are kept until they are released.
   */
  reserve(caller: string, giveWay?: () => void): Reservation;
}

/** Limits the bytes that are held: those of one caller before those of all, so that no caller uses up what others need. */
export function createByteBudget(limits: { readonly perCaller: number; readonly total: number }): ByteBudget {
  const heldBy = new Map<string, number>();
  /** Of each caller what can make room, the oldest first. */
  const yielding = new Map<string, Set<() => void>>();
  let total = 0;

  function add(caller: string, bytes: number): void {
    total += bytes;
    const held = (heldBy.get(caller) ?? 0) + bytes;
    if (held === 0) heldBy.delete(caller);
    else heldBy.set(caller, held);
  }

  const heldOf = (caller: string) => heldBy.get(caller) ?? 0;
  const hasRoom = (caller: string, more: number) =>
    more <= 0 || (heldOf(caller) + more <= limits.perCaller && total + more <= limits.total);

  /** Has older reservations of the caller make room, where that is enough. */
  function makeRoom(caller: string, more: number, own: () => void): void {
    const mayFit = more <= limits.perCaller && total - heldOf(caller) + more <= limits.total;
    for (const leave of mayFit ? (yielding.get(caller) ?? []) : []) {
      if (hasRoom(caller, more)) return;
      if (leave !== own) leave();
    }
  }

  return {
    reserve(caller, giveWay) {
      let size = 0;
      const release = () => {
        add(caller, -size);
        size = 0;
        const others = yielding.get(caller);
        others?.delete(leave);
        if (others?.size === 0) yielding.delete(caller);
      };
      const leave = () => {
        release();
        giveWay?.();
      };
      return {
        resize(bytes) {
          const more = bytes - size;
          makeRoom(caller, more, leave);
          if (!hasRoom(caller, more)) return false;
          add(caller, more);
          size = bytes;
          if (giveWay !== undefined) yielding.set(caller, (yielding.get(caller) ?? new Set()).add(leave));
          return true;
        },
        release,
      };
    },
  };
}

/** Memory that one request has of a budget. */
export interface Reservation {
  /** Takes as many bytes in all; false if there are not as many left. */
  resize(bytes: number): boolean;
  release(): void;
}

/** What can make room for a later reservation of the same caller. */
interface Evictable {
  /** False while it has only just begun: in a flood, the newest is refused, or nothing would be free before all has been taken. */
  canEvict(): boolean;
  /** Its bytes are taken from it. */
  leave(): void;
}

/** Bytes that may be held at once. */
export interface ByteBudget {
  /** Starts with no bytes. Of those of a caller that can make room, the oldest does first. */
  reserve(caller: string, evictable?: Evictable): Reservation;
}

/** Limits the bytes that are held: those of one caller before those of all, so that no caller uses up what others need. */
export function createByteBudget(limits: { readonly perCaller: number; readonly total: number }): ByteBudget {
  const heldBy = new Map<string, number>();
  /** Of each caller what can make room, the oldest first. */
  const evictableOf = new Map<string, Set<Evictable>>();
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

  /** Has older reservations of the caller make room, if that can be enough. */
  function makeRoom(caller: string, more: number, own: Evictable): void {
    if (more > limits.perCaller || total - heldOf(caller) + more > limits.total) return;
    for (const each of evictableOf.get(caller) ?? []) {
      if (each === own) continue;
      if (hasRoom(caller, more) || !each.canEvict()) return;
      each.leave();
    }
  }

  return {
    reserve(caller, evictable) {
      let size = 0;
      const release = () => {
        add(caller, -size);
        size = 0;
        const others = evictableOf.get(caller);
        others?.delete(own);
        if (others?.size === 0) evictableOf.delete(caller);
      };
      const own: Evictable = {
        canEvict: () => evictable?.canEvict() === true,
        leave() {
          release();
          evictable?.leave();
        },
      };
      return {
        resize(bytes) {
          const more = bytes - size;
          makeRoom(caller, more, own);
          if (!hasRoom(caller, more)) return false;
          add(caller, more);
          size = bytes;
          if (evictable !== undefined)
            evictableOf.set(caller, (evictableOf.get(caller) ?? new Set()).add(own));
          return true;
        },
        release,
      };
    },
  };
}

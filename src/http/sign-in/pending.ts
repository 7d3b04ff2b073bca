import type { Clock } from '../../tool/clock.ts';
import type { JsonObject } from '../../tool/json.ts';

/** The most that is under way of one kind. */
const maxPending = 5_000;

/** Part of a sign-in that is under way: it is begun anew if the server restarts in between. */
interface PendingRecord {
  readonly value: JsonObject;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Who is counted at the address that it came from. */
  readonly source: string;
}

/**
 * What goes when there is no room: of the source that has the most, the oldest. So a person who fills in the form is not pushed out by the
 * requests of others, however many, unless these come from as many addresses as there are places.
 *
 * @param sources of what there is by its id, the oldest first
 */
export function oldestOfFullest(
  sources: Iterable<readonly [id: string, source: string]>,
): string | undefined {
  const idsOf = new Map<string, string[]>();
  for (const [id, source] of sources) {
    const ids = idsOf.get(source);
    if (ids === undefined) idsOf.set(source, [id]);
    else ids.push(id);
  }
  let fullest: readonly string[] = [];
  for (const ids of idsOf.values()) if (ids.length > fullest.length) fullest = ids;
  return fullest[0];
}

/** What is under way, in memory only, of one kind. @param sourceOf who is counted at the address of the request that is answered */
export function createPending(clock: Clock, sourceOf: () => string) {
  const records = new Map<string, PendingRecord>();
  const isOver = ({ expiresAt }: PendingRecord) => expiresAt <= clock.now();

  function makeRoom(): void {
    for (const [id, record] of records) {
      if (!isOver(record)) break;
      records.delete(id);
    }
    if (records.size < maxPending) return;
    const id = oldestOfFullest([...records].map(([each, { source }]) => [each, source]));
    if (id !== undefined) records.delete(id);
  }

  return {
    find(id: string): JsonObject | undefined {
      const record = records.get(id);
      return record === undefined || isOver(record) ? undefined : record.value;
    },
    put(id: string, value: JsonObject, expiresAt: number): void {
      const source = records.get(id)?.source ?? sourceOf();
      records.delete(id);
      makeRoom();
      records.set(id, { value, expiresAt, source });
    },
    remove: (id: string) => void records.delete(id),
    removeWhere(matches: (value: JsonObject) => boolean): void {
      for (const [id, { value }] of records) if (matches(value)) records.delete(id);
    },
  };
}

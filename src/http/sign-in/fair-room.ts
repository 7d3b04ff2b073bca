import type { JsonObject } from '../../tool/json.ts';
import type { SignInStore } from './sign-in-store.ts';

/** A record with who is counted at the address that it was requested from: kept with it, so that all replicas know. */
export const withSource = (value: JsonObject, requestedFrom: string): JsonObject => ({
  ...value,
  requestedFrom,
});

/** The record as it was before `withSource`. */
export const withoutSource = ({ requestedFrom: _, ...value }: JsonObject): JsonObject => value;

/** Who was counted at the address; empty if it is not known. */
export const sourceIn = ({ requestedFrom }: JsonObject): string => String(requestedFrom ?? '');

/**
 * What goes if there is no room for all that was requested: of the source that has the most, the oldest. So a person who fills in the form
 * is not pushed out by the requests of others, however many, unless these come from as many addresses as there are places.
 *
 * @param sources of what there is by its key, the oldest first
 */
export function oldestOfFullest(
  sources: Iterable<readonly [key: string, source: string]>,
): string | undefined {
  const keysOf = new Map<string, string[]>();
  for (const [key, source] of sources) {
    const keys = keysOf.get(source);
    if (keys === undefined) keysOf.set(source, [key]);
    else keys.push(key);
  }
  let fullest: readonly string[] = [];
  for (const keys of keysOf.values()) if (keys.length > fullest.length) fullest = keys;
  return fullest[0];
}

/** Keeps what is under way of one kind within its limit: what is over goes first. */
export function makeRoomForPending(store: SignInStore, kind: string, limit: number): void {
  for (const oldest of store.beyond(kind, limit)) {
    const sources = store.list(kind).map(({ key, value }) => [key, sourceIn(value)] as const);
    const isOver = !sources.some(([key]) => key === oldest);
    store.remove((isOver ? undefined : oldestOfFullest(sources)) ?? oldest);
  }
}

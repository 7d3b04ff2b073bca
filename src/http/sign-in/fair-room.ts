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

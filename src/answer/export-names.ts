import type { CopperClient } from '../copper/copper.ts';
import { isListedNameKind, type RecordNameKind } from '../names/name-lists.ts';
import { recordSearches } from '../names/record-search.ts';
import type { NameKind, NameResolver } from '../tool/names.ts';
import type { RequestOptions } from '../tool/request.ts';

/** So many names of records are remembered at most; then all are forgotten, and asked for again when they are needed. */
const maxRemembered = 50_000;

/** The keys in groups of this size. */
const groupsOf = (keys: readonly string[], size: number) =>
  Array.from({ length: Math.ceil(keys.length / size) }, (_, at) => keys.slice(at * size, (at + 1) * size));

/**
 * Names for rows that are written page after page: every record that a page names is looked up, each once, and a name that cannot be read now
 * is an error. An id in its place would say that the record has no name.
 */
export function exportNames(
  copper: CopperClient,
  call: RequestOptions,
  note: (text: string) => void,
): NameResolver {
  const names = copper.names(call, note, 'whole');
  const remembered = new Map<string, string | undefined>();

  async function recordNames(kind: RecordNameKind, keys: ReadonlySet<string>): Promise<Map<string, string>> {
    const missing = [...keys].filter((key) => !remembered.has(`${kind} ${key}`));
    if (remembered.size + missing.length > maxRemembered) {
      remembered.clear();
      missing.splice(0, missing.length, ...keys);
    }
    const groups = groupsOf(missing, copper.pageCap(recordSearches[kind].operation));
    const read = groups.map(async (group) => {
      const found = await names.labels(kind, new Set(group));
      for (const key of group) remembered.set(`${kind} ${key}`, found.get(key));
    });
    await Promise.all(read);
    return new Map(
      [...keys].flatMap((key) => {
        const name = remembered.get(`${kind} ${key}`);
        return name === undefined ? [] : [[key, name] as const];
      }),
    );
  }

  return {
    ...names,
    labels: async (kind: NameKind, keys) =>
      isListedNameKind(kind) ? names.labels(kind, keys) : recordNames(kind, keys),
  };
}

import { isObject, type JsonObject } from '../tool/json.ts';
import type { CustomField, NameEntry, NameList, NameResolver } from '../tool/names.ts';
import { ToolError } from '../tool/tool-error.ts';
import { matchName, unknownName } from './match-name.ts';
import {
  isSmallNameList,
  labelsOf,
  type NameContext,
  nameLists,
  objectsIn,
  recheckAgeMs,
  type SmallNameList,
} from './name-lists.ts';
import { findRecords, recordLabels } from './record-names.ts';
import { tagNames } from './tag-names.ts';

function customFieldOf(row: JsonObject): CustomField | undefined {
  const { id, name, data_type: type, options, currency } = row;
  if (typeof id !== 'number' || typeof name !== 'string' || typeof type !== 'string') return undefined;
  return {
    id,
    name,
    type,
    options: objectsIn(options).flatMap((option) =>
      typeof option.id === 'number' && typeof option.name === 'string'
        ? [{ id: option.id, name: option.name }]
        : [],
    ),
    ...(typeof currency === 'string' && currency !== '' ? { currency } : {}),
  };
}

async function readList(
  list: SmallNameList,
  { lookups, call }: NameContext,
  maxAgeMs?: number,
): Promise<NameEntry[]> {
  const { operation, entries } = nameLists[list];
  return entries(await lookups.list(operation, call, maxAgeMs));
}

/** Names and ids of the account as one call uses them; notes say how names were interpreted and which could not be read. */
export function createNameResolver(context: NameContext): NameResolver {
  const { lookups, call, note } = context;

  async function findInList(
    list: SmallNameList,
    text: string,
    within: readonly NameEntry[] | undefined,
  ): Promise<readonly NameEntry[]> {
    const source = nameLists[list];
    const isInside = ({ pipeline }: NameEntry) =>
      within === undefined || within.some(({ id }) => id === pipeline?.id);
    let entries: readonly NameEntry[] = [];
    for (const maxAgeMs of [undefined, recheckAgeMs]) {
      entries = (await readList(list, context, maxAgeMs)).filter(isInside);
      const match = matchName(text, entries, source);
      if (match?.note !== undefined) note(match.note);
      if (match !== undefined) return match.entries;
    }
    const names = entries.map(({ name }) => name);
    throw unknownName(text, names, source);
  }

  async function findOne(
    list: NameList,
    text: string,
    within: readonly NameEntry[] | undefined,
  ): Promise<readonly NameEntry[]> {
    const key = text.trim();
    if (/^\d{1,15}$/.test(key) && list !== 'activity_type') return [{ id: Number(key), key, name: key }];
    if (list === 'user' && key.toLowerCase() === 'me') {
      const { data } = await lookups.ask({ operation: 'getUser', path: { id: 'me' } }, call);
      if (isObject(data) && typeof data.id === 'number')
        return [{ id: data.id, key: String(data.id), name: String(data.name) }];
    }
    return isSmallNameList(list) ? findInList(list, text, within) : findRecords(list, text, context);
  }

  /** Notes ids that the account's list does not have: of users who left, of stages that were deleted. */
  function noteUnlisted(list: SmallNameList, keys: readonly string[]): void {
    const ids = keys.filter((key) => /^(?:\w+:)?\d+$/.test(key));
    if (ids.length === 0) return;
    const { word } = nameLists[list];
    const several = word.endsWith('s') ? `${word}es` : `${word}s`;
    const more = ids.length > 10 ? ` and ${ids.length - 10} more` : '';
    note(
      `The account lists no ${ids.length === 1 ? word : several} ${ids.slice(0, 10).join(', ')}${more} (any more).`,
    );
  }

  return {
    all: async (list) => (isSmallNameList(list) ? readList(list, context) : []),
    async find(list, texts, within) {
      const found: NameEntry[] = [];
      for (const text of texts) found.push(...(await findOne(list, text, within)));
      return found;
    },
    async labels(list, keys) {
      try {
        if (!isSmallNameList(list)) return await recordLabels(list, keys, context);
        const found = labelsOf(await readList(list, context));
        noteUnlisted(
          list,
          [...keys].filter((key) => !found.has(key)),
        );
        return found;
      } catch (error) {
        if (call.signal.aborted || !(error instanceof ToolError)) throw error;
        note(`names of ${list.replace('_', ' ')} ids could not be read (${error.kind}); the ids are shown.`);
        return new Map();
      }
    },
    tags: (texts) => tagNames(texts, context),
    async customFields(entity) {
      const rows = await lookups.list('listCustomFieldDefinitions', call);
      return rows
        .filter((row) => Array.isArray(row.available_on) && row.available_on.includes(entity))
        .flatMap((row) => customFieldOf(row) ?? []);
    },
  };
}

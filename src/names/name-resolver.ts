import { isObject, type JsonObject } from '../tool/json.ts';
import type { CustomField, MatchOptions, NameEntry, NameList, NameResolver } from '../tool/names.ts';
import { ToolError } from '../tool/tool-error.ts';
import { distinctLabels, matchName, unknownName } from './match-name.ts';
import {
  isSmallNameList,
  type NameContext,
  nameLists,
  objectsIn,
  recheckAgeMs,
  type SmallNameList,
} from './name-lists.ts';
import { matchRecords, recordLabels, unknownRecord } from './record-names.ts';
import { matchTag, tagNames } from './tag-names.ts';
import { explicitId } from './text-form.ts';

/** A list of names goes on and on. What is not among those read may be among the others, so that none of them is used. */
export class ListTooLong extends ToolError {
  constructor(read: number) {
    super(
      'unavailable',
      `The list of names that this needs goes on after ${read.toLocaleString('en-US')} entries, which are not all that Copper has; the others were not read. Give an id in place of a name, e.g. "id 1234".`,
    );
  }
}

/** True for a list that the account does not give, or not whole. */
const isUnreadable = (error: unknown) =>
  error instanceof ListTooLong ||
  (error instanceof ToolError && ['forbidden', 'not_found', 'rejected'].includes(error.kind));

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

/** Notes ids that the account's list does not have: of users who left, of stages that were deleted. */
function noteUnlisted(list: SmallNameList, keys: readonly string[], { note }: NameContext): void {
  const ids = keys.filter((key) => /^(?:\w+:)?\d+$/.test(key));
  if (ids.length === 0) return;
  const { word } = nameLists[list];
  const several = word.endsWith('s') ? `${word}es` : `${word}s`;
  const more = ids.length > 10 ? ` and ${ids.length - 10} more` : '';
  note(
    `The account lists no ${ids.length === 1 ? word : several} ${ids.slice(0, 10).join(', ')}${more} (any more).`,
  );
}

/** The entries of a list; of stages only those of the pipelines that are named. */
async function readWithin(
  list: SmallNameList,
  within: readonly NameEntry[] | undefined,
  context: NameContext,
  maxAgeMs?: number,
): Promise<readonly NameEntry[]> {
  const entries = await readList(list, context, maxAgeMs);
  return within === undefined
    ? entries
    : entries.filter(({ pipeline }) => within.some(({ id }) => id === pipeline?.id));
}

/** Names and ids of the account as one call uses them; notes say how names were interpreted and which could not be read. */
export function createNameResolver(context: NameContext): NameResolver {
  const { lookups, call, note } = context;

  async function matchInList(
    list: SmallNameList,
    text: string,
    { within, whole }: MatchOptions,
  ): Promise<readonly NameEntry[] | undefined> {
    for (const maxAgeMs of [undefined, recheckAgeMs]) {
      const match = matchName(
        text,
        await readWithin(list, within, context, maxAgeMs),
        nameLists[list],
        whole,
      );
      if (match?.note !== undefined) note(match.note);
      if (match !== undefined) return match.entries;
    }
    return undefined;
  }

  /** An id stands for itself where the list that may have it as a name cannot be read. */
  async function matchId(list: SmallNameList, id: NameEntry, more: MatchOptions) {
    try {
      // An id is as good outside the pipelines that were named.
      return (await matchInList(list, id.name, more)) ?? (await matchInList(list, id.name, { whole: true }));
    } catch (error) {
      if (isUnreadable(error)) return [id];
      throw error;
    }
  }

  /** The owner of the key. */
  async function matchMe(): Promise<readonly NameEntry[] | undefined> {
    const { data } = await lookups.ask({ operation: 'getUser', path: { id: 'me' } }, call);
    if (!isObject(data) || typeof data.id !== 'number') return undefined;
    return [{ id: data.id, key: String(data.id), name: String(data.name) }];
  }

  async function match(
    list: NameList,
    text: string,
    more: MatchOptions = {},
  ): Promise<readonly NameEntry[] | undefined> {
    const key = text.trim();
    if (list === 'user' && key.toLowerCase() === 'me')
      return (await matchMe()) ?? matchInList(list, key, more);
    if (!isSmallNameList(list)) return matchRecords(list, key, context, more.whole);
    if (list === 'activity_type') return matchInList(list, key, more);
    const given = explicitId(key);
    if (given !== undefined) return [given];
    if (/^\d{1,15}$/.test(key)) return matchId(list, { id: Number(key), key, name: key }, more);
    const found = await matchInList(list, key, more);
    const other = found === undefined ? explicitId(key, nameLists[list].word) : undefined;
    return other === undefined ? found : [other];
  }

  async function findOne(
    list: NameList,
    text: string,
    within: readonly NameEntry[] | undefined,
  ): Promise<readonly NameEntry[]> {
    const found = await match(list, text, { within });
    if (found !== undefined) return found;
    if (!isSmallNameList(list)) throw unknownRecord(list, text);
    const names = (await readWithin(list, within, context)).map(({ name }) => name);
    throw unknownName(text, names, nameLists[list]);
  }

  return {
    all: async (list) => (isSmallNameList(list) ? readList(list, context) : []),
    match,
    async find(list, texts, within) {
      const found: NameEntry[] = [];
      for (const text of texts) found.push(...(await findOne(list, text, within)));
      return found;
    },
    async labels(list, keys) {
      try {
        if (!isSmallNameList(list)) return await recordLabels(list, keys, context);
        const found = distinctLabels(await readList(list, context));
        noteUnlisted(
          list,
          [...keys].filter((key) => !found.has(key)),
          context,
        );
        return found;
      } catch (error) {
        if (call.signal.aborted || !(error instanceof ToolError)) throw error;
        note(`names of ${list.replace('_', ' ')} ids could not be read (${error.kind}); the ids are shown.`);
        return new Map();
      }
    },
    tag: (text) => tagNames(text, context),
    matchTag: (text) => matchTag(text, context),
    async customFields(entity) {
      const rows = await lookups.list('listCustomFieldDefinitions', call);
      return rows
        .filter((row) => Array.isArray(row.available_on) && row.available_on.includes(entity))
        .flatMap((row) => customFieldOf(row) ?? []);
    },
  };
}

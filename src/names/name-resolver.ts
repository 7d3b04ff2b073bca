import { isObject, type JsonObject } from '../tool/json.ts';
import type {
  CustomField,
  FindOptions,
  MatchOptions,
  NameEntry,
  NameList,
  NameResolver,
} from '../tool/names.ts';
import { formatNumber, quoted, quoteIfAmbiguous } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { matchName, unknownNameError } from './match-name.ts';
import {
  distinctLabels,
  isSmallNameList,
  type NameContext,
  nameLists,
  objectsIn,
  recheckAgeMs,
  type SmallNameList,
} from './name-lists.ts';
import { matchRecords, recordLabels, unknownRecord } from './record-names.ts';
import { explicitId, isPlainId } from './spelling.ts';
import { matchTag, tagNames } from './tag-names.ts';

/** A list of names that is too long to read whole. A name may be in the unread part, so the list is not used at all. */
export class ListTooLong extends ToolError {
  constructor(read: number) {
    super(
      'unavailable',
      `The list of names that this needs goes on after ${formatNumber(read)} entries, which are not all that Copper has; the others were not read. Give an id in place of a name, e.g. "id 1234".`,
    );
  }
}

/** Copper says that an account has no users, of which the owner of the key is one. */
class NoUsers extends ToolError {
  constructor() {
    super(
      'unavailable',
      "Copper's list of users came back empty, which cannot be: the owner of the key is one of them. Try again.",
    );
  }
}

/** True for a list that the account does not give, or not whole. */
const isUnreadable = (error: unknown) =>
  error instanceof ListTooLong ||
  error instanceof NoUsers ||
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

/** @throws NoUsers */
async function readList(
  list: SmallNameList,
  { reader, call }: NameContext,
  maxAgeMs?: number,
): Promise<readonly NameEntry[]> {
  const { operation, entries } = nameLists[list];
  const rows = await reader.list(operation, call, maxAgeMs);
  if (list === 'user' && rows.length === 0) throw new NoUsers();
  return entries(rows);
}

/** Notes ids that the account's list does not have: of users who left, of stages that were deleted. */
function noteUnlisted(list: SmallNameList, keys: readonly string[], { note }: NameContext): void {
  const ids = keys.filter((key) => /^(?:\w+:)?\d+$/.test(key));
  if (ids.length === 0) return;
  const { noun } = nameLists[list];
  const several = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  const andMore = ids.length > 10 ? ` and ${ids.length - 10} more` : '';
  note(
    `The account lists no ${ids.length === 1 ? noun : several} ${ids.slice(0, 10).join(', ')}${andMore} (any more).`,
  );
}

/** The entries of a list; of stages only those of the pipelines that are named. */
async function readEntries(
  list: SmallNameList,
  pipelines: readonly NameEntry[] | undefined,
  context: NameContext,
  maxAgeMs?: number,
): Promise<readonly NameEntry[]> {
  const entries = await readList(list, context, maxAgeMs);
  return pipelines === undefined
    ? entries
    : entries.filter(({ pipeline }) => pipelines.some(({ id }) => id === pipeline?.id));
}

/** Says where a text that was read as a name also gives the id of another entry. */
async function noteOtherId(
  list: SmallNameList,
  text: string,
  [found, { id }]: readonly [found: readonly NameEntry[], given: NameEntry],
  context: NameContext,
): Promise<void> {
  const other = (await readList(list, context)).find((one) => one.id === id);
  if (other === undefined || found.some((one) => one.id === id)) return;
  const ids = found.map((one) => one.id).join(', ');
  context.note(
    `${quoted(text)} was read as the name of ${nameLists[list].noun} ${ids}; ${quoteIfAmbiguous(other.name)} is "id ${id}".`,
  );
}

/**
 * The owner of the key, by the name that the record or else the list of users has.
 *
 * @throws ToolError `unknown_name` if Copper does not say whose key it is: a user who happens to be called "me" is never meant
 */
async function matchMe(context: NameContext): Promise<readonly NameEntry[]> {
  const { data } = await context.reader.ask({ operation: 'getUser', path: { id: 'me' } }, context.call);
  const { id, name }: JsonObject = isObject(data) ? data : {};
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0)
    throw new ToolError(
      'unknown_name',
      'Copper does not say who "me" is: it returned no user for the key. Give the name or the e-mail address instead; {list_users} lists all.',
    );
  const key = String(id);
  if (typeof name === 'string' && name.trim() !== '') return [{ id, key, name }];
  const listed = (await readList('user', context)).find((user) => user.key === key);
  return [listed ?? { id, key, name: `user ${id}` }];
}

/** Names and ids of the account as one call uses them; notes say how names were interpreted and which could not be read. */
export function createNameResolver(context: NameContext): NameResolver {
  const { reader, call, note } = context;

  async function matchInList(
    list: SmallNameList,
    text: string,
    { pipelines, whole }: MatchOptions,
  ): Promise<readonly NameEntry[] | undefined> {
    for (const maxAgeMs of [undefined, recheckAgeMs]) {
      const match = matchName(
        text,
        await readEntries(list, pipelines, context, maxAgeMs),
        nameLists[list],
        whole,
      );
      if (match?.note !== undefined) note(match.note);
      if (match !== undefined) return match.entries;
    }
    return undefined;
  }

  /** For a text such as `stage 12`: the entry with exactly this name, otherwise the entry with id 12, even if it is no longer listed. */
  async function matchIdForm(list: SmallNameList, text: string, given: NameEntry, options: MatchOptions) {
    const found = await matchInList(list, text, { ...options, whole: true }).catch((error: unknown) => {
      if (!isUnreadable(error)) throw error;
    });
    if (found === undefined) return [given];
    await noteOtherId(list, text, [found, given], context);
    return found;
  }

  /** An id stands for itself where the list that may have it as a name cannot be read. */
  async function matchId(list: SmallNameList, id: NameEntry, options: MatchOptions) {
    try {
      // An id is as good outside the pipelines that were named.
      return (
        (await matchInList(list, id.name, options)) ?? (await matchInList(list, id.name, { whole: true }))
      );
    } catch (error) {
      if (isUnreadable(error)) return [id];
      throw error;
    }
  }

  async function match(
    list: NameList,
    text: string,
    options: MatchOptions = {},
  ): Promise<readonly NameEntry[] | undefined> {
    const key = text.trim();
    if (list === 'user' && key.toLowerCase() === 'me') return matchMe(context);
    if (!isSmallNameList(list)) return matchRecords(list, key, context, options.whole);
    if (list === 'activity_type') return matchInList(list, key, options);
    const given = explicitId(key, nameLists[list].noun);
    if (given !== undefined) return isPlainId(key) ? [given] : matchIdForm(list, key, given, options);
    if (/^\d{1,15}$/.test(key)) return matchId(list, { id: Number(key), key, name: key }, options);
    return matchInList(list, key, options);
  }

  async function findByText(
    list: NameList,
    text: string,
    { pipelines, noun }: FindOptions = {},
  ): Promise<readonly NameEntry[]> {
    const found = await match(list, text, { pipelines });
    if (found !== undefined) return found;
    if (!isSmallNameList(list)) throw unknownRecord(list, text);
    const names = (await readEntries(list, pipelines, context)).map(({ name }) => name);
    throw unknownNameError(text, names, { ...nameLists[list], ...(noun === undefined ? {} : { noun }) });
  }

  return {
    all: async (list) => (isSmallNameList(list) ? readList(list, context) : []),
    match,
    async find(list, texts, options) {
      const found: NameEntry[] = [];
      for (const text of texts) found.push(...(await findByText(list, text, options)));
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
      const rows = await reader.list('listCustomFieldDefinitions', call);
      return rows
        .filter((row) => Array.isArray(row.available_on) && row.available_on.includes(entity))
        .flatMap((row) => customFieldOf(row) ?? []);
    },
  };
}

import { createYielder, isAbandoned } from '../tool/clock.ts';
import { isObject, type JsonObject } from '../tool/json.ts';
import type { FindOptions, MatchOptions, NameEntry, NameKind, NameResolver } from '../tool/names.ts';
import { formatNumber, quoted, quoteIfAmbiguous } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { customFieldsFor } from './custom-field-names.ts';
import { disambiguators, matchName, nameOf } from './match-name.ts';
import {
  distinctLabels,
  isListedNameKind,
  type ListedNameKind,
  memoizeByObject,
  type NameContext,
  NoUsers,
  nameLists,
  recheckAgeMs,
} from './name-lists.ts';
import { matchRecords, recordLabels } from './record-names.ts';
import { explicitId, idForm, isSameSpelling, prepareIndex } from './spelling.ts';
import { matchTag, tagNames } from './tag-names.ts';
import { unknownNameError, unknownRecord } from './unknown-name.ts';

/** A list of names that is too long to read whole. A name may be in the unread part, so the list is not used at all. */
export class ListTooLong extends ToolError {
  constructor(read: number) {
    super(
      'unavailable',
      `The list of names that this needs goes on after ${formatNumber(read)} entries, which are not all that Copper has; the others were not read. Give an id in place of a name, e.g. "id 1234".`,
    );
  }
}

/** True for a list that the account does not give, or not whole. */
const isListUnavailable = (error: unknown) =>
  error instanceof ListTooLong ||
  error instanceof NoUsers ||
  (error instanceof ToolError && ['forbidden', 'not_found', 'rejected'].includes(error.kind));

/** @throws NoUsers */
async function readList(
  list: ListedNameKind,
  { reader, call }: NameContext,
  maxAgeMs?: number,
): Promise<readonly NameEntry[]> {
  const { operation, entries } = nameLists[list];
  const rows = await reader.list(operation, call, maxAgeMs);
  if (list === 'user' && rows.length === 0) throw new NoUsers();
  return entries(rows);
}

/** What was done with such an id. */
const asId = ', by id or by name; it was searched as an id';

/** Notes ids that the account's list does not have: of users who left, of stages that were deleted. */
function noteUnlisted(list: ListedNameKind, keys: readonly string[], { note }: NameContext, more = ''): void {
  const ids = keys.filter((key) => /^(?:\w+:)?\d+$/.test(key));
  if (ids.length === 0) return;
  const { noun } = nameLists[list];
  const several = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  const andMore = ids.length > 10 ? ` and ${ids.length - 10} more` : '';
  note(
    `The account lists no ${ids.length === 1 ? noun : several} ${ids.slice(0, 10).join(', ')}${andMore} (any more)${more}.`,
  );
}

/** The stages of these pipelines, found once: each name that is looked up among them uses their index. */
const inPipelines = memoizeByObject((pipelines: readonly NameEntry[]) => {
  const ids = new Set(pipelines.map(({ id }) => id));
  return memoizeByObject((entries: readonly NameEntry[]): readonly NameEntry[] =>
    entries.filter(({ pipeline }) => pipeline !== undefined && ids.has(pipeline.id)),
  );
});

/** The entries of a list; of stages only those of the pipelines that are named. */
async function readEntries(
  list: ListedNameKind,
  pipelines: readonly NameEntry[] | undefined,
  context: NameContext,
  maxAgeMs?: number,
): Promise<readonly NameEntry[]> {
  const all = await readList(list, context, maxAgeMs);
  const entries = pipelines === undefined ? all : inPipelines(pipelines)(all);
  await prepareIndex(entries, nameOf);
  await prepareIndex(entries, disambiguators);
  return entries;
}

/** Says that a text was read as a name, and how the entry with the id that it also gives is written. */
function noteOtherId(
  [list, text]: readonly [list: ListedNameKind, text: string],
  { id }: NameEntry,
  [found, all]: readonly [found: readonly NameEntry[], all: readonly NameEntry[]],
  { note }: NameContext,
): void {
  const other = all.find((one) => one.id === id);
  if (other === undefined || found.some((one) => one.id === id)) return;
  const { noun } = nameLists[list];
  const ids = found.map((one) => one.id).join(', ');
  note(
    `${quoted(text)} was read as the name of ${noun} ${ids}; ${quoteIfAmbiguous(other.name)} is ${quoted(idForm(text, noun, String(id)))}.`,
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

/** What is called like a text that gives an id, `id 12` or `stage 12`, else that id: also of one that is no longer listed. */
async function matchIdForm(
  [list, text]: readonly [list: ListedNameKind, text: string],
  given: NameEntry,
  { pipelines }: MatchOptions,
  context: NameContext,
): Promise<readonly NameEntry[]> {
  const all = await readList(list, context).catch((error: unknown) => {
    if (!isListUnavailable(error)) throw error;
  });
  const isInside = ({ pipeline }: NameEntry) =>
    pipelines === undefined || pipelines.some(({ id }) => id === pipeline?.id);
  const called = (all ?? []).filter((one) => isSameSpelling(text, one.name) && isInside(one));
  if (all === undefined) return [given];
  if (called.length > 0) {
    const found = matchName(text, called, nameLists[list], true)?.entries ?? called;
    noteOtherId([list, text], given, [found, all], context);
    return found;
  }
  if (given.id > 0 && !all.some(({ id }) => id === given.id)) noteUnlisted(list, [given.key], context, asId);
  return [given];
}

/** Names and ids of the account as one call uses them; notes say how names were interpreted and which could not be read. */
export function createNameResolver(context: NameContext): NameResolver {
  const { reader, call, note } = context;
  const yieldAfter = createYielder(50_000);

  async function matchInList(
    list: ListedNameKind,
    text: string,
    { pipelines, whole }: MatchOptions,
  ): Promise<readonly NameEntry[] | undefined> {
    for (const maxAgeMs of [undefined, recheckAgeMs]) {
      const entries = await readEntries(list, pipelines, context, maxAgeMs);
      // A call may give hundreds of names.
      await yieldAfter(entries.length);
      const match = matchName(text, entries, nameLists[list], whole);
      if (match?.note !== undefined) note(match.note);
      if (match !== undefined) return match.entries;
    }
    return undefined;
  }

  /** An id stands for itself if the list that may have it as a name cannot be read, and that of a user who has left. */
  async function matchId(list: ListedNameKind, id: NameEntry, options: MatchOptions) {
    try {
      // An id is as good outside the pipelines that were named.
      const found =
        (await matchInList(list, id.name, options)) ?? (await matchInList(list, id.name, { whole: true }));
      // What others are called may well be a number, while users leave, and what was theirs stays.
      if (found !== undefined || list !== 'user' || String(id.id) !== id.key) return found;
      noteUnlisted(list, [id.key], context, asId);
      return [id];
    } catch (error) {
      if (isListUnavailable(error)) return [id];
      throw error;
    }
  }

  async function match(
    list: NameKind,
    text: string,
    options: MatchOptions = {},
  ): Promise<readonly NameEntry[] | undefined> {
    const key = text.trim();
    if (list === 'user' && key.toLowerCase() === 'me') return matchMe(context);
    if (!isListedNameKind(list)) return matchRecords(list, key, context, options.whole);
    if (list === 'activity_type') return matchInList(list, key, options);
    const given = explicitId(key, nameLists[list].noun);
    if (given !== undefined) return matchIdForm([list, key], given, options, context);
    if (/^\d{1,15}$/.test(key)) return matchId(list, { id: Number(key), key, name: key }, options);
    return matchInList(list, key, options);
  }

  async function findByText(
    list: NameKind,
    text: string,
    { pipelines, noun }: FindOptions = {},
  ): Promise<readonly NameEntry[]> {
    const found = await match(list, text, { pipelines });
    if (found !== undefined) return found;
    if (!isListedNameKind(list)) throw unknownRecord(list, text);
    const names = (await readEntries(list, pipelines, context)).map(({ name }) => name);
    throw unknownNameError(text, names, { ...nameLists[list], ...(noun === undefined ? {} : { noun }) });
  }

  return {
    all: async (list) => (isListedNameKind(list) ? readList(list, context) : []),
    match,
    async find(list, texts, options) {
      const found: NameEntry[] = [];
      for (const text of texts) found.push(...(await findByText(list, text, options)));
      return found;
    },
    async labels(list, keys) {
      try {
        if (!isListedNameKind(list)) return await recordLabels(list, keys, context);
        const found = distinctLabels(await readList(list, context));
        noteUnlisted(
          list,
          [...keys].filter((key) => !found.has(key)),
          context,
        );
        return found;
      } catch (error) {
        // Rows that were read are answered with ids when the time is up; nobody waits for them once the caller has left.
        if (!(error instanceof ToolError) || isAbandoned(call.signal)) throw error;
        if (context.labels === 'whole' && !isListUnavailable(error)) throw error;
        note(`names of ${list.replace('_', ' ')} ids could not be read (${error.kind}); the ids are shown.`);
        return new Map();
      }
    },
    tag: (text) => tagNames(text, context),
    matchTag: (text) => matchTag(text, context),
    async customFields(entity) {
      return customFieldsFor(entity, await reader.list('listCustomFieldDefinitions', call));
    },
  };
}

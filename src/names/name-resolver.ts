import { isObject, type JsonObject } from '../tool/json.ts';
import type { CustomField, NameEntry, NameList, NameResolver } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { matchName, unknownName } from './match-name.ts';
import { isSmallNameList, nameLists, type SmallNameList } from './name-lists.ts';
import type { RecordNames } from './record-names.ts';
import { tagNames } from './tag-names.ts';

/** How old a cached list may be before a name that is not in it makes us read it again, in milliseconds. */
const newEnough = 30_000;

/** Where the lists come from; `maxAgeMs` asks for one that is not older. */
export interface NameSources {
  list(operation: OperationId, call: RequestOptions, maxAgeMs?: number): Promise<JsonObject[]>;
  me(call: RequestOptions): Promise<CopperReply>;
  tags(call: RequestOptions, maxAgeMs?: number): Promise<CopperReply>;
  readonly records: RecordNames;
}

function customFieldOf({
  id,
  name,
  data_type: type,
  options,
  currency,
}: JsonObject): CustomField | undefined {
  if (typeof id !== 'number' || typeof name !== 'string' || typeof type !== 'string') return undefined;
  const list = Array.isArray(options) ? options.filter(isObject) : [];
  return {
    id,
    name,
    type,
    options: list.flatMap((option) =>
      typeof option.id === 'number' && typeof option.name === 'string'
        ? [{ id: option.id, name: option.name }]
        : [],
    ),
    ...(typeof currency === 'string' && currency !== '' ? { currency } : {}),
  };
}

/** The name ↔ id book as one call uses it; `note` is told how names were understood and which could not be had. */
export function createNameResolver(
  sources: NameSources,
  call: RequestOptions,
  note: (text: string) => void,
): NameResolver {
  const all = async (book: SmallNameList, maxAgeMs?: number): Promise<NameEntry[]> =>
    nameLists[book].entries(await sources.list(nameLists[book].operation, call, maxAgeMs));

  async function findInList(
    book: SmallNameList,
    text: string,
    within: readonly NameEntry[] | undefined,
  ): Promise<readonly NameEntry[]> {
    const source = nameLists[book];
    const inside = ({ pipeline }: NameEntry) =>
      within === undefined || within.some(({ id }) => id === pipeline?.id);
    let entries = (await all(book)).filter(inside);
    let match = matchName(text, entries, source);
    if (match === undefined) {
      entries = (await all(book, newEnough)).filter(inside);
      match = matchName(text, entries, source);
    }
    if (match === undefined) throw unknownName(text, entries, source);
    if (match.note !== undefined) note(match.note);
    return match.entries;
  }

  async function findOne(
    book: NameList,
    text: string,
    within: readonly NameEntry[] | undefined,
  ): Promise<readonly NameEntry[]> {
    if (/^\d{1,15}$/.test(text.trim()) && book !== 'activity_type') {
      return [{ id: Number(text), key: text.trim(), name: text.trim() }];
    }
    if (book === 'user' && text.trim().toLowerCase() === 'me') {
      const { data } = await sources.me(call);
      if (isObject(data) && typeof data.id === 'number')
        return [{ id: data.id, key: String(data.id), name: String(data.name) }];
    }
    if (isSmallNameList(book)) return findInList(book, text, within);
    return sources.records.find(book, text, call, note);
  }

  async function labelsOf(book: NameList, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    if (!isSmallNameList(book)) return sources.records.labels(book, keys, call);
    return new Map((await all(book)).map(({ key, name }) => [key, name]));
  }

  return {
    all: async (book) => (isSmallNameList(book) ? all(book) : []),
    async find(book, texts, within) {
      const found: NameEntry[] = [];
      for (const text of texts) found.push(...(await findOne(book, text, within)));
      return found;
    },
    async labels(book, keys) {
      try {
        return await labelsOf(book, keys);
      } catch (error) {
        if (call.signal.aborted || !(error instanceof ToolError)) throw error;
        note(`names of ${book.replace('_', ' ')} ids could not be read (${error.kind}); the ids are shown.`);
        return new Map();
      }
    },
    tags: (texts) => tagNames(texts, (maxAgeMs) => sources.tags(call, maxAgeMs), newEnough, note),
    async customFields(entity) {
      const rows = await sources.list('listCustomFieldDefinitions', call);
      const here = rows.filter((row) => Array.isArray(row.available_on) && row.available_on.includes(entity));
      return here.flatMap((row) => customFieldOf(row) ?? []);
    },
  };
}

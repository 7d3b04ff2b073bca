import type { JsonObject } from '../tool/json.ts';
import type { NameEntry } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type NameContext, objectsIn, type RecordNameList } from './name-lists.ts';
import { quoted } from './nearest-names.ts';
import { bySpelling, isSameName } from './spelling.ts';

/** The most requests for the names of one kind of record in one answer. */
const maxRequests = 4;

/** The most records that one text may stand for; if there are more, the agent is asked to be more specific. */
const maxMatches = 10;

const searches: Readonly<Record<RecordNameList, { operation: OperationId; plural: string }>> = {
  lead: { operation: 'searchLeads', plural: 'leads' },
  person: { operation: 'searchPeople', plural: 'people' },
  company: { operation: 'searchCompanies', plural: 'companies' },
  opportunity: { operation: 'searchOpportunities', plural: 'opportunities' },
};

async function search(
  kind: RecordNameList,
  condition: JsonObject,
  size: number,
  { lookups, call }: NameContext,
): Promise<{ entries: NameEntry[]; total: number }> {
  const also = kind === 'lead' ? { include_converted_leads: true } : {};
  const body = { ...also, ...condition, fields: ['id', 'name'], page_number: 1, page_size: size };
  const { data, total } = await lookups.ask({ operation: searches[kind].operation, body }, call);
  const entries = objectsIn(data).flatMap(({ id, name }): NameEntry[] =>
    typeof id === 'number' ? [{ id, key: String(id), name: String(name ?? '') }] : [],
  );
  return { entries, total: total ?? entries.length };
}

/** The id that a text gives in so many words, `id 1234`, `company 1234` or `Acme (company 1234)`, as answers print it. */
export function explicitId(text: string, word = 'id'): NameEntry | undefined {
  const [, before, inBrackets] =
    new RegExp(String.raw`^(?:id|${word})[\s:#]*(-2|\d{1,15})$|\((?:id|${word}) (\d{1,15})\)$`, 'i').exec(
      text.trim(),
    ) ?? [];
  const id = Number(before ?? inBrackets);
  return Number.isNaN(id) ? undefined : { id, key: String(id), name: String(id) };
}

interface RecordMatches {
  /** Those whose whole name is the text, in the strictest spelling that any of them has. */
  readonly named: readonly NameEntry[];
  /** Those with the text as part of their name; empty where the whole name was asked for. */
  readonly parts: readonly NameEntry[];
  /** How many Copper found. */
  readonly total: number;
}

/** The records of a name. If more match than a page holds, the one with exactly this name may be on another page. */
async function searchName(kind: RecordNameList, text: string, context: NameContext): Promise<RecordMatches> {
  const cap = context.lookups.pageCap(searches[kind].operation);
  const whole = text.startsWith('=') ? text.slice(1).trim() : text;
  const partial = kind !== 'lead' && whole === text;
  const name = partial ? { value: text, special_value: [{ type: 'partial' }] } : whole;
  const { entries, total } = await search(kind, { name }, cap, context);
  const namedIn = (all: readonly NameEntry[]) => bySpelling(whole, all, (entry) => [entry.name])?.found ?? [];
  const onPage = namedIn(entries);
  const named =
    onPage.length === 0 && partial && total > entries.length
      ? namedIn((await search(kind, { name: text }, cap, context)).entries)
      : onPage;
  return { named, parts: partial ? entries : [], total };
}

/** The record with this id, or with this number as its name; a question where there are both. */
async function matchNumber(
  kind: RecordNameList,
  text: string,
  context: NameContext,
): Promise<readonly NameEntry[] | undefined> {
  const id = Number(text);
  const [{ entries }, { named }] = await Promise.all([
    search(kind, { ids: [id] }, 1, context),
    searchName(kind, `=${text}`, context),
  ]);
  const withId = String(id) === text ? entries.find((entry) => entry.id === id) : undefined;
  const [other] = named.filter((entry) => entry !== withId && entry.id !== id);
  if (withId === undefined) return named.length === 0 ? undefined : several(kind, text, named, context);
  if (other === undefined) return [withId];
  throw new ToolError(
    'unknown_name',
    `${quoted(text)} is both a name, ${listed(kind, [other])}, and an id, ${listed(kind, [withId])}. Write "=${text}" for the name, or "id ${text}" for the id.`,
  );
}

/** All of several records, with a note that names them. */
function several(
  kind: RecordNameList,
  text: string,
  found: readonly NameEntry[],
  context: NameContext,
): readonly NameEntry[] {
  if (found.length > 1)
    context.note(
      `${quoted(text)} matches ${found.length} ${searches[kind].plural}, all included: ${listed(kind, found)}.`,
    );
  return found;
}

/**
 * The records that a text stands for: an id, those with exactly this name, or else those that have it as part of their name (leads can
 * be searched by their whole name only). `=` before the text asks for the whole name.
 *
 * @param whole true where a part of a name does not count
 * @returns undefined when no record matches
 * @throws ToolError `unknown_name` when too many match, or a number is a name and an id
 */
export async function matchRecords(
  kind: RecordNameList,
  text: string,
  context: NameContext,
  whole = false,
): Promise<readonly NameEntry[] | undefined> {
  const given = explicitId(text, kind);
  if (given !== undefined) return [given];
  if (/^\d{1,15}$/.test(text)) return matchNumber(kind, text, context);
  const { named, parts, total } = await searchName(kind, whole ? `=${text}` : text, context);
  const alike = parts.filter((one) => !named.includes(one) && isSameName(one.name, text));
  if (named.length > 0 && alike.length > 0)
    context.note(`${quoted(text)} is spelled like that; not included: ${listed(kind, alike)}.`);
  if (named.length > 0) return several(kind, text, named, context);
  const [first] = parts;
  if (first === undefined || whole) return undefined;
  if (total > maxMatches) {
    throw new ToolError(
      'unknown_name',
      `${quoted(text)} matches ${total} ${searches[kind].plural}: ${listed(kind, parts.slice(0, 5))} … Give a longer name, or ids.`,
    );
  }
  if (parts.length === 1) context.note(`${quoted(text)} was read as ${kind} ${quoted(first.name)}.`);
  return several(kind, text, parts, context);
}

/** The error for a text that no record is called. */
export function unknownRecord(kind: RecordNameList, text: string): ToolError {
  const { plural } = searches[kind];
  const id = /^\d+$/.test(text) ? ', or has this id' : '';
  return new ToolError(
    'unknown_name',
    `No ${kind} is called ${quoted(text)}${id}. {search_${plural}} finds ${plural} by other criteria.`,
  );
}

function listed(kind: RecordNameList, found: readonly NameEntry[]): string {
  const names = found.slice(0, 5).map((entry) => `${entry.name} (${kind} ${entry.id})`);
  return names.join(', ') + (found.length > 5 ? ' …' : '');
}

/** Names by id, in as few searches as the page cap allows; names beyond four requests, and of deleted records, are missing. */
export async function recordLabels(
  kind: RecordNameList,
  keys: ReadonlySet<string>,
  context: NameContext,
): Promise<Map<string, string>> {
  const size = context.lookups.pageCap(searches[kind].operation);
  const ids = [...keys]
    .map(Number)
    .filter(Number.isSafeInteger)
    .slice(0, size * maxRequests);
  const names = new Map<string, string>();
  for (let start = 0; start < ids.length; start += size) {
    const some = ids.slice(start, start + size);
    const { entries } = await search(kind, { ids: some }, some.length, context);
    for (const { key, name } of entries) if (name !== '') names.set(key, name);
  }
  return names;
}

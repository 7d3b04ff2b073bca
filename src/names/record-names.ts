import type { JsonObject } from '../tool/json.ts';
import type { NameEntry } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type NameContext, objectsIn, type RecordNameList } from './name-lists.ts';
import { normalizeName, quoted } from './nearest-names.ts';

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

/**
 * The records that a text stands for: those with exactly this name, or else those that have it as part of their name (leads can be
 * searched by their whole name only). `=` before the text asks for the whole name.
 *
 * @throws ToolError `unknown_name` when no record matches, or too many.
 */
export async function findRecords(
  kind: RecordNameList,
  text: string,
  context: NameContext,
): Promise<NameEntry[]> {
  const { operation, plural } = searches[kind];
  const cap = context.lookups.pageCap(operation);
  const whole = text.startsWith('=') ? text.slice(1).trim() : text;
  const partial = kind !== 'lead' && whole === text;
  const name = partial ? { value: text, special_value: [{ type: 'partial' }] } : whole;
  const { entries, total } = await search(kind, { name }, cap, context);
  const isNamed = (entry: NameEntry) => normalizeName(entry.name) === normalizeName(whole);
  const onPage = entries.filter(isNamed);
  // If more match than a page holds, the one with exactly this name may be on another page.
  const isBeyond = onPage.length === 0 && total > entries.length;
  const exact = isBeyond
    ? (await search(kind, { name: text }, cap, context)).entries.filter(isNamed)
    : onPage;
  const found = exact.length > 0 ? exact : entries;
  const [first] = found;
  if (first === undefined) {
    throw new ToolError(
      'unknown_name',
      `No ${kind} is called ${quoted(text)}. {search_${plural}} finds ${plural} by other criteria.`,
    );
  }
  if (exact.length === 0 && total > maxMatches) {
    throw new ToolError(
      'unknown_name',
      `${quoted(text)} matches ${total} ${plural}: ${listed(entries.slice(0, 5))} … Give a longer name, or ids.`,
    );
  }
  if (found.length > 1)
    context.note(`${quoted(text)} matches ${found.length} ${plural}, all included: ${listed(found)}.`);
  else if (exact.length === 0) context.note(`${quoted(text)} was read as ${kind} "${first.name}".`);
  return found;
}

function listed(found: readonly NameEntry[]): string {
  const names = found.slice(0, 5).map((entry) => `${entry.name} (${entry.id})`);
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

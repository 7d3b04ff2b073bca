import type { JsonObject } from '../tool/json.ts';
import type { NameEntry } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import { quoted, quoteIfAmbiguous } from '../tool/sentences.ts';
import { type NameContext, objectsIn, type RecordNameKind } from './name-lists.ts';
import { bySpelling } from './spelling.ts';

/** The search for each kind of record, and what several of them are called. */
export const recordSearches: Readonly<Record<RecordNameKind, { operation: OperationId; plural: string }>> = {
  lead: { operation: 'searchLeads', plural: 'leads' },
  person: { operation: 'searchPeople', plural: 'people' },
  company: { operation: 'searchCompanies', plural: 'companies' },
  opportunity: { operation: 'searchOpportunities', plural: 'opportunities' },
};

/** A record that a search found, with the row it was made of. */
export interface FoundRecord extends NameEntry {
  readonly row: JsonObject;
}

/** The first page of the records that meet a condition, and how many there are at least. */
export async function searchRecords(
  kind: RecordNameKind,
  condition: JsonObject,
  { reader, call }: NameContext,
  { size, extraFields = [] }: { readonly size?: number; readonly extraFields?: readonly string[] } = {},
): Promise<{ entries: FoundRecord[]; total: number }> {
  const { operation } = recordSearches[kind];
  const also = kind === 'lead' ? { include_converted_leads: true } : {};
  const page = { page_number: 1, page_size: size ?? reader.pageCap(operation) };
  const body = { ...also, ...condition, fields: ['id', 'name', ...extraFields], ...page };
  const { data, total } = await reader.ask({ operation, body }, call);
  const entries = objectsIn(data).flatMap((row): FoundRecord[] =>
    typeof row.id === 'number'
      ? [{ id: row.id, key: String(row.id), name: String(row.name ?? ''), row }]
      : [],
  );
  return { entries, total: total ?? entries.length };
}

/** Part of a name, as the contract asks for it. */
export const partOf = (value: string): JsonObject => ({
  name: { value, special_value: [{ type: 'partial' }] },
});

/** `Jane Doe (person 12), Joe (person 13)`, five at most, as inputs take them. */
export function listRecords(kind: RecordNameKind, found: readonly NameEntry[]): string {
  const names = found.slice(0, 5).map((entry) => `${quoteIfAmbiguous(entry.name)} (${kind} ${entry.id})`);
  return names.join(', ') + (found.length > 5 ? ' …' : '');
}

/** The records that have a name, or a part of it. */
interface RecordMatches {
  /** Those whose whole name is the text, in the strictest spelling that any of them has. */
  readonly named: readonly NameEntry[];
  /** Those with the text as part of their name; empty if the whole name was asked for. */
  readonly parts: readonly NameEntry[];
  /** How many Copper found. */
  readonly total: number;
}

/** The records of a name. If more match than a page holds, the one with exactly this name may be on another page. */
export async function searchName(
  kind: RecordNameKind,
  text: string,
  context: NameContext,
): Promise<RecordMatches> {
  const whole = text.startsWith('=') ? text.slice(1).trim() : text;
  const partial = kind !== 'lead' && whole === text;
  const { entries, total } = await searchRecords(kind, partial ? partOf(text) : { name: whole }, context);
  const namedIn = (all: readonly NameEntry[]) => bySpelling(whole, all, (entry) => [entry.name])?.found ?? [];
  const onPage = namedIn(entries);
  const named =
    onPage.length === 0 && partial && total > entries.length
      ? namedIn((await searchRecords(kind, { name: text }, context)).entries)
      : onPage;
  return { named, parts: partial ? entries : [], total };
}

/** All of several records, with a note that names them. */
export function several(
  kind: RecordNameKind,
  text: string,
  found: readonly NameEntry[],
  context: NameContext,
): readonly NameEntry[] {
  if (found.length > 1)
    context.note(
      `${quoted(text)} stands for ${found.length} ${recordSearches[kind].plural}: ${listRecords(kind, found)}.`,
    );
  return found.map(({ id, key, name }) => ({ id, key, name }));
}

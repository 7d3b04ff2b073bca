import type { JsonObject } from '../tool/json.ts';
import type { NameEntry } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import { quoteIfAmbiguous } from '../tool/sentences.ts';
import { type NameContext, objectsIn, type RecordNameList } from './name-lists.ts';

/** The search for each kind of record, and what several of them are called. */
export const recordSearches: Readonly<Record<RecordNameList, { operation: OperationId; plural: string }>> = {
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
  kind: RecordNameList,
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
export function listRecords(kind: RecordNameList, found: readonly NameEntry[]): string {
  const names = found.slice(0, 5).map((entry) => `${quoteIfAmbiguous(entry.name)} (${kind} ${entry.id})`);
  return names.join(', ') + (found.length > 5 ? ' …' : '');
}

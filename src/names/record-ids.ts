import type { NameEntry } from '../tool/names.ts';
import { quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { nameAndIdError } from './match-name.ts';
import type { NameContext, RecordNameKind } from './name-lists.ts';
import { listRecords, searchName, searchRecords, several } from './record-search.ts';
import { isSameSpelling } from './spelling.ts';
import { recordAddress } from './text-form.ts';

/** The record with this id, or with this number as its name; a question if there are both. */
export async function matchNumber(
  kind: RecordNameKind,
  text: string,
  context: NameContext,
): Promise<readonly NameEntry[] | undefined> {
  const id = Number(text);
  const [{ entries }, { named }] = await Promise.all([
    searchRecords(kind, { ids: [id] }, context, { size: 1 }),
    searchName(kind, `=${text}`, context),
  ]);
  const withId = String(id) === text ? entries.find((entry) => entry.id === id) : undefined;
  const [other] = named.filter((entry) => entry !== withId && entry.id !== id);
  if (withId === undefined) return named.length === 0 ? undefined : several(kind, text, named, context);
  if (other === undefined) return several(kind, text, [withId], context);
  throw nameAndIdError(text, listRecords(kind, [other]), listRecords(kind, [withId]));
}

/**
 * The record with the id that a text gives in words, `id 12`, `company 12` or `Acme (company 12)`, unless one is called so. A question
 * if there are both; if there is neither, the id, with a note.
 *
 * @throws ToolError `unknown_name`
 */
export async function matchGivenId(
  kind: RecordNameKind,
  text: string,
  given: NameEntry,
  context: NameContext,
): Promise<readonly NameEntry[]> {
  if (given.id < 0) return [given];
  const unsearched = (error: unknown) => {
    // If records cannot be searched, an id is as good as before.
    if (!(error instanceof ToolError) || !['forbidden', 'not_found', 'rejected'].includes(error.kind))
      throw error;
  };
  const [byName, byId] = await Promise.all([
    searchRecords(kind, { name: text }, context).catch(unsearched),
    searchRecords(kind, { ids: [given.id] }, context, { size: 1 }).catch(unsearched),
  ]);
  const called = (byName?.entries ?? []).filter(
    ({ id, name }) => id !== given.id && isSameSpelling(text, name),
  );
  const withId = byId?.entries.filter(({ id }) => id === given.id);
  if (called.length > 0 && withId !== undefined && withId.length > 0)
    throw nameAndIdError(
      text,
      listRecords(kind, called),
      listRecords(kind, withId),
      recordAddress(kind, given.id),
    );
  if (called.length > 0) return several(kind, text, called, context);
  // A server that cannot search by id answers with any records.
  if (byName !== undefined && byId?.entries.length === 0)
    context.note(
      `No ${kind} has the id ${given.id}, or is called ${quoted(text)}; it may be deleted, or hidden from the owner of the key.`,
    );
  return [given];
}
